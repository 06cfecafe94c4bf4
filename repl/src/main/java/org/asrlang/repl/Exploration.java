package org.asrlang.repl;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import org.asrlang.task.Schedule;

/**
 * Runs one test under many schedules (T13) until one fails: first come first served, then with one
 * choice that is different, some with priorities that change at random points and plainly random
 * ones by turns, then with two different choices, all paths with one preemption, with two and so on
 * as far as they go, and more random ones.
 */
final class Exploration {
  private static final int RANDOM_KINDS = 4;

  /** How many turns a run may take before anything is known of the test. */
  private static final long FIRST_TURNS = 20_000_000;

  private static final long LEAST_TURNS = 100_000;

  /** What exploring has found took less, or was a livelock. */
  static final long TURNS_OF_A_REPLAY = 5_000_000;

  /** More preemptions than a run with few detours has. */
  private static final int ANY_PREEMPTIONS = 9;

  private static final int MORE_TURNS = 20;
  private static final String OUTSIDE = "the test depends on something outside";

  /** A test that can be run again and again. */
  interface Test {
    /**
     * @param turns after so many there is no end in sight
     */
    Toolchain.TestResult run(Schedule schedule, long turns);
  }

  private final Test test;
  private long turns = FIRST_TURNS;
  private final Set<Long> seen = new HashSet<>();
  private Toolchain.TestResult last;
  private Schedule lastSchedule;
  private int runs;
  private final Set<String> places = new TreeSet<>();
  private int mostChoices;
  private int randomRuns;
  private int undisturbed; // runs that were not cancelled
  private boolean allPaths;

  /** Up to how many preemptions all paths were seen; −1 if there are no others at all. */
  private int preemptions;

  private Exploration(Test test) {
    this.test = test;
  }

  /**
   * @param result of the run that failed, or of the last one
   * @param schedule of that run
   * @param distinct how many different schedules were seen
   * @param allPaths whether all paths were seen
   * @param preemptions with up to how many, −1 for any number
   * @param undisturbed how many runs were not cancelled
   * @param places where in the program it was cancelled
   */
  record Report(
      Toolchain.TestResult result,
      Schedule schedule,
      int runs,
      int distinct,
      boolean allPaths,
      int preemptions,
      int undisturbed,
      List<String> places) {
    private String upTo() {
      return switch (preemptions) {
        case -1 -> "";
        case 1 -> " with one preemption";
        default -> " with up to " + preemptions + " preemptions";
      };
    }

    /** As in {@code cancelled at 12 points, in 5 places}. */
    String points() {
      int n = runs - undisturbed;
      String lines = places.isEmpty() ? "" : ", in " + places.size() + " place";
      return "cancelled at "
          + n
          + (n == 1 ? " point" : " points")
          + lines
          + (places.size() > 1 ? "s" : "")
          + (undisturbed > 1 ? ", under " + undisturbed + " schedules" : "");
    }

    String summary() {
      if (result.facts().choices() == 0 && runs == 1) {
        return "no choices to explore";
      }
      String schedules = distinct == 1 ? "1 schedule" : distinct + " distinct schedules";
      return runs
          + (runs == 1 ? " run, " : " runs, ")
          + schedules
          + (allPaths ? ", all paths" + upTo() : "");
    }
  }

  /**
   * @param budget how many runs at most
   * @param seed of the random ones
   */
  static Report explore(Test test, int budget, long seed) {
    Exploration e = new Exploration(test);
    e.go(Math.max(1, budget), seed);
    if (!e.last.passed() && !e.again()) {
      e.fail("note: this does not happen again under the same schedule: " + OUTSIDE);
    }
    return new Report(
        e.last, e.lastSchedule, e.runs, e.seen.size(), e.allPaths, e.preemptions, 0, List.of());
  }

  /**
   * Cancels the test at each of its cancellation points in turn, until that is not cleaned up.
   *
   * @param schedule of all the runs
   */
  static Report cancelEverywhere(Test test, Schedule schedule) {
    return cancelEverywhere(test, schedule, 0);
  }

  /**
   * As {@link #cancelEverywhere(Test, Schedule)}, then under other schedules.
   *
   * @param budget how many runs there are at most, beyond those of the first schedule
   */
  static Report cancelEverywhere(Test test, Schedule schedule, int budget) {
    Exploration e = new Exploration(test);
    boolean passed = e.passesCancelled(schedule, Integer.MAX_VALUE);
    boolean others = e.last.facts().cancellationPoints() > 0 && e.mostChoices > 0;
    for (long n = 0; passed && others && e.runs < budget; n++) {
      Schedule next = n == 0 ? Schedule.fifo() : another(schedule.seed() + n, n, e.mostChoices);
      passed = e.passesCancelled(next, budget);
    }
    return new Report(
        e.last,
        e.lastSchedule,
        e.runs,
        e.seen.size(),
        false,
        0,
        e.undisturbed,
        List.copyOf(e.places));
  }

