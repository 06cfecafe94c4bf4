package org.asrlang.task;

/**
 * The code of a task: a guest closure with its captures, as the scheduler sees it. All methods are
 * called in a task and may suspend; they may throw {@link Unwind} and nothing else.
 */
@FunctionalInterface
public interface TaskBody {
  /**
   * Runs the closure to its end, consuming its captures.
   *
   * @return a guest value, may be null
   */
  Object run(Task t);

  /**
   * Drops the captures of a closure that never ran, because its scope was cancelled before (T10).
   * Runs masked, in the new task. Not called after {@link #run}.
   */
  default void discard(Task t) {}

  /**
   * Drops a result that nobody can take any more (T9). Runs masked, in the task that owns the
   * result: the child itself, or the one that drops the handle.
   */
  default void discardResult(Task t, Object value) {}

  /** Whether the value is an {@code Err}, which ends a {@link ScopeMode#TRY} scope. */
  default boolean isErr(Object value) {
    return false;
  }
}
