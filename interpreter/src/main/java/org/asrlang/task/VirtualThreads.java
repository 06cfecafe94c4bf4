package org.asrlang.task;

import java.util.concurrent.ThreadFactory;

/** Makes virtual threads. Apart, so that a program without child tasks never initialises them. */
final class VirtualThreads {
  private static final ThreadFactory THREADS =
      Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

  private static volatile boolean used;

  private VirtualThreads() {}

  static Thread thread(TaskRuntime runtime, Runnable body) {
    if (!used) {
      used = true;
      runtime.engineWork(VirtualThreads::runFirst);
    }
    return THREADS.newThread(body);
  }

  /** The first one of a JVM starts carriers and timers, which takes milliseconds. */
  private static boolean runFirst() {
    Thread first = THREADS.newThread(() -> {});
    first.start();
    boolean interrupted = false;
    while (first.isAlive()) {
      try {
        first.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
