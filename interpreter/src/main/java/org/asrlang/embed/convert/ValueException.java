package org.asrlang.embed.convert;

/** A value that does not fit, although its type does: too large, null, an unknown constant. */
public final class ValueException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  public ValueException(String message) {
    super(message);
  }

  /** The same about a part of a larger value, such as {@code field `cents`}. */
  ValueException in(String part) {
    return new ValueException(part + ": " + getMessage());
  }
}
