package org.asrlang.exec;

import org.asrlang.source.Span;

/**
 * A place in the source, as panics name it: 1-based line and column. They are counted when somebody
 * asks, because that needs the text, and of a thousand places in std one panics.
 */
public final class Location {
  private final Span span;

  private Location(Span span) {
    this.span = span;
  }

  /** The place that a user sees: of the outermost macro call. */
  public static Location of(Span span) {
    return new Location(span.callSite());
  }

  public String file() {
    return span.file().name();
  }

  public int line() {
    return span.line();
  }

  public int column() {
    return span.file().column(span.lo());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Location l && span.file() == l.span.file() && span.lo() == l.span.lo();
  }

  @Override
  public int hashCode() {
    return span.lo();
  }

  @Override
  public String toString() {
    return file() + ":" + line() + ":" + column();
  }
}
