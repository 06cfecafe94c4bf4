package org.asrlang.types.infer;

/** How a type depends on one of its parameters. */
public enum Variance {
  COVARIANT,
  INVARIANT,
  CONTRAVARIANT,
  BIVARIANT;

  /** The variance of a parameter inside a part that itself stands in a place of this variance. */
  public Variance xform(Variance inner) {
    return switch (this) {
      case COVARIANT -> inner;
      case CONTRAVARIANT ->
          switch (inner) {
            case COVARIANT -> CONTRAVARIANT;
            case CONTRAVARIANT -> COVARIANT;
            case INVARIANT -> INVARIANT;
            case BIVARIANT -> BIVARIANT;
          };
      case INVARIANT -> inner == BIVARIANT ? BIVARIANT : INVARIANT;
      case BIVARIANT -> BIVARIANT;
    };
  }

  /** The greatest lower bound: what holds when a parameter is used in both ways. */
  public Variance glb(Variance other) {
    if (this == other || other == BIVARIANT) {
      return this;
    }
    return this == BIVARIANT ? other : INVARIANT;
  }
}
