package org.asrlang.task;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** A part of a task that runs on another thread while the task's former thread waits for it. */
final class StackHop<T> implements Runnable {
  private final Thread caller = Thread.currentThread();
  private final Callable<T> call;
  private T value;
  private Throwable failure;
  private volatile boolean done;

  StackHop(Callable<T> call) {
    this.call = call;
  }

  @Override
  public void run() {
    try {
      value = call.call();
    } catch (Throwable e) {
      failure = e;
    }
    done = true;
    LockSupport.unpark(caller);
  }

  /** Waits on the former thread; gives back what the call returned or threw. */
  T await(Task task) throws Exception {
    while (!done) {
      LockSupport.park();
      task.clearInterrupt();
    }
    if (failure == null) {
      return value;
    }
    if (failure instanceof Exception e) {
      throw e;
    }
    throw (Error) failure;
  }
}
