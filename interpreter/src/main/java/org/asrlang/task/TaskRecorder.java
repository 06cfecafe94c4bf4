package org.asrlang.task;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;

/**
 * What Java Flight Recorder learns of tasks. While nobody records, each method is one check of a
 * flag, and the events' classes are not even loaded.
 */
final class TaskRecorder {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private TaskRecorder() {}

  static boolean on() {
    return PRESENT && FlightRecorder.isInitialized();
  }

  /** What all events tell. */
  @Category("ASR")
  @StackTrace(false)
  abstract static class OfTask extends Event {
    @Label("Task")
    String task;

    @Label("Task Id")
    long taskId;

    void of(Task t) {
      task = t.displayName();
      taskId = t.id();
    }
  }

  @Name("asr.TaskStart")
  @Label("Task Start")
  @Description("A task was spawned")
  static final class Start extends OfTask {
    @Label("Parent")
    String parent;

    @Label("Parent Id")
    long parentId;
  }

  @Name("asr.TaskEnd")
  @Label("Task")
  @Description("A task from its first step to its end, children and drops included")
  static final class End extends OfTask {
    @Label("Parent")
    String parent;

    @Label("Parent Id")
    long parentId;

    @Label("Outcome")
    String outcome;
  }

  @Name("asr.TaskSuspend")
  @Label("Task Suspend")
  @Description("A task waited")
  @Threshold("1 ms")
  static final class Suspend extends OfTask {
    @Label("Suspension Point")
    String point;

    @Label("Waits For")
    String waitsFor;

    @Label("Ended By")
    String endedBy;
  }

  @Name("asr.TaskCancel")
  @Label("Task Cancel")
  @Description("A scope was cancelled, with all tasks in it")
  static final class Cancel extends OfTask {
    @Label("Reason")
    String reason;

    @Label("Cause")
    String cause;
  }

  /** A task has been spawned. Whoever spawns it. */
  static void started(Task t) {
    if (on()) {
      Start e = new Start();
      if (e.isEnabled()) {
        e.of(t);
        Task parent = t.parent();
        if (parent != null) {
          e.parent = parent.displayName();
          e.parentId = parent.id();
        }
        e.commit();
      }
    }
  }

  /** A task begins to run; the answer is for {@link #ended}. */
  static Object begun() {
    if (!on()) {
      return null;
    }
    End e = new End();
    e.begin();
    return e;
  }

  /** A task has ended. */
  static void ended(Object begun, Task t, Unwind failure) {
    if (begun instanceof End e && e.shouldCommit()) {
      e.of(t);
      Task parent = t.parent();
      if (parent != null) {
        e.parent = parent.displayName();
        e.parentId = parent.id();
      }
      e.outcome = failure == null ? "value" : failure.kind().name().toLowerCase();
      e.commit();
    }
  }

  /** A task is about to wait; the answer is for {@link #resumed}. */
  static Object suspends() {
    if (!on()) {
      return null;
    }
    Suspend e = new Suspend();
    e.begin();
    return e;
  }

  /** The wait is over. */
  static void resumed(Object suspended, Waiter w) {
    if (suspended instanceof Suspend e && e.shouldCommit()) {
      e.of(w.task);
      e.point = w.point.name().toLowerCase();
      e.waitsFor = TaskTreeReader.waitsFor(w);
      e.endedBy =
          switch (w.state()) {
            case Waiter.CANCELLED -> "cancellation";
            case Waiter.TIMED_OUT -> "time";
            default -> "signal";
          };
      e.commit();
    }
  }

  /** A scope has been cancelled. */
  static void cancelled(CancelScope scope, CancelReason reason) {
    if (on()) {
      Cancel e = new Cancel();
      if (e.isEnabled()) {
        if (scope.owner != null) {
          e.of(scope.owner);
        }
        e.reason = reason.text();
        e.cause = reason.kind().name().toLowerCase();
        e.commit();
      }
    }
  }
}
