package org.asrlang.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/**
 * A text for the lexer in UTF-16 units, so that its positions are those of spans. The lexer knows
 * one letter beyond ASCII, for all of them.
 */
public final class Utf16Stream implements CharStream {
  private final String text;
  private final int size;
  private int at;

  private static final char LETTER = '\u00AA';
  private static final char MARK = '\u00B7';

  /** In ID_Start or ID_Continue, but not in XID_Start and XID_Continue. */
  private static final String NEITHER =
      "\u037A\u309B\u309C\uFC5E\uFC5F\uFC60\uFC61\uFC62\uFC63\uFDFA\uFDFB\uFE70\uFE72\uFE74\uFE76\uFE78"
          + "\uFE7A\uFE7C\uFE7E";

  private static final String ONLY_CONTINUE = "\u0E33\u0EB3\uFF9E\uFF9F";

  public Utf16Stream(String text) {
    this.text = text;
    this.size = text.length();
  }

  @Override
  public void consume() {
    at++;
  }

  @Override
  public int LA(int i) {
    int p = i > 0 ? at + i - 1 : at + i;
    if (p < 0 || p >= size) {
      return EOF;
    }
    char c = text.charAt(p);
    return c < 0x80 ? c : folded(c);
  }

  /** Letters beyond the first plane come as surrogates. */
  private static char folded(char c) {
    if (Character.isSurrogate(c)) {
      return LETTER;
    }
    boolean start = Character.isUnicodeIdentifierStart(c);
    if (!start && !Character.isUnicodeIdentifierPart(c)
        || Character.isIdentifierIgnorable(c)
        || NEITHER.indexOf(c) >= 0) {
      return c == LETTER || c == MARK ? '\u00A7' : c;
    }
    return start && ONLY_CONTINUE.indexOf(c) < 0 ? LETTER : MARK;
  }

  @Override
  public int mark() {
    return -1;
  }

  @Override
  public void release(int marker) {}

  @Override
  public int index() {
    return at;
  }

  @Override
  public void seek(int index) {
    at = index;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String getSourceName() {
    return UNKNOWN_SOURCE_NAME;
  }

  @Override
  public String getText(Interval interval) {
    return text.substring(interval.a, Math.min(interval.b + 1, size));
  }
}
