package org.asrlang.task;

/** The one permit of {@code std::thread::park} and {@code unpark}; one per guest thread handle. */
public final class TaskParker {
  private boolean permit; // guarded by this
  private Waiter waiter; // guarded by this

  /**
   * Takes the permit, waiting for it. Suspends; delivers cancellation; a seeded choice. Only the
   * owner of the handle's thread calls this.
   *
   * @param nanos how long at most, {@link Long#MAX_VALUE} for ever
   */
  public void park(Task t, long nanos) {
    t.enter(SuspensionPoint.PARK);
    Waiter w;
    synchronized (this) {
      if (permit) {
        permit = false;
        return;
      }
      w = t.newWaiter(SuspensionPoint.PARK, null, t.deadlineIn(nanos));
      waiter = w;
    }
    int end = t.await(w);
    synchronized (this) {
      if (waiter == w) {
        waiter = null;
      }
    }
    if (end == Waiter.CANCELLED) {
      throw t.pendingUnwind();
    }
  }

  /** Gives the permit. Neither suspends nor cancels. */
  public void unpark(Task caller) {
    caller.touch();
    Waiter w;
    synchronized (this) {
      w = waiter;
      waiter = null;
      if (w == null || !w.claim(Waiter.SIGNALLED)) {
        permit = true;
        return;
      }
    }
    Task.wake(w);
  }
}
