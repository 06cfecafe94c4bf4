package org.asrlang.task;

import java.util.ArrayList;

/**
 * That one task alone is cancelled (T5), whatever its scope does for its siblings. The task opens a
 * scope of its own for the request when it is delivered; until then this keeps the clean-up
 * deadline.
 */
final class LoneCancellation {
  final CancelRequest request;
  private final Task task;
  private volatile boolean expired;
  private Scheduler.Timer cleanupTimer; // guarded by this

  private LoneCancellation(Task task, CancelReason reason) {
    this.task = task;
    this.request = new CancelRequest(reason, null, task.runtime.now());
  }

  /**
   * Cancels the task. Scopes of it that are open hear of it here. Any thread; idempotent; not a
   * suspension point.
   */
  static void request(Task task, CancelReason reason) {
    if (task.isDone()) {
      return;
    }
    LoneCancellation alone;
    synchronized (task) {
      if (task.alone != null) {
        return;
      }
      alone = task.alone = new LoneCancellation(task, reason);
    }
    alone.begin();
  }

  private void begin() {
    long limit = task.home.cleanupLimit();
    if (limit != Long.MAX_VALUE) {
      Scheduler.Timer timer = task.scheduler.arm(task.runtime.now() + limit, this::expire);
      synchronized (this) {
        cleanupTimer = timer;
      }
      if (task.isDone()) {
        disarm(); // who ends afterwards does it
      }
    }
    task.scheduler.hold();
    try {
      for (CancelScope s : task.home.inner()) {
        if (s.owner == task && !s.shielded) {
          s.adopt(request);
        }
      }
      var ended = new ArrayList<Waiter>(1);
      task.endWait(ended);
      request.complete();
      ended.forEach(Task::resumeEnded);
    } finally {
      task.scheduler.release();
    }
  }

  /** The clean-up takes too long (T6). */
  private void expire() {
    expired = true;
    task.scheduler.hold();
    try {
      for (CancelScope s : task.home.inner()) {
        if (s.owner == task) {
          s.expireBy(request);
        }
      }
      task.signal();
    } finally {
      task.scheduler.release();
    }
  }

  synchronized void disarm() {
    if (cleanupTimer != null) {
      task.scheduler.disarm(cleanupTimer);
      cleanupTimer = null;
    }
  }

  /** Whether the clean-up deadline has passed. */
  boolean hasExpired() {
    return expired;
  }

  /** Whether it has to be delivered in a scope of the task: not inside a drop (T6). */
  boolean reaches(CancelScope inner) {
    for (CancelScope s = inner; s != task.home; s = s.parent) {
      if (s.shielded) {
        return false;
      }
    }
    return true;
  }
}
