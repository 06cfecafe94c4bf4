package org.asrlang.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code asr} command with all of its subcommands, as picocli understands it. */
@Command(
    name = "asr",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Commands.Version.class,
    description = {
      "ASR is Rust minus function colours: every call is awaited, tasks are structured.",
      "",
      "Without a command: `asr FILE [ARG...]` runs a program, `asr` alone starts a session."
    })
final class Commands implements Runnable {
  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  @Spec CommandSpec spec;
  @Mixin Help help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  /** Runs a command line and returns its exit code. */
  static int execute(Toolchain toolchain, String... args) {
    CommandLine command = new CommandLine(new Commands());
    command.addSubcommand(new RunCommand(toolchain));
    command.addSubcommand(new CheckCommand(toolchain));
    command.addSubcommand(new TestCommand(toolchain));
    command.addSubcommand(new ReplCommand(toolchain));
    command.addSubcommand(new ExplainCommand());
    command.addSubcommand(new TasksCommand());
    // What follows the program's name is the program's, whatever it looks like.
    command.getSubcommands().get("run").setStopAtPositional(true);
    // `--` stands in front of options there, as in a command line of `cargo test`
    command.getSubcommands().get("test").setEndOfOptionsDelimiter("---");
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler(Commands::badUsage);
    command.setExecutionExceptionHandler((e, c, parsed) -> Main.internalError(e));
    return command.execute(withCommand(args));
  }

  /** Never reached with {@link #withCommand}: something always stands in front. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing: a command or a file");
  }

  /**
   * Puts the command in front of what goes without one: a file's name, {@code -}, {@code -e}.
   * Options on how diagnostics look may stand before the command, too. Nothing at all is a session
   * at a terminal; what comes through a pipe is a program.
   */
  private static String[] withCommand(String[] args) {
    int at = 0;
    while (at < args.length && (args[at].equals("--json") || args[at].startsWith("--color"))) {
      at += args[at].equals("--color") ? 2 : 1;
    }
    List<String> result = new ArrayList<>(List.of(args));
    if (at >= args.length) {
      result.add(0, ColorChoice.isTerminal(0) ? "repl" : "run");
      if (result.getFirst().equals("run")) {
        result.add("-");
      }
    } else if (Main.COMMANDS.contains(args[at])) {
      result.add(0, result.remove(at));
    } else if (!ROOT_OPTIONS.contains(args[at])) {
      result.add(0, "run");
    }
    return result.toArray(String[]::new);
  }

  private static int badUsage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    System.err.println("asr: " + e.getMessage());
    System.err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCode.USAGE;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Commands.class.getPackage().getImplementationVersion();
      return new String[] {"asr " + (version == null ? "(not packaged)" : version)};
    }
  }
}
