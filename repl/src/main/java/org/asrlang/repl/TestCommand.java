package org.asrlang.repl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.asrlang.source.SourceFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "test",
    description = "Run the #[test] functions of a program, deterministically, one by one.",
    footer = {"", "Exit codes: 0 all passed; 101 a test failed; 65 does not compile; 2 bad usage."})
final class TestCommand implements Callable<Integer> {
  private final Toolchain toolchain;

  @Mixin Output output;
  @Mixin Help help;

  @Option(names = "--seed", paramLabel = "N", description = "The seed of each run, 1 by default.")
  long seed = 1;

  @Option(names = "--parallel", description = "Run on all cores and in real time, without a seed.")
  boolean parallel;

  @Option(names = "--exact", description = "A filter is a whole name.")
  boolean exact;

  @Option(names = "--ignored", description = "Run only what is marked #[ignore].")
  boolean ignored;

  @Option(names = "--list", description = "List the tests, run none.")
  boolean list;

  @Parameters(index = "0", paramLabel = "FILE")
  String file;

  @Parameters(
      index = "1..*",
      paramLabel = "FILTER",
      description = "Run the tests whose name contains one of these.")
  List<String> filters = new ArrayList<>();

  TestCommand(Toolchain toolchain) {
    this.toolchain = toolchain;
  }

  @Override
  public Integer call() {
    SourceFile source;
    try {
      source = Sources.read(Path.of(file));
    } catch (IOException e) {
      System.err.println("asr: cannot read " + file + ": " + Sources.reason(e));
      return ExitCode.USAGE;
    }
    Toolchain.Compiled program =
        toolchain.compile(source, Toolchain.Mode.TESTS, new FileModuleLoader(Path.of(file)));
    output.report(program.diagnostics(), System.err);
    if (program.failed()) {
      return ExitCode.DOES_NOT_COMPILE;
    }
    List<Toolchain.TestCase> all = program.tests();
    List<Toolchain.TestCase> chosen = all.stream().filter(this::isChosen).toList();
    if (list) {
      chosen.forEach(t -> System.out.println(t.name() + ": test"));
      return ExitCode.OK;
    }
    return runAll(program, chosen, all.size() - chosen.size(), System.out);
  }

  private boolean isChosen(Toolchain.TestCase t) {
    if (ignored && !t.isIgnored()) {
      return false;
    }
    return filters.isEmpty()
        || filters.stream().anyMatch(f -> exact ? t.name().equals(f) : t.name().contains(f));
  }

  /** Prints what libtest prints, so that what reads its output reads this. */
  private int runAll(
      Toolchain.Compiled program, List<Toolchain.TestCase> tests, int filtered, PrintStream out) {
    Toolchain.RunOptions options =
        new Toolchain.RunOptions(
            file, List.of(), parallel ? OptionalLong.empty() : OptionalLong.of(seed));
    Map<Toolchain.TestCase, Toolchain.TestResult> failures = new LinkedHashMap<>();
    int passed = 0;
    int left = 0;
    long start = System.nanoTime();
    out.println("\nrunning " + tests.size() + (tests.size() == 1 ? " test" : " tests"));
    for (Toolchain.TestCase t : tests) {
      out.print("test " + t.name() + (t.shouldPanic() ? " - should panic" : "") + " ... ");
      out.flush();
      if (t.isIgnored() && !ignored) {
        left++;
        out.println(t.ignored().isEmpty() ? "ignored" : "ignored, " + t.ignored());
        continue;
      }
      Toolchain.TestResult result = program.run(t, options);
      if (result.passed()) {
        passed++;
      } else {
        failures.put(t, result);
      }
      out.println(result.passed() ? "ok" : "FAILED");
    }
    if (!failures.isEmpty()) {
      printFailures(failures, out);
    }
    out.printf(
        Locale.ROOT,
        "%ntest result: %s. %d passed; %d failed; %d ignored; 0 measured; %d filtered out;"
            + " finished in %.2fs%n%n",
        failures.isEmpty() ? "ok" : "FAILED",
        passed,
        failures.size(),
        left,
        filtered,
        (System.nanoTime() - start) / 1e9);
    out.flush();
    return failures.isEmpty() ? ExitCode.OK : ExitCode.PANIC;
  }

  private void printFailures(
      Map<Toolchain.TestCase, Toolchain.TestResult> failures, PrintStream out) {
    out.println("\nfailures:");
    failures.forEach((t, r) -> {
      out.println("\n---- " + t.name() + " stdout ----");
      out.print(r.output());
      if (!r.output().isEmpty() && !r.output().endsWith("\n")) {
        out.println();
      }
      if (r.replay().isPresent()) {
        out.println(
            "replay: asr test --seed "
                + r.replay().getAsLong()
                + " --exact "
                + file
                + " "
                + t.name());
      }
    });
    out.println("\nfailures:");
    failures.keySet().stream()
        .map(Toolchain.TestCase::name)
        .sorted()
        .forEach(n -> out.println("    " + n));
  }
}
