package org.asrlang.repl;

import java.util.List;
import java.util.function.IntConsumer;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Session;
import org.asrlang.task.TaskTree;

/** A session of the compiler and runtime of this build, with everything granted. */
final class EmbedSession implements ReplSession {
  private final Session session;
  private final IntConsumer exit;

  /**
   * @param exit gets the code that an entry has given to {@code process::exit}
   */
  EmbedSession(
      Engine engine, Toolchain.RunOptions options, Capabilities granted, IntConsumer exit) {
    session = engine.session(granted, options.seed(), new FileModuleLoader(null));
    this.exit = exit;
  }

  @Override
  public EntryResult eval(String text) {
    Session.Result r = session.eval(text);
    r.exitCode().ifPresent(exit);
    return new EntryResult(r.failed() ? r.message() : r.value(), r.diagnostics(), r.failed());
  }

  @Override
  public EntryResult typeOf(String expression) {
    Session.Result r = session.typeOf(expression);
    return new EntryResult(r.type(), r.diagnostics(), r.failed());
  }

  @Override
  public EntryResult points(String expression) {
    Session.Result r = session.points(expression);
    return new EntryResult(r.failed() ? r.message() : r.value(), r.diagnostics(), r.failed());
  }

  @Override
  public void cancelRunning() {
    session.cancel();
  }

  @Override
  public List<String> names() {
    return session.names();
  }

  @Override
  public List<String> variables() {
    return session.variables();
  }

  @Override
  public TaskTree tasks() {
    return session.taskTree();
  }

  @Override
  public boolean cancelTask(long id) {
    return session.cancelTask(id);
  }

  @Override
  public boolean isIncomplete(String text) {
    return EntryTokens.isIncomplete(text);
  }

  @Override
  public void close() {
    session.close();
  }
}
