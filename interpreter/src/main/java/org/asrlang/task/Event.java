package org.asrlang.task;

/**
 * Something that one primitive operation waits for, as an arm of a {@link Select}: the arm is
 * registered where the operation would wait, in the calling task, and whoever makes the event
 * happen gives it to exactly one waiter. An arm that loses has taken nothing (T12).
 */
public interface Event {
  /**
   * Under the lock of what is waited for: {@linkplain Waiter#claim claims} the waiter and takes
   * what it waits for if that is there, else puts the waiter into the queue.
   *
   * @return whether it was there; then it has been taken if the claim succeeded
   */
  boolean arm(Waiter w);

  /** Takes the waiter out of the queue if it is still in. */
  void disarm(Waiter w);

  /** Whether {@link #arm} would find it there now; for fairness only. */
  boolean isReady();

  /** When it happens by itself, on the runtime's clock; {@link Waiter#NO_DEADLINE} for never. */
  default long deadline() {
    return Waiter.NO_DEADLINE;
  }

  /** The channel, lock, … whose operation takes what was reserved for it. */
  Object source();

  /** What is waited for, for reports. */
  SuspensionPoint point();
}
