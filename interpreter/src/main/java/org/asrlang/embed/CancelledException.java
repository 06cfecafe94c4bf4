package org.asrlang.embed;

/** A call into a program was cancelled, or its isolate was closed; its drops have run. */
public sealed class CancelledException extends RuntimeException permits KilledException {
  private static final long serialVersionUID = 1;

  CancelledException(String message) {
    super(message);
  }
}
