package org.asrlang.repl;

import java.util.Set;

/**
 * The {@code asr} command. What is plain is run from here without a look at picocli, whose classes
 * cost more than a small program.
 */
public final class Main {
  static final Set<String> COMMANDS = Set.of("run", "check", "test", "repl", "explain", "tasks");

  private Main() {}

  /** Ends the JVM with the exit code of the command. */
  public static void main(String[] args) {
    System.exit(execute(new EmbedToolchain(), args));
  }

  /** Runs a command line and returns its exit code. */
  static int execute(Toolchain toolchain, String... args) {
    PlainRun plain = PlainRun.of(COMMANDS, args);
    return plain == null ? Commands.execute(toolchain, args) : run(toolchain, plain);
  }

  private static int run(Toolchain toolchain, PlainRun plain) {
    if (plain.timings()) {
      Runner.startTimings();
    }
    try {
      return new Runner(toolchain, new Output())
          .run(plain.code(), plain.seed(), null, false, plain.words());
    } catch (Exception e) {
      return internalError(e);
    }
  }

  /** A bug of ours. The trace is for whoever looks for it, not for whoever meets it. */
  static int internalError(Exception e) {
    System.err.println("asr: internal error: " + e);
    if (System.getenv("ASR_DEBUG") != null) {
      e.printStackTrace();
    } else {
      System.err.println("This is a bug in asr. With ASR_DEBUG=1 it prints where.");
    }
    return ExitCode.INTERNAL;
  }
}
