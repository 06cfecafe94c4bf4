package org.asrlang.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One wait of one task. Exactly one party ends it, by {@link #claim}: who signals it, the timer, or
 * the canceller. That decides every race between a result and a cancellation (T9): a waiter claimed
 * as SIGNALLED has got its value, one claimed otherwise never will.
 */
public final class Waiter {
  static final int WAITING = 0;
  static final int SIGNALLED = 1;
  static final int TIMED_OUT = 2;
  static final int CANCELLED = 3;

  private static final int STATE_BITS = 2;

  static final long NO_DEADLINE = Long.MAX_VALUE;

  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(Waiter.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  final Task task;
  final SuspensionPoint point;

  /** What is waited for, for reports: a task, a lock, … or null. */
  final Object detail;

  /** On the runtime's clock, or {@link #NO_DEADLINE}. */
  final long deadline;

  /** The innermost scope when the wait began, and which of its states end the wait. */
  final CancelScope scope;

  final int interest;

  /** True for a blocking call of the host, which is ended by an interrupt. */
  final boolean external;

  /** When it began, on the runtime's clock; for reports. */
  long since;

  /**
   * Of an arm of a {@link Select}: the wait of the whole, which all arms share, and its number. Who
   * claims an arm claims the whole for it.
   */
  final Waiter whole;

  private final int arm;

  volatile boolean interruptDelivered;

  /** One of the states; above {@link #STATE_BITS} the number of the arm that was signalled. */
  private volatile int state;

  /** A value handed over by the signaller, or by the waiter to the signaller. */
  Object slot;

  /** Cancelled before the wait began, and signalled before that could end it. */
  boolean overtaken;

  /** An arm had to give back what it had claimed: what was to wake others then may be lost. */
  boolean rearm;

  /** Of an arm of a {@link Select}: what it waits for, until the operation has taken it. */
  Event event;

  // Links of the one WaiterQueue that this is in, guarded by that queue's owner.
  Waiter prev;
  Waiter next;
  boolean queued;

  Waiter(
      Task task,
      SuspensionPoint point,
      Object detail,
      long deadline,
      int interest,
      boolean external) {
    this.task = task;
    this.point = point;
    this.detail = detail;
    this.deadline = deadline;
    this.scope = task.scope;
    this.external = external;
    this.interest = interest;
    this.whole = null;
    this.arm = 0;
  }

  /** One of several things that a wait waits for. */
  Waiter(Waiter whole, int arm, SuspensionPoint point) {
    this.task = whole.task;
    this.point = point;
    this.detail = null;
    this.deadline = NO_DEADLINE;
    this.scope = whole.scope;
    this.external = false;
    this.interest = 0;
    this.whole = whole;
    this.arm = arm;
  }

  int state() {
    return state & (1 << STATE_BITS) - 1;
  }

  /** The number of the arm that was claimed as SIGNALLED. */
  int signalledArm() {
    return state >>> STATE_BITS;
  }

  boolean waiting() {
    return state == WAITING;
  }

  boolean timed() {
    return deadline != NO_DEADLINE;
  }

  /** Whether both are arms of one select. */
  boolean sameSelect(Waiter other) {
    return other != null && whole != null && whole == other.whole;
  }

  /** Of an arm: its number. */
  int number() {
    return arm;
  }

  /** Ends the wait with the given state; false if somebody else was first. */
  boolean claim(int outcome) {
    Waiter w = whole;
    if (w != null) {
      return w.state == WAITING && STATE.compareAndSet(w, WAITING, outcome | arm << STATE_BITS);
    }
    return state == WAITING && STATE.compareAndSet(this, WAITING, outcome);
  }

  /**
   * The task of a select gives back its own claim of an arm: another one has taken what was there.
   * Who tried to claim meanwhile has passed by, so all arms have to be looked at again.
   */
  void unclaim() {
    whole.rearm = true;
    whole.state = WAITING;
  }

  /** Whether the scope's state now asks for this wait to end. */
  boolean cancelWanted() {
    return (scope.state & interest) != 0
        || (interest & CancelScope.CANCELLED) != 0 && task.aloneIn(scope)
        || interest != 0 && task.aloneExpired(scope);
  }
}
