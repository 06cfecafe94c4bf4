package org.asrlang.task;

import java.time.Duration;

/** A task at the root, as the host that started it sees it. All methods: any host thread. */
public final class RootCall implements Runnable {
  private final TaskRuntime runtime;

  /** Written by the starter before it hands the call out. */
  Task task;

  volatile boolean ended;

  /** Whether its end is the end of the program. */
  final boolean isMain;

  RootCall(TaskRuntime runtime, boolean isMain) {
    this.runtime = runtime;
    this.isMain = isMain;
  }

  /** Called by the task at its end; not for callers. */
  @Override
  public void run() {
    runtime.callEnded(this);
  }

  public Task task() {
    return task;
  }

  /** The scope of the call: where the host cancels, and where its children are. */
  public TaskScope scope() {
    return task.base;
  }

  /** Whether the task and all its children have ended. */
  public boolean isEnded() {
    return ended;
  }

  /** Cancels the call alone; drops run. Does not wait. */
  public void cancel(CancelReason reason) {
    task.base.cancel(reason);
  }

  /**
   * Blocks until the call has ended.
   *
   * @return how; KILL if the runtime was killed and the task did not end soon after, because it is
   *     stuck in a call to the outside
   */
  public Outcome join() {
    if (runtime.awaitHost(this, Long.MAX_VALUE)) {
      return task.outcome();
    }
    return new Outcome.Failed(Unwind.kill(runtime.killReason()));
  }

  /**
   * As {@link #join()}, with a limit in real time.
   *
   * @return the outcome, or null if the call has not ended by then
   */
  public Outcome join(Duration limit) {
    return runtime.awaitHost(this, limit.toNanos()) ? task.outcome() : null;
  }
}
