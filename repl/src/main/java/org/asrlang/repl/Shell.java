package org.asrlang.repl;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The session at a terminal: reads entries of several lines, runs them one by one. Ctrl-C clears
 * the entry that is being written or cancels the one that runs, never the session.
 */
final class Shell {
  static final String PROMPT = "asr> ";
  static final String CONTINUATION = "...> ";

  private final ReplSession session;
  private final Output output;

  Shell(ReplSession session, Output output) {
    this.session = session;
    this.output = output;
  }

  /** Returns when the user has left. */
  int run() throws IOException {
    try (Terminal terminal =
        TerminalBuilder.builder().system(true).graphemeCluster(false).build()) {
      LineReader reader = reader(terminal);
      Entries entries = new Entries(session, output, System.out, System.err);
      greet(System.out);
      while (true) {
        String entry;
        try {
          entry = reader.readLine(PROMPT);
        } catch (UserInterruptException e) {
          if (e.getPartialLine().isBlank()) {
            System.out.println("(:quit or Ctrl-D ends the session)");
          }
          continue;
        } catch (EndOfFileException e) {
          return ExitCode.OK;
        }
        if (run(entries, entry, terminal) == Entries.Outcome.QUIT) {
          return ExitCode.OK;
        }
      }
    }
  }

  private Entries.Outcome run(Entries entries, String entry, Terminal terminal) {
    // The signal arrives in a thread of its own, while this one is busy with the entry.
    Terminal.SignalHandler before =
        terminal.handle(Terminal.Signal.INT, signal -> session.cancelRunning());
    try {
      return entries.run(entry);
    } finally {
      terminal.handle(Terminal.Signal.INT, before);
    }
  }

  private LineReader reader(Terminal terminal) {
    LineReaderBuilder builder =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("asr")
            .parser(new EntryParser(session))
            .highlighter(new SyntaxHighlighter(output.color != ColorChoice.never))
            .completer(new NameCompleter(session))
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUATION)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
            .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
            .option(LineReader.Option.INSERT_TAB, true);
    Path history = historyFile();
    if (history != null) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    return builder.build();
  }

  private static void greet(PrintStream out) {
    String[] version = new Commands.Version().getVersion();
    out.println(version[0] + ". :help shows the commands, Ctrl-D ends the session.");
    out.flush();
  }

  /** ASR_HISTORY, or a file in the user's state folder; null for none. */
  private static Path historyFile() {
    String chosen = System.getenv("ASR_HISTORY");
    if (chosen != null) {
      return chosen.isEmpty() ? null : Path.of(chosen);
    }
    String state = System.getenv("XDG_STATE_HOME");
    Path folder =
        state == null || state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state", "asr")
            : Path.of(state, "asr");
    try {
      Files.createDirectories(folder);
      return folder.resolve("history");
    } catch (IOException e) {
      // A home that cannot be written to is no reason to have no session.
      return null;
    }
  }
}
