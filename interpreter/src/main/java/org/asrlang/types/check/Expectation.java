package org.asrlang.types.check;

import org.asrlang.types.GenericArg;
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
    return isUnsized(fcx, ty) ? new Expectation(Kind.RVALUE_LIKE, ty) : has(ty);
  }

  private static boolean isUnsized(FnCtxt fcx, Ty ty) {
    return switch (fcx.resolve(ty)) {
      case Ty.Slice s -> true;
      case Ty.Str s -> true;
      case Ty.Dynamic d -> true;
      case Ty.Adt a when !fcx.tcx.adt(a.def).isEnum() && hasUnsizedArg(fcx, a) -> {
        // a struct is unsized if its last field is
        var fields = fcx.tcx.adt(a.def).struct().fields();
        yield !fields.isEmpty() && isUnsized(fcx, fcx.subst(fields.getLast().ty(), a.args));
      }
      case Ty t -> false;
    };
  }

  private static boolean hasUnsizedArg(FnCtxt fcx, Ty.Adt adt) {
    for (GenericArg arg : adt.args) {
      if (arg instanceof Ty t && isUnsized(fcx, t)) {
        return true;
      }
    }
    return false;
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
