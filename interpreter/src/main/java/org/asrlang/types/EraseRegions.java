package org.asrlang.types;

import java.util.List;

/**
 * Replaces every region by {@link Region#ERASED}, bound ones too: two types that differ in regions
 * only become the same.
 */
public final class EraseRegions extends TypeFolder {
  private EraseRegions(TyInterner types) {
    super(types);
  }

  public static Ty of(TyInterner types, Ty ty) {
    return ty.has(Ty.HAS_REGION) ? new EraseRegions(types).ty(ty) : ty;
  }

  public static List<GenericArg> of(TyInterner types, List<GenericArg> args) {
    return new EraseRegions(types).args(args);
  }

  public static TraitRef of(TyInterner types, TraitRef t) {
    return new EraseRegions(types).traitRef(t);
  }

  /** The {@code for<…>} goes too. */
  public static Predicate of(TyInterner types, Predicate p) {
    Predicate erased = new EraseRegions(types).predicate(p);
    return switch (erased) {
      case Predicate.Trait t -> new Predicate.Trait(t.traitRef(), List.of());
      case Predicate.Projection j -> new Predicate.Projection(j.alias(), j.ty(), List.of());
      case Predicate.TypeOutlives o -> o;
      case Predicate.RegionOutlives o -> o;
    };
  }

  @Override
  public Ty ty(Ty t) {
    if (!t.has(Ty.HAS_REGION)) {
      return t;
    }
    Ty erased = superTy(t);
    return erased instanceof Ty.FnPtr f && !f.sig.boundRegions().isEmpty()
        ? types.fnPtr(new FnSig(f.sig.inputs(), f.sig.output(), List.of()))
        : erased;
  }

  @Override
  public Region region(Region r) {
    return Region.ERASED;
  }
}
