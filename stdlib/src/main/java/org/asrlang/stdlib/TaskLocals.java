package org.asrlang.stdlib;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Stack;
import org.asrlang.task.Task;
import org.asrlang.task.Unwind;

/** What std keeps for one task: its thread handle, its thread-local values. Task's thread only. */
final class TaskLocals {
  /** A value that has been dropped. */
  private static final Object DROPPED = new Object();

  private record Entry(Object key, Object value, DropGlue glue) {}

  private ThreadHandle thread;
  private final Map<Object, Object> values = new IdentityHashMap<>(4);
  private final List<Entry> entries = new ArrayList<>();

  private TaskLocals() {}

  /** Those of the running task, also while it computes a constant on a stack aside. */
  static TaskLocals of(Stack s) {
    Stack main = Stack.of(s.machine, s.task);
    if (main.locals == null) {
      main.locals = new TaskLocals();
    }
    return (TaskLocals) main.locals;
  }

  ThreadHandle thread(Task t) {
    if (thread == null) {
      thread = new ThreadHandle(t);
    }
    return thread;
  }

  /** As std numbers the states: 0 not made yet, 1 there, 2 dropped. */
  long state(Object key) {
    Object value = values.get(key);
    return value == null ? 0 : value == DROPPED ? 2 : 1;
  }

  Object get(Object key) {
    return values.get(key);
  }

  void set(Object key, Object box, DropGlue glue) {
    values.put(key, box);
    entries.add(new Entry(key, box, glue));
  }

  /** The task ends: drops the values, the youngest first, also those that drops make. */
  static Unwind end(Stack s) {
    Unwind failure = null;
    if (s.locals instanceof TaskLocals locals) {
      while (!locals.entries.isEmpty()) {
        Entry e = locals.entries.removeLast();
        locals.values.put(e.key(), DROPPED);
        try {
          Guest.drop(s, e.glue(), e.value());
        } catch (Unwind u) {
          failure = Unwind.combine(failure, u);
          if (failure.isKill()) {
            break;
          }
        }
      }
    }
    return failure;
  }
}
