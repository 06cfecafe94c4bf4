package org.asrlang.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a deterministic run chooses who runs next (T13). Its {@linkplain #token() token} replays it.
 *
 * @param kind the strategy
 * @param seed of the random choices, and of hashes, {@code select!} and the like
 * @param depth {@link Kind#PCT}: how many ordering constraints a bug may need, from 1; {@link
 *     Kind#PATH}: how many preemptions there are at most; {@link Kind#RANDOM}: one in so many
 *     points is a preemption, 0 for the usual
 * @param steps {@link Kind#PCT}: about how many choices the program makes
 * @param path {@link Kind#PATH}: what to choose at each point where there is a choice; afterwards
 *     always the first
 * @param cancelAt at which cancellation point, from 1, the main task is cancelled; 0 for never
 */
public record Schedule(
    Kind kind, long seed, int depth, int steps, List<Integer> path, int cancelAt) {
  /** The strategies. */
  public enum Kind {
    /** Each choice is random: what a plain seed means. */
    RANDOM,
    /** Who is ready first runs first; nobody is preempted. */
    FIFO,
    /** Random priorities that change at a few random points (Burckhardt et al., ASPLOS 2010). */
    PCT,
    /** A given sequence of choices. */
    PATH
  }

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?:(fifo)|pct(\\d+)-(\\d+)-(\\d+)|path(\\d*)-((?:\\d+(?:x\\d+)?\\.?)*)"
              + "|(?:random(\\d+)-)?(-?\\d+))"
              + "(?:\\+c(\\d+))?");

  /** How many preemptions a path has mostly: two find nearly all bugs of real programs. */
  static final int PREEMPTIONS = 2;

  public Schedule {
    path = List.copyOf(path);
  }

  public static Schedule random(long seed) {
    return new Schedule(Kind.RANDOM, seed, 0, 0, List.of(), 0);
  }

  /** Random, with one preemption in so many points on average. */
  public static Schedule random(long seed, int oneIn) {
    return new Schedule(Kind.RANDOM, seed, oneIn, 0, List.of(), 0);
  }

  public static Schedule fifo() {
    return new Schedule(Kind.FIFO, 1, 0, 0, List.of(), 0);
  }

  public static Schedule pct(int depth, int steps, long seed) {
    return new Schedule(Kind.PCT, seed, depth, Math.max(1, steps), List.of(), 0);
  }

  public static Schedule path(List<Integer> choices) {
    return path(choices, PREEMPTIONS);
  }

  /** A path of which at most so many choices are preemptions; the choices mean the same only so. */
  public static Schedule path(List<Integer> choices, int preemptions) {
    return new Schedule(Kind.PATH, 1, preemptions, 0, choices, 0);
  }

  /** The same schedule, cancelled at a point. */
  public Schedule cancelledAt(int point) {
    return new Schedule(kind, seed, depth, steps, path, point);
  }

  /** Whether exploring made it, not a plain seed. */
  public boolean isExplored() {
    return kind != Kind.RANDOM || depth > 0 || cancelAt > 0;
  }

  /** One word that {@link #parse} reads; a plain number for a random schedule. */
  public String token() {
    String how =
        switch (kind) {
          case RANDOM -> (depth == 0 ? "" : "random" + depth + "-") + seed;
          case FIFO -> "fifo";
          case PCT -> "pct" + depth + "-" + steps + "-" + seed;
          case PATH -> "path" + (depth == PREEMPTIONS ? "" : depth) + "-" + shortened();
        };
    return cancelAt == 0 ? how : how + "+c" + cancelAt;
  }

  /** The path with {@code 0x7} for seven times the first choice. */
  private String shortened() {
    StringJoiner words = new StringJoiner(".");
    int zeros = 0;
    for (int i = 0; i <= path.size(); i++) {
      if (i < path.size() && path.get(i) == 0) {
        zeros++;
        continue;
      }
      if (zeros > 3) {
        words.add("0x" + zeros);
      } else {
        for (int k = 0; k < zeros; k++) {
          words.add("0");
        }
      }
      zeros = 0;
      if (i < path.size()) {
        words.add(path.get(i).toString());
      }
    }
    return words.toString();
  }

  private static List<Integer> choices(String path) {
    List<Integer> choices = new ArrayList<>();
    for (String word : path.split("\\.")) {
      int times = word.indexOf('x');
      if (times < 0) {
        choices.add(Integer.valueOf(word));
      } else {
        int n = Integer.parseInt(word.substring(times + 1));
        choices.addAll(Collections.nCopies(n, Integer.valueOf(word.substring(0, times))));
      }
    }
    return choices;
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Schedule parse(String token) {
    Matcher m = TOKEN.matcher(token);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a replay token: " + token);
    }
    Schedule s;
    if (m.group(1) != null) {
      s = fifo();
    } else if (m.group(2) != null) {
      s =
          pct(
              Integer.parseInt(m.group(2)),
              Integer.parseInt(m.group(3)),
              Long.parseLong(m.group(4)));
    } else if (m.group(6) != null) {
      List<Integer> choices = m.group(6).isEmpty() ? List.of() : choices(m.group(6));
      s = path(choices, m.group(5).isEmpty() ? PREEMPTIONS : Integer.parseInt(m.group(5)));
    } else {
      long seed = Long.parseLong(m.group(8));
      s = m.group(7) == null ? random(seed) : random(seed, Integer.parseInt(m.group(7)));
    }
    return m.group(9) == null ? s : s.cancelledAt(Integer.parseInt(m.group(9)));
  }

  SchedulePolicy policy(RandomStream random) {
    return switch (kind) {
      case RANDOM -> new SchedulePolicy.Random(random, depth);
      case FIFO -> new PathPolicy(List.of(), 0);
      case PCT -> new PctPolicy(random, depth, steps);
      case PATH -> new PathPolicy(path, depth);
    };
  }
}
