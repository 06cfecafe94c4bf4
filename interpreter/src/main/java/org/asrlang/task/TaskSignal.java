package org.asrlang.task;

/**
 * A number that only grows, and tasks that wait until it has: what {@code watch}, {@code broadcast}
 * and {@code oneshot} wait for. The state that it tells of is guarded elsewhere.
 */
public final class TaskSignal {
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this
  private long version; // guarded by this

  /** The number now. Neither suspends nor cancels. */
  public synchronized long version() {
    return version;
  }

  /** Something has changed: wakes all that wait. Neither suspends nor cancels. */
  public synchronized void bump() {
    version++;
    for (Waiter w = queue.signalFirst(); w != null; w = queue.signalFirst()) {
      Task.wake(w);
    }
  }

  /**
   * Waits until the number is no longer this one. Suspends; delivers cancellation; a seeded choice.
   */
  public void await(Task t, long seen) {
    t.enter(SuspensionPoint.CHANGE);
    Waiter w;
    synchronized (this) {
      if (version != seen) {
        return;
      }
      w = t.newWaiter(SuspensionPoint.CHANGE, null, Waiter.NO_DEADLINE);
      queue.add(w);
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      remove(w);
      throw t.pendingUnwind();
    }
  }

  private synchronized void remove(Waiter w) {
    queue.remove(w);
  }

  /** That the number is no longer this one. */
  public Event changed(long seen) {
    return new Event() {
      @Override
      public boolean arm(Waiter w) {
        synchronized (TaskSignal.this) {
          if (version != seen) {
            w.claim(Waiter.SIGNALLED);
            return true;
          }
          queue.add(w);
          return false;
        }
      }

      @Override
      public void disarm(Waiter w) {
        remove(w);
      }

      @Override
      public boolean isReady() {
        return version() != seen;
      }

      @Override
      public Object source() {
        return TaskSignal.this;
      }

      @Override
      public SuspensionPoint point() {
        return SuspensionPoint.CHANGE;
      }
    };
  }
}
