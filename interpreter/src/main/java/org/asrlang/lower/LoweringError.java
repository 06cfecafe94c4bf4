package org.asrlang.lower;

import org.asrlang.source.Span;

/** A program that type-checks but cannot be instantiated: its types are or grow too large. */
public final class LoweringError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient Span span;

  LoweringError(String code, String message, Span span) {
    super(message, null, false, false);
    this.code = code;
    this.span = span;
  }

  /** Such as {@code A0200}; null where rustc has none. */
  public String code() {
    return code;
  }

  public Span span() {
    return span;
  }
}
