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

/** The {@code asr} command. */
@Command(
    name = "asr",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = Main.Version.class,
    description = {
      "ASR is Rust minus function colours: every call is awaited, tasks are structured.",
      "",
      "Without a command: `asr FILE [ARG...]` runs a program, `asr` alone starts a session."
    })
public final class Main implements Runnable {
  private static final Set<String> COMMANDS = Set.of("run", "check", "test", "repl", "explain");
  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  @Spec CommandSpec spec;
  @Mixin Help help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  /** Ends the JVM with the exit code of the command. */
  public static void main(String[] args) {
    System.exit(execute(new EmbedToolchain(), args));
  }

  /** Runs a command line and returns its exit code. */
  static int execute(Toolchain toolchain, String... args) {
    PlainRun plain = PlainRun.of(COMMANDS, args);
    return plain == null ? parse(toolchain, args) : run(toolchain, plain);
  }

  private static int run(Toolchain toolchain, PlainRun plain) {
    if (plain.timings()) {
      Runner.startTimings();
    }
    try {
      return new Runner(toolchain, new Output()).run(plain.code(), plain.seed(), plain.words());
    } catch (Exception e) {
      return internalError(e);
    }
  }

  private static int parse(Toolchain toolchain, String... args) {
    CommandLine command = new CommandLine(new Main());
    command.addSubcommand(new RunCommand(toolchain));
    command.addSubcommand(new CheckCommand(toolchain));
    command.addSubcommand(new TestCommand(toolchain));
    command.addSubcommand(new ReplCommand(toolchain));
    command.addSubcommand(new ExplainCommand());
    // What follows the program's name is the program's, whatever it looks like.
    command.getSubcommands().get("run").setStopAtPositional(true);
    // `--` stands in front of options there, as in a command line of `cargo test`
    command.getSubcommands().get("test").setEndOfOptionsDelimiter("---");
    command.setCaseInsensitiveEnumValuesAllowed(true);
    command.setParameterExceptionHandler(Main::badUsage);
    command.setExecutionExceptionHandler((e, c, parsed) -> internalError(e));
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
    } else if (COMMANDS.contains(args[at])) {
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

  /** A bug of ours. The trace is for whoever looks for it, not for whoever meets it. */
  private static int internalError(Exception e) {
    System.err.println("asr: internal error: " + e);
    if (System.getenv("ASR_DEBUG") != null) {
      e.printStackTrace();
    } else {
      System.err.println("This is a bug in asr. With ASR_DEBUG=1 it prints where.");
    }
    return ExitCode.INTERNAL;
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"asr " + (version == null ? "(not packaged)" : version)};
    }
  }
}
