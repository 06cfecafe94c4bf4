package org.asrlang.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A node of the tree along which cancellation, deadlines and kills spread (T5, T11).
 *
 * <p>The tree's edges are guarded by the monitor of the parent, a scope's state by its own monitor;
 * two monitors are never held at once. The task that opened a scope closes it; anybody may cancel.
 */
public abstract sealed class CancelScope permits TaskScope {
  /** The bits of {@link #state}; once set, a bit stays. */
  static final int CANCELLED = 1;

  /** The clean-up deadline has passed: also drops are unwound at their suspension points (T6). */
  static final int EXPIRED = 2;

  static final int KILLED = 4;

  final TaskRuntime runtime;

  /** Who opened it; null for the root. */
  final Task owner;

  volatile CancelScope parent;

  /**
   * Opened inside a drop: requests from outside stop here, since the drop is masked; expiry and
   * kill pass (T6).
   */
  boolean shielded;

  /** The owner's mask when this was opened; restored when it is closed. */
  int savedMask;

  volatile int state;

  private CancelRequest request;
  private CancelRequest expiredBy;
  private long cleanupLimit;
  private boolean ownCleanupLimit;
  private Scheduler.Timer deadlineTimer;
  private Scheduler.Timer cleanupTimer;
  boolean closed;

  private CancelScope firstInner;
  private CancelScope next;
  private CancelScope prev;

  /** A new root. */
  CancelScope(TaskRuntime runtime, long cleanupLimit) {
    this.runtime = runtime;
    this.owner = null;
    this.cleanupLimit = cleanupLimit;
  }

  /** A scope inside another one, not yet linked. */
  CancelScope(CancelScope parent, Task owner) {
    this.runtime = parent.runtime;
    this.parent = parent;
    this.owner = owner;
    this.cleanupLimit = parent.cleanupLimit;
  }

  /**
   * Ends the waits of the tasks directly in this scope that the state concerns, without waking them
   * yet; monitor held.
   *
   * @param ended gets those waits
   */
  abstract void endWaits(List<Waiter> ended);

  /** Links this below its parent; from then on it takes part in the parent's state. */
  final void link() {
    synchronized (parent) {
      inherit();
      parent.addInner(this);
    }
  }

  /** With the parent's monitor held: takes over the state that reaches inwards. */
  private void inherit() {
    int inherited = parent.state & (shielded ? EXPIRED | KILLED : CANCELLED | EXPIRED | KILLED);
    if ((inherited & CANCELLED) != 0) {
      request = parent.request;
    }
    if ((inherited & EXPIRED) != 0) {
      expiredBy = parent.expiredBy;
    }
    state = inherited;
  }

  /** As {@link #link}, between the parent and a scope that is directly inside it. */
  final void linkBetween(CancelScope inner) {
    synchronized (parent) {
      parent.removeInner(inner);
      inherit();
      inner.parent = this;
      inner.shielded = false; // this is the drop's boundary now
      inner.savedMask = 0;
      addInner(inner);
      parent.addInner(this);
    }
  }

  final void unlink() {
    synchronized (this) {
      closed = true;
    }
    disarmTimers();
    synchronized (parent) {
      parent.removeInner(this);
    }
  }

  private void addInner(CancelScope s) {
    s.next = firstInner;
    s.prev = null;
    if (firstInner != null) {
      firstInner.prev = s;
    }
    firstInner = s;
  }

  private void removeInner(CancelScope s) {
    if (s.prev == null) {
      firstInner = s.next;
    } else {
      s.prev.next = s.next;
    }
    if (s.next != null) {
      s.next.prev = s.prev;
    }
    s.next = null;
    s.prev = null;
  }

  /** The scopes directly inside, newest first; any thread. */
  final List<CancelScope> inner() {
    synchronized (this) {
      var list = new ArrayList<CancelScope>();
      for (CancelScope s = firstInner; s != null; s = s.next) {
        list.add(s);
      }
      return list;
    }
  }

  /**
   * Cancels everything in this scope (T5): marks the whole subtree at once, except what runs inside
   * drops, and wakes the tasks parked there. Idempotent; the first request stays. Any thread; not a
   * suspension point.
   */
  public final void cancel(CancelReason reason) {
    spread(CANCELLED, new CancelRequest(reason, this, runtime.now()));
  }

  /** Hands a request on into a scope that it did not reach by itself. */
  final void adopt(CancelRequest outer) {
    spread(CANCELLED, outer);
  }

  /** Lets the clean-up deadline pass now (T6). */
  final void expire() {
    CancelRequest by;
    synchronized (this) {
      by = request;
    }
    spread(EXPIRED, by);
  }

  /** As {@link #expire}, of a request to the owner alone. */
  final void expireBy(CancelRequest by) {
    spread(EXPIRED, by);
  }

  /** How long clean-up may take after a request, in nanoseconds. */
  final long cleanupLimit() {
    synchronized (this) {
      return cleanupLimit;
    }
  }

