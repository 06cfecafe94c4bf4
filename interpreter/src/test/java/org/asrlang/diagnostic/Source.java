package org.asrlang.diagnostic;

import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** Finds spans in a source text by what is written there. */
record Source(SourceFile file) {
  static Source of(String name, String text) {
    return new Source(new SourceFile(name, text));
  }

  /** The first place where the text stands. */
  Span at(String text) {
    return at(text, 1);
  }

  /** The nth place where the text stands, from 1. */
  Span at(String text, int nth) {
    int at = -1;
    for (int i = 0; i < nth; i++) {
      at = file.text().indexOf(text, at + 1);
      if (at < 0) {
        throw new IllegalArgumentException("not in the source: " + text);
      }
    }
    return new Span(file, at, at + text.length(), Expansion.ROOT);
  }

  /** From the start of one text to the end of another that follows it. */
  Span between(String first, String last) {
    Span a = at(first);
    int end = file.text().indexOf(last, a.lo()) + last.length();
    return new Span(file, a.lo(), end, Expansion.ROOT);
  }
}
