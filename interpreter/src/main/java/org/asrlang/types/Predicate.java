package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/** Something that must hold. {@code bound} are the regions of a {@code for<'a>} around it. */
public sealed interface Predicate {
  /**
   * The regions of its {@code for<'a>}: every predicate is a binder, most bind nothing. {@link
   * Region.Bound} of depth 0 inside refers to them.
   */
  List<Def> bound();

  record Trait(TraitRef traitRef, List<Def> bound) implements Predicate {
    public Trait(TraitRef traitRef) {
      this(traitRef, List.of());
    }
  }

  /** {@code <Self as Trait>::Assoc == ty}. */
  record Projection(Ty.Projection alias, Ty ty, List<Def> bound) implements Predicate {}

  record TypeOutlives(Ty ty, Region region, List<Def> bound) implements Predicate {}

  record RegionOutlives(Region longer, Region shorter, List<Def> bound) implements Predicate {}

  /**
   * One unknown type is a subtype of another. Regions aside they are the same, so there is one
   * variable for both, and it is in question only whether that becomes known.
   *
   * @param made whether it is demanded by what a macro stands for: what is written says more
   */
  record Subtype(Ty ty, boolean made) implements Predicate {
    @Override
    public List<Def> bound() {
      return List.of();
    }
  }
}
