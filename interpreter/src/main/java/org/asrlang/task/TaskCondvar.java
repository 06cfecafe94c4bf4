package org.asrlang.task;

/** A condition variable for {@link TaskMutex}. FIFO; no spurious wake-ups. */
public final class TaskCondvar {
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this

  /**
   * Unlocks, waits for a notification, locks again. Suspends; delivers cancellation; a seeded
   * choice. The wait owns the guard: when this throws, the mutex is not locked, and a notification
   * that it had got has been passed on.
   *
   * @param nanos how long to wait, {@link Long#MAX_VALUE} for ever
   * @return false if the time was over first
   */
  public boolean await(Task t, TaskMutex mutex, long nanos) {
    t.touch();
    Waiter w;
    try {
      t.checkCancelled();
    } catch (Unwind u) {
      mutex.unlock(t);
      throw u;
    }
    w = t.newWaiter(SuspensionPoint.CONDVAR, null, t.deadlineIn(nanos));
    synchronized (this) {
      queue.add(w);
    }
    mutex.unlock(t);
    int end = t.await(w);
    if (end != Waiter.SIGNALLED) {
      synchronized (this) {
        queue.remove(w);
      }
    }
    if (end == Waiter.CANCELLED) {
      throw t.pendingUnwind();
    }
    try {
      mutex.lock(t);
    } catch (Unwind u) {
      if (end == Waiter.SIGNALLED) {
        notifyOne(t);
      }
      throw u;
    }
    return end == Waiter.SIGNALLED;
  }

  /** Wakes the first waiter, if any. A seeded choice; neither suspends nor cancels. */
  public void notifyOne(Task t) {
    t.touch();
    Waiter w;
    synchronized (this) {
      w = queue.signalFirst();
    }
    if (w != null) {
      Task.wake(w);
    }
  }

  /** Wakes all that wait now. A seeded choice; neither suspends nor cancels. */
  public void notifyAll(Task t) {
    t.touch();
    synchronized (this) {
      for (Waiter w = queue.signalFirst(); w != null; w = queue.signalFirst()) {
        Task.wake(w);
      }
    }
  }
}
