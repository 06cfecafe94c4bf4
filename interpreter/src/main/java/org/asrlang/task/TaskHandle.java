package org.asrlang.task;

/** What a spawn gives back (T8): the right to take the child's outcome, once. */
public final class TaskHandle {
  private final Task task;

  TaskHandle(Task task) {
    this.task = task;
  }

  public Task task() {
    return task;
  }

  /**
   * Waits until the child has ended and takes its outcome. Suspends; delivers cancellation; a
   * seeded choice. Consumes the handle, except when it throws: then the caller still owns it and
   * {@linkplain #drop drops} it.
   *
   * <p>In a fail-fast scope this does not return for a failed child (T4): it throws the scope's
   * cancellation. {@code SUPERVISE}, {@code THREADS} and {@code THREAD_SCOPE} return {@link
   * Outcome.Failed}.
   *
   * @param joiner the calling task
   */
  public Outcome join(Task joiner) {
    Outcome outcome = task.awaitEnd(joiner);
    if (!(outcome instanceof Outcome.Failed(Unwind failure))) {
      return outcome;
    }
    if (failure.isKill()) {
      throw failure;
    }
    boolean alone = failure.isCancel() && failure.request() == task.ownRequest();
    if (alone || !task.home.mode.failFast()) {
      return outcome;
    }
    if (joiner.scope.isWithin(task.home)) {
      throw Unwind.cancel(task.home.request() != null ? task.home.request() : failure.request());
    }
    // Only a handle of task::spawn can get here; its scope fails on its own, elsewhere.
    String how = failure.isPanic() ? "panicked: " + failure.getMessage() : "was cancelled";
    throw Unwind.panic(null, "joined a task that " + how, null);
  }

  /** That the child has ended: then {@link #join} does not wait. */
  public Event ended() {
    return task.ended();
  }

  /** Whether {@link #join} would not wait. A seeded choice; neither suspends nor cancels. */
  public boolean isFinished(Task caller) {
    caller.enter(SuspensionPoint.ATOMIC);
    return task.isDone();
  }

  /**
   * The handle goes out of scope without a join: neither detaches nor cancels the child (T8). A
   * result that is there or will be is dropped by its owner (T9): here, or by the child at its end.
   * May suspend, as drops do; the caller has called {@link Task#enterDrop}.
   */
  public void drop(Task dropper) {
    task.handleDropped(dropper);
  }

  /**
   * Cancels the child alone, with all that it has spawned (T5); its siblings go on, and its join
   * returns a failure. Idempotent; does nothing to a child that has ended. Not a suspension point.
   */
  public void cancel() {
    task.home.cancelChild(task, CancelReason.REQUESTED);
  }
}
