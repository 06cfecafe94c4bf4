package org.asrlang.task;

/**
 * One call of a task's stack, innermost first in lists.
 *
 * @param function its path and generic arguments, such as {@code main::worker}
 * @param file the name of the source, or null
 * @param line where it is now, from 1; 0 if unknown
 * @param std whether it belongs to std or asr
 */
public record TaskFrame(String function, String file, int line, boolean std) {
  /** As in {@code demo.asr:12}; null if unknown. */
  public String place() {
    return file == null || line == 0 ? null : file + ":" + line;
  }

  @Override
  public String toString() {
    String where = place() != null ? place() : file;
    return where == null ? function : function + " (" + where + ")";
  }
}
