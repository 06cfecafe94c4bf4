package org.asrlang.tests.model;

/** Why frames are left other than by their end. */
sealed interface Unwinding {
  record Panic(String mark) implements Unwinding {}

  /**
   * @param source the scope that was cancelled
   */
  record Cancel(int source) implements Unwinding {}

  /** A return, with a {@link Noisy}, an {@link Err} or null. */
  record Leave(Object result) implements Unwinding {}

  /** An {@code Err} as the result of a closure. */
  record Err(Noisy error) {}

  /** T5, T7: a panic outranks a cancellation, the first of two panics goes on. */
  static Unwinding combine(Unwinding first, Unwinding later) {
    if (first == null || later == null) {
      return first == null ? later : first;
    }
    boolean wins = rank(later) > rank(first);
    return wins ? later : first;
  }

  private static int rank(Unwinding u) {
    return switch (u) {
      case Leave _ -> 0;
      case Cancel _ -> 1;
      case Panic _ -> 2;
    };
  }
}
