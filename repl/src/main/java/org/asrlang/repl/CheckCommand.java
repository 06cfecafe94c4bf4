package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.asrlang.source.SourceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = "Check programs without running them.",
    footer = {"", "Exit codes: 0 no errors; 65 errors; 2 bad usage."})
final class CheckCommand implements Callable<Integer> {
  private final Toolchain toolchain;

  @Mixin Output output;
  @Mixin Help help;

  @Option(names = "--fix", description = "Apply the fixes that need no thought, then check again.")
  boolean fix;

  @Option(names = "--tests", description = "Check what is under cfg(test), too.")
  boolean tests;

  @Option(names = "--points", description = "Show where each function may suspend.")
  boolean points;

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "The programs, - for standard input.")
  List<String> files;

  CheckCommand(Toolchain toolchain) {
    this.toolchain = toolchain;
  }

  @Override
  public Integer call() {
    int exit = ExitCode.OK;
    for (String file : files) {
      try {
        exit = Math.max(exit, check(file));
      } catch (IOException e) {
        System.err.println("asr: cannot read " + file + ": " + Sources.reason(e));
        return ExitCode.USAGE;
      }
    }
    return exit;
  }

  private int check(String file) throws IOException {
    boolean stdin = file.equals("-");
    Path root = stdin ? null : Path.of(file);
    SourceFile source = stdin ? Sources.read("<stdin>", System.in) : Sources.read(root);
    Toolchain.Compiled program = compile(source, root);
    if (fix && !stdin) {
      program = new FixRounds(() -> compile(Sources.read(root), root)).run(program);
    }
    output.report(program.diagnostics(), System.err);
    if (points && !program.failed()) {
      System.out.print(new PointsReport(program.points()).render(output.json));
      System.out.flush();
    }
    return program.failed() ? ExitCode.DOES_NOT_COMPILE : ExitCode.OK;
  }

  private Toolchain.Compiled compile(SourceFile source, Path root) {
    Toolchain.Mode mode = tests ? Toolchain.Mode.TESTS : Toolchain.Mode.PROGRAM;
    return toolchain.compile(source, mode, new FileModuleLoader(root));
  }
}
