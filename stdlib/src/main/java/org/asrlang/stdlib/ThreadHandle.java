package org.asrlang.stdlib;

import org.asrlang.task.Task;
import org.asrlang.task.TaskParker;

/**
 * {@code std::thread::Thread}: what is known of a thread. Thread-safe.
 *
 * @param id unique in a run, from 1
 * @param name or null
 */
record ThreadHandle(long id, String name, TaskParker parker) {
  ThreadHandle(Task task) {
    this(task.id(), task.name(), task.parker());
  }
}
