package org.asrlang.task;

import java.util.OptionalLong;

/**
 * How a runtime runs.
 *
 * @param seed present: deterministic, one task at a time, virtual time (T13); absent: parallel
 *     (T14)
 * @param limits what it may use
 * @param cleanupNanos how long clean-up may take after a cancellation (T6); {@link Long#MAX_VALUE}:
 *     as long as it likes
 * @param deepStackBytes Java stack of platform threads made for deep recursion; only reserved, the
 *     operating system commits what is used
 * @param virtualStackBytes Java stack that a virtual thread may use: its carrier's, so the JVM's
 *     {@code -Xss} or its default of 1 MB; whoever sets the flag tells it here
 * @param bytesPerCall Java stack that one guest call may take; with the stack's size it gives
 *     {@link Task#depthLimit}
 * @param hopToVirtual whether a root task on a platform thread runs its scopes on virtual threads
 * @param events the host's callbacks
 * @param schedule how a deterministic run makes its choices; null: at random
 * @param watched whether to look for {@link TaskWarning}s
 * @param log of what a deterministic run gets from outside, or null
 */
public record RuntimeOptions(
    OptionalLong seed,
    Limits limits,
    long cleanupNanos,
    long deepStackBytes,
    long virtualStackBytes,
    int bytesPerCall,
    boolean hopToVirtual,
    TaskEvents events,
    Schedule schedule,
    boolean watched,
    ReplayLog log) {

  public static final RuntimeOptions DEFAULT =
      new RuntimeOptions(
          OptionalLong.empty(),
          Limits.NONE,
          10_000_000_000L,
          512L << 20,
          1L << 20,
          3072,
          true,
          TaskEvents.NONE,
          null,
          false,
          null);

  /** Parallel, on all cores. */
  public static RuntimeOptions parallel() {
    return DEFAULT;
  }

  /** Deterministic. */
  public static RuntimeOptions seeded(long seed) {
    return DEFAULT.withSeed(OptionalLong.of(seed));
  }

  public RuntimeOptions withSeed(OptionalLong value) {
    return new RuntimeOptions(
        value,
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        schedule,
        watched,
        log);
  }

  public RuntimeOptions withLimits(Limits value) {
    return new RuntimeOptions(
        seed,
        value,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        schedule,
        watched,
        log);
  }

  public RuntimeOptions withCleanupNanos(long value) {
    return new RuntimeOptions(
        seed,
        limits,
        value,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        schedule,
        watched,
        log);
  }

  public RuntimeOptions withStacks(long deepBytes, long virtualBytes, int perCall) {
    return new RuntimeOptions(
        seed,
        limits,
        cleanupNanos,
        deepBytes,
        virtualBytes,
        perCall,
        hopToVirtual,
        events,
        schedule,
        watched,
        log);
  }

  public RuntimeOptions withHopToVirtual(boolean value) {
    return new RuntimeOptions(
        seed,
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        value,
        events,
        schedule,
        watched,
        log);
  }

  public RuntimeOptions withEvents(TaskEvents value) {
    return new RuntimeOptions(
        seed,
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        value,
        schedule,
        watched,
        log);
  }

  /** Deterministic, with these choices. */
  public RuntimeOptions withSchedule(Schedule value) {
    return new RuntimeOptions(
        OptionalLong.of(value.seed()),
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        value,
        watched,
        log);
  }

  /** As it is, with warnings. */
  public RuntimeOptions withWatched(boolean value) {
    return new RuntimeOptions(
        seed,
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        schedule,
        value,
        log);
  }

  /** Deterministic, recording or replaying what comes from outside. */
  public RuntimeOptions withLog(ReplayLog value) {
    RuntimeOptions o = withSchedule(value.schedule());
    return new RuntimeOptions(
        o.seed,
        limits,
        cleanupNanos,
        deepStackBytes,
        virtualStackBytes,
        bytesPerCall,
        hopToVirtual,
        events,
        o.schedule,
        watched,
        value);
  }
}
