package org.asrlang.task;

/**
 * What a runtime tells its host, and the one question it asks it. Called on whatever thread
 * notices; must not block and must not run guest code.
 */
public interface TaskEvents {
  TaskEvents NONE = new TaskEvents() {};

  /** Where a parked task is in its source, for reports; null if unknown. */
  default String locate(Task t) {
    return null;
  }

  /** All tasks wait for each other; the root is being cancelled (T13). */
  default void deadlock(DeadlockReport report) {}

  /**
   * A drop was ended by the clean-up deadline (T6).
   *
   * @param what the name that was given to {@link Task#leaveDrop(Unwind, Object)}
   */
  default void dropAbandoned(Task t, Object what) {}
}
