package org.asrlang.task;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** Blocking Java code run for a task, outside the scheduler's order (T13). */
final class ExternalCall {
  private ExternalCall() {}

  private static <T> T untilInterrupted() throws InterruptedException {
    new CountDownLatch(1).await();
    return null;
  }

  /** See {@link Task#external}. */
  static <T> T run(Task t, String what, boolean interruptible, Callable<T> call) throws Exception {
    t.checkCancelled();
    int interest = interruptible ? t.interest() : 0;
    Waiter w = new Waiter(t, SuspensionPoint.EXTERNAL, what, Waiter.NO_DEADLINE, interest, true);
    Waiter outer = t.waiter; // not null if guest code called back by the host calls out again
    w.since = t.runtime.now();
    t.waiter = w;
    if (w.cancelWanted() && w.claim(Waiter.CANCELLED)) {
      t.waiter = outer;
      throw t.pendingUnwind();
    }
    Scheduler scheduler = t.runtime.scheduler;
    Object recorded = TaskRecorder.suspends();
    t.externalCalls++;
    // What is replayed is there at once, unless it was cancelled.
    ReplayLog log = t.runtime.options().log();
    boolean replays = log != null && log.replays();
    boolean instant = replays && (!interruptible || log.wasAnswered(t));
    scheduler.enterExternal(t, instant);
    T value = null;
    Exception failure = null;
    try {
      value = replays && !instant ? untilInterrupted() : call.call();
    } catch (Exception e) {
      failure = e;
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt(); // whoever throws it has cleared the status
      }
    } catch (Error e) {
      failure = Unwind.of(e);
    }
    boolean interrupted = !w.claim(Waiter.SIGNALLED);
    if (interrupted) {
      while (!w.interruptDelivered) {
        Task.pause(); // soon: who cancels has claimed it and interrupts next
      }
      Thread.interrupted(); // or the next park would not park
    }
    t.waiter = outer;
    if (!interrupted) {
      t.clearInterrupt();
      interrupted = failure instanceof InterruptedException && t.cancelPending();
    }
    scheduler.leaveExternal(t, instant);
    TaskRecorder.resumed(recorded, w);
    t.watched(w);
    if (failure == null) {
      return value;
    }
    throw interrupted && !(failure instanceof Unwind) ? t.pendingUnwind() : failure;
  }
}
