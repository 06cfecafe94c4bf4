package org.asrlang.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One wait of one task. Exactly one party ends it, by {@link #claim}: who signals it, the timer, or
 * the canceller. That decides every race between a result and a cancellation (T9): a waiter claimed
 * as SIGNALLED has got its value, one claimed otherwise never will.
 */
final class Waiter {
  static final int WAITING = 0;
  static final int SIGNALLED = 1;
  static final int TIMED_OUT = 2;
  static final int CANCELLED = 3;

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

  volatile boolean interruptDelivered;
  private volatile int state;

  /** A value handed over by the signaller, or by the waiter to the signaller. */
  Object slot;

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
  }

  int state() {
    return state;
  }

  boolean waiting() {
    return state == WAITING;
  }

  boolean timed() {
    return deadline != NO_DEADLINE;
  }

  /** Ends the wait with the given state; false if somebody else was first. */
  boolean claim(int outcome) {
    return state == WAITING && STATE.compareAndSet(this, WAITING, outcome);
  }

  /** Whether the scope's state now asks for this wait to end. */
  boolean cancelWanted() {
    return (scope.state & interest) != 0
        || (interest & CancelScope.CANCELLED) != 0 && task.ownRequestReaches(scope);
  }
}
