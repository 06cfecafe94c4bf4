package org.asrlang.stdlib;

import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.task.Task;
import org.asrlang.task.TaskHandle;
import org.asrlang.task.TaskParker;

/** The body of a spawned task or thread whose closure returns the task's value. */
final class ThreadBody extends GuestBody {
  private final TaskParker parker = new TaskParker();
  private final org.asrlang.exec.Machine machine;

  /** For natives of the form {@code fn<F: FnOnce() -> T, T>}. */
  ThreadBody(NativeCall call, int closureIndex) {
    super(call, closureIndex, call.sig().typeLayout(1));
    machine = call.stack().machine;
  }

  /** What guest code holds of a spawned task. */
  record Spawned(TaskHandle handle, TaskParker parker) {
    ThreadHandle thread() {
      return new ThreadHandle(handle.task().id(), handle.task().name(), parker);
    }
  }

  Spawned spawned(TaskHandle handle) {
    return new Spawned(handle, parker);
  }

  @Override
  public Object run(Task t) {
    Stack s = machine.stack(t);
    TaskLocals.of(s).setThread(new ThreadHandle(t.id(), t.name(), parker));
    return super.run(t);
  }
}
