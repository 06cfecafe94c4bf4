package org.asrlang.types;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Replaces every free region by {@link Region#ERASED}: two types that differ in those only become
 * the same. What function pointers and {@code dyn} bind stays bound, without names and numbered by
 * first appearance, as {@code for<'a> fn(&'a T)} and {@code fn(&'x T)} are two types.
 */
public final class EraseRegions extends TypeFolder {
  /** Of each binder around that keeps its regions their old numbers; null for the others. */
  private final List<List<Integer>> kept = new ArrayList<>();

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
      case Predicate.Subtype s -> s;
    };
  }

  @Override
  public Ty ty(Ty t) {
    if (!t.has(Ty.HAS_REGION)) {
      return t;
    }
    if (!(t instanceof Ty.FnPtr) && !(t instanceof Ty.Dynamic)) {
      return superTy(t);
    }
    while (kept.size() < binders) {
      kept.add(null);
    }
    List<Integer> numbers = new ArrayList<>();
    kept.add(numbers);
    Ty erased = superTy(t);
    kept.removeLast();
    return erased instanceof Ty.FnPtr f && !f.sig.boundRegions().equals(nameless(numbers))
        ? types.fnPtr(new FnSig(f.sig.inputs(), f.sig.output(), nameless(numbers)))
        : erased;
  }

  private static <T> List<T> nameless(List<Integer> numbers) {
    return Collections.nCopies(numbers.size(), null);
  }

  @Override
  public Region region(Region r) {
    if (!(r instanceof Region.Bound b)) {
      return Region.ERASED;
    }
    int binder = binders - 1 - b.depth();
    List<Integer> numbers = binder < 0 || binder >= kept.size() ? null : kept.get(binder);
    if (numbers == null) {
      return Region.ERASED;
    }
    if (!numbers.contains(b.index())) {
      numbers.add(b.index());
    }
    int index = numbers.indexOf(b.index());
    return index == b.index() && b.def() == null ? b : new Region.Bound(b.depth(), index, null);
  }
}
