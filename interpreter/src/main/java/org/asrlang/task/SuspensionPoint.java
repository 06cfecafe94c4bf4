package org.asrlang.task;

/**
 * The closed table of suspension points (T2). A call as such is none of them (T1); {@code print!}
 * is none either.
 *
 * <p>{@link #cancels()}: an unmasked task that reaches the point while a scope around it is
 * cancelled gets {@link Unwind.Kind#CANCEL} there. {@link #seeded()}: under a seed the scheduler
 * may let another task run, even when nothing has to be waited for.
 */
public enum SuspensionPoint {
  SLEEP("sleeps", true, true),
  YIELD("has yielded", true, true),
  CHECKPOINT("is at a checkpoint", true, true),
  JOIN("waits for the end of", true, true),
  /** The end of a scope waits for its children whatever happens: it never delivers (T3). */
  SCOPE_END("waits at the end of a scope for", false, true),
  RACE("waits for the first of a race", true, true),
  SELECT("is in a select", true, true),
  LOCK("waits for a mutex", true, true),
  READ_LOCK("waits to read an rwlock", true, true),
  WRITE_LOCK("waits to write an rwlock", true, true),
  CONDVAR("waits for a condition variable", true, true),
  SEND("waits to send into a channel", true, true),
  RECV("waits to receive from a channel", true, true),
  /** For a watch, broadcast or oneshot channel. */
  CHANGE("waits for a change", true, true),
  NOTIFIED("waits for a notification", true, true),
  ACQUIRE("waits for a permit", true, true),
  BARRIER("waits at a barrier", true, true),
  ONCE("waits for an initialisation", true, true),
  PARK("is parked", true, true),
  /** A blocking call of the host: stdin, network, a child process, a host function (T13). */
  EXTERNAL("waits for the outside world", true, true),
  /** Atomics: a choice under a seed, never a place of cancellation. */
  ATOMIC("is at an atomic operation", false, true);

  private final String waitText;
  private final boolean cancels;
  private final boolean seeded;

  SuspensionPoint(String waitText, boolean cancels, boolean seeded) {
    this.waitText = waitText;
    this.cancels = cancels;
    this.seeded = seeded;
  }

  /** What a task parked here does, for reports: "waits for a mutex". */
  public String waitText() {
    return waitText;
  }

  public boolean cancels() {
    return cancels;
  }

  public boolean seeded() {
    return seeded;
  }
}
