package org.asrlang.repl;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.task.TaskTree;

/**
 * An interactive session: a root task that keeps what its entries define. Entries come one after
 * another; each is a cancellation scope in the session.
 */
public interface ReplSession extends AutoCloseable {
  /**
   * @param shown the value, as {@code {:?}} shows it, or the panic; empty for nothing
   * @param diagnostics errors, warnings, and notes on what was shadowed
   * @param failed the entry did not compile, panicked, or was cancelled
   */
  record EntryResult(String shown, List<Diagnostic> diagnostics, boolean failed) {}

  /**
   * Compiles an entry and runs it to its end; what it prints goes to standard output meanwhile. A
   * failing entry leaves the session as it was, except for what it did.
   */
  EntryResult eval(String text);

  /** The type of an expression, which is not run, in {@link EntryResult#shown}. */
  EntryResult typeOf(String expression);

  /** Where the function that an expression names may suspend, in {@link EntryResult#shown}. */
  default EntryResult points(String expression) {
    return new EntryResult("", List.of(), true);
  }

  /** Cancels the entry that runs, and its child tasks. From any thread; does not wait. */
  void cancelRunning();

  /**
   * Would more lines make an entry of this? {@link EntryTokens#isIncomplete} answers it by tokens
   * alone.
   *
   * @param text without the line break that ends its last line
   */
  boolean isIncomplete(String text);

  /** The names that an entry could use, for completion. */
  default List<String> names() {
    return List.of();
  }

  /** Variables with their types, oldest first, as {@code name: type}. */
  default List<String> variables() {
    return List.of();
  }

  /** The live tasks, of earlier entries too. Any thread. */
  default TaskTree tasks() {
    return new TaskTree(List.of(), 0, true);
  }

  /** Cancels a task with all that it has spawned; false if there is none of that id. */
  default boolean cancelTask(long id) {
    return false;
  }

  /** Ends the root task: its locals are dropped, then everything has ended. */
  @Override
  void close();
}
