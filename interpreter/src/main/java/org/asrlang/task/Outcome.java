package org.asrlang.task;

/** How a task ended. */
public sealed interface Outcome {
  /** It returned; the value is a guest value and may be null. */
  record Value(Object value) implements Outcome {}

  /** It panicked, was cancelled or was killed. */
  record Failed(Unwind failure) implements Outcome {}
}
