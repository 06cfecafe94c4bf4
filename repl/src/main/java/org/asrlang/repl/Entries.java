package org.asrlang.repl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Runs what was entered in a session: code, or a command that starts with a colon. */
final class Entries {
  enum Outcome {
    DONE,
    FAILED,
    QUIT
  }

  /** A command, how it is written, and what it does. */
  record CommandHelp(String name, String usage, String text) {}

  static final List<CommandHelp> COMMANDS =
      List.of(
          new CommandHelp(":type", ":type EXPR", "the type of an expression, which is not run"),
          new CommandHelp(":points", ":points FN", "where a function may suspend"),
          new CommandHelp(":vars", ":vars", "the variables with their types"),
          new CommandHelp(":tasks", ":tasks", "the live tasks, and what each waits for"),
          new CommandHelp(":cancel", ":cancel ID", "cancel a task with all that it has spawned"),
          new CommandHelp(":time", ":time ENTRY", "how long an entry takes"),
          new CommandHelp(":load", ":load FILE", "run a file as one entry"),
          new CommandHelp(":help", ":help", "this list"),
          new CommandHelp(":quit", ":quit", "end the session; so does Ctrl-D"));

  private final ReplSession session;
  private final Output output;
  private final PrintStream out;
  private final PrintStream err;

  Entries(ReplSession session, Output output, PrintStream out, PrintStream err) {
    this.session = session;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  Outcome run(String entry) {
    String text = entry.strip();
    if (text.isEmpty()) {
      return Outcome.DONE;
    }
    return text.startsWith(":") ? command(text) : show(session.eval(entry));
  }

  private Outcome command(String text) {
    int end = 1;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    String name = text.substring(0, end);
    String argument = text.substring(end).strip();
    List<CommandHelp> matching =
        COMMANDS.stream().filter(c -> name.length() > 1 && c.name.startsWith(name)).toList();
    if (matching.isEmpty()) {
      return problem("there is no command " + name + "; :help lists them");
    }
    CommandHelp command = matching.getFirst();
    boolean takesArgument = command.usage.indexOf(' ') > 0;
    if (takesArgument && argument.isEmpty()) {
      return problem("usage: " + command.usage);
    }
    return switch (command.name) {
      case ":type" -> show(session.typeOf(argument));
      case ":points" -> show(session.points(argument));
      case ":vars" -> variables();
      case ":tasks" -> tasks();
      case ":cancel" -> cancel(argument);
      case ":time" -> time(argument);
      case ":load" -> load(argument);
      case ":quit" -> Outcome.QUIT;
      default -> help();
    };
  }

  private Outcome time(String entry) {
    long start = System.nanoTime();
    Outcome outcome = show(session.eval(entry));
    out.printf(Locale.ROOT, "%.3f ms%n", (System.nanoTime() - start) / 1e6);
    return outcome;
  }

  private Outcome load(String file) {
    try {
      return show(session.eval(Sources.read(Path.of(file)).text()));
    } catch (IOException e) {
      return problem("cannot read " + file + ": " + Sources.reason(e));
    }
  }

  private Outcome tasks() {
    out.print(session.tasks().render());
    return Outcome.DONE;
  }

  private Outcome cancel(String id) {
    try {
      if (session.cancelTask(Long.parseLong(id))) {
        return Outcome.DONE;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    return problem("there is no task " + id + "; :tasks lists them");
  }

  private Outcome variables() {
    session.variables().forEach(out::println);
    return Outcome.DONE;
  }

  private Outcome help() {
    for (CommandHelp c : COMMANDS) {
      out.printf("%-14s %s%n", c.usage, c.text);
    }
    out.println("Ctrl-C cancels the entry that runs, or clears the one that is being written.");
    return Outcome.DONE;
  }

  private Outcome problem(String message) {
    err.println("asr: " + message);
    return Outcome.FAILED;
  }

  private Outcome show(ReplSession.EntryResult result) {
    out.flush();
    output.report(result.diagnostics(), err, false);
    if (!result.shown().isEmpty()) {
      out.println(result.shown());
    }
    out.flush();
    return result.failed() ? Outcome.FAILED : Outcome.DONE;
  }
}
