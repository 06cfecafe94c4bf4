package org.asrlang.task;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A task at one moment.
 *
 * @param id unique in its runtime
 * @param name the one it was given, or null
 * @param state what it does
 * @param waiting what it waits for; null unless it is {@link State#WAITING}
 * @param cancelled why it or a scope around it is being cancelled; null if it is not
 * @param inDrop whether it runs a drop, which keeps a cancellation off (T6)
 * @param locksHeld how many guards of mutexes and rwlocks it has
 * @param depth how many calls deep it is
 * @param stack its calls, innermost first, of a deep stack only those; of a task that runs
 *     meanwhile it is about right
 * @param children the tasks that it has spawned and that have not ended
 */
public record TaskInfo(
    long id,
    String name,
    State state,
    Wait waiting,
    String cancelled,
    boolean inDrop,
    int locksHeld,
    int depth,
    List<TaskFrame> stack,
    List<TaskInfo> children) {

  /** What a live task does. */
  public enum State {
    /** Could run, and waits for its turn. */
    READY,
    RUNNING,
    WAITING
  }

  /**
   * @param point the primitive that it waits in
   * @param text for people: "waits for a mutex held by main"
   * @param on the ids of the tasks that it waits for, as far as that is known: the holder of a
   *     lock, a joined task, the children of a scope
   * @param nanos for how long already, on the runtime's clock
   * @param nanosLeft until the wait ends by itself; -1 if it does not
   */
  public record Wait(
      SuspensionPoint point, String text, List<Long> on, long nanos, long nanosLeft) {}

  /** The name for reports: the given one or {@code task 7}. */
  public String displayName() {
    return name != null ? name : "task " + id;
  }

  TaskInfo withFunctions(UnaryOperator<String> names) {
    return new TaskInfo(
        id,
        name,
        state,
        waiting,
        cancelled,
        inDrop,
        locksHeld,
        depth,
        stack.stream()
            .map(f -> new TaskFrame(names.apply(f.function()), f.file(), f.line(), f.std()))
            .toList(),
        children.stream().map(t -> t.withFunctions(names)).toList());
  }

  /** The innermost call of the program's own code, or null. */
  public TaskFrame place() {
    for (TaskFrame f : stack) {
      if (!f.std() && f.place() != null) {
        return f;
      }
    }
    return null;
  }
}
