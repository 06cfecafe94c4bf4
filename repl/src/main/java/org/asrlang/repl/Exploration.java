package org.asrlang.repl;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
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
  private final Set<String> places = new TreeSet<>();
  private boolean allPaths;

  private Exploration(Function<Schedule, Toolchain.TestResult> test) {
    this.test = test;
  }

  /**
   * @param result of the run that failed, or of the last one
   * @param schedule of that run
   * @param distinct how many different schedules were seen
   * @param allPaths whether there are no others with up to two preemptions
   * @param places where in the program it was cancelled
   */
  record Report(
      Toolchain.TestResult result,
      Schedule schedule,
      int runs,
      int distinct,
      boolean allPaths,
      List<String> places) {
    /** As in {@code cancelled at 12 points, in 5 places}. */
    String points() {
      int n = runs - 1;
      String lines = places.isEmpty() ? "" : ", in " + places.size() + " place";
      return "cancelled at "
          + n
          + (n == 1 ? " point" : " points")
          + lines
          + (places.size() > 1 ? "s" : "");
    }

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
    return new Report(e.last, e.lastSchedule, e.runs, e.seen.size(), e.allPaths, List.of());
  }

  /**
   * Cancels the test at each of its cancellation points in turn, until that is not cleaned up.
   *
   * @param schedule of all the runs
   */
  static Report cancelEverywhere(Function<Schedule, Toolchain.TestResult> test, Schedule schedule) {
    Exploration e = new Exploration(test);
    if (e.passes(schedule) && e.dropsAll(Map.of())) {
      Toolchain.ScheduleFacts whole = e.last.facts();
      for (int at = 1; at <= whole.cancellationPoints(); at++) {
        if (!e.passes(schedule.cancelledAt(at)) || !e.dropsAll(whole.neverDropped())) {
          e.tellWhere();
          break;
        }
        if (e.last.facts().cancelledAt() != null) {
          e.places.add(e.last.facts().cancelledAt());
        }
      }
    }
    return new Report(e.last, e.lastSchedule, e.runs, e.seen.size(), false, List.copyOf(e.places));
  }

  /** One run that has failed before; what is never dropped counts if it was cancelled. */
  static Toolchain.TestResult replay(
      Function<Schedule, Toolchain.TestResult> test, Schedule schedule) {
    Exploration e = new Exploration(test);
    if (e.passes(schedule) && schedule.cancelAt() > 0) {
      e.dropsAll(Map.of());
    }
    return e.last;
  }

  /**
   * Whether every value was dropped; else the run has failed.
   *
   * @param expected what is alive at the end of an undisturbed run, in statics
   */
  private boolean dropsAll(Map<String, Long> expected) {
    Toolchain.ScheduleFacts facts = last.facts();
    if (facts.hasStatics() && lastSchedule.cancelAt() == 0) {
      return true;
    }
    StringJoiner left = new StringJoiner(", ");
    facts
        .neverDropped()
        .forEach((type, n) -> {
          long more = n - expected.getOrDefault(type, 0L);
          if (more > 0) {
            left.add(more + " " + type);
          }
        });
    if (left.length() == 0) {
      return true;
    }
    fail("note: never dropped: " + left);
    return false;
  }

  private void tellWhere() {
    if (last.facts().cancelledAt() != null) {
      fail("note: cancelled at " + last.facts().cancelledAt());
    }
  }

  private void fail(String note) {
    String output = last.output();
    String line = output.isEmpty() || output.endsWith("\n") ? output : output + "\n";
    last = new Toolchain.TestResult(false, line + note, last.replay(), last.facts());
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
