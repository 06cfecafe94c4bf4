package org.asrlang.embed;

/** A call into a program was cancelled, or its isolate was closed or killed. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  CancelledException(String message) {
    super(message);
  }
}
