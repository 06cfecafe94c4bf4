package org.asrlang.repl;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.asrlang.task.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "run",
    description = "Compile a program and run it. `asr FILE` is short for `asr run FILE`.",
    footer = {
      "",
      "Exit codes: the program's own; 101 panic; 1 main returned Err; 65 does not compile;",
      "2 bad usage; 130 interrupted."
    })
final class RunCommand implements Callable<Integer> {
  private final Toolchain toolchain;

  @Spec CommandSpec spec;
  @Mixin Output output;
  @Mixin Help help;

  @Option(
      names = {"-e", "--eval"},
      paramLabel = "CODE",
      description = "Run this code as the body of main.")
  String code;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Run deterministically, with virtual time: the same seed does the same.")
  Long seed;

  @Option(
      names = "--replay",
      paramLabel = "TOKEN",
      description =
          "Run deterministically under this schedule; log:FILE: with what --record has written.")
  String replay;

  @Option(
      names = "--record",
      paramLabel = "FILE",
      description =
          "Run deterministically, and write what comes from input, files and environment to FILE.")
  String record;

  @Option(
      names = "--watch",
      description =
          "Warn of tasks that run for long without a suspension point, and of locks that are held "
              + "during long waits.")
  boolean watch;

  @Option(names = "--timings", description = "Tell on standard error where the time went.")
  boolean timings;

  @Parameters(
      paramLabel = "FILE [ARG...]",
      arity = "0..*",
      description = "The program, - for standard input, and what it gets as its arguments.")
  List<String> fileAndArguments = new ArrayList<>();

  RunCommand(Toolchain toolchain) {
    this.toolchain = toolchain;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (code == null && fileAndArguments.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing: FILE, - or -e CODE");
    }
    if (timings) {
      Runner.startTimings();
    }
    Schedule schedule = null;
    Recording recording = null;
    try {
      if (replay != null && replay.startsWith(Recording.PREFIX)) {
        recording = Recording.from(replay.substring(Recording.PREFIX.length()));
      } else if (replay != null) {
        schedule = Schedule.parse(replay);
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "cannot read the log: " + Sources.reason(e));
    }
    if (record != null && recording != null) {
      throw new ParameterException(spec.commandLine(), "a replay is not recorded");
    }
    if (record != null) {
      if (schedule == null) {
        schedule = Schedule.random(seed != null ? seed : System.nanoTime() & 0xffff);
      }
      recording = Recording.to(record, schedule, fileAndArguments);
    }
    return new Runner(toolchain, output)
        .run(code, seed, schedule, watch, fileAndArguments, recording);
  }
}
