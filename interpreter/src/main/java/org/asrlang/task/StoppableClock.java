package org.asrlang.task;

/**
 * Real time, less the time for which somebody had stopped it. Never runs backwards, for no thread
 * and from none to another. Thread-safe; {@link #now} takes no lock while the clock runs.
 *
 * <p>The engine stops it while it lowers a function. That happens once per function, so what a
 * program loses to it is bounded, and a cold program keeps the order that its sleeps and deadlines
 * give it: all of them are on this clock. Nothing else may stop it: a machine that is too slow for
 * a program's deadlines must not keep them from passing.
 */
final class StoppableClock {
  private static final long STOPPED = Long.MIN_VALUE;

  /** What to take off real time, or {@link #STOPPED}; written with the monitor held. */
  private volatile long offset = System.nanoTime();

  // Guarded by the monitor.
  private int stops;
  private long stoppedAt;
  private long offsetBefore;

  /** Nanoseconds on this clock since it was made. */
  long now() {
    long before = offset;
    if (before != STOPPED) {
      long real = System.nanoTime();
      // Who stops it marks first and reads real time then: ours is the earlier one.
      if (offset == before) {
        return real - before;
      }
    }
    return slowNow();
  }

  private synchronized long slowNow() {
    return stops > 0 ? stoppedAt : System.nanoTime() - offset;
  }

  boolean stopped() {
    return offset == STOPPED;
  }

  /** Stands still until {@link #restart}, once for each call of this. */
  synchronized void stop() {
    if (stops++ == 0) {
      offsetBefore = offset;
      offset = STOPPED;
      stoppedAt = System.nanoTime() - offsetBefore;
    }
  }

  synchronized void restart() {
    if (--stops == 0) {
      offset = System.nanoTime() - stoppedAt;
    }
  }
}
