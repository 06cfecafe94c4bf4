package org.asrlang.repl;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.points.FunctionPoints;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.task.Limits;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Schedule;
import org.asrlang.task.TaskTree;

/**
 * All that the command line needs from the compiler and the runtime. The command line knows no pass
 * by name; what is behind this interface knows no console.
 */
public interface Toolchain {
  /** What kind of text is compiled. */
  enum Mode {
    /** A crate with a {@code main}. */
    PROGRAM,
    /** Statements, items among them, as the body of a {@code main}: {@code asr -e}. */
    SNIPPET,
    /** As a program under {@code cfg(test)}; {@code main} may be missing. */
    TESTS
  }

  /** Never throws for an error in the program. */
  Compiled compile(SourceFile main, Mode mode, ModuleLoader modules);

  /** A new session, whose root task lives until it is closed. */
  ReplSession session(RunOptions options);

  /** A compilation, successful or not. */
  interface Compiled {
    List<Diagnostic> diagnostics();

    /** The sources that took part, the main one first: for {@code --fix}. */
    List<SourceFile> sources();

    /** Where each function may suspend. Only if there are no errors. */
    default List<FunctionPoints> points() {
      return List.of();
    }

    /** Starts {@code main}. Only if there are no errors. */
    Execution start(RunOptions options);

    /** The {@code #[test]} functions by name. Only if there are no errors. */
    List<TestCase> tests();

    /** {@code main} as a test that fails if it panics; null if there is none. */
    TestCase mainTest();

    /**
     * Runs one test to its end in the calling thread.
     *
     * @param capture whether what it prints becomes part of the result, and is not printed
     */
    TestResult run(TestCase test, RunOptions options, boolean capture);

    default boolean failed() {
      return diagnostics().stream().anyMatch(Diagnostic::isError);
    }
  }

  /** A running program. All methods may be called from any thread. */
  interface Execution {
    /** Waits for the end, drops included. The exit code, not changed by {@link #cancel}. */
    int await() throws InterruptedException;

    /** Cancels the root task; drops run. Does not wait. Again: nothing. */
    void cancel(String reason);

    /** Ends everything without running drops. Does not wait. */
    void kill();

    /** The live tasks, so many at most; nothing is stopped for it. */
    default TaskTree tasks(int limit) {
      return new TaskTree(List.of(), 0, true);
    }
  }

  /**
   * @param programName the first of {@code env::args}
   * @param arguments the others
   * @param seed for a deterministic run; empty for a parallel one
   * @param schedule how a deterministic run makes its choices; null: at random by the seed
   * @param watch whether to warn of what tasks do that is hardly meant
   * @param counting whether to count values that are never dropped
   * @param log what records or replays what comes from outside, or null
   */
  record RunOptions(
      String programName,
      List<String> arguments,
      OptionalLong seed,
      Schedule schedule,
      boolean watch,
      boolean counting,
      ReplayLog log,
      long turns) {
    RunOptions(
        String programName,
        List<String> arguments,
        OptionalLong seed,
        Schedule schedule,
        boolean watch) {
      this(programName, arguments, seed, schedule, watch, false, null, Long.MAX_VALUE);
    }

    RunOptions(String programName, List<String> arguments, OptionalLong seed) {
      this(programName, arguments, seed, null, false);
    }

    /** With what comes from outside recorded, or replayed with the arguments of then. */
    RunOptions with(ReplayLog log) {
      List<String> given = log.replays() ? log.arguments() : arguments;
      return new RunOptions(programName, given, seed, log.schedule(), watch, counting, log, turns);
    }

    RunOptions with(Schedule other) {
      return new RunOptions(
          programName,
          arguments,
          OptionalLong.of(other.seed()),
          other,
          watch,
          counting,
          log,
          turns);
    }

    RunOptions withCounting() {
      return new RunOptions(programName, arguments, seed, schedule, watch, true, log, turns);
    }

    /** That takes so many turns at most: {@link Limits#turns}. */
    RunOptions withTurns(long most) {
      return new RunOptions(programName, arguments, seed, schedule, watch, counting, log, most);
    }
  }

  /**
   * @param name its path, such as {@code parser::tests::empty}
   * @param ignored why it is ignored, empty if no reason is given; null if it is not
   */
  record TestCase(String name, String ignored, boolean shouldPanic) {
    boolean isIgnored() {
      return ignored != null;
    }
  }

  /**
   * @param output what it printed if that was captured, panic message included; then, without an
   *     end of line, what is to be said about its failure
   * @param replay the seed that does the same again; empty for a parallel run
   */
  record TestResult(boolean passed, String output, OptionalLong replay, ScheduleFacts facts) {
    TestResult(boolean passed, String output, OptionalLong replay) {
      this(passed, output, replay, ScheduleFacts.NONE);
    }
  }

  /**
   * What a deterministic run tells of its schedule.
   *
   * @param trace equal for equal schedules
   * @param choices how many there were
   * @param turns how many there were: {@link Limits#turns}
   * @param cancellationPoints how many were passed
   * @param nextPath of an exhaustive search; null if this was the last
   * @param options how many ways there were to go on at each choice on a path
   * @param limited whether that search leaves out preemptions of this run
   * @param cancelledAt where the test was cancelled, such as {@code demo.asr:12}, or null
   * @param neverDropped of which types how many values, if that was asked for
   * @param hasStatics whether values may live in statics
   */
  record ScheduleFacts(
      long trace,
      int choices,
      long turns,
      int cancellationPoints,
      List<Integer> nextPath,
      List<Integer> options,
      boolean limited,
      String cancelledAt,
      Map<String, Long> neverDropped,
      boolean hasStatics) {
    static final ScheduleFacts NONE =
        new ScheduleFacts(0, 0, 0, 0, null, List.of(), false, null, Map.of(), false);
  }
}
