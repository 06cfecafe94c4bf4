package org.asrlang.task;

/** One cancellation, shared by every scope that it marked (T5). Never withdrawn. */
public final class CancelRequest {
  private final CancelReason reason;
  private final CancelScope source;
  private final long atNanos;

  /** Whether the whole subtree is marked. */
  private volatile boolean complete;

  /**
   * @param reason why
   * @param source the scope that was cancelled; the unwinding stops at its boundary
   * @param atNanos when, on the runtime's clock
   */
  CancelRequest(CancelReason reason, CancelScope source, long atNanos) {
    this.reason = reason;
    this.source = source;
    this.atNanos = atNanos;
  }

  public CancelReason reason() {
    return reason;
  }

  public CancelScope source() {
    return source;
  }

  public long atNanos() {
    return atNanos;
  }

  void complete() {
    synchronized (this) {
      complete = true;
      notifyAll();
    }
  }

  /**
   * Waits until the whole subtree is marked: only then may a task unwind, or another one could see
   * what that leaves behind, such as a closed channel, and go on as if nothing had happened.
   * Whoever marks runs no guest code and waits for nobody, so this is short.
   */
  void awaitComplete() {
    if (complete) {
      return;
    }
    boolean interrupted = false;
    synchronized (this) {
      // Not a loop that yields: enough of them could keep who marks from running.
      while (!complete) {
        try {
          wait();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
