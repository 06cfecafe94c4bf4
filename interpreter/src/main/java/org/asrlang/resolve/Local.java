package org.asrlang.resolve;

import org.asrlang.source.Span;

/**
 * A local variable, parameter or {@code self}. Compared by identity; the alternatives of an
 * or-pattern share one.
 *
 * @param mutable declared {@code mut}
 */
public final class Local {
  private final String name;
  private final boolean mutable;
  private final Span span;

  public Local(String name, boolean mutable, Span span) {
    this.name = name;
    this.mutable = mutable;
    this.span = span;
  }

  public String name() {
    return name;
  }

  public boolean mutable() {
    return mutable;
  }

  public Span span() {
    return span;
  }

  @Override
  public String toString() {
    return name;
  }
}
