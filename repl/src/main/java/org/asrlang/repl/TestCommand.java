package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.asrlang.source.SourceFile;
import org.asrlang.task.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "test",
    description = "Run the #[test] functions of a program, deterministically, one by one.",
    footer = {"", "Exit codes: 0 all passed; 101 a test failed; 65 does not compile; 2 bad usage."})
final class TestCommand implements Callable<Integer> {
  private final Toolchain toolchain;

  @Spec CommandSpec spec;
  @Mixin Output output;
  @Mixin Help help;

  @Option(names = "--seed", paramLabel = "N", description = "The seed of each run, 1 by default.")
  long seed = 1;

  @Option(names = "--parallel", description = "Run on all cores and in real time, without a seed.")
  boolean parallel;

  @Option(
      names = "--explore",
      paramLabel = "N",
      description = "Run each test under N schedules, looking for one that fails.")
  int explore;

  @Option(
      names = "--cancel-everywhere",
      description = "Cancel each test at each of its suspension points in turn.")
  boolean cancelEverywhere;

  @Option(
      names = "--replay",
      paramLabel = "TOKEN",
      description = "Run under the schedule that a failure has printed.")
  String replay;

  @Option(names = "--exact", description = "A filter is a whole name.")
  boolean exact;

  @Option(names = "--skip", paramLabel = "FILTER", description = "Leave these tests out.")
  List<String> skip = new ArrayList<>();

  @Option(names = "--ignored", description = "Run only what is marked #[ignore].")
  boolean ignored;

  @Option(names = "--include-ignored", description = "Run what is marked #[ignore], too.")
  boolean includeIgnored;

  @Option(
      names = {"--nocapture", "--no-capture"},
      description = "Let tests print at once.")
  boolean noCapture;

  @Option(names = "--show-output", description = "Show what passed tests have printed.")
  boolean showOutput;

  @Option(
      names = {"-q", "--quiet"},
      description = "One character for each test.")
  boolean quiet;

  @Option(names = "--list", description = "List the tests, run none.")
  boolean list;

  // Taken, so that command lines of `cargo test` work: the options for its harness stand behind it.
  @Option(names = "--", hidden = true)
  boolean separator;

  @Option(names = "--test-threads", paramLabel = "N", hidden = true)
  int threads;

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
    if (replay != null) {
      try {
        Schedule.parse(replay);
      } catch (IllegalArgumentException e) {
        throw new ParameterException(spec.commandLine(), e.getMessage());
      }
    }
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
    if (all.isEmpty() && (explore > 0 || cancelEverywhere || replay != null)) {
      all = Stream.ofNullable(program.mainTest()).toList();
    }
    List<Toolchain.TestCase> chosen = all.stream().filter(this::isChosen).toList();
    if (list) {
      chosen.forEach(t -> System.out.println(t.name() + ": test"));
      System.out.println(
          "\n" + chosen.size() + (chosen.size() == 1 ? " test" : " tests") + ", 0 benchmarks");
      return ExitCode.OK;
    }
    return runAll(program, chosen, all.size() - chosen.size());
  }

  private boolean isChosen(Toolchain.TestCase t) {
    return (!ignored || t.isIgnored())
        && (filters.isEmpty() || filters.stream().anyMatch(f -> matches(t, f)))
        && skip.stream().noneMatch(f -> matches(t, f));
  }

  private boolean matches(Toolchain.TestCase t, String filter) {
    return exact ? t.name().equals(filter) : t.name().contains(filter);
  }

  private int runAll(Toolchain.Compiled program, List<Toolchain.TestCase> tests, int filtered) {
    TestReport report = new TestReport(System.out, file, quiet);
    long start = System.nanoTime();
    report.begin(tests.size());
    for (Toolchain.TestCase t : tests) {
      if (t.isIgnored() && !ignored && !includeIgnored) {
        report.ignored(t);
      } else {
        report.started(t);
        Ran ran = run(program, t);
        report.ended(t, ran.result(), ran.replay(), ran.note());
      }
    }
    boolean passed = report.end(showOutput, filtered, (System.nanoTime() - start) / 1e9);
    return passed ? ExitCode.OK : ExitCode.PANIC;
  }

  /**
   * How a test went.
   *
   * @param replay the token of the last run, or null
   * @param note on many runs
   */
  private record Ran(Toolchain.TestResult result, String replay, String note) {}

  private Ran run(Toolchain.Compiled program, Toolchain.TestCase t) {
    Toolchain.RunOptions options =
        new Toolchain.RunOptions(
            file, List.of(), parallel ? OptionalLong.empty() : OptionalLong.of(seed));
    if (cancelEverywhere) {
      Exploration.Report r =
          Exploration.cancelEverywhere(
              (s, turns) -> program.run(t, options.withCounting().with(s).withTurns(turns), true),
              replay != null ? Schedule.parse(replay) : Schedule.random(seed),
              explore);
      boolean undisturbed = r.schedule().cancelAt() == 0;
      return new Ran(
          r.result(),
          (undisturbed ? TestReport.CANCEL_EVERYWHERE : "") + r.schedule().token(),
          " (" + r.points() + ")");
    }
    if (explore > 0) {
      Exploration.Report r =
          Exploration.explore(
              (s, turns) -> program.run(t, options.with(s).withTurns(turns), true), explore, seed);
      return new Ran(r.result(), r.schedule().token(), " (" + r.summary() + ")");
    }
    if (replay != null) {
      return new Ran(
          Exploration.replay(
              (s, turns) ->
                  program.run(t, options.withCounting().with(s).withTurns(turns), !noCapture),
              (s, turns) -> program.run(t, options.with(s).withTurns(turns), true),
              Schedule.parse(replay)),
          replay,
          "");
    }
    Toolchain.TestResult result = program.run(t, options, !noCapture);
    return new Ran(result, parallel ? null : Long.toString(seed), "");
  }
}
