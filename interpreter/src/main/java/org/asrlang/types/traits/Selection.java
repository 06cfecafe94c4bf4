package org.asrlang.types.traits;

import java.util.List;

/** The answer to a trait goal. */
public sealed interface Selection {
  /**
   * @param nested what has still to hold for it
   */
  record Selected(ImplSource source, List<Obligation> nested) implements Selection {}

  /** Several could apply, or a variable hides which one. */
  record Ambiguous() implements Selection {}

  record Unimplemented() implements Selection {}

  Selection AMBIGUOUS = new Ambiguous();
  Selection UNIMPLEMENTED = new Unimplemented();
}
