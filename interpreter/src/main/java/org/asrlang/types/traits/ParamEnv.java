package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.Predicate;

/**
 * What may be assumed: the where clauses in scope with their supertraits elaborated, projections
 * normalized. Compared by identity; {@link #EMPTY} and {@link #REVEAL_ALL} assume nothing.
 */
public final class ParamEnv {
  /** Nothing is assumed. */
  public static final ParamEnv EMPTY = new ParamEnv(List.of(), false);

  /** Nothing is assumed, and opaque types are looked through: for instances. */
  public static final ParamEnv REVEAL_ALL = new ParamEnv(List.of(), true);

  private final List<Predicate> predicates;
  private final boolean revealAll;
  private final Map<Def, List<Predicate.Trait>> byTrait = new HashMap<>();
  private final Map<Def, List<Predicate.Projection>> byAssocType = new HashMap<>();

  /**
   * @param elaborated with everything that follows from supertraits
   * @param revealAll whether opaque types are replaced by what they hide
   */
  public ParamEnv(List<Predicate> elaborated, boolean revealAll) {
    this.predicates = List.copyOf(elaborated);
    this.revealAll = revealAll;
    for (Predicate p : predicates) {
      if (p instanceof Predicate.Trait t) {
        byTrait.computeIfAbsent(t.traitRef().trait(), d -> new ArrayList<>(2)).add(t);
      } else if (p instanceof Predicate.Projection j) {
        byAssocType.computeIfAbsent(j.alias().assocType, d -> new ArrayList<>(2)).add(j);
      }
    }
  }

  public List<Predicate> predicates() {
    return predicates;
  }

  public boolean revealAll() {
    return revealAll;
  }

  public List<Predicate.Trait> traits(Def trait) {
    return byTrait.getOrDefault(trait, List.of());
  }

  public List<Predicate.Projection> projections(Def assocType) {
    return byAssocType.getOrDefault(assocType, List.of());
  }
}
