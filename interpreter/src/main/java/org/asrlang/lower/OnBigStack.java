package org.asrlang.lower;

import java.util.function.Supplier;

/**
 * Runs compiler work that a running program has asked for: on a virtual thread or deep in guest
 * calls there may be too little stack for it, so it gets a thread of its own.
 */
final class OnBigStack {
  private static final long STACK_BYTES = 256L << 20;

  private OnBigStack() {}

  static <T> T call(Supplier<T> work) {
    Thread here = Thread.currentThread();
    if (!here.isVirtual()) {
      return work.get();
    }
    Object[] result = new Object[1];
    Throwable[] failure = new Throwable[1];
    Thread helper =
        Thread.ofPlatform()
            .daemon()
            .name("asr-lower")
            .stackSize(STACK_BYTES)
            .unstarted(() -> {
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
