package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;

/**
 * The one throwable that unwinds guest code: a panic, a cancellation or a kill.
 *
 * <p>Nothing else may leave a {@link TaskBody}. It has no stack trace and no suppressed exceptions;
 * further failures met on the way out are {@linkplain #attached() attached} in order. Rank, highest
 * first: kill, panic, cancel (T5). Drops run on panic and cancel, and may park; a kill skips them
 * (T16). {@code catch_unwind} may stop a panic only.
 */
public final class Unwind extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What unwinds. */
  public enum Kind {
    /** Something failed. */
    PANIC,
    /** A {@link CancelScope} around this code was cancelled. Cannot be swallowed by guest code. */
    CANCEL,
    /** The whole runtime ends, with drops off. */
    KILL
  }

  private final Kind kind;
  private final transient Object payload;
  private final transient Object location;
  private final transient CancelRequest request;
  private final boolean forced;
  private final boolean cleanupExpired;
  private transient List<Unwind> attached = List.of();

  private Unwind(
      Kind kind,
      String message,
      Object payload,
      Object location,
      CancelRequest request,
      boolean forced,
      boolean cleanupExpired,
      Throwable fault) {
    super(message, fault, false, false);
    this.kind = kind;
    this.payload = payload;
    this.location = location;
    this.request = request;
    this.forced = forced;
    this.cleanupExpired = cleanupExpired;
  }

  /**
   * A panic.
   *
   * @param payload the guest value that {@code join} and {@code catch_unwind} hand out
   * @param message the text for people
   * @param location where, in the caller's own type, or null
   */
  public static Unwind panic(Object payload, String message, Object location) {
    return new Unwind(Kind.PANIC, message, payload, location, null, false, false, null);
  }

  /** Cancellation at a suspension point. */
  public static Unwind cancel(CancelRequest request) {
    return new Unwind(
        Kind.CANCEL, request.reason().text(), null, null, request, false, false, null);
  }

  /** Cancellation forced by the budget upon code that reached no suspension point (T2). */
  static Unwind forcedCancel(CancelRequest request) {
    return new Unwind(Kind.CANCEL, request.reason().text(), null, null, request, true, false, null);
  }

  /** Ends a drop whose clean-up deadline has passed (T6). */
  static Unwind cleanupExpired(CancelRequest request) {
    return new Unwind(
        Kind.CANCEL, "the clean-up deadline has passed", null, null, request, false, true, null);
  }

  /** The whole runtime ends. */
  public static Unwind kill(KillReason reason) {
    return new Unwind(Kind.KILL, reason.message(), reason, null, null, false, false, null);
  }

  /** Anything else that leaves guest code is a fault of the engine; it must not get lost. */
  static Unwind of(Throwable e) {
    if (e instanceof Unwind u) {
      return u;
    }
    if (e instanceof StackOverflowError) {
      return panic(null, "stack overflow", null);
    }
    return new Unwind(
        Kind.PANIC, "internal error of the engine: " + e, e, null, null, false, false, e);
  }

  public Kind kind() {
    return kind;
  }

  public boolean isPanic() {
    return kind == Kind.PANIC;
  }

  public boolean isCancel() {
    return kind == Kind.CANCEL;
  }

  public boolean isKill() {
    return kind == Kind.KILL;
  }

  /** The guest value of a panic, the {@link KillReason} of a kill, else null. */
  public Object payload() {
    return payload;
  }

  /** Where a panic started, in the type that the thrower used; may be null. */
  public Object location() {
    return location;
  }

  /** Why and by which scope a cancellation was asked for; null for the other kinds. */
  public CancelRequest request() {
    return request;
  }

  /** True if the budget forced this cancellation: then it poisons locks (design, "Locks"). */
  public boolean isForced() {
    return forced;
  }

  /** True if this ends an overdue drop; {@link Task#leaveDrop(Unwind, Object)} absorbs it. */
  public boolean isCleanupExpired() {
    return cleanupExpired;
  }

  /** True if a lock guard that this unwinds must poison its lock. */
  public boolean poisons() {
    return kind == Kind.PANIC || forced;
  }

  /** Failures that happened after this one on the way out, in order (T4, T7). */
  public List<Unwind> attached() {
    return attached;
  }

  /** Adds a later failure to the end of {@link #attached()}. */
  public void attach(Unwind later) {
    if (later == this) {
      return;
    }
    if (attached.isEmpty()) {
      attached = new ArrayList<>(2);
    }
    attached.add(later);
  }

  /**
   * What goes on outwards when {@code later} is thrown while {@code first} unwinds (T5, T7): the
   * one of higher rank, the earlier one among equals, with the other attached.
   *
   * @param first may be null: then the result is {@code later}
   * @param later may be null: then the result is {@code first}
   */
  public static Unwind combine(Unwind first, Unwind later) {
    if (first == null || first == later) {
      return later;
    }
    if (later == null) {
      return first;
    }
    boolean laterWins = later.rank() > first.rank();
    Unwind winner = laterWins ? later : first;
    Unwind loser = laterWins ? first : later;
    // Two cancellations say the same thing twice: the tree was marked once.
    if (loser.kind != Kind.CANCEL || winner.kind != Kind.CANCEL) {
      winner.attach(loser);
    }
    return winner;
  }

  private int rank() {
    return switch (kind) {
      case CANCEL -> 0;
      case PANIC -> 1;
      case KILL -> 2;
    };
  }
}
