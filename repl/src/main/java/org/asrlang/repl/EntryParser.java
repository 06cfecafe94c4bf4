package org.asrlang.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells JLine whether what has been written is a whole entry, and which word the cursor is in. */
final class EntryParser implements Parser {
  private record Line(String line, int cursor, int from, int to) implements CompletingParsedLine {
    @Override
    public String word() {
      return line.substring(from, to);
    }

    @Override
    public int wordCursor() {
      return cursor - from;
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return to - from;
    }

    /** Nothing needs to be quoted. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public List<String> words() {
      return List.of(word());
    }
  }

  private final ReplSession session;

  EntryParser(ReplSession session) {
    this.session = session;
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean asked = context == ParseContext.ACCEPT_LINE || context == ParseContext.UNSPECIFIED;
    if (asked && isIncomplete(line)) {
      throw new EOFError(-1, cursor, "incomplete entry");
    }
    int from = cursor;
    while (from > 0 && isWordPart(line.charAt(from - 1))) {
      from--;
    }
    if (from == 1 && line.charAt(0) == ':') {
      from = 0;
    }
    int to = Math.max(cursor, from);
    while (to < line.length() && isWordPart(line.charAt(to))) {
      to++;
    }
    return new Line(line, cursor, from, to);
  }

  /** {@code :time} takes an entry, the other commands end with the line. */
  private boolean isIncomplete(String line) {
    String text = line.stripLeading();
    if (!text.startsWith(":")) {
      return session.isIncomplete(line);
    }
    return text.startsWith(":ti") && session.isIncomplete(text.replaceFirst("^:\\w+", ""));
  }

  private static boolean isWordPart(char c) {
    return Character.isUnicodeIdentifierPart(c);
  }
}
