package org.asrlang.task;

/** Something that one task holds while others wait for it; for reports. */
interface HeldByTask {
  /** The task that holds it now, or null. Any thread; about right. */
  Task holder();
}
