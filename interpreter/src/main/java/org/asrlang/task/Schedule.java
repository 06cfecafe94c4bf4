package org.asrlang.task;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a deterministic run chooses who runs next (T13). Its {@linkplain #token() token} replays it.
 *
 * @param kind the strategy
 * @param seed of the random choices, and of hashes, {@code select!} and the like
 * @param depth {@link Kind#PCT}: how many ordering constraints a bug may need, from 1
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
      Pattern.compile("(?:(fifo)|pct(\\d+)-(\\d+)-(\\d+)|path-([0-9.]*)|(-?\\d+))(?:\\+c(\\d+))?");

  public Schedule {
    path = List.copyOf(path);
  }

  public static Schedule random(long seed) {
    return new Schedule(Kind.RANDOM, seed, 0, 0, List.of(), 0);
  }

  public static Schedule fifo() {
    return new Schedule(Kind.FIFO, 1, 0, 0, List.of(), 0);
  }

  public static Schedule pct(int depth, int steps, long seed) {
    return new Schedule(Kind.PCT, seed, depth, Math.max(1, steps), List.of(), 0);
  }

  public static Schedule path(List<Integer> choices) {
    return new Schedule(Kind.PATH, 1, 0, 0, choices, 0);
  }

  /** The same schedule, cancelled at a point. */
  public Schedule cancelledAt(int point) {
    return new Schedule(kind, seed, depth, steps, path, point);
  }

  /** One word that {@link #parse} reads; a plain number for a random schedule. */
  public String token() {
    String how =
        switch (kind) {
          case RANDOM -> Long.toString(seed);
          case FIFO -> "fifo";
          case PCT -> "pct" + depth + "-" + steps + "-" + seed;
          case PATH ->
              "path-" + path.stream().map(String::valueOf).collect(Collectors.joining("."));
        };
    return cancelAt == 0 ? how : how + "+c" + cancelAt;
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
    } else if (m.group(5) != null) {
      s =
          path(
              m.group(5).isEmpty()
                  ? List.of()
                  : Pattern.compile("\\.")
                      .splitAsStream(m.group(5))
                      .map(Integer::valueOf)
                      .toList());
    } else {
      s = random(Long.parseLong(m.group(6)));
    }
    return m.group(7) == null ? s : s.cancelledAt(Integer.parseInt(m.group(7)));
  }

  SchedulePolicy policy(RandomStream random) {
    return switch (kind) {
      case RANDOM -> new SchedulePolicy.Random(random);
      case FIFO -> new PathPolicy(List.of(), false);
      case PCT -> new PctPolicy(random, depth, steps);
      case PATH -> new PathPolicy(path, true);
    };
  }
}
