package org.asrlang.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the tree of live tasks without stopping them. Any thread. */
final class TaskTreeReader {
  private static final int MAX_LEVEL = 100;

  /** How often a task is read again because it went on meanwhile. */
  private static final int ATTEMPTS = 4;

  private final TaskRuntime runtime;
  private final int limit;
  private int count;
  private boolean complete = true;

  private TaskTreeReader(TaskRuntime runtime, int limit) {
    this.runtime = runtime;
    this.limit = limit;
  }

  /**
   * @param limit of so many tasks at most, parents first
   */
  static TaskTree read(TaskRuntime runtime, TaskScope root, int limit) {
    TaskTreeReader reader = new TaskTreeReader(runtime, limit);
    List<TaskInfo> roots = new ArrayList<>();
    reader.visit(root, 0, roots);
    return new TaskTree(List.copyOf(roots), runtime.liveTasks(), reader.complete);
  }

  private void visit(TaskScope outermost, int level, List<TaskInfo> into) {
    // Scopes that one task has opened inside each other may be as many as its calls.
    ArrayDeque<TaskScope> work = new ArrayDeque<>(List.of(outermost));
    for (TaskScope scope = work.poll(); scope != null; scope = work.poll()) {
      Map<Task, List<TaskScope>> scopesOf = new HashMap<>();
      for (CancelScope inner : scope.inner()) {
        TaskScope s = (TaskScope) inner;
        if (s.owner == scope.owner) {
          work.addFirst(s); // opened by the same task, one block further in
        } else {
          scopesOf.computeIfAbsent(s.owner, k -> new ArrayList<>()).addFirst(s);
        }
      }
      for (Task child : scope.children()) {
        if (count >= limit || level >= MAX_LEVEL) {
          complete = false;
          return;
        }
        count++;
        List<TaskInfo> children = new ArrayList<>();
        TaskInfo info = info(child, children);
        for (TaskScope s : scopesOf.getOrDefault(child, List.of())) {
          visit(s, level + 1, children);
        }
        into.add(info);
      }
    }
  }

  private TaskInfo info(Task t, List<TaskInfo> children) {
    Waiter w = t.waiter;
    List<TaskFrame> stack = runtime.options().events().stack(t, w != null);
    for (int i = 0; i < ATTEMPTS && t.waiter != w; i++) {
      w = t.waiter; // a wait is an object of its own: the same one means that it has not moved
      stack = runtime.options().events().stack(t, w != null);
    }
    boolean waits = w != null && w.waiting();
    return new TaskInfo(
        t.id(),
        t.name(),
        waits
            ? TaskInfo.State.WAITING
            : t.looksRunning() ? TaskInfo.State.RUNNING : TaskInfo.State.READY,
        waits ? wait(w) : null,
        t.whyCancelled(),
        t.mask > 0 || t.scope.shielded,
        t.locksHeld,
        t.depth,
        stack,
        children);
  }

  private TaskInfo.Wait wait(Waiter w) {
    long now = runtime.now();
    long left = w.timed() ? Math.max(0, w.deadline - now) : -1;
    return new TaskInfo.Wait(w.point, waitsFor(w), waitsOn(w), Math.max(0, now - w.since), left);
  }

  private static List<Long> waitsOn(Waiter w) {
    return switch (w.detail) {
      case TaskScope s -> s.children().stream().map(Task::id).toList();
      case Task t -> List.of(t.id());
      case HeldByTask h -> {
        Task holder = h.holder(); // once: it goes at any time
        yield holder == null ? List.of() : List.of(holder.id());
      }
      case null, default -> List.of();
    };
  }

  /** What a wait is for, for people. */
  static String waitsFor(Waiter w) {
    String text = w.point.waitText();
    String detail =
        switch (w.detail) {
          case TaskScope s -> names(s.children());
          case Task t -> t.displayName();
          case HeldByTask h -> {
            Task holder = h.holder();
            yield holder == null ? "" : "held by " + holder.displayName();
          }
          case null -> "";
          case String what -> ": " + what;
          case Object o -> o.toString();
        };
    return detail.isEmpty() || detail.startsWith(":") ? text + detail : text + " " + detail;
  }

  private static String names(List<Task> tasks) {
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < Math.min(3, tasks.size()); i++) {
      names.append(i == 0 ? "" : ", ").append(tasks.get(i).displayName());
    }
    if (tasks.size() > 3) {
      names.append(" and ").append(tasks.size() - 3).append(" more");
    }
    return names.toString();
  }
}
