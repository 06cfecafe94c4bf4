package org.asrlang.task;

/**
 * The end of a task and who takes its outcome (T8, T9): exactly one of the joiner, the one who
 * drops the handle after the end, or the task itself when the handle was dropped before. A
 * superclass of {@link Task} only to save an object per task.
 */
abstract sealed class Completion permits Task {
  /** The slot's value once the handle is dropped, and once the task has ended. */
  private static final Object DETACHED = new Object();

  private static final Object DONE = new Object();

  /** Set when a joiner took the outcome: a failure is then no longer "unhandled". */
  volatile boolean outcomeTaken;

  private Outcome outcome; // guarded by this
  private Object slot; // guarded by this: null, the joiner's Waiter, DETACHED or DONE

  /** Publishes the outcome and wakes the joiner; false, doing nothing, if the handle is dropped. */
  final boolean complete(Outcome end) {
    Waiter joiner;
    synchronized (this) {
      if (slot == DETACHED) {
        return false;
      }
      joiner = publish(end);
    }
    if (joiner != null && joiner.claim(Waiter.SIGNALLED)) {
      Task.wake(joiner);
    }
    return true;
  }

  /** Publishes the outcome of a task whose handle is dropped. */
  final void completeDetached(Outcome end) {
    synchronized (this) {
      publish(end);
    }
  }

  private Waiter publish(Outcome end) {
    outcome = end;
    Waiter joiner = slot instanceof Waiter w ? w : null;
    slot = DONE;
    return joiner;
  }

  /** Whether somebody has a handle and does not wait yet: they may look whether it has ended. */
  final boolean isWatched() {
    synchronized (this) {
      return slot == null;
    }
  }

  /** Any thread. */
  final boolean isDone() {
    synchronized (this) {
      return slot == DONE;
    }
  }

  /** The outcome, or null before the end. Any thread. */
  final Outcome outcome() {
    synchronized (this) {
      return outcome;
    }
  }

  /** Waits for the end and takes the outcome; see {@link TaskHandle#join}. */
  final Outcome awaitEnd(Task joiner) {
    joiner.enter(SuspensionPoint.JOIN);
    Waiter w;
    synchronized (this) {
      if (slot == DONE) {
        outcomeTaken = true;
        return outcome;
      }
      w = joiner.newWaiter(SuspensionPoint.JOIN, this, Waiter.NO_DEADLINE);
      slot = w;
    }
    int end = joiner.await(w);
    synchronized (this) {
      if (slot == w) {
        slot = null; // cancelled: the handle is still the joiner's, who drops it
      }
      if (end == Waiter.SIGNALLED) {
        outcomeTaken = true;
        return outcome;
      }
    }
    throw joiner.pendingUnwind();
  }

  /** That the task has ended; the operation to run then is {@link #awaitEnd}. */
  final Event ended() {
    return new Event() {
      @Override
      public boolean arm(Waiter w) {
        synchronized (Completion.this) {
          if (slot == DONE) {
            w.claim(Waiter.SIGNALLED);
            return true;
          }
          slot = w;
          return false;
        }
      }

      @Override
      public void disarm(Waiter w) {
        synchronized (Completion.this) {
          if (slot == w) {
            slot = null;
          }
        }
      }

      @Override
      public boolean isReady() {
        return isDone();
      }

      @Override
      public Object source() {
        return Completion.this;
      }

      @Override
      public SuspensionPoint point() {
        return SuspensionPoint.JOIN;
      }
    };
  }

  /** The handle is dropped; the outcome if it is there already, which the dropper then owns. */
  final Outcome detach() {
    synchronized (this) {
      if (slot == DONE) {
        return outcome;
      }
      slot = DETACHED;
      return null;
    }
  }
}
