package org.asrlang.thir;

import java.util.List;
import org.asrlang.types.Ty;

/**
 * A pattern as head constructor and fields (all of them). Compared by identity.
 *
 * @see Usefulness
 */
final class DeconstructedPat {
  final Ctor ctor;
  final List<DeconstructedPat> fields;
  final Ty ty;

  /** The alternatives of an or-pattern, whose constructor and fields say nothing; else null. */
  final List<DeconstructedPat> alternatives;

  /** The pattern it comes from; null for wildcards that nobody wrote. */
  final ThirPat origin;

  DeconstructedPat(
      Ctor ctor,
      List<DeconstructedPat> fields,
      Ty ty,
      List<DeconstructedPat> alternatives,
      ThirPat origin) {
    this.ctor = ctor;
    this.fields = fields;
    this.ty = ty;
    this.alternatives = alternatives;
    this.origin = origin;
  }

  static DeconstructedPat wild(Ty ty) {
    return new DeconstructedPat(Ctor.WILDCARD, List.of(), ty, null, null);
  }

  boolean isWild() {
    return alternatives == null && ctor instanceof Ctor.Wildcard;
  }
}
