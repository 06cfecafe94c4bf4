package org.asrlang.task;

import java.util.List;

/** Notices what a watched runtime warns of. Called by the task itself. */
final class TaskWatch {
  /** What runs so long without a suspension point is worth a word. */
  private static final long LONG_RUN_NANOS = 1_000_000_000L;

  /** So is a wait of this length with a lock in hand. */
  private static final long LONG_WAIT_NANOS = 100_000_000L;

  private final Task task;
  private long runsSince;
  private boolean reported;

  TaskWatch(Task task) {
    this.task = task;
    runsSince = task.runtime.now();
  }

  /** A slice is spent. */
  void ran() {
    long time = task.runtime.now() - runsSince;
    if (!reported && time >= LONG_RUN_NANOS) {
      reported = true;
      warn(TaskWarning.Kind.NEVER_SUSPENDS, time, null, false);
    }
  }

  /** A wait has ended. */
  void waited(Waiter w) {
    long now = task.runtime.now();
    runsSince = now;
    reported = false;
    if (task.locksHeld > 0 && now - w.since >= LONG_WAIT_NANOS) {
      warn(
          TaskWarning.Kind.LOCK_HELD_WHILE_WAITING,
          now - w.since,
          TaskTreeReader.waitsFor(w),
          true);
    }
  }

  private void warn(TaskWarning.Kind kind, long nanos, String waits, boolean waiting) {
    TaskEvents events = task.runtime.options().events();
    List<TaskFrame> stack = events.stack(task, waiting);
    events.warning(new TaskWarning(kind, task.displayName(), nanos, waits, stack));
  }
}
