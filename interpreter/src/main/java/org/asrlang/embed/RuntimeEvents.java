package org.asrlang.embed;

import java.util.List;
import org.asrlang.exec.StackTrace;
import org.asrlang.task.DeadlockReport;
import org.asrlang.task.Task;
import org.asrlang.task.TaskEvents;
import org.asrlang.task.TaskFrame;
import org.asrlang.task.TaskWarning;

/** What an isolate answers its runtime; what it hears goes to the host. */
final class RuntimeEvents implements TaskEvents {
  private final TaskEvents host;

  RuntimeEvents(TaskEvents host) {
    this.host = host;
  }

  @Override
  public List<TaskFrame> stack(Task t, boolean waits) {
    return StackTrace.of(t, waits);
  }

  @Override
  public void deadlock(DeadlockReport report) {
    host.deadlock(report);
  }

  @Override
  public void warning(TaskWarning warning) {
    host.warning(warning);
  }

  @Override
  public void dropAbandoned(Task t, Object what) {
    host.dropAbandoned(t, what);
  }
}
