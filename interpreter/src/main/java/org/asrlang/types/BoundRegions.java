package org.asrlang.types;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Work on the regions that binders bind: opening a binder, moving a type under one. */
public final class BoundRegions {
  private BoundRegions() {}

  /**
   * Opens the signature's binder: each of its bound regions is replaced by what the function makes
   * of it (asked once for each). The result binds nothing.
   */
  public static FnSig instantiate(
      TyInterner types, FnSig sig, Function<Region.Bound, Region> replacement) {
    if (!hasBound(sig)) {
      return sig.boundRegions().isEmpty() ? sig : new FnSig(sig.inputs(), sig.output(), List.of());
    }
    FnSig inside = new Opener(types, replacement).sigInside(sig);
    return new FnSig(inside.inputs(), inside.output(), List.of());
  }

  /** Opens the predicate's {@code for<…>}. */
  public static Predicate instantiate(
      TyInterner types, Predicate p, Function<Region.Bound, Region> replacement) {
    if (p.bound().isEmpty()) {
      return p;
    }
    Predicate inside = new Opener(types, replacement).predicateInside(p);
    return switch (inside) {
      case Predicate.Trait t -> new Predicate.Trait(t.traitRef(), List.of());
      case Predicate.Projection j -> new Predicate.Projection(j.alias(), j.ty(), List.of());
      case Predicate.TypeOutlives o -> new Predicate.TypeOutlives(o.ty(), o.region(), List.of());
      case Predicate.RegionOutlives o ->
          new Predicate.RegionOutlives(o.longer(), o.shorter(), List.of());
      case Predicate.Subtype s -> s;
    };
  }

  /** Replaces the regions of depth 0 in a type that stands directly inside an opened binder. */
  public static Ty instantiate(
      TyInterner types, Ty inside, Function<Region.Bound, Region> replacement) {
    return inside.has(Ty.HAS_BOUND) ? new Opener(types, replacement).ty(inside) : inside;
  }

  public static List<GenericArg> instantiate(
      TyInterner types, List<GenericArg> inside, Function<Region.Bound, Region> replacement) {
    return (TyInterner.flags(inside) & Ty.HAS_BOUND) != 0
        ? new Opener(types, replacement).args(inside)
        : inside;
  }

  /** A memoising folder over several parts of one binder. */
  public static TypeFolder opener(TyInterner types, Function<Region.Bound, Region> replacement) {
    return new Opener(types, replacement);
  }

  /** Moves something under {@code by} more binders: its escaping bound regions count them too. */
  public static GenericArg shift(TyInterner types, GenericArg arg, int by) {
    return by == 0 || (TyInterner.flags(arg) & Ty.HAS_BOUND) == 0
        ? arg
        : new Shifter(types, by).arg(arg);
  }

  public static List<GenericArg> shiftAll(TyInterner types, List<GenericArg> args, int by) {
    return by == 0 || (TyInterner.flags(args) & Ty.HAS_BOUND) == 0
        ? args
        : new Shifter(types, by).args(args);
  }

  /** Whether some bound region belongs to a binder outside of the type itself. */
  public static boolean escape(Ty ty) {
    if (!ty.has(Ty.HAS_BOUND)) {
      return false;
    }
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Region region(Region r) {
        if (r instanceof Region.Bound b && b.depth() >= binders) {
          found[0] = true;
        }
        return r;
      }
    }.ty(ty);
    return found[0];
  }

  static boolean hasBound(FnSig sig) {
    return (TyInterner.flags(sig.inputs()) & Ty.HAS_BOUND) != 0 || sig.output().has(Ty.HAS_BOUND);
  }

  private static final class Opener extends TypeFolder {
    private final Function<Region.Bound, Region> replacement;
    private final Map<Integer, Region> known = new HashMap<>();

    Opener(TyInterner types, Function<Region.Bound, Region> replacement) {
      super(types);
      this.replacement = replacement;
    }

    @Override
    public Ty ty(Ty t) {
      return t.has(Ty.HAS_BOUND) ? superTy(t) : t;
    }

    @Override
    public Region region(Region r) {
      if (r instanceof Region.Bound b && b.depth() >= binders) {
        if (b.depth() > binders) {
          return new Region.Bound(b.depth() - 1, b.index(), b.def());
        }
        Region found = known.get(b.index());
        if (found == null) {
          found = replacement.apply(new Region.Bound(0, b.index(), b.def()));
          known.put(b.index(), found);
        }
        return (Region) shift(types, found, binders);
      }
      return r;
    }
  }

  private static final class Shifter extends TypeFolder {
    private final int by;

    Shifter(TyInterner types, int by) {
      super(types);
      this.by = by;
    }

    @Override
    public Ty ty(Ty t) {
      return t.has(Ty.HAS_BOUND) ? superTy(t) : t;
    }

    @Override
    public Region region(Region r) {
      return r instanceof Region.Bound b && b.depth() >= binders
          ? new Region.Bound(b.depth() + by, b.index(), b.def())
          : r;
    }
  }
}
