package org.asrlang.repl;

import java.util.List;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/**
 * Completes the session's commands and the names that an entry could begin with: those of the
 * session, of the prelude, keywords and macros. Not members behind a dot or a path.
 */
final class NameCompleter implements Completer {
  private static final List<String> WORDS =
      List.of(
          "as",
          "assert!",
          "assert_eq!",
          "bool",
          "Box",
          "break",
          "char",
          "const",
          "continue",
          "dbg!",
          "else",
          "enum",
          "Err",
          "f64",
          "false",
          "fn",
          "for",
          "format!",
          "i32",
          "i64",
          "if",
          "impl",
          "in",
          "let",
          "loop",
          "match",
          "mod",
          "move",
          "mut",
          "None",
          "Ok",
          "Option",
          "panic!",
          "print!",
          "println!",
          "pub",
          "ref",
          "Result",
          "return",
          "Self",
          "self",
          "Some",
          "static",
          "std",
          "String",
          "struct",
          "todo!",
          "trait",
          "true",
          "type",
          "u64",
          "u8",
          "use",
          "usize",
          "Vec",
          "vec!",
          "where",
          "while");

  private final ReplSession session;

  NameCompleter(ReplSession session) {
    this.session = session;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String word = line.word();
    if (word.startsWith(":")) {
      for (Entries.CommandHelp c : Entries.COMMANDS) {
        candidates.add(new Candidate(c.name(), c.name(), null, c.text(), null, null, true));
      }
      return;
    }
    int start = line.cursor() - line.wordCursor();
    char before = start > 0 ? line.line().charAt(start - 1) : ' ';
    if (word.isEmpty() || before == '.' || before == ':') {
      return;
    }
    TreeSet<String> names = new TreeSet<>(WORDS);
    names.addAll(session.names());
    for (String name : names) {
      if (!name.startsWith("__")) {
        candidates.add(new Candidate(name, name, null, null, null, null, false));
      }
    }
  }
}