  final void kill() {
    spread(KILLED, null);
  }

  /**
   * Marks the whole subtree and ends the waits in it; only then do tasks unwind (T5). So nobody in
   * it sees what another one leaves behind, such as a lock that is free again.
   */
  private void spread(int bit, CancelRequest by) {
    runtime.scheduler.hold();
    try {
      markAll(bit, by);
    } finally {
      runtime.scheduler.release();
    }
  }

  private void markAll(int bit, CancelRequest by) {
    var marked = new ArrayList<CancelScope>();
    var before = new ArrayList<CancelRequest>();
    mark(bit, by, marked, before);
    var ended = new ArrayList<Waiter>();
    for (CancelScope s : marked) {
      synchronized (s) {
        if (!s.closed) {
          s.endWaits(ended);
        }
      }
    }
    if (bit == CANCELLED) {
      before.forEach(CancelRequest::awaitComplete);
      by.complete();
    }
    ended.forEach(Task::resumeEnded);
  }

  /**
   * @param marked gets the scopes that were not marked before
   * @param before gets the requests that came first to a part of the subtree
   */
  private void mark(
      int bit, CancelRequest by, List<CancelScope> marked, List<CancelRequest> before) {
    var work = new ArrayDeque<CancelScope>();
    work.add(this);
    for (CancelScope s = work.poll(); s != null; s = work.poll()) {
      synchronized (s) {
        if (s.closed) {
          continue;
        }
        if ((s.state & bit) != 0) {
          if (bit == CANCELLED && s.request != by) {
            before.add(s.request);
          }
          continue;
        }
        s.mark(bit, by, s == this);
        if (bit == CANCELLED && by.source() == s) {
          TaskRecorder.cancelled(s, by.reason()); // before anybody goes on because of it
        }
        marked.add(s);
        for (CancelScope i = s.firstInner; i != null; i = i.next) {
          boolean reaches =
              switch (bit) {
                case CANCELLED -> !i.shielded;
                case EXPIRED -> !i.ownCleanupLimit; // the nearest enclosing limit wins
                default -> true;
              };
          if (reaches) {
            work.add(i);
          }
        }
      }
    }
  }

  private void mark(int bit, CancelRequest by, boolean top) {
    if (bit == CANCELLED) {
      request = by;
      if (top || ownCleanupLimit) {
        armCleanup();
      }
    } else if (bit == EXPIRED) {
      expiredBy = by;
    }
    state |= bit;
  }

  private void armCleanup() {
    if (cleanupLimit != Long.MAX_VALUE && cleanupTimer == null) {
      cleanupTimer = runtime.scheduler.arm(runtime.now() + cleanupLimit, this::expire);
    }
  }

  final void disarmTimers() {
    synchronized (this) {
      if (deadlineTimer != null) {
        runtime.scheduler.disarm(deadlineTimer);
        deadlineTimer = null;
      }
      if (cleanupTimer != null) {
        runtime.scheduler.disarm(cleanupTimer);
        cleanupTimer = null;
      }
    }
  }

  /** Cancels this scope at a time on the runtime's clock (T11). Owner only, once. */
  final void setDeadline(long atNanos) {
    synchronized (this) {
      deadlineTimer = runtime.scheduler.arm(atNanos, () -> cancel(CancelReason.DEADLINE));
    }
  }

  /**
   * How long clean-up in this scope may take after a request (T6). Inherited by scopes opened
   * inside from then on. Owner only, before anything is spawned inside. Not a suspension point.
   */
  public final void setCleanupLimit(long nanos) {
    synchronized (this) {
      cleanupLimit = nanos;
      ownCleanupLimit = true;
    }
  }

  /** Whether a request has reached this scope. Any thread. */
  public final boolean isCancelled() {
    return (state & CANCELLED) != 0;
  }

  /** The request that reached this scope first, or null. Any thread. */
  public final CancelRequest request() {
    synchronized (this) {
      return request;
    }
  }

  /** Whether this scope is the other one or lies inside it. Called by a task on its own scopes. */
  final boolean isWithin(CancelScope other) {
    for (CancelScope s = this; s != null; s = s.parent) {
      if (s == other) {
        return true;
      }
    }
    return false;
  }

  /**
   * The unwinding that a task gets whose innermost scope this is.
   *
   * @param mask the task's mask
   * @param forced by the budget
   */
  final Unwind unwind(int mask, boolean forced) {
    int s = state;
    if ((s & KILLED) != 0) {
      return Unwind.kill(runtime.killReason());
    }
    if (mask == 0 && (s & CANCELLED) != 0) {
      CancelRequest by = request();
      by.awaitComplete();
      return forced ? Unwind.forcedCancel(by) : Unwind.cancel(by);
    }
    synchronized (this) {
      return Unwind.cleanupExpired(expiredBy);
    }
  }
}
