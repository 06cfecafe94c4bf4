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
    if (t.takeReserved(reading) == null) {
      t.enter(SuspensionPoint.READ_LOCK);
      if (!tryAcquire(false)) {
        await(t, SuspensionPoint.READ_LOCK);
      } else if (t.isOvertaken()) {
        release(1);
        throw t.pendingUnwind();
      }
    }
    t.locksHeld++;
  }

  /** Takes the whole. Suspends while read or written; cancels; a seeded choice. */
  public void write(Task t) {
    if (t.takeReserved(writing) == null) {
      t.enter(SuspensionPoint.WRITE_LOCK);
      if (!tryAcquire(true)) {
        await(t, SuspensionPoint.WRITE_LOCK);
      } else if (t.isOvertaken()) {
        release(WRITER);
        throw t.pendingUnwind();
      }
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
    Waiter w = t.newWaiter(point, this, Waiter.NO_DEADLINE);
    enqueue(w);
    if (t.await(w) != Waiter.SIGNALLED) {
      leave(w);
      throw t.pendingUnwind();
    }
    if (w.overtaken && t.isOvertaken()) {
      release(point == SuspensionPoint.WRITE_LOCK ? WRITER : 1);
      throw t.pendingUnwind();
    }
  }

  private void enqueue(Waiter w) {
    synchronized (this) {
      int s;
      do {
        s = state;
      } while (!STATE.compareAndSet(this, s, s | WAITERS));
      queue.add(w);
    }
    admit(); // it may have become free before WAITERS was set
  }

  private void leave(Waiter w) {
    synchronized (this) {
      queue.remove(w);
    }
    admit(); // those behind a writer that has gone
  }

  private final Event reading = new Arm(false);
  private final Event writing = new Arm(true);

  /** That a share can be had; the operation to run then is {@link #read}. */
  public Event reading() {
    return reading;
  }

  /** That the whole can be had; the operation to run then is {@link #write}. */
  public Event writing() {
    return writing;
  }

  private final class Arm implements Event {
    private final boolean write;

    Arm(boolean write) {
      this.write = write;
    }

    @Override
    public boolean arm(Waiter w) {
      if (!tryAcquire(write)) {
        enqueue(w);
        return false;
      }
      if (!w.claim(Waiter.SIGNALLED)) {
        release(write ? WRITER : 1);
      }
      return true;
    }

    @Override
    public void disarm(Waiter w) {
      leave(w);
    }

    @Override
    public boolean isReady() {
      return write ? state == 0 : (state & (WRITER | WAITERS)) == 0;
    }

    @Override
    public Object source() {
      return this;
    }

    @Override
    public SuspensionPoint point() {
      return write ? SuspensionPoint.WRITE_LOCK : SuspensionPoint.READ_LOCK;
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

  /**
   * Gives the whole back but for one share: nobody writes in between. A seeded choice; neither
   * suspends nor cancels.
   */
  public void downgrade(Task t) {
    t.touch();
    writer = null;
    release(WRITER - 1);
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
        // Counted before the claim: from then on the waiter may release it.
        int share = write ? WRITER : 1;
        STATE.getAndAdd(this, share);
        if (w.claim(Waiter.SIGNALLED)) {
          admitted = w;
        } else {
          STATE.getAndAdd(this, -share);
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
