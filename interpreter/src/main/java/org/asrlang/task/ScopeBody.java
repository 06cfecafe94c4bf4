package org.asrlang.task;

/** What runs inside a scope, in the task that opened it. Throws {@link Unwind} and nothing else. */
@FunctionalInterface
public interface ScopeBody {
  /**
   * Runs the closure and drops the closure's own locals; children may still run when it returns.
   *
   * @param t the calling task
   * @param scope where its children go
   */
  Object run(Task t, TaskScope scope);

  /** Drops a result that cannot be delivered because the scope failed meanwhile (T9). Masked. */
  default void discardResult(Task t, Object value) {}

  /** Whether the value is an {@code Err}, which ends a {@link ScopeMode#TRY} scope. */
  default boolean isErr(Object value) {
    return false;
  }
}
