package org.asrlang.task;

/** {@code asr::sync::Notify}: one permit, and tasks that wait for it in FIFO order. */
public final class TaskNotify {
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this
  private boolean permit; // guarded by this
  private long rounds; // of notifyWaiters; guarded by this

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
    rounds++;
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
      leave(w);
      throw t.pendingUnwind();
    }
  }

  private synchronized void leave(Waiter w) {
    queue.remove(w);
  }

  /**
   * That it is notified; the operation to run then is {@link #await}. It counts as waiting from
   * here on, also while a select takes its arms out and puts them in again.
   */
  public synchronized Event notified() {
    return new Notified(rounds);
  }

  private final class Notified implements Event {
    private final long since;

    Notified(long since) {
      this.since = since;
    }

    private boolean isDue() {
      return permit || rounds != since;
    }

    @Override
    public boolean arm(Waiter w) {
      synchronized (TaskNotify.this) {
        if (!isDue()) {
          queue.add(w);
          return false;
        }
        if (w.claim(Waiter.SIGNALLED) && rounds == since) {
          permit = false;
        }
        return true;
      }
    }

    @Override
    public void disarm(Waiter w) {
      leave(w);
    }

    @Override
    public boolean isReady() {
      synchronized (TaskNotify.this) {
        return isDue();
      }
    }

    @Override
    public Object source() {
      return TaskNotify.this;
    }

    @Override
    public SuspensionPoint point() {
      return SuspensionPoint.NOTIFIED;
    }
  }
}
