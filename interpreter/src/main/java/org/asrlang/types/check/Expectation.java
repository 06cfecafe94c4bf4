package org.asrlang.types.check;

import org.asrlang.types.Ty;

/**
 * What the context of an expression hopes its type to be; a hint, except that {@link Kind#HAS_TYPE}
 * will be demanded afterwards.
 */
record Expectation(Kind kind, Ty ty) {
  enum Kind {
    NONE,
    /** The expression will be coerced to this type. */
    HAS_TYPE,
    /** The expression is the operand of a cast to this type. */
    CASTABLE,
    /** The expression is behind a {@code &} whose target may be unsized: only a hint. */
    RVALUE_LIKE
  }

  static final Expectation NONE = new Expectation(Kind.NONE, null);

  static Expectation has(Ty ty) {
    return new Expectation(Kind.HAS_TYPE, ty);
  }

  static Expectation castable(Ty ty) {
    return new Expectation(Kind.CASTABLE, ty);
  }

  /** A hint for the operand of {@code &}: unsized types are no types of values. */
  static Expectation rvalueHint(FnCtxt fcx, Ty ty) {
    return switch (fcx.resolve(ty)) {
      case Ty.Slice s -> new Expectation(Kind.RVALUE_LIKE, ty);
      case Ty.Str s -> new Expectation(Kind.RVALUE_LIKE, ty);
      case Ty.Dynamic d -> new Expectation(Kind.RVALUE_LIKE, ty);
      case Ty t -> has(ty);
    };
  }

  /** The type if it will be demanded, as far as known, else null. */
  Ty onlyHasType(FnCtxt fcx) {
    return kind == Kind.HAS_TYPE ? fcx.resolve(ty) : null;
  }

  /** Any hint, as far as known, else null. */
  Ty hint(FnCtxt fcx) {
    return kind == Kind.NONE ? null : fcx.resolve(ty);
  }

  /** Whether the hint would only lead astray: for operands whose type is inferred independently. */
  Expectation adjustForBranches(FnCtxt fcx) {
    return switch (kind) {
      case HAS_TYPE -> fcx.resolve(ty) instanceof Ty.Infer ? NONE : this;
      case RVALUE_LIKE -> this;
      case NONE, CASTABLE -> NONE;
    };
  }
}
