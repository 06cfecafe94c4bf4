package org.asrlang.task;

/** On which Java thread a task begins; it may go on on another one for a deeper stack. */
enum TaskThread {
  /** A virtual thread of its own. */
  VIRTUAL,

  /** A platform thread of its own with {@link RuntimeOptions#deepStackBytes}. */
  DEEP,

  /**
   * The thread that starts it, a host's, which does nothing else until the task has ended. How much
   * of its stack is left cannot be asked, so little of it is used.
   */
  CALLER
}
