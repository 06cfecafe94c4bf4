package org.asrlang.task;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Tasks run on all cores (T14): each is a virtual thread and the JDK's scheduler runs it.
 *
 * <p>To notice deadlocks, {@code busy} counts what can still make something happen: tasks that run,
 * wait with a deadline or wait for the outside, and armed timers. When it reaches zero, nothing
 * ever will.
 */
final class ParallelScheduler implements Scheduler {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final TaskRuntime runtime;
  private final long origin = System.nanoTime();
  private final AtomicInteger busy = new AtomicInteger();

  ParallelScheduler(TaskRuntime runtime) {
    this.runtime = runtime;
  }

  /** One daemon thread per JVM fires the deadlines of scopes; started on first use. */
  private static final class Timers {
    static final ScheduledThreadPoolExecutor POOL = pool();

    private static ScheduledThreadPoolExecutor pool() {
      var pool =
          new ScheduledThreadPoolExecutor(
              1, Thread.ofPlatform().daemon().name("asr-timers").factory());
      pool.setRemoveOnCancelPolicy(true);
      return pool;
    }
  }

  private static final class ArmedTimer implements Timer {
    /** Who takes this from 0 to 1 (fired or disarmed) gives back its share of {@code busy}. */
    final AtomicInteger done = new AtomicInteger();

    volatile ScheduledFuture<?> future;
  }

  @Override
  public void start(Task t) {
    busy.incrementAndGet();
    if (t.thread != Thread.currentThread()) {
      t.thread.start();
    }
  }

  @Override
  public void block(Task t, Waiter w) {
    if (w.timed()) {
      while (w.waiting()) {
        long left = w.deadline - now();
        if (left <= 0) {
          w.claim(Waiter.TIMED_OUT);
        } else {
          LockSupport.parkNanos(left);
          t.clearInterrupt();
        }
      }
      return;
    }
    if (busy.decrementAndGet() == 0) {
      quiescent();
    }
    while (w.waiting()) {
      LockSupport.park();
      t.clearInterrupt();
    }
  }

  @Override
  public void ready(Waiter w) {
    if (!w.timed()) {
      busy.incrementAndGet();
    }
    LockSupport.unpark(w.task.thread);
  }

  @Override
  public void exit(Task t) {
    if (busy.decrementAndGet() == 0) {
      quiescent();
    }
  }

  @Override
  public void recheck() {
    if (busy.get() == 0) {
      quiescent();
    }
  }

  /** Nothing can happen any more, unless some host thread calls in: report from outside. */
  private void quiescent() {
    if (!runtime.hasCalls()) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("asr-deadlock")
        .start(() -> {
          // Who takes busy from 0 to 1 handles it; anything else is progress.
          if (busy.compareAndSet(0, 1)) {
            runtime.onDeadlock();
            if (busy.decrementAndGet() == 0) {
              quiescent();
            }
          }
        });
  }

  @Override
  public void yieldNow(Task t) {
    Thread.yield();
  }

  @Override
  public void choice(Task t) {}

  @Override
  public void spentSlice(Task t) {
    t.clearInterrupt();
    // The JDK does not preempt virtual threads: give way if there are more tasks than cores.
    if (busy.get() > CORES && t.thread.isVirtual()) {
      Thread.yield();
    }
  }

  @Override
  public void moved(Task t) {}

  @Override
  public void enterExternal(Task t) {}

  @Override
  public void leaveExternal(Task t) {}

  @Override
  public long now() {
    return System.nanoTime() - origin;
  }

  @Override
  public Timer arm(long atNanos, Runnable action) {
    busy.incrementAndGet();
    ArmedTimer timer = new ArmedTimer();
    timer.future =
        Timers.POOL.schedule(
            () -> {
              if (timer.done.compareAndSet(0, 1)) {
                action.run();
                released();
              }
            },
            Math.max(0, atNanos - now()),
            TimeUnit.NANOSECONDS);
    return timer;
  }

  @Override
  public void disarm(Timer timer) {
    ArmedTimer t = (ArmedTimer) timer;
    if (t.done.compareAndSet(0, 1)) {
      t.future.cancel(false);
      released();
    }
  }

  private void released() {
    if (busy.decrementAndGet() == 0) {
      quiescent();
    }
  }

  /** Runs an action in real time whatever the runtime's clock does; for the wall-time limit. */
  static ScheduledFuture<?> afterRealNanos(long nanos, Runnable action) {
    return Timers.POOL.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }
}
