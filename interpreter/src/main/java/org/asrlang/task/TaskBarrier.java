package org.asrlang.task;

/** A barrier for n tasks, reusable. */
public final class TaskBarrier {
  private final int size;
  private int arrived; // guarded by this
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this

  /**
   * @param size tasks to wait for; 0 counts as 1
   */
  public TaskBarrier(int size) {
    this.size = Math.max(1, size);
  }

  /**
   * Waits until the last of the tasks has come. Suspends; delivers cancellation (then this task
   * counts as not come); a seeded choice.
   *
   * @return true in one of them, the last
   */
  public boolean await(Task t) {
    t.enter(SuspensionPoint.BARRIER);
    Waiter w;
    synchronized (this) {
      if (arrived + 1 == size) {
        arrived = 0;
        for (Waiter o = queue.signalFirst(); o != null; o = queue.signalFirst()) {
          Task.wake(o);
        }
        return true;
      }
      arrived++;
      w = t.newWaiter(SuspensionPoint.BARRIER, null, Waiter.NO_DEADLINE);
      queue.add(w);
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      synchronized (this) {
        // Still queued: its round is not over, so it must not be counted in it. Otherwise the
        // round went on without it, and counted it as come.
        if (w.queued) {
          queue.remove(w);
          arrived--;
        }
      }
      throw t.pendingUnwind();
    }
    return false;
  }
}
