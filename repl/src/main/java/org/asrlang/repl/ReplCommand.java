package org.asrlang.repl;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "repl",
    description = "Start an interactive session. With input from a pipe, run its entries.",
    footer = {"", "In the session, :help shows its commands."})
final class ReplCommand implements Callable<Integer> {
  private final Toolchain toolchain;

  @Mixin Output output;
  @Mixin Help help;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Run deterministically, with virtual time: the same seed does the same.")
  Long seed;

  ReplCommand(Toolchain toolchain) {
    this.toolchain = toolchain;
  }

  @Override
  public Integer call() throws IOException {
    Toolchain.RunOptions options =
        new Toolchain.RunOptions(
            "<repl>", List.of(), seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
    try (ReplSession session = toolchain.session(options)) {
      return ColorChoice.isTerminal(0)
          ? new Shell(session, output).run()
          : new PipedRepl(session, output).run(System.in);
    }
  }
}
