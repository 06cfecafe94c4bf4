package org.asrlang.task;

import java.util.OptionalLong;
import java.util.function.Consumer;

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
    return with(d -> d.seed = value);
  }

  public RuntimeOptions withLimits(Limits value) {
    return with(d -> d.limits = value);
  }

  public RuntimeOptions withCleanupNanos(long value) {
    return with(d -> d.cleanupNanos = value);
  }

  public RuntimeOptions withStacks(long deepBytes, long virtualBytes, int perCall) {
    return with(d -> {
      d.deepStackBytes = deepBytes;
      d.virtualStackBytes = virtualBytes;
      d.bytesPerCall = perCall;
    });
  }

  public RuntimeOptions withHopToVirtual(boolean value) {
    return with(d -> d.hopToVirtual = value);
  }

  public RuntimeOptions withEvents(TaskEvents value) {
    return with(d -> d.events = value);
  }

  /** Deterministic, with these choices. */
  public RuntimeOptions withSchedule(Schedule value) {
    return with(d -> {
      d.seed = OptionalLong.of(value.seed());
      d.schedule = value;
    });
  }

  /** As it is, with warnings. */
  public RuntimeOptions withWatched(boolean value) {
    return with(d -> d.watched = value);
  }

  /** Deterministic, recording or replaying what comes from outside. */
  public RuntimeOptions withLog(ReplayLog value) {
    return withSchedule(value.schedule()).with(d -> d.log = value);
  }

  private RuntimeOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.done();
  }

  /** The same components, while some of them are changed. */
  private static final class Draft {
    OptionalLong seed;
    Limits limits;
    long cleanupNanos;
    long deepStackBytes;
    long virtualStackBytes;
    int bytesPerCall;
    boolean hopToVirtual;
    TaskEvents events;
    Schedule schedule;
    boolean watched;
    ReplayLog log;

    Draft(RuntimeOptions o) {
      seed = o.seed;
      limits = o.limits;
      cleanupNanos = o.cleanupNanos;
      deepStackBytes = o.deepStackBytes;
      virtualStackBytes = o.virtualStackBytes;
      bytesPerCall = o.bytesPerCall;
      hopToVirtual = o.hopToVirtual;
      events = o.events;
      schedule = o.schedule;
      watched = o.watched;
      log = o.log;
    }

    RuntimeOptions done() {
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
          watched,
          log);
    }
  }
}
