package org.asrlang.embed;

/**
 * The {@code Err} of a {@code Result}. {@link Function#call} throws it where the function returned
 * one; a host function throws it to return one.
 */
public final class ErrException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Object error;

  /**
   * @param error a Java value of the {@code Err}'s type: see {@link Function}
   */
  public ErrException(Object error) {
    super(String.valueOf(error), null, false, false);
    this.error = error;
  }

  /** What stood in the {@code Err}. */
  public Object error() {
    return error;
  }
}
