package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.asrlang.diagnostic.Fixes;
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
      program = fixed(program, root);
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

  /** One fix may uncover the next, and what touches another one waits for the next round. */
  private static final int ROUNDS = 4;

  private Toolchain.Compiled fixed(Toolchain.Compiled program, Path root) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      Map<Path, String> before = new LinkedHashMap<>();
      Map<String, Integer> now = new LinkedHashMap<>();
      for (SourceFile source : program.sources()) {
        Fixes.Fixed after = Fixes.apply(source, program.diagnostics());
        if (!after.text().equals(source.text())) {
          Path path = Path.of(source.name());
          before.put(path, source.text());
          Files.writeString(path, after.text());
          now.put(source.name(), after.count());
        }
      }
      if (before.isEmpty()) {
        break;
      }
      Toolchain.Compiled next = compile(Sources.read(root), root);
      if (!program.failed() && next.failed()) {
        // what should have helped did not: the sources stay as they were
        for (Map.Entry<Path, String> e : before.entrySet()) {
          Files.writeString(e.getKey(), e.getValue());
        }
        System.err.println("asr: the fixes led to errors and were taken back");
        break;
      }
      now.forEach((name, n) -> counts.merge(name, n, Integer::sum));
      program = next;
    }
    counts.forEach((name, n) ->
        System.err.println("asr: fixed " + name + " (" + n + (n == 1 ? " fix)" : " fixes)")));
    return program;
  }
}
