package org.asrlang.task;

/**
 * What a runtime may use; shared by all its tasks (so inherited by children). Exceeding one kills
 * the runtime (T16). {@link Long#MAX_VALUE} means unlimited.
 *
 * @param steps guest calls and loop iterations, counted to the precision of a slice
 * @param wallNanos real time since the runtime was made
 * @param tasks tasks alive at the same time
 * @param depth guest calls on one task's stack; {@link Integer#MAX_VALUE} leaves only the stack
 * @param turns of a deterministic run: how often it is chosen who runs next; a spent slice counts
 *     {@link #TURNS_PER_SLICE}. What takes more is reported as a {@linkplain DeadlockReport
 *     livelock}, cancelled, and killed after as many again
 */
public record Limits(long steps, long wallNanos, long tasks, int depth, long turns) {
  /** So that loops that never wait are found as soon as others. */
  static final long TURNS_PER_SLICE = 100;

  public static final Limits NONE =
      new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);

  /** As many turns as it likes. */
  public Limits(long steps, long wallNanos, long tasks, int depth) {
    this(steps, wallNanos, tasks, depth, Long.MAX_VALUE);
  }

  public Limits withTurns(long value) {
    return new Limits(steps, wallNanos, tasks, depth, value);
  }
}
