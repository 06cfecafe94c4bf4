package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

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
  private final Set<Predicate.Trait> global = new HashSet<>();

  /**
   * @param elaborated with everything that follows from supertraits
   * @param revealAll whether opaque types are replaced by what they hide
   */
  public ParamEnv(List<Predicate> elaborated, boolean revealAll) {
    this.predicates = List.copyOf(elaborated);
    this.revealAll = revealAll;
    for (Predicate p : predicates) {
      if (p instanceof Predicate.Trait t) {
        if (isGlobal(t)) {
          global.add(t);
        }
        byTrait.computeIfAbsent(t.traitRef().trait(), d -> new ArrayList<>(2)).add(t);
      } else if (p instanceof Predicate.Projection j) {
        byAssocType.computeIfAbsent(j.alias().assocType, d -> new ArrayList<>(2)).add(j);
      }
    }
  }

  public List<Predicate> predicates() {
    return predicates;
  }

  /** Whether something is assumed in which nothing is generic: it need not hold elsewhere. */
  public boolean assumesGlobals() {
    return !global.isEmpty();
  }

  /** Whether all that is assumed is assumed of types that are not known. */
  public boolean assumesOfParams() {
    for (Predicate p : predicates) {
      boolean param =
          switch (p) {
            case Predicate.Trait t -> t.traitRef().self().has(Ty.HAS_PARAM);
            case Predicate.Projection j ->
                j.alias().args.getFirst() instanceof Ty self && self.has(Ty.HAS_PARAM);
            case Predicate.TypeOutlives o -> true;
            case Predicate.RegionOutlives o -> true;
            case Predicate.Subtype s -> true;
          };
      if (!param) {
        return false;
      }
    }
    return true;
  }

  /** Whether it is assumed of what is known anyway: impls come before it. */
  boolean isGlobal(Candidate c) {
    return c instanceof Candidate.Param p && global.contains(p.assumption());
  }

  /** Whether nothing in it is generic, so that it holds everywhere or nowhere. */
  public static boolean isGlobal(Predicate p) {
    if (!p.bound().isEmpty()) {
      return false;
    }
    boolean[] global = {true};
    TypeFolder parts =
        new TypeFolder(null) {
          @Override
          public Ty ty(Ty t) {
            global[0] &= !t.has(Ty.HAS_PARAM | Ty.HAS_INFER | Ty.HAS_ERROR);
            return global[0] ? superTy(t) : t;
          }

          @Override
          public Region region(Region r) {
            global[0] &= r instanceof Region.Static || r instanceof Region.Bound;
            return r;
          }

          @Override
          public Const constant(Const c) {
            global[0] &= c instanceof Const.Value;
            return c;
          }
        };
    parts.predicate(p);
    return global[0];
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
