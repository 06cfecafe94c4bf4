package org.asrlang.types.traits;

/** Whether a goal holds, worse ones later. */
enum Outcome {
  HOLDS,
  AMBIGUOUS,
  FAILS;

  Outcome and(Outcome other) {
    return ordinal() >= other.ordinal() ? this : other;
  }
}