  private static Schedule another(long seed, long n, int choices) {
    return n % 2 == 0 ? Schedule.random(seed) : Schedule.pct(2 + (int) (n / 2 % 4), choices, seed);
  }

  /** Whether the test cleans up wherever it is cancelled under a schedule. */
  private boolean passesCancelled(Schedule schedule, int budget) {
    undisturbed++;
    if (!passes(schedule) || !dropsAll(Map.of())) {
      return false;
    }
    Toolchain.ScheduleFacts whole = last.facts();
    knowsTurns(last);
    for (int at = 1; at <= whole.cancellationPoints() && runs < budget; at++) {
      if (!passes(schedule.cancelledAt(at)) || !dropsAll(whole.neverDropped())) {
        tellWhere();
        return false;
      }
      if (last.facts().cancelledAt() != null) {
        places.add(last.facts().cancelledAt());
      }
    }
    return true;
  }

  /**
   * One run that has failed before; what is never dropped counts if it was cancelled.
   *
   * @param quiet the same test, for a run that tells only how long it takes
   */
  static Toolchain.TestResult replay(Test test, Test quiet, Schedule schedule) {
    Exploration e = new Exploration(test);
    Schedule undisturbed = schedule.cancelAt() > 0 ? schedule.cancelledAt(0) : Schedule.fifo();
    if (schedule.isExplored() && !schedule.equals(undisturbed)) {
      e.knowsTurns(quiet.run(undisturbed, FIRST_TURNS));
    }
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

  /** Whether the schedule decides what the test does: nothing else would be found or replayed. */
  private boolean isDeterministic() {
    if (again()) {
      return true;
    }
    fail("note: two runs under the same schedule differ: " + OUTSIDE);
    return false;
  }

  /** Whether the last run is the same when it is run again. */
  private boolean again() {
    Toolchain.TestResult second = test.run(lastSchedule, turns);
    return second.passed() == last.passed()
        && second.facts().trace() == last.facts().trace()
        && second.output().equals(last.output());
  }

  /** What takes many times as long as the run that has passed does not end. */
  private void knowsTurns(Toolchain.TestResult whole) {
    turns = Math.max(LEAST_TURNS, MORE_TURNS * whole.facts().turns());
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
    last = test.run(s, turns);
    lastSchedule = s;
    runs++;
    seen.add(last.facts().trace());
    mostChoices = Math.max(mostChoices, last.facts().choices());
    return last.passed();
  }

  private void go(int budget, long seed) {
    if (!passes(Schedule.fifo()) || !isDeterministic()) {
      return;
    }
    knowsTurns(last);
    if (last.facts().choices() == 0) {
      allPaths = true;
      preemptions = -1;
      return;
    }
    Detours detours = new Detours(seed);
    boolean passed =
        passesDetours(detours, 1)
            && passesDetours(detours, budget / 8)
            && passesRandom(seed, budget / 8)
            && passesDetours(detours, budget / 8)
            && passesPaths(budget);
    if (passed && preemptions >= 0) {
      passesRandom(seed, budget - runs);
    }
  }

  /** Random ones of several kinds by turns; false if one fails. */
  private boolean passesRandom(long seed, int most) {
    for (int end = runs + most; runs < end; randomRuns++) {
      int round = randomRuns / RANDOM_KINDS;
      long s = seed + round;
      Schedule next =
          switch (randomRuns % RANDOM_KINDS) {
            case 0 -> Schedule.pct(2 + round % 4, mostChoices, s);
            case 1 -> Schedule.random(s);
            case 2 -> Schedule.random(s, 2);
            default -> Schedule.random(s, 16);
          };
      if (!passes(next)) {
        return false;
      }
    }
    return true;
  }

  /** False if a run with one detour more than before fails. */
  private boolean passesDetours(Detours detours, int most) {
    for (List<Integer> path : detours.next(most)) {
      if (!passes(Schedule.path(path, ANY_PREEMPTIONS))) {
        return false;
      }
      detours.taken(path, last.facts().options());
    }
    return true;
  }

  /**
   * All paths with one preemption, then with two, and so on, for half of the budget.
   *
   * @return false if one failed
   */
  private boolean passesPaths(int budget) {
    for (int most = 1; runs < budget / 2; most++) {
      // The first ones must leave room: long programs have more paths than anybody can run.
      int end = Math.min(budget / 2, runs + (most < 2 ? budget / 8 : budget / 3));
      boolean limited = false;
      List<Integer> path = List.of();
      while (path != null && runs < end) {
        if (!passes(Schedule.path(path, most))) {
          return false;
        }
        path = last.facts().nextPath();
        limited |= last.facts().limited();
      }
      if (path != null) {
        continue;
      }
      allPaths = true;
      preemptions = limited ? most : -1;
      if (!limited) {
        return true;
      }
    }
    return true;
  }
}
