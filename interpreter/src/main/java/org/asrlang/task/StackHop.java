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

  /** The guest depth at which a thread is full on which the task goes on from where it is. */
  static int limitFor(Task task, long stackBytes) {
    // The last part is left to natives, drops and the scheduler itself.
    RuntimeOptions options = task.runtime.options();
    long calls = (stackBytes - stackBytes / 8) / options.bytesPerCall();
    return (int) Math.min(options.limits().depth(), task.depth + calls);
  }

  /** Goes on on a fresh platform thread with a deep stack until the call returns. */
  static <T> T onDeepStack(Task task, Callable<T> call) throws Exception {
    long bytes = task.runtime.options().deepStackBytes();
    var hop = new StackHop<>(call);
    Thread next = Thread.ofPlatform().daemon().name("asr-deep").stackSize(bytes).unstarted(hop);
    return hop.on(next, task, bytes, true);
  }

  /** Goes on on a virtual thread, where parking is much cheaper than on a platform thread. */
  static <T> T onVirtualThread(Task task, Callable<T> call) throws Exception {
    var hop = new StackHop<>(call);
    Thread next = VirtualThreads.thread(task.runtime, hop);
    return hop.on(next, task, task.runtime.options().virtualStackBytes(), false);
  }

  private T on(Thread next, Task task, long bytes, boolean deep) throws Exception {
    Thread formerThread = task.thread;
    int formerLimit = task.depthLimit;
    boolean wasDeep = task.deep;
    task.thread = next;
    task.depthLimit = limitFor(task, bytes);
    task.deep = deep;
    task.scheduler.moved(task);
    try {
      next.start(); // fails if the machine has no thread left
      return await(task);
    } finally {
      task.thread = formerThread;
      task.depthLimit = formerLimit;
      task.deep = wasDeep;
      task.scheduler.moved(task);
    }
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
  private T await(Task task) throws Exception {
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
