package org.asrlang.task;

import java.util.concurrent.atomic.AtomicLong;

/** A SplitMix64 stream of random numbers. Thread-safe without locks. */
public final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private final AtomicLong state;

  public RandomStream(long seed) {
    state = new AtomicLong(seed);
  }

  public long nextLong() {
    return mix(state.addAndGet(GAMMA));
  }

  /** A number from 0 to bound − 1. */
  public int nextInt(int bound) {
    // The bias of a multiply-shift over 32 bits is far below what any test could see.
    return (int) (((nextLong() >>> 32) * bound) >>> 32);
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
