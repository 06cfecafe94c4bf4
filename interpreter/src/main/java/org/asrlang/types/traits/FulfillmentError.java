package org.asrlang.types.traits;

import org.asrlang.types.Ty;

/**
 * An obligation that does not hold, or that stayed undecided.
 *
 * @param obligation the innermost that failed; {@link Obligation#root} is what the code demanded
 * @param expected of a projection mismatch: the type that was demanded; else null
 * @param found of a projection mismatch: what the projection is; else null
 */
public record FulfillmentError(Obligation obligation, Kind kind, Ty expected, Ty found) {
  public enum Kind {
    UNIMPLEMENTED,
    PROJECTION_MISMATCH,
    AMBIGUOUS,
    OVERFLOW
  }
}
