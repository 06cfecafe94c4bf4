package org.asrlang.task;

/**
 * Why a scope was cancelled (T5).
 *
 * @param kind for code
 * @param text for people, a clause such as "the deadline has passed"
 */
public record CancelReason(Kind kind, String text) {
  /** The closed list of causes. */
  public enum Kind {
    /** A child or the body of the scope panicked or returned the first {@code Err} (T4). */
    FAILED,
    /** A {@code timeout} or another deadline passed (T11). */
    DEADLINE,
    /** Another arm of a race was first (T12). */
    RACE_DECIDED,
    /** SIGINT, Ctrl-C, SIGTERM (T16). */
    INTERRUPTED,
    /** The host closes the runtime (T16). */
    CLOSED,
    /** {@code main} returned while this {@code std::thread} was running. */
    MAIN_RETURNED,
    /** All tasks wait for each other (T13). */
    DEADLOCK,
    /** Somebody asked, through a handle. */
    REQUESTED,
    /** A test cancels at each point in turn. */
    INJECTED
  }

  public static final CancelReason FAILED = new CancelReason(Kind.FAILED, "a task failed");
  public static final CancelReason DEADLINE =
      new CancelReason(Kind.DEADLINE, "the deadline has passed");
  public static final CancelReason RACE_DECIDED =
      new CancelReason(Kind.RACE_DECIDED, "the race is decided");
  public static final CancelReason INTERRUPTED = new CancelReason(Kind.INTERRUPTED, "interrupted");
  public static final CancelReason CLOSED = new CancelReason(Kind.CLOSED, "the program is closed");
  public static final CancelReason MAIN_RETURNED =
      new CancelReason(Kind.MAIN_RETURNED, "main has returned");
  public static final CancelReason DEADLOCK = new CancelReason(Kind.DEADLOCK, "deadlock");
  public static final CancelReason INJECTED =
      new CancelReason(Kind.INJECTED, "cancelled by the test");
  public static final CancelReason REQUESTED = new CancelReason(Kind.REQUESTED, "cancelled");
}
