package org.asrlang.task;

import java.util.List;

/** Makes the choices of a deterministic run. Called by the holder of the baton only. */
sealed interface SchedulePolicy permits SchedulePolicy.Random, PctPolicy, PathPolicy {
  /** Which of the ready tasks runs next; there are at least two, in the order they got ready. */
  int pick(List<Task> ready);

  /** Whether the running task gives way at a point where it need not; somebody else is ready. */
  boolean preempts(Task running, List<Task> ready);

  /** Which of several ready arms a select takes. */
  default int choose(int n, RandomStream select) {
    return select.nextInt(n);
  }

  /** Whether what else is due at the same time comes before a deadline, with all that it starts. */
  boolean holdsBack();

  /** A task gives way by itself, or has spent its slice. */
  default void gaveWay(Task running) {}

  /** Whether {@link #pick} depends on the order of the ready tasks. */
  default boolean ordered() {
    return true;
  }

  /** Every choice is random. */
  final class Random implements SchedulePolicy {
    private final RandomStream random;

    private final int oneIn;

    Random(RandomStream random) {
      this(random, 0);
    }

    /**
     * @param oneIn at how many points, on average, one gives way; 0 for the usual
     */
    Random(RandomStream random, int oneIn) {
      this.random = random;
      // One in four keeps runs short and still reaches every interleaving.
      this.oneIn = oneIn == 0 ? 4 : oneIn;
    }

    @Override
    public int pick(List<Task> ready) {
      return random.nextInt(ready.size());
    }

    @Override
    public boolean preempts(Task running, List<Task> ready) {
      return random.nextInt(oneIn) == 0;
    }

    @Override
    public boolean holdsBack() {
      return random.nextInt(2) == 0;
    }

    @Override
    public boolean ordered() {
      return false;
    }
  }
}
