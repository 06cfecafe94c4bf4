package org.asrlang.task;

/**
 * What a runtime may use; shared by all its tasks (so inherited by children). Exceeding one kills
 * the runtime (T16). {@link Long#MAX_VALUE} means unlimited.
 *
 * @param steps guest calls and loop iterations, counted to the precision of a slice
 * @param wallNanos real time since the runtime was made
 * @param tasks tasks alive at the same time
 * @param depth guest calls on one task's stack; {@link Integer#MAX_VALUE} leaves only the stack
 */
public record Limits(long steps, long wallNanos, long tasks, int depth) {
  public static final Limits NONE =
      new Limits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE);
}
