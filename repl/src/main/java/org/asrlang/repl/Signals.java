package org.asrlang.repl;

import sun.misc.Signal;

/**
 * Ends a running program on SIGINT and SIGTERM: the first one cancels it, so that its drops run;
 * the second one kills it.
 */
final class Signals implements AutoCloseable {
  private static final String[] NAMES = {"INT", "TERM"};

  private final Toolchain.Execution execution;
  private final sun.misc.SignalHandler[] before = new sun.misc.SignalHandler[NAMES.length];
  private volatile int received;

  private Signals(Toolchain.Execution execution) {
    this.execution = execution;
  }

  static Signals install(Toolchain.Execution execution) {
    Signals signals = new Signals(execution);
    for (int i = 0; i < NAMES.length; i++) {
      try {
        signals.before[i] = Signal.handle(new Signal(NAMES[i]), signals::handle);
      } catch (IllegalArgumentException e) {
        // A system without it, or a JVM that keeps it for itself (-Xrs).
        signals.before[i] = null;
      }
    }
    return signals;
  }

  /** The number of the first signal, or 0. */
  int received() {
    return received;
  }

  private synchronized void handle(Signal signal) {
    if (received == 0) {
      received = signal.getNumber();
      execution.cancel("SIG" + signal.getName());
    } else {
      execution.kill();
    }
  }

  @Override
  public void close() {
    for (int i = 0; i < NAMES.length; i++) {
      if (before[i] != null) {
        Signal.handle(new Signal(NAMES[i]), before[i]);
      }
    }
  }
}
