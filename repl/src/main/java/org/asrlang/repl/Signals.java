package org.asrlang.repl;

import java.io.IOException;
import org.asrlang.embed.TaskTreeJson;
import org.asrlang.task.TaskTree;
import sun.misc.Signal;

/**
 * Ends a running program on SIGINT and SIGTERM: the first one cancels it, so that its drops run;
 * the second one kills it. SIGUSR1 shows its tasks: to {@code asr tasks}, if that has asked, or on
 * standard error.
 */
final class Signals implements AutoCloseable {
  private static final String[] NAMES = {"INT", "TERM", "USR1"};
  private static final String SHOW_TASKS = "USR1";
  private static final int SHOWN_TASKS = 1000;

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

  private void handle(Signal signal) {
    if (signal.getName().equals(SHOW_TASKS)) {
      showTasks();
    } else {
      end(signal);
    }
  }

  private synchronized void end(Signal signal) {
    if (received == 0) {
      received = signal.getNumber();
      execution.cancel("SIG" + signal.getName());
    } else {
      execution.kill();
    }
  }

  private void showTasks() {
    try {
      TaskRequests requests = TaskRequests.existing();
      if (requests != null && requests.answer(ProcessHandle.current().pid(), this::tasks) > 0) {
        return;
      }
    } catch (IOException e) {
      System.err.println("asr: " + Sources.reason(e));
    }
    System.err.print(execution.tasks(SHOWN_TASKS).render());
    System.err.flush();
  }

  private String tasks(TaskRequests.Request request) {
    TaskTree tree = execution.tasks(request.limit());
    return request.json() ? TaskTreeJson.render(tree) + "\n" : tree.render();
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
