package org.asrlang.syntax;

import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.misc.Interval;

/** A text for the lexer in UTF-16 units, so that its positions are those of spans. */
final class Utf16Stream implements CharStream {
  private final String text;
  private final int size;
  private int at;

  Utf16Stream(String text) {
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
    return p >= 0 && p < size ? text.charAt(p) : EOF;
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
