package org.asrlang.exec;

import org.asrlang.source.Span;

/** A place in the source, as panics name it: 1-based line and column. */
public record Location(String file, int line, int column) {
  /** The place that a user sees: of the outermost macro call. */
  public static Location of(Span span) {
    Span s = span.callSite();
    return new Location(s.file().name(), s.line(), s.file().column(s.lo()));
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
