package org.asrlang.task;

/** {@code asr::sync::Semaphore}: who asks first gets first, however many permits it wants. */
public final class TaskSemaphore {
  private static final Object CLOSED = new Object();

  // Guarded by this.
  private final WaiterQueue queue = new WaiterQueue(); // each with the permits it wants in `slot`
  private long permits;
  private boolean closed;

  public TaskSemaphore(long permits) {
    this.permits = permits;
  }

  /**
   * Takes permits. Suspends while there are not enough or others wait; delivers cancellation; a
   * seeded choice.
   *
   * @return false if it is closed
   */
  public boolean acquire(Task t, long wanted) {
    Waiter w = t.takeReserved(this);
    if (w == null) {
      t.enter(SuspensionPoint.ACQUIRE);
      synchronized (this) {
        if (!t.isOvertaken()) {
          if (closed) {
            return false;
          }
          if (free(wanted)) {
            permits -= wanted;
            return true;
          }
        }
        w = t.newWaiter(SuspensionPoint.ACQUIRE, null, Waiter.NO_DEADLINE);
        w.slot = wanted;
        queue.add(w);
      }
      if (t.await(w) != Waiter.SIGNALLED) {
        leave(w);
        throw t.pendingUnwind();
      }
    }
    return w.slot != CLOSED;
  }

  private boolean free(long wanted) {
    return queue.isEmpty() && permits >= wanted;
  }

  /**
   * Takes a permit if there is one and nobody waits. A seeded choice; neither suspends nor cancels.
   */
  public boolean tryAcquire(Task t) {
    t.enter(SuspensionPoint.ATOMIC);
    synchronized (this) {
      if (closed || !free(1)) {
        return false;
      }
      permits--;
      return true;
    }
  }

  /** Makes permits. Neither suspends nor cancels. */
  public synchronized void release(long more) {
    permits += more;
    grant();
  }

  private void grant() {
    for (Waiter w = queue.peek(); w != null; w = queue.peek()) {
      long wanted = (Long) w.slot;
      if (permits < wanted) {
        return;
      }
      queue.remove(w);
      if (w.claim(Waiter.SIGNALLED)) {
        permits -= wanted;
        Task.wake(w);
      }
    }
  }

  /** Nobody gets a permit any more. Neither suspends nor cancels. */
  public synchronized void close() {
    closed = true;
    for (Waiter w = queue.handOver(CLOSED); w != null; w = queue.handOver(CLOSED)) {
      Task.wake(w);
    }
  }

  public synchronized long permits() {
    return permits;
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** Gives up a place in the queue: those behind may be next. */
  private synchronized void leave(Waiter w) {
    queue.remove(w);
    grant();
  }

  /** That so many permits can be had; the operation to run then is {@link #acquire}. */
  public Event acquired(long wanted) {
    return new Event() {
      @Override
      public boolean arm(Waiter w) {
        synchronized (TaskSemaphore.this) {
          if (!closed && !free(wanted)) {
            w.slot = wanted;
            queue.add(w);
            return false;
          }
          w.slot = closed ? CLOSED : wanted;
          if (w.claim(Waiter.SIGNALLED) && !closed) {
            permits -= wanted;
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
        synchronized (TaskSemaphore.this) {
          return closed || free(wanted);
        }
      }

      @Override
      public Object source() {
        return TaskSemaphore.this;
      }

      @Override
      public SuspensionPoint point() {
        return SuspensionPoint.ACQUIRE;
      }
    };
  }
}
