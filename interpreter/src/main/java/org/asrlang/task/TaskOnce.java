package org.asrlang.task;

/**
 * The state of {@code std::sync::Once}, {@code OnceLock} and {@code LazyLock}: one task
 * initialises, the others wait. The guest closure runs between {@link #begin} and {@link #end}, in
 * the caller.
 */
public final class TaskOnce {
  /** What a task that wants the initialised thing has to do. */
  public enum Turn {
    /** Initialise, then call {@link TaskOnce#end}. */
    RUN,
    /** Nothing: it is initialised. */
    DONE,
    /** An earlier initialisation panicked. */
    POISONED
  }

  private enum State {
    NEW,
    RUNNING,
    DONE,
    POISONED
  }

  private volatile State state = State.NEW;
  private final WaiterQueue queue = new WaiterQueue(); // guarded by this

  public boolean isDone() {
    return state == State.DONE;
  }

  /**
   * Waits while another task initialises. Suspends then; delivers cancellation; a seeded choice.
   *
   * @param ignorePoison as {@code call_once_force} and {@code OnceLock}: initialise again
   */
  public Turn begin(Task t, boolean ignorePoison) {
    if (state == State.DONE) {
      return Turn.DONE;
    }
    t.enter(SuspensionPoint.ONCE);
    while (true) {
      Waiter w;
      synchronized (this) {
        switch (state) {
          case DONE -> {
            return Turn.DONE;
          }
          case POISONED -> {
            if (!ignorePoison) {
              return Turn.POISONED;
            }
            state = State.RUNNING;
            return Turn.RUN;
          }
          case NEW -> {
            state = State.RUNNING;
            return Turn.RUN;
          }
          case RUNNING -> {}
        }
        w = t.newWaiter(SuspensionPoint.ONCE, null, Waiter.NO_DEADLINE);
        queue.add(w);
      }
      if (t.await(w) != Waiter.SIGNALLED) {
        synchronized (this) {
          queue.remove(w);
        }
        throw t.pendingUnwind();
      }
    }
  }

  /**
   * The initialisation is over. A seeded choice; neither suspends nor cancels.
   *
   * @param failure null if it is done; a panic or a forced cancellation poisons; after a
   *     cancellation at a suspension point a waiting task initialises instead
   */
  public void end(Task t, Unwind failure) {
    t.touch();
    synchronized (this) {
      state = failure == null ? State.DONE : failure.poisons() ? State.POISONED : State.NEW;
      for (Waiter w = queue.signalFirst(); w != null; w = queue.signalFirst()) {
        Task.wake(w);
      }
    }
  }
}
