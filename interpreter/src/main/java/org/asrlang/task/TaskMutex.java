package org.asrlang.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A fair mutex: the bare lock and its poison flag, without the guarded value. Uncontended locking
 * is one compare-and-set; waiting is FIFO, and unlocking hands the lock over to the first waiter.
 */
public final class TaskMutex implements Event, HeldByTask {
  private static final int FREE = 0;
  private static final int LOCKED = 1;
  private static final int CONTENDED = 2;
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(TaskMutex.class, "state", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private volatile int state;
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this
  private Task owner; // for reports; written by who holds the lock
  private volatile boolean poisoned;

  /** Takes the lock. Suspends while it is taken; delivers cancellation; a seeded choice. */
  public void lock(Task t) {
    if (t.takeReserved(this) == null) {
      t.enter(SuspensionPoint.LOCK);
      boolean handedOver = !STATE.compareAndSet(this, FREE, LOCKED) && lockSlow(t);
      if (!handedOver && t.isOvertaken()) {
        release();
        throw t.pendingUnwind();
      }
    }
    owner = t;
    t.locksHeld++;
  }

  /** Whether it had to wait, and was not cancelled before. */
  private boolean lockSlow(Task t) {
    Waiter w;
    synchronized (this) {
      if (lockOrContend()) {
        return false;
      }
      w = t.newWaiter(SuspensionPoint.LOCK, this, Waiter.NO_DEADLINE);
      queue.add(w);
    }
    if (t.await(w) != Waiter.SIGNALLED) {
      synchronized (this) {
        queue.remove(w);
      }
      throw t.pendingUnwind();
    }
    return !w.overtaken;
  }

  /** Takes the lock, or sees to it that who unlocks looks at the queue. */
  private boolean lockOrContend() {
    while (true) {
      if (STATE.compareAndSet(this, FREE, LOCKED)) {
        return true;
      }
      if (state == CONTENDED || STATE.compareAndSet(this, LOCKED, CONTENDED)) {
        return false;
      }
    }
  }

  /** Registers: the operation to run then is {@link #lock}. */
  @Override
  public boolean arm(Waiter w) {
    boolean locked;
    synchronized (this) {
      locked = lockOrContend();
      if (!locked) {
        queue.add(w);
        return false;
      }
    }
    if (!w.claim(Waiter.SIGNALLED)) {
      release();
    }
    return true;
  }

  @Override
  public void disarm(Waiter w) {
    synchronized (this) {
      queue.remove(w);
    }
  }

  @Override
  public boolean isReady() {
    return state == FREE;
  }

  @Override
  public Object source() {
    return this;
  }

  @Override
  public SuspensionPoint point() {
    return SuspensionPoint.LOCK;
  }

  /** Takes the lock if it is free. A seeded choice; neither suspends nor cancels. */
  public boolean tryLock(Task t) {
    t.enter(SuspensionPoint.ATOMIC);
    if (STATE.compareAndSet(this, FREE, LOCKED)) {
      owner = t;
      t.locksHeld++;
      return true;
    }
    return false;
  }

  /** Gives the lock to the first waiter or frees it. Neither suspends nor cancels. */
  public void unlock(Task t) {
    t.locksHeld--;
    release();
  }

  private void release() {
    owner = null;
    if (STATE.compareAndSet(this, LOCKED, FREE)) {
      return;
    }
    Waiter w;
    synchronized (this) {
      w = queue.signalFirst();
      if (w != null) {
        owner = w.task;
      }
      state = w == null ? FREE : queue.isEmpty() ? LOCKED : CONTENDED;
    }
    if (w != null) {
      Task.wake(w);
    }
  }

  /**
   * Unlocks because the guard is dropped. A seeded choice.
   *
   * @param unwinding what unwinds the guard, or null; a panic poisons, so does a cancellation
   *     forced by the budget; a cancellation at a suspension point does not
   */
  public void unlock(Task t, Unwind unwinding) {
    t.touch();
    if (unwinding != null && unwinding.poisons()) {
      poisoned = true;
    }
    unlock(t);
  }

  public boolean isPoisoned() {
    return poisoned;
  }

  public void setPoisoned(boolean value) {
    poisoned = value;
  }

  public boolean isLocked() {
    return state != FREE;
  }

  @Override
  public Task holder() {
    return owner;
  }
}
