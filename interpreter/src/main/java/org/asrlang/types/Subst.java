package org.asrlang.types;

import java.util.List;

/** Puts generic arguments in the place of an item's early-bound parameters. */
public final class Subst extends TypeFolder {
  private final List<GenericArg> args;

  private Subst(TyInterner types, List<GenericArg> args) {
    super(types);
    this.args = args;
  }

  public static Ty apply(TyInterner types, Ty ty, List<GenericArg> args) {
    return needed(ty, args) ? new Subst(types, args).ty(ty) : ty;
  }

  public static GenericArg apply(TyInterner types, GenericArg arg, List<GenericArg> args) {
    return args.isEmpty() ? arg : new Subst(types, args).arg(arg);
  }

  public static Const apply(TyInterner types, Const c, List<GenericArg> args) {
    return args.isEmpty() ? c : new Subst(types, args).constant(c);
  }

  public static List<GenericArg> apply(
      TyInterner types, List<GenericArg> list, List<GenericArg> args) {
    return args.isEmpty() ? list : new Subst(types, args).args(list);
  }

  public static TraitRef apply(TyInterner types, TraitRef t, List<GenericArg> args) {
    return args.isEmpty() ? t : new Subst(types, args).traitRef(t);
  }

  public static FnSig apply(TyInterner types, FnSig sig, List<GenericArg> args) {
    return args.isEmpty() ? sig : new Subst(types, args).sig(sig);
  }

  public static Predicate apply(TyInterner types, Predicate p, List<GenericArg> args) {
    return args.isEmpty() ? p : new Subst(types, args).predicate(p);
  }

  /** The arguments already stand inside of the predicate's binder. */
  public static Predicate applyInside(TyInterner types, Predicate p, List<GenericArg> args) {
    return args.isEmpty() ? p : new Subst(types, args).predicateInside(p);
  }

  private static boolean needed(Ty ty, List<GenericArg> args) {
    return !args.isEmpty() && ty.has(Ty.HAS_PARAM | Ty.HAS_REGION);
  }

  @Override
  public Ty ty(Ty t) {
    if (!t.has(Ty.HAS_PARAM | Ty.HAS_REGION)) {
      return t;
    }
    return t instanceof Ty.Param p && at(p.index) instanceof Ty found
        ? (Ty) shifted(found)
        : superTy(t);
  }

  @Override
  public Region region(Region r) {
    return r instanceof Region.EarlyParam p && at(p.index()) instanceof Region found
        ? (Region) shifted(found)
        : r;
  }

  @Override
  public Const constant(Const c) {
    return c instanceof Const.Param p && at(p.index()) instanceof Const found
        ? (Const) shifted(found)
        : superConst(c);
  }

  // An index out of range comes from an item whose generics were in error.
  private GenericArg at(int index) {
    return index < args.size() ? args.get(index) : null;
  }

  private GenericArg shifted(GenericArg found) {
    return BoundRegions.shift(types, found, binders);
  }
}
