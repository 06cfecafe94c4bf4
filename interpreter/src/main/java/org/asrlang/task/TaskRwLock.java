package org.asrlang.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A fair reader-writer lock with its poison flag. Waiting is FIFO: a reader that comes after a
 * waiting writer waits too. Without waiters each operation is one compare-and-set.
 */
public final class TaskRwLock implements HeldByTask {
  private static final int WRITER = 1 << 30;

  /** Somebody waits; set and cleared with the monitor held. */
  private static final int WAITERS = 1 << 29;

  private static final int READERS = WAITERS - 1;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(TaskRwLock.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state; // number of readers, WRITER, WAITERS
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this
  private volatile boolean poisoned;
  private Task writer; // for reports; written by who holds the whole

  /** Takes a share. Suspends while written or awaited by a writer; cancels; a seeded choice. */
  public void read(Task t) {
    t.enter(SuspensionPoint.READ_LOCK);
    if (!tryAcquire(false)) {
      await(t, SuspensionPoint.READ_LOCK);
    }
    t.locksHeld++;
  }

  /** Takes the whole. Suspends while read or written; cancels; a seeded choice. */
  public void write(Task t) {
    t.enter(SuspensionPoint.WRITE_LOCK);
    if (!tryAcquire(true)) {
      await(t, SuspensionPoint.WRITE_LOCK);
    }
    writer = t;
    t.locksHeld++;
  }

  /** A seeded choice; neither suspends nor cancels. */
  public boolean tryRead(Task t) {
    t.enter(SuspensionPoint.ATOMIC);
    if (!tryAcquire(false)) {
      return false;
    }
    t.locksHeld++;
    return true;
  }

  /** A seeded choice; neither suspends nor cancels. */
  public boolean tryWrite(Task t) {
    t.enter(SuspensionPoint.ATOMIC);
    if (!tryAcquire(true)) {
      return false;
    }
    writer = t;
    t.locksHeld++;
    return true;
  }

  private boolean tryAcquire(boolean write) {
    while (true) {
      int s = state;
      if (write ? s != 0 : (s & (WRITER | WAITERS)) != 0) {
        return false;
      }
      if (STATE.compareAndSet(this, s, write ? WRITER : s + 1)) {
        return true;
      }
    }
  }

  private void await(Task t, SuspensionPoint point) {
    Waiter w;
    synchronized (this) {
      int s;
      do {
        s = state;
      } while (!STATE.compareAndSet(this, s, s | WAITERS));
      w = t.newWaiter(point, this, Waiter.NO_DEADLINE);
      queue.add(w);
    }
    admit(); // it may have become free before WAITERS was set
    if (t.await(w) != Waiter.SIGNALLED) {
      synchronized (this) {
        queue.remove(w);
      }
      admit(); // those behind a writer that has gone
      throw t.pendingUnwind();
    }
  }

  /** Gives a share back. A seeded choice; neither suspends nor cancels. */
  public void unlockRead(Task t) {
    t.touch();
    t.locksHeld--;
    release(1);
  }

  /** Gives the whole back. A seeded choice; neither suspends nor cancels. */
  public void unlockWrite(Task t, Unwind unwinding) {
    t.touch();
    if (unwinding != null && unwinding.poisons()) {
      poisoned = true;
    }
    writer = null;
    t.locksHeld--;
    release(WRITER);
  }

  private void release(int share) {
    int before = (int) STATE.getAndAdd(this, -share);
    if ((before & WAITERS) != 0) {
      admit();
    }
  }

  /** Hands the lock to as many of the first waiters as may have it together. */
  private void admit() {
    while (true) {
      Waiter admitted = null;
      synchronized (this) {
        Waiter w = queue.peek();
        if (w == null) {
          STATE.getAndBitwiseAnd(this, ~WAITERS);
          return;
        }
        boolean write = w.point == SuspensionPoint.WRITE_LOCK;
        int s = state; // nobody but we can take it while WAITERS is set; releases may come
        if ((s & WRITER) != 0 || (write && (s & READERS) != 0)) {
          return;
        }
        queue.remove(w);
        if (w.claim(Waiter.SIGNALLED)) {
          STATE.getAndAdd(this, write ? WRITER : 1);
          admitted = w;
        }
      }
      if (admitted != null) {
        Task.wake(admitted);
      }
    }
  }

  @Override
  public Task holder() {
    return writer;
  }

  public boolean isPoisoned() {
    return poisoned;
  }

  public void setPoisoned(boolean value) {
    poisoned = value;
  }
}
