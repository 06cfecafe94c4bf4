package org.asrlang.embed;

/** A call into a program ended with a panic; the message is the panic's. */
public final class PanicException extends RuntimeException {
  private static final long serialVersionUID = 1;

  PanicException(String message) {
    super(message);
  }
}
