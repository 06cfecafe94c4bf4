package org.asrlang.task;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The live tasks of a runtime at one moment. Each task's line is consistent in itself; other tasks
 * may have gone on while it was read, since nothing is stopped for it.
 *
 * @param roots the tasks that have no parent
 * @param liveTasks how many there are
 * @param complete whether all are here; else the rest was more than was asked for
 */
public record TaskTree(List<TaskInfo> roots, long liveTasks, boolean complete) {
  /** Calls beyond which it is said how many there are. */
  private static final int DEEP = 100;

  /** The same with other names for the functions of the stacks. */
  public TaskTree withFunctions(UnaryOperator<String> names) {
    return new TaskTree(
        roots.stream().map(t -> t.withFunctions(names)).toList(), liveTasks, complete);
  }

  /** As people read it: several lines, each with its end. */
  public String render() {
    StringBuilder out = new StringBuilder();
    out.append(liveTasks).append(liveTasks == 1 ? " task\n" : " tasks\n");
    for (TaskInfo t : roots) {
      render(t, 0, out);
    }
    if (!complete) {
      out.append("… and more\n");
    }
    return out.toString();
  }

  private static void render(TaskInfo t, int level, StringBuilder out) {
    String indent = "  ".repeat(level);
    out.append(indent).append(t.displayName());
    if (t.name() != null) {
      out.append(" (task ").append(t.id()).append(')');
    }
    out.append(' ').append(doing(t));
    if (t.inDrop()) {
      out.append(", in a drop");
    }
    if (t.locksHeld() > 0) {
      out.append(", holds ").append(t.locksHeld()).append(t.locksHeld() == 1 ? " lock" : " locks");
    }
    if (t.cancelled() != null) {
      out.append(", is being cancelled: ").append(t.cancelled());
    }
    out.append('\n');
    boolean own = t.stack().stream().anyMatch(f -> !f.std());
    for (TaskFrame f : t.stack()) {
      // How std does it is of interest only where nothing else is there.
      if (!own || !f.std()) {
        out.append(indent).append("    at ").append(f).append('\n');
      }
    }
    if (t.depth() > DEEP) {
      out.append(indent).append("    in all ").append(t.depth()).append(" calls\n");
    }
    for (TaskInfo child : t.children()) {
      render(child, level + 1, out);
    }
  }

  private static String doing(TaskInfo t) {
    return switch (t.state()) {
      case READY -> "is ready to run";
      case RUNNING -> "is running";
      case WAITING -> {
        TaskInfo.Wait w = t.waiting();
        String text = w.text() + ", for " + duration(w.nanos());
        yield w.nanosLeft() < 0 ? text : text + ", " + duration(w.nanosLeft()) + " to go";
      }
    };
  }

  private static String duration(long nanos) {
    double seconds = nanos / 1e9;
    if (seconds < 1) {
      return String.format(Locale.ROOT, "%.0f ms", seconds * 1e3);
    }
    return seconds < 600
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : String.format(Locale.ROOT, "%.0f min", seconds / 60);
  }
}
