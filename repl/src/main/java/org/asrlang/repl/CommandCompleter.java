package org.asrlang.repl;

import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes the session's own commands. */
final class CommandCompleter implements Completer {
  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    if (line.word().startsWith(":")) {
      for (Entries.CommandHelp c : Entries.COMMANDS) {
        candidates.add(new Candidate(c.name(), c.name(), null, c.text(), null, null, true));
      }
    }
  }
}
