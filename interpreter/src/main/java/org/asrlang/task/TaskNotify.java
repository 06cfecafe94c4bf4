package org.asrlang.task;

/** {@code asr::sync::Notify}: one permit, and tasks that wait for it in FIFO order. */
public final class TaskNotify implements Event {
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this
  private boolean permit; // guarded by this

  /** Wakes the first waiter; leaves the permit if there is none. Neither suspends nor cancels. */
  public synchronized void notifyOne() {
    Waiter w = queue.signalFirst();
    if (w == null) {
      permit = true;
    } else {
      Task.wake(w);
    }
  }

  /** Wakes all that wait now. Neither suspends nor cancels. */
  public synchronized void notifyWaiters() {
    for (Waiter w = queue.signalFirst(); w != null; w = queue.signalFirst()) {
      Task.wake(w);
    }
  }

  /** Waits to be notified. Suspends; delivers cancellation; a seeded choice. */
  public void await(Task t) {
    if (t.takeReserved(this) != null) {
      return;
    }
    t.enter(SuspensionPoint.NOTIFIED);
    Waiter w;
    synchronized (this) {
      if (permit) {
        permit = false;
        return;
      }
      w = t.newWaiter(SuspensionPoint.NOTIFIED, null, Waiter.NO_DEADLINE);
      queue.add(w);
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      disarm(w);
      throw t.pendingUnwind();
    }
  }

  @Override
  public synchronized boolean arm(Waiter w) {
    if (!permit) {
      queue.add(w);
      return false;
    }
    if (w.claim(Waiter.SIGNALLED)) {
      permit = false;
    }
    return true;
  }

  @Override
  public synchronized void disarm(Waiter w) {
    queue.remove(w);
  }

  @Override
  public synchronized boolean isReady() {
    return permit;
  }

  @Override
  public Object source() {
    return this;
  }

  @Override
  public SuspensionPoint point() {
    return SuspensionPoint.NOTIFIED;
  }
}
