package org.asrlang.task;

/** {@code time::timeout} (T11). */
public final class Timeout {
  private Timeout() {}

  /** What a timeout gives back. */
  public sealed interface Result {
    /** The closure finished in time, or was done before it noticed (T9). */
    record Completed(Object value) implements Result {}

    /**
     * The deadline cancelled the closure.
     *
     * @param limitNanos the duration that was asked for
     * @param cancelledAfterNanos when cancellation began, from the start
     * @param totalNanos when the clean-up was done, from the start
     */
    record Elapsed(long limitNanos, long cancelledAfterNanos, long totalNanos) implements Result {}
  }

  /**
   * Runs the closure in the calling task as a cancellation scope with a deadline, inherited by all
   * it calls and spawns. Returns when all of it has ended and cleaned up. Suspends only where the
   * closure does and to join what {@code task::spawn} left running inside.
   *
   * @throws Unwind the closure's panic, a panic of its children, or a cancellation from outside
   */
  public static Result run(Task t, long nanos, ScopeBody body) {
    long start = t.runtime.now();
    TaskScope scope = TaskScope.open(t, ScopeMode.FAIL_FAST, true);
    if (nanos <= 0) {
      scope.cancel(CancelReason.DEADLINE); // runs to the first suspension point
    } else if (start + nanos > 0) {
      scope.setDeadline(start + nanos);
    }
    Object value = null;
    Unwind failure = null;
    try {
      value = body.run(t, scope);
    } catch (Throwable e) {
      failure = Unwind.of(e);
    }
    boolean hasValue = failure == null;
    Unwind out = scope.close(failure);
    if (out == null) {
      return new Result.Completed(value);
    }
    boolean elapsed = scope.isOwnCancel(out);
    long cancelledAfter = elapsed ? out.request().atNanos() - start : 0;
    if (elapsed) {
      out = null;
    }
    if (hasValue) {
      Object lost = value;
      out = t.asDrop(out, () -> body.discardResult(t, lost), "a result");
    }
    if (out != null) {
      throw out;
    }
    return new Result.Elapsed(nanos, cancelledAfter, t.runtime.now() - start);
  }
}
