package org.asrlang.types.traits;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;

/** Adds to assumptions what follows from them by supertraits. */
public final class Elaborator {
  private Elaborator() {}

  /** The predicates and everything that their supertraits imply, each once, in order. */
  public static List<Predicate> elaborate(TyCtxt tcx, Collection<? extends Predicate> given) {
    Set<Predicate> seen = new LinkedHashSet<>(given);
    Deque<Predicate> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      if (todo.poll() instanceof Predicate.Trait t) {
        for (Predicate p : tcx.superPredicates(t.traitRef().trait())) {
          Predicate implied = within(tcx.types(), t, p);
          if (seen.add(implied)) {
            todo.add(implied);
          }
        }
      }
    }
    return new ArrayList<>(seen);
  }

  /** The trait reference and its supertraits' ones, itself first. */
  public static List<Predicate.Trait> supertraits(TyCtxt tcx, Predicate.Trait of) {
    List<Predicate.Trait> found = new ArrayList<>();
    for (Predicate p : elaborate(tcx, List.of(of))) {
      if (p instanceof Predicate.Trait t) {
        found.add(t);
      }
    }
    return found;
  }

  public static List<Predicate.Trait> supertraits(TyCtxt tcx, TraitRef of) {
    return supertraits(tcx, new Predicate.Trait(of));
  }

  /**
   * Instantiates a predicate of a trait for a trait reference that may itself stand under a {@code
   * for<'a>}: both binders become one.
   */
  static Predicate within(TyInterner types, Predicate.Trait outer, Predicate p) {
    List<GenericArg> args = outer.traitRef().args();
    if (outer.bound().isEmpty()) {
      return Subst.apply(types, p, args);
    }
    int offset = outer.bound().size();
    Predicate moved = p.bound().isEmpty() ? p : new Moved(types, offset).predicateInside(p);
    List<Def> bound = new ArrayList<>(outer.bound());
    bound.addAll(p.bound());
    Predicate inside = Subst.applyInside(types, moved, args);
    return rebound(inside, bound);
  }

  static Predicate rebound(Predicate p, List<Def> bound) {
    return switch (p) {
      case Predicate.Trait t -> new Predicate.Trait(t.traitRef(), bound);
      case Predicate.Projection j -> new Predicate.Projection(j.alias(), j.ty(), bound);
      case Predicate.TypeOutlives o -> new Predicate.TypeOutlives(o.ty(), o.region(), bound);
      case Predicate.RegionOutlives o ->
          new Predicate.RegionOutlives(o.longer(), o.shorter(), bound);
      case Predicate.Subtype s -> s;
    };
  }

  private static final class Moved extends TypeFolder {
    private final int offset;

    Moved(TyInterner types, int offset) {
      super(types);
      this.offset = offset;
    }

    @Override
    public Region region(Region r) {
      return r instanceof Region.Bound b && b.depth() == binders
          ? new Region.Bound(b.depth(), b.index() + offset, b.def())
          : r;
    }
  }
}
