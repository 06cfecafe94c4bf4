package org.asrlang.repl;

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
      description = "Run deterministically under this schedule.")
  String replay;

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
    if (replay != null) {
      try {
        schedule = Schedule.parse(replay);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage());
      }
    }
    return new Runner(toolchain, output).run(code, seed, schedule, watch, fileAndArguments);
  }
}
