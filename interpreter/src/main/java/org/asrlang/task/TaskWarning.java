package org.asrlang.task;

import java.util.List;
import java.util.Locale;

/**
 * Something that is allowed and hardly meant, seen while a program runs; see {@link
 * RuntimeOptions#watched}.
 *
 * @param task its name
 * @param nanos how long it lasted, on the runtime's clock
 * @param waits what it waited for; null for {@link Kind#NEVER_SUSPENDS}
 * @param stack where, innermost first
 */
public record TaskWarning(Kind kind, String task, long nanos, String waits, List<TaskFrame> stack) {
  /** What there is to warn of. */
  public enum Kind {
    /** It has run for long and reached no suspension point: it takes a core for itself. */
    NEVER_SUSPENDS,
    /** It waited for long and had a lock meanwhile: so do all that want the lock. */
    LOCK_HELD_WHILE_WAITING
  }

  /** As people read it, several lines without a final line break. */
  public String render() {
    StringBuilder out = new StringBuilder("warning: ").append(task);
    String time = String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    switch (kind) {
      case NEVER_SUSPENDS -> out.append(" has run for ").append(time).append(" without a pause");
      case LOCK_HELD_WHILE_WAITING ->
          out.append(" kept a lock while it waited for ")
              .append(time)
              .append(" (")
              .append(waits)
              .append(')');
    }
    boolean own = stack.stream().anyMatch(f -> !f.std());
    for (TaskFrame f : stack) {
      if (!own || !f.std()) {
        out.append("\n    at ").append(f);
      }
    }
    return out.toString();
  }
}
