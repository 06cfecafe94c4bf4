package org.asrlang.task;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Tasks run on all cores (T14): each is a virtual thread and the JDK's scheduler runs it.
 *
 * <p>To notice deadlocks, what can still make something happen is counted as busy: tasks that run,
 * wait with a deadline or wait for the outside, and armed timers. When that is zero while the host
 * waits for a call, nothing ever will.
 */
final class ParallelScheduler implements Scheduler {
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  private final TaskRuntime runtime;
  private final StoppableClock clock = new StoppableClock();

  /**
   * In the lower half the number of what is busy, in the upper half that of the host's calls: both
   * in one, since a deadlock is that the one is zero at a moment when the other is not.
   */
  private final AtomicLong counts = new AtomicLong();

  private static final long ONE_CALL = 1L << 32;

  /** The tasks of all runtimes that have spent slices since they last waited. */
  private static final AtomicInteger HOGS = new AtomicInteger();

  /** After how many waits or slices a task leaves its carrier if tasks have to share them. */
  private static final int WAITS_TO_LEAVE = 128;

  private static final int SLICES_TO_LEAVE = 16;

  /** The same if there is one for each; and after how many slices it gives way all the same. */
  private static final int QUIET_WAITS_TO_LEAVE = 4096;

  private static final int QUIET_SLICES_TO_LEAVE = 64;
  private static final int QUIET_SLICES_TO_YIELD = 8;
  private static final long AWAY_NANOS = 20_000;

  /** How soon a wait looks again whether the clock goes on. */
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

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
    counts.incrementAndGet();
    if (t.thread != Thread.currentThread()) {
      t.thread.start();
    }
  }

  @Override
  public void block(Task t, Waiter w) {
    leaves(t);
    if (++t.waits % WAITS_TO_LEAVE == 0
        && t.thread.isVirtual()
        && (isCrowded() || t.waits % QUIET_WAITS_TO_LEAVE == 0)) {
      leaveCarrier();
    }
    if (w.timed()) {
      while (w.waiting()) {
        long left = w.deadline - now();
        if (left <= 0) {
          w.claim(Waiter.TIMED_OUT);
        } else {
          LockSupport.parkNanos(patience(left));
          t.clearInterrupt();
        }
      }
      return;
    }
    notBusy();
    while (w.waiting()) {
      LockSupport.park();
      t.clearInterrupt();
    }
  }

  @Override
  public void ready(Waiter w) {
    if (!w.timed()) {
      counts.incrementAndGet();
    }
    LockSupport.unpark(w.task.thread);
  }

  @Override
  public void exit(Task t) {
    leaves(t);
    notBusy();
  }

  @Override
  public void recheck() {
    quiescent(counts.get());
  }

  @Override
  public void countCalls(int change) {
    counts.addAndGet(change * ONE_CALL);
  }

  @Override
  public void hold() {
    counts.incrementAndGet();
  }

  @Override
  public void release() {
    notBusy();
  }

  @Override
  public boolean isStill() {
    return (int) counts.get() == 1; // who looks at it
  }

  private void notBusy() {
    quiescent(counts.decrementAndGet());
  }

  /**
   * If nothing can happen any more, unless some host thread calls in: reports it, from a thread of
   * its own.
   */
  private void quiescent(long seen) {
    if (!isDeadlock(seen)) {
      return;
    }
    Thread.ofPlatform()
        .daemon()
        .name("asr-deadlock")
        .start(() -> {
          // Who takes busy from 0 to 1 handles it; anything else is progress.
          long now = counts.get();
          if (isDeadlock(now) && counts.compareAndSet(now, now + 1)) {
            if (runtime.onDeadlock()) {
              notBusy();
            } else {
              counts.decrementAndGet(); // to ask again would help as little
            }
          }
        });
  }

  private static boolean isDeadlock(long counts) {
    return (int) counts == 0 && counts >= ONE_CALL;
  }

  @Override
  public void yieldNow(Task t) {
    t.endFirstRun(); // and is no wait: who only yields is a hog, too
    Thread.yield();
  }

  @Override
  public void choice(Task t) {}

  @Override
  public int choose(int n) {
    return 0; // nobody asks: what is ready changes all the time
  }

  @Override
  public void spentSlice(Task t) {
    t.clearInterrupt();
    if (t.thread.isVirtual()) {
      if (t.slices++ == 0) {
        HOGS.incrementAndGet();
      }
      giveWay(t.slices);
    }
  }

  /** The task is about to wait for something, or ends. */
  private static void leaves(Task t) {
    t.endFirstRun();
    if (t.slices != 0) {
      t.slices = 0;
      HOGS.decrementAndGet();
    }
  }

  private boolean isCrowded() {
    return HOGS.get() > CORES || (int) counts.get() > CORES;
  }

  /**
   * Two threads that yield, or wake each other, keep a carrier to themselves: while its own queue
   * is not empty, it does not look at what others have made ready, timers above all. Who waits for
   * a timer leaves that queue, unless one that it shares it with wakes it first.
   */
  private static void leaveCarrier() {
    long until = System.nanoTime() + AWAY_NANOS;
    for (long left = AWAY_NANOS; left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /**
   * The JDK does not preempt virtual threads: gives way at each slice if there are more tasks than
   * cores, and now and then for what else the host runs; see {@link #leaveCarrier}, too.
   */
  private void giveWay(int slices) {
    boolean crowded = isCrowded();
    if (slices % (crowded ? SLICES_TO_LEAVE : QUIET_SLICES_TO_LEAVE) == 0) {
      leaveCarrier();
    } else if (crowded || slices % QUIET_SLICES_TO_YIELD == 0) {
      Thread.yield();
    }
  }

  @Override
  public void moved(Task t) {}

  @Override
  public void enterExternal(Task t, boolean instant) {
    leaves(t);
  }

  @Override
  public void leaveExternal(Task t, boolean instant) {}

  @Override
  public long now() {
    return clock.now();
  }

  @Override
  public void stopClock() {
    clock.stop();
  }

  @Override
  public void restartClock() {
    clock.restart();
  }

  /** How long to wait in real time when so much is left on the clock. */
  private long patience(long left) {
    return clock.stopped() ? Math.max(left, LOOK_AGAIN_NANOS) : left;
  }

  @Override
  public Timer arm(long atNanos, Runnable action) {
    counts.incrementAndGet();
    ArmedTimer timer = new ArmedTimer();
    schedule(timer, atNanos, action);
    return timer;
  }

  private void schedule(ArmedTimer timer, long atNanos, Runnable action) {
    timer.future =
        Timers.POOL.schedule(
            () -> {
              if (timer.done.get() == 0 && now() < atNanos) {
                schedule(timer, atNanos, action); // the clock has stood still meanwhile
              } else if (timer.done.compareAndSet(0, 1)) {
                try {
                  action.run();
                } finally {
                  notBusy();
                }
              }
            },
            Math.max(0, patience(atNanos - now())),
            TimeUnit.NANOSECONDS);
  }

  @Override
  public void disarm(Timer timer) {
    ArmedTimer t = (ArmedTimer) timer;
    if (t.done.compareAndSet(0, 1)) {
      t.future.cancel(false); // one that is being scheduled anew finds that it is done
      notBusy();
    }
  }

  /** Runs an action in real time whatever the runtime's clock does; for the wall-time limit. */
  static ScheduledFuture<?> afterRealNanos(long nanos, Runnable action) {
    return Timers.POOL.schedule(action, nanos, TimeUnit.NANOSECONDS);
  }
}
