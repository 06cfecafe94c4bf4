package org.asrlang.task;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the tree of live tasks, for reports. A snapshot: other threads may change it meanwhile. */
final class TaskTree {
  private static final int MAX_LEVEL = 100;
  private static final int MAX_LINES = 1000;

  private final TaskEvents events;
  private final List<DeadlockReport.Wait> lines = new ArrayList<>();

  private TaskTree(TaskEvents events) {
    this.events = events;
  }

  static List<DeadlockReport.Wait> waits(TaskScope root, TaskEvents events) {
    TaskTree tree = new TaskTree(events);
    tree.visit(root, 0);
    return List.copyOf(tree.lines);
  }

  static List<String> names(TaskScope root) {
    return waits(root, TaskEvents.NONE).stream().map(DeadlockReport.Wait::task).toList();
  }

  private void visit(TaskScope scope, int level) {
    Map<Task, List<TaskScope>> scopesOf = new HashMap<>();
    List<TaskScope> nested = new ArrayList<>();
    for (CancelScope inner : scope.inner()) {
      TaskScope s = (TaskScope) inner;
      if (s.owner == scope.owner) {
        nested.add(s); // opened by the same task, one block further in
      } else {
        scopesOf.computeIfAbsent(s.owner, k -> new ArrayList<>()).add(s);
      }
    }
    for (Task child : scope.children()) {
      if (lines.size() >= MAX_LINES || level >= MAX_LEVEL) {
        return;
      }
      lines.add(line(child, level));
      for (TaskScope s : scopesOf.getOrDefault(child, List.of())) {
        visit(s, level + 1);
      }
    }
    for (TaskScope s : nested) {
      visit(s, level);
    }
  }

  private DeadlockReport.Wait line(Task t, int level) {
    return new DeadlockReport.Wait(level, t.displayName(), waitsFor(t.waiter), events.locate(t));
  }

  private static String waitsFor(Waiter w) {
    if (w == null) {
      return "is running";
    }
    String text = w.point.waitText();
    if (w.detail == null) {
      return text;
    }
    String detail =
        switch (w.detail) {
          case TaskScope s -> childNames(s);
          case Task t -> t.displayName();
          case Object o -> o.toString();
        };
    return detail.isEmpty() ? text : text + " " + detail;
  }

  private static String childNames(TaskScope s) {
    List<Task> children = s.children();
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < Math.min(3, children.size()); i++) {
      names.append(i == 0 ? "" : ", ").append(children.get(i).displayName());
    }
    if (children.size() > 3) {
      names.append(" and ").append(children.size() - 3).append(" more");
    }
    return names.toString();
  }
}
