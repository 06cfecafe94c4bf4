package org.asrlang.embed;

import java.time.Duration;
import java.util.Optional;
import org.asrlang.task.CancelReason;
import org.asrlang.task.Outcome;
import org.asrlang.task.RootCall;

/** A call that runs. Thread-safe. */
public final class Execution<R> {
  private final Isolate isolate;
  private final RootCall call;
  private final Class<?> type;

  Execution(Isolate isolate, RootCall call, Class<?> type) {
    this.isolate = isolate;
    this.call = call;
    this.type = type;
  }

  /**
   * Waits for the end, child tasks and drops included.
   *
   * @throws PanicException if it panicked
   * @throws CancelledException if it was cancelled
   */
  public R join() {
    return cast(Function.unwrap(isolate, call.join()));
  }

  /** Waits for at most that long; empty if it still runs. */
  public Optional<R> join(Duration limit) {
    Outcome outcome = call.join(limit);
    return outcome == null
        ? Optional.empty()
        : Optional.ofNullable(cast(Function.unwrap(isolate, outcome)));
  }

  @SuppressWarnings("unchecked")
  private R cast(Object value) {
    return (R) (type.isPrimitive() ? value : type.cast(value));
  }

  /** Cancels it with its child tasks; drops run. Does not wait; a second time nothing happens. */
  public void cancel(String reason) {
    call.cancel(new CancelReason(CancelReason.Kind.REQUESTED, reason));
  }

  public boolean isDone() {
    return call.isEnded();
  }
}
