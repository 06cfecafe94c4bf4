package org.asrlang.lower;

import java.util.function.Supplier;

/**
 * Runs compiler work, whose recursion follows the nesting of the source: the caller's thread, a
 * virtual one or one deep in guest calls, may have too little stack for it, so it gets a thread of
 * its own. The stack is only reserved: what is not used costs nothing.
 */
public final class OnBigStack {
  private static final long STACK_BYTES = 512L << 20;

  private OnBigStack() {}

  private static final class Roomy extends Thread {
    Roomy(Runnable work) {
      super(null, work, "asr-compiler", STACK_BYTES, false);
      setDaemon(true);
    }
  }

  /**
   * For a whole compilation, from any thread. Returns what the work returns; throws what it throws.
   * Waits even if interrupted.
   */
  public static <T> T compile(Supplier<T> work) {
    return Thread.currentThread() instanceof Roomy ? work.get() : elsewhere(work);
  }

  /** As {@link #compile}, for small work: a platform thread has stack enough for it. */
  static <T> T call(Supplier<T> work) {
    return Thread.currentThread().isVirtual() ? elsewhere(work) : work.get();
  }

  private static <T> T elsewhere(Supplier<T> work) {
    Thread here = Thread.currentThread();
    Object[] result = new Object[1];
    Throwable[] failure = new Throwable[1];
    Thread helper =
        new Roomy(() -> {
          try {
            result[0] = work.get();
          } catch (Throwable e) {
            failure[0] = e;
          }
        });
    helper.start();
    boolean interrupted = false;
    while (true) {
      try {
        helper.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      here.interrupt();
    }
    switch (failure[0]) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
    @SuppressWarnings("unchecked")
    T value = (T) result[0];
    return value;
  }
}
