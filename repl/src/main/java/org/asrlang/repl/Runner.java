package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Timings;
import org.asrlang.task.Schedule;

/** Compiles a program and runs it to its end: what {@code asr run} does. */
final class Runner {
  private final Toolchain toolchain;
  private final Output output;

  Runner(Toolchain toolchain, Output output) {
    this.toolchain = toolchain;
    this.output = output;
  }

  /** Measures from here on; the start of the process is known to about ten milliseconds. */
  static void startTimings() {
    Timings.start(nanosSinceStart());
  }

  /** The JDK rounds the time of the start to a second; Linux tells it, and now, since boot. */
  private static long nanosSinceStart() {
    try {
      String stat = Files.readString(Path.of("/proc/self/stat"));
      double start =
          Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]) / 100.0;
      double now = Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
      return (long) ((now - start) * 1e9);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  /**
   * @param code the body of main, or null
   * @param seed for a deterministic run, or null
   * @param schedule how it makes its choices, or null
   * @param watch whether to warn of what its tasks do
   * @param words the program's file, unless there is code, and its arguments
   * @return the exit code
   */
  int run(String code, Long seed, Schedule schedule, boolean watch, List<String> words)
      throws InterruptedException {
    return run(code, seed, schedule, watch, words, null);
  }

  /**
   * @param recording of what comes from outside, or null
   */
  int run(
      String code,
      Long seed,
      Schedule schedule,
      boolean watch,
      List<String> words,
      Recording recording)
      throws InterruptedException {
    OptionalLong seeded = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    if (code != null) {
      SourceFile source = new SourceFile("<eval>", code);
      return run(
          source,
          Toolchain.Mode.SNIPPET,
          null,
          new Toolchain.RunOptions("<eval>", List.copyOf(words), seeded, schedule, watch),
          recording);
    }
    String name = words.getFirst();
    List<String> arguments = List.copyOf(words.subList(1, words.size()));
    Toolchain.RunOptions options =
        new Toolchain.RunOptions(name, arguments, seeded, schedule, watch);
    try {
      return name.equals("-")
          ? run(
              Sources.read("<stdin>", System.in), Toolchain.Mode.PROGRAM, null, options, recording)
          : run(
              Sources.read(Path.of(name)),
              Toolchain.Mode.PROGRAM,
              Path.of(name),
              options,
              recording);
    } catch (IOException e) {
      System.err.println("asr: cannot read " + name + ": " + Sources.reason(e));
      return ExitCode.USAGE;
    }
  }

  private int run(
      SourceFile source,
      Toolchain.Mode mode,
      Path root,
      Toolchain.RunOptions plain,
      Recording recording)
      throws InterruptedException {
    Toolchain.Compiled program = toolchain.compile(source, mode, new FileModuleLoader(root));
    output.report(program.diagnostics(), System.err);
    if (program.failed()) {
      return ExitCode.DOES_NOT_COMPILE;
    }
    Timings.enter(Timings.Part.RUN);
    Toolchain.RunOptions options = recording == null ? plain : plain.with(recording.log());
    if (options.schedule() != null && options.schedule().isExplored() && recording == null) {
      options = options.withTurns(Exploration.TURNS_OF_A_REPLAY);
    }
    Toolchain.Execution execution = program.start(options);
    try (Signals signals = Signals.install(execution)) {
      int exit = execution.await();
      if (recording != null) {
        recording.save(plain.programName(), exit);
      }
      if (Timings.report() != null) {
        System.err.println(Timings.report());
      }
      return signals.received() == 0 ? exit : ExitCode.ofSignal(signals.received());
    }
  }
}
