package org.asrlang.exec;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.task.Task;
import org.asrlang.task.TaskFrame;

/**
 * Reads the guest calls of a task, from any thread. Right if the task waits meanwhile or reads
 * itself; of one that runs, calls that begin and end just now may be missing or too many.
 */
public final class StackTrace {
  /** The calls that are told; the outermost ones of a deep recursion are not. */
  private static final int MOST = 100;

  private StackTrace() {}

  /**
   * @param waits whether it waits in a native: then the place of that call counts too
   * @return innermost first, of a deep stack the innermost ones
   */
  public static List<TaskFrame> of(Task t, boolean waits) {
    if (!(t.context instanceof Stack s)) {
      return List.of();
    }
    CallSite[] sites = s.sites;
    int depth = Math.min(t.depth, sites.length);
    List<TaskFrame> frames = new ArrayList<>(depth);
    for (int i = Math.max(0, depth - MOST); i < depth; i++) {
      CallSite here = sites[i];
      CallSite next = i + 1 < sites.length && (i + 1 < depth || waits) ? sites[i + 1] : null;
      Code code = here == null ? null : here.callee();
      if (code == null && i + 1 < depth && next != null) {
        code = next.in(); // found out at run time: it is the one that calls on
      }
      if (code == null) {
        continue;
      }
      boolean inside = next != null && next.in() == code;
      frames.addFirst(frame(code, inside ? next.span() : null));
    }
    return frames;
  }

  /** Without a line where the function runs by itself, or has been called back by a native. */
  private static TaskFrame frame(Code code, Span at) {
    String file = code.span == Span.NONE ? null : code.span.file().name();
    if (at == null || at == Span.NONE) {
      return new TaskFrame(code.toString(), file, 0, code.std);
    }
    Span place = at.callSite();
    return new TaskFrame(code.toString(), place.file().name(), place.line(), code.std);
  }
}
