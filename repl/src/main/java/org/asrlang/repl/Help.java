package org.asrlang.repl;

import picocli.CommandLine.Option;

/** The one option that every command has, even where nothing else of the usual ones makes sense. */
final class Help {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
