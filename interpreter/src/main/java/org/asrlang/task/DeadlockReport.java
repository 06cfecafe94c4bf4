package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;

/**
 * All tasks wait, no timer is armed and nothing external is awaited (T13); or a deterministic run
 * has taken more turns than it may.
 *
 * @param livelock the latter: tasks run, but none gets on
 * @param waits every live task, parents before children
 */
public record DeadlockReport(boolean livelock, List<Wait> waits) {
  /**
   * One line of the tree.
   *
   * @param level 0 for the tasks at the root
   * @param task its name
   * @param waitsFor such as "waits for a mutex held by main"
   * @param location where it waits, or null
   */
  public record Wait(int level, String task, String waitsFor, String location) {}

  static DeadlockReport of(TaskTree tree, boolean livelock) {
    List<Wait> lines = new ArrayList<>();
    tree.roots().forEach(t -> add(t, 0, lines));
    return new DeadlockReport(livelock, List.copyOf(lines));
  }

  private static void add(TaskInfo t, int level, List<Wait> lines) {
    String waits = t.waiting() == null ? "is running" : t.waiting().text();
    String place = t.place() == null ? null : t.place().place();
    lines.add(new Wait(level, t.displayName(), waits, place));
    t.children().forEach(c -> add(c, level + 1, lines));
  }

  /** The report as people read it, several lines without a final line break. */
  public String render() {
    String what =
        livelock
            ? "livelock: no end in sight after very many turns"
            : "deadlock: every task waits for another one";
    StringBuilder out = new StringBuilder(what);
    for (Wait w : waits) {
      out.append('\n').append("  ".repeat(w.level() + 1)).append(w.task());
      out.append(' ').append(w.waitsFor());
      if (w.location() != null) {
        out.append(" at ").append(w.location());
      }
    }
    return out.toString();
  }
}
