package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.asrlang.source.SourceFile;
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
    List<String> arguments = fileAndArguments;
    if (code != null) {
      SourceFile source = new SourceFile("<eval>", code);
      return run(source, Toolchain.Mode.SNIPPET, null, options("<eval>", arguments));
    }
    if (arguments.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Missing: FILE, - or -e CODE");
    }
    String name = arguments.getFirst();
    Toolchain.RunOptions options = options(name, arguments.subList(1, arguments.size()));
    try {
      return name.equals("-")
          ? run(Sources.read("<stdin>", System.in), Toolchain.Mode.PROGRAM, null, options)
          : run(Sources.read(Path.of(name)), Toolchain.Mode.PROGRAM, Path.of(name), options);
    } catch (IOException e) {
      System.err.println("asr: cannot read " + name + ": " + Sources.reason(e));
      return ExitCode.USAGE;
    }
  }

  private Toolchain.RunOptions options(String name, List<String> arguments) {
    return new Toolchain.RunOptions(
        name, List.copyOf(arguments), seed == null ? OptionalLong.empty() : OptionalLong.of(seed));
  }

  private int run(SourceFile source, Toolchain.Mode mode, Path root, Toolchain.RunOptions options)
      throws InterruptedException {
    Toolchain.Compiled program = toolchain.compile(source, mode, new FileModuleLoader(root));
    output.report(program.diagnostics(), System.err);
    if (program.failed()) {
      return ExitCode.DOES_NOT_COMPILE;
    }
    Toolchain.Execution execution = program.start(options);
    try (Signals signals = Signals.install(execution)) {
      int exit = execution.await();
      return signals.received() == 0 ? exit : ExitCode.ofSignal(signals.received());
    }
  }
}
