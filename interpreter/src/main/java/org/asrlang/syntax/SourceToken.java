package org.asrlang.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.TokenSource;
import org.asrlang.grammar.AsrLexer;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * A token on its way to the parser: what ANTLR wants to know, and the span, which for the output of
 * a macro is that of the token it was made from. Mutable until the parser runs.
 */
final class SourceToken implements Token {
  private final SourceFile file;
  final int lo;
  final int hi;
  private final Expansion expansion;
  private String text;
  private Span span;

  /** The type that the lexer gave. */
  int baseType;

  /** The type in its context, which the parser sees. */
  int type;

  boolean spaceBefore;

  /** Inserted for the parser; no text stands for it. */
  boolean inserted;

  /** The fragment that this token stands for, or null. */
  TokenTree.Interpolated fragment;

  int index;

  /** Of a delimiter: the index of its partner, or -1. */
  int partner = -1;

  SourceToken(int type, SourceFile file, int lo, int hi) {
    this.type = type;
    this.baseType = type;
    this.file = file;
    this.lo = lo;
    this.hi = hi;
    this.expansion = Expansion.ROOT;
  }

  SourceToken(int type, String text, Span span, boolean spaceBefore) {
    this.type = type;
    this.baseType = type;
    this.text = text;
    this.file = span.file();
    this.lo = span.lo();
    this.hi = span.hi();
    this.expansion = span.expansion();
    this.span = span;
    this.spaceBefore = spaceBefore;
  }

  Span span() {
    if (span == null) {
      span = new Span(file, lo, hi, expansion);
    }
    return span;
  }

  Expansion expansion() {
    return expansion;
  }

  SourceFile file() {
    return file;
  }

  void text(String newText) {
    text = newText;
  }

  /** As written; identifiers without {@code r#}. */
  String text() {
    if (text == null) {
      int from = baseType == AsrLexer.RAW_IDENTIFIER ? lo + 2 : lo;
      text = type == EOF ? "" : file.text().substring(from, hi);
    }
    return text;
  }

  int length() {
    return text != null ? text.length() : hi - lo;
  }

  boolean is(String word) {
    return text != null
        ? text.equals(word)
        : hi - lo == word.length() && file.text().startsWith(word, lo);
  }

  /** From the start of this token to the end of the other. */
  Span to(SourceToken end) {
    return end == this ? span() : span().to(end.span());
  }

  TokenTree.Token tree() {
    return new TokenTree.Token(baseType, text(), span(), spaceBefore);
  }

  @Override
  public String getText() {
    return text();
  }

  @Override
  public int getType() {
    return type;
  }

  @Override
  public int getLine() {
    return 0;
  }

  @Override
  public int getCharPositionInLine() {
    return 0;
  }

  @Override
  public int getChannel() {
    return DEFAULT_CHANNEL;
  }

  @Override
  public int getTokenIndex() {
    return index;
  }

  @Override
  public int getStartIndex() {
    return lo;
  }

  @Override
  public int getStopIndex() {
    return hi - 1;
  }

  @Override
  public TokenSource getTokenSource() {
    return null;
  }

  @Override
  public CharStream getInputStream() {
    return null;
  }

  @Override
  public String toString() {
    return text();
  }
}
