package org.asrlang.task;

import java.util.List;

/**
 * What a runtime tells its host, and the one question it asks. Called on whatever thread notices;
 * must not block and must not run guest code.
 */
public interface TaskEvents {
  TaskEvents NONE = new TaskEvents() {};

  /**
   * The calls of a task that runs or waits, innermost first, for reports; empty if unknown.
   *
   * @param waits whether it waits in a primitive
   */
  default List<TaskFrame> stack(Task t, boolean waits) {
    return List.of();
  }

  /** All tasks wait for each other; the root is being cancelled (T13). */
  default void deadlock(DeadlockReport report) {}

  /** A watched runtime has seen something that is hardly meant. */
  default void warning(TaskWarning warning) {}

  /**
   * A drop was ended by the clean-up deadline (T6).
   *
   * @param what the name that was given to {@link Task#leaveDrop(Unwind, Object)}
   */
  default void dropAbandoned(Task t, Object what) {}
}
