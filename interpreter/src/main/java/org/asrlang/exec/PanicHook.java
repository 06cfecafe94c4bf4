package org.asrlang.exec;

import org.asrlang.task.Task;

/**
 * What a host does when a panic starts: usually prints it to standard error as Rust does. A
 * capability; called in the panicking task, before unwinding; must not run guest code.
 */
@FunctionalInterface
public interface PanicHook {
  PanicHook SILENT = (task, location, message) -> {};

  /**
   * @param location may be null
   */
  void panicked(Task task, Location location, String message);
}
