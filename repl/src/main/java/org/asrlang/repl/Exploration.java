package org.asrlang.repl;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.asrlang.task.Schedule;

/**
 * Runs one test under many schedules (T13) until one fails: first come first served, then all paths
 * with up to two preemptions as far as they go, then priorities that change at random points and
 * plain randomness by turns.
 */
final class Exploration {
  private final Function<Schedule, Toolchain.TestResult> test;
  private final Set<Long> seen = new HashSet<>();
  private Toolchain.TestResult last;
  private Schedule lastSchedule;
  private int runs;
  private boolean allPaths;

  private Exploration(Function<Schedule, Toolchain.TestResult> test) {
    this.test = test;
  }

  /**
   * @param result of the run that failed, or of the last one
   * @param schedule of that run
   * @param distinct how many different schedules were seen
   * @param allPaths whether there are no others with up to two preemptions
   */
  record Report(
      Toolchain.TestResult result, Schedule schedule, int runs, int distinct, boolean allPaths) {
    String summary() {
      String schedules = distinct == 1 ? "1 schedule" : distinct + " distinct schedules";
      return runs
          + (runs == 1 ? " run, " : " runs, ")
          + schedules
          + (allPaths ? ", all paths" : "");
    }
  }

  /**
   * @param budget how many runs at most
   * @param seed of the random ones
   */
  static Report explore(Function<Schedule, Toolchain.TestResult> test, int budget, long seed) {
    Exploration e = new Exploration(test);
    e.go(Math.max(1, budget), seed);
    return new Report(e.last, e.lastSchedule, e.runs, e.seen.size(), e.allPaths);
  }

  /**
   * Cancels the test at each of its cancellation points in turn, until that is not cleaned up.
   *
   * @param schedule of all the runs
   */
  static Report cancelEverywhere(Function<Schedule, Toolchain.TestResult> test, Schedule schedule) {
    Exploration e = new Exploration(test);
    if (e.passes(schedule)) {
      int points = e.last.facts().cancellationPoints();
      for (int at = 1; at <= points && e.passes(schedule.cancelledAt(at)); at++) {}
    }
    return new Report(e.last, e.lastSchedule, e.runs, e.seen.size(), false);
  }

  private boolean passes(Schedule s) {
    last = test.apply(s);
    lastSchedule = s;
    runs++;
    seen.add(last.facts().trace());
    return last.passed();
  }

  private void go(int budget, long seed) {
    if (!passes(Schedule.fifo())) {
      return;
    }
    int choices = last.facts().choices();
    if (choices == 0) {
      allPaths = true;
      return;
    }
    List<Integer> path = List.of();
    while (path != null && runs < budget / 2) {
      if (!passes(Schedule.path(path))) {
        return;
      }
      path = last.facts().nextPath();
    }
    allPaths = path == null;
    for (int i = 0; runs < budget; i++) {
      long s = seed + i / 2;
      int depth = 2 + i / 2 % 3;
      if (!passes(i % 2 == 0 ? Schedule.pct(depth, choices, s) : Schedule.random(s))) {
        return;
      }
    }
  }
}
