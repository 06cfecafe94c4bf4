package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/** Finds what a projection {@code <T as Trait>::Assoc} is. */
final class Projector {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitSolver solver;
  private final Map<Key, Known> cache = new HashMap<>();

  /** With variables in it: as long as they, and those of the answer, are there. */
  private final Map<Key, Known> open = new HashMap<>();

  /** Where regions are related, of questions that belong together; null for others. */
  private Map<Key, Known> together;

  private record Key(ParamEnv env, Ty alias) {}

  private record Known(Ty ty, List<Obligation> nested) {}

  Projector(InferCtxt infcx, TraitSolver solver) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.solver = solver;
  }

  sealed interface Result {
    /** Normalized in turn. */
    record Progress(Ty ty) implements Result {}

    /** Its trait holds by an assumption that does not say what it is. */
    record Rigid() implements Result {}

    record Ambiguous() implements Result {}

    record Unimplemented() implements Result {}
  }

  private static final Result RIGID = new Result.Rigid();
  private static final Result AMBIGUOUS = new Result.Ambiguous();
  private static final Result UNIMPLEMENTED = new Result.Unimplemented();

  /** The trait reference of a projection, without the associated type's own arguments. */
  static TraitRef traitRef(TyCtxt tcx, Ty.Projection p) {
    Def trait = tcx.traitOf(p.assocType);
    int count = tcx.generics(trait).count();
    return new TraitRef(
        trait, count >= p.args.size() ? p.args : List.copyOf(p.args.subList(0, count)));
  }

  TraitSolver solver() {
    return solver;
  }

  void overflow(Obligation goal) {
    solver.reportOverflow(goal);
  }

  void remember(boolean now) {
    together = now ? new HashMap<>() : null;
  }

  /** What an earlier question found; its obligations are given again. */
  Ty cached(Obligation goal, Ty.Projection p, List<Obligation> out) {
    if (infcx.relatesRegions() && together == null) {
      return null;
    }
    Known k =
        infcx.relatesRegions()
            ? together.get(new Key(goal.env(), infcx.resolve((Ty) p)))
            : p.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR)
                ? open.get(new Key(goal.env(), infcx.resolve((Ty) p)))
                : cache.get(new Key(goal.env(), p));
    if (k == null) {
      return null;
    }
    for (Obligation o : k.nested) {
      out.add(goal.nested(o.predicate()));
    }
    return infcx.resolve(k.ty);
  }

  Result project(Obligation goal, Ty.Projection alias0, List<Obligation> out) {
    Ty.Projection alias = (Ty.Projection) infcx.resolve((Ty) alias0);
    int before = out.size();
    boolean cacheable = !alias.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR) && !infcx.relatesRegions();
    Result r = projectUncached(goal, alias, out);
    if (cacheable && r instanceof Result.Progress p) {
      Ty ty = infcx.resolve(p.ty());
      List<Obligation> nested = List.copyOf(out.subList(before, out.size()));
      if (!ty.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR) && closed(nested)) {
        // What holds need not be asked of those who want to know the same: of types in types
        // there would be ever more of it.
        if (nested.stream().allMatch(o -> solver.outcome(o) == Outcome.HOLDS)) {
          out.subList(before, out.size()).clear();
          nested = List.of();
        }
        cache.put(new Key(goal.env(), alias), new Known(ty, nested));
        return new Result.Progress(ty);
      }
    } else if (cacheable && r instanceof Result.Rigid && out.size() == before) {
      // or towers of projections, each of the one below, would take as long as they are many
      cache.put(new Key(goal.env(), alias), new Known(alias, List.of()));
    } else if (infcx.relatesRegions()) {
      if (together != null && r instanceof Result.Progress p) {
        remember(
            new Key(goal.env(), alias), infcx.resolve(p.ty()), out.subList(before, out.size()));
      }
    } else if (r instanceof Result.Progress p) {
      List<Obligation> nested = List.copyOf(undecided(out.subList(before, out.size())));
      out.subList(before, out.size()).clear();
      out.addAll(nested);
      Key key = new Key(goal.env(), alias);
      if (open.putIfAbsent(key, new Known(p.ty(), nested)) == null) {
        infcx.whenUndone(() -> open.remove(key));
      }
    }
    return r;
  }

  /** If the answer has no regions of its own: where it is asked again these would be others. */
  private void remember(Key key, Ty ty, List<Obligation> nested) {
    Set<Region> known = new HashSet<>();
    boolean[] own = {false};
    TypeFolder regions =
        new TypeFolder(infcx.types()) {
          @Override
          public Ty ty(Ty t) {
            own[0] |= t.has(Ty.HAS_INFER);
            return t.has(Ty.HAS_REGION) ? superTy(t) : t;
          }

          @Override
          public Region region(Region r) {
            own[0] |=
                r instanceof Region.Placeholder || r instanceof Region.Var && !known.contains(r);
            return r;
          }
        };
    new TypeFolder(infcx.types()) {
      @Override
      public Region region(Region r) {
        known.add(r);
        return r;
      }
    }.ty(key.alias);
    regions.ty(ty);
    List<Obligation> again = new ArrayList<>(nested.size());
    for (Obligation o : nested) {
      Predicate p = infcx.resolve(o.predicate());
      regions.predicate(p);
      again.add(o.withPredicate(p));
    }
    if (!own[0]
        && !key.alias.has(Ty.HAS_INFER)
        && together.put(key, new Known(ty, again)) == null) {
      Map<Key, Known> now = together;
      infcx.whenUndone(() -> now.remove(key));
    }
  }

  /** Each once, without those that hold whatever is found out about their variables. */
  private List<Obligation> undecided(List<Obligation> nested) {
    Map<Predicate, Obligation> left = new LinkedHashMap<>();
    for (Obligation o : nested) {
      Predicate p = infcx.resolve(o.predicate());
      if (!(p instanceof Predicate.Trait t)
          || infcx.probe(() ->
              solver.evaluate(o) != Outcome.HOLDS
                  || !infcx.resolve(t.traitRef()).equals(t.traitRef()))) {
        left.putIfAbsent(p, o);
      }
    }
    return List.copyOf(left.values());
  }

  private boolean closed(List<Obligation> nested) {
    for (Obligation o : nested) {
      if (o.predicate() instanceof Predicate.Trait t) {
        for (GenericArg a : infcx.resolve(t.traitRef()).args()) {
          if (a instanceof Ty ty && ty.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR)) {
            return false;
          }
        }
      } else if (o.predicate() instanceof Predicate.Projection) {
        return false;
      }
    }
    return true;
  }

  private Result projectUncached(Obligation goal, Ty.Projection alias, List<Obligation> out) {
    Ty self = infcx.shallow((Ty) alias.args.get(0));
    if (alias.has(Ty.HAS_ERROR)) {
      return new Result.Progress(tcx.types().error);
    }
    if (self instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
      // An assumption that would fit must not decide what the variable is.
      return AMBIGUOUS;
    }
    // 1. Where clauses, 2. bounds of the alias that self is, 3. what a dyn says of itself.
    Result assumed = fromAssumptions(goal, alias, goal.env().projections(alias.assocType), out);
    if (assumed == null) {
      List<Predicate.Projection> bounds = new ArrayList<>();
      for (Predicate p : solver.boundsOf(self)) {
        if (p instanceof Predicate.Projection j && j.alias().assocType == alias.assocType) {
          bounds.add(j);
        }
      }
      if (self instanceof Ty.Dynamic d) {
        objectProjections(d, alias, bounds);
      }
      assumed = fromAssumptions(goal, alias, bounds, out);
    }
    if (assumed != null) {
      return assumed;
    }
    Obligation traitGoal = goal.withPredicate(new Predicate.Trait(traitRef(tcx, alias)));
    return switch (solver.select(traitGoal)) {
      case Selection.Ambiguous a -> AMBIGUOUS;
      case Selection.Unimplemented u -> UNIMPLEMENTED;
      case Selection.Selected s -> fromSource(goal, alias, s, out);
    };
  }

  private void objectProjections(
      Ty.Dynamic d, Ty.Projection alias, List<Predicate.Projection> bounds) {
    for (Predicate p : Unsizing.existentialPredicates(tcx, d, d)) {
      if (p instanceof Predicate.Projection j && j.alias().assocType == alias.assocType) {
        bounds.add(j);
      }
    }
    if (bounds.isEmpty() && d.principal != null) {
      // trait Sub: Iterator<Item = u8>: the supertrait's bound says it.
      Predicate.Trait principal =
          new Predicate.Trait(
              Unsizing.withSelf(d.principal, d), Unsizing.boundRegions(tcx.types(), d));
      for (Predicate p : Elaborator.elaborate(tcx, List.of(principal))) {
        if (p instanceof Predicate.Projection j && j.alias().assocType == alias.assocType) {
          bounds.add(j);
        }
      }
    }
  }

  /** Null if none applies. */
  private Result fromAssumptions(
      Obligation goal,
      Ty.Projection alias,
      List<Predicate.Projection> assumptions,
      List<Obligation> out) {
    Predicate.Projection chosen = null;
    for (Predicate.Projection p : assumptions) {
      if (infcx.probe(() -> matches(p, alias) != null)) {
        if (chosen != null && !chosen.equals(p)) {
          boolean same =
              chosen.ty() == p.ty() && chosen.bound().isEmpty()
                  || !infcx.relatesRegions()
                      && EraseRegions.of(tcx.types(), (Predicate) chosen)
                          .equals(EraseRegions.of(tcx.types(), (Predicate) p));
          if (!same && alias.has(Ty.HAS_INFER)) {
            return AMBIGUOUS;
          }
          continue;
        }
        chosen = p;
      }
    }
    if (chosen == null) {
      return null;
    }
    Ty ty = matches(chosen, alias);
    if (ty == alias) {
      return RIGID;
    }
    return new Result.Progress(solver.normalizeNested(goal, ty, out));
  }

  private Ty matches(Predicate.Projection assumption, Ty.Projection alias) {
    List<GenericArg> args = assumption.alias().args;
    Ty ty = assumption.ty();
    if (!assumption.bound().isEmpty()) {
      TypeFolder open = BoundRegions.opener(tcx.types(), b -> infcx.existentialRegion());
      args = open.args(args);
      ty = open.ty(ty);
    }
    return infcx.unify(args, alias.args) ? ty : null;
  }

  private Result fromSource(
      Obligation goal, Ty.Projection alias, Selection.Selected s, List<Obligation> out) {
    return switch (s.source()) {
      case ImplSource.Impl impl -> {
        out.addAll(s.nested());
        yield fromImpl(goal, alias, impl, out);
      }
      case ImplSource.Closure c -> {
        out.addAll(s.nested());
        yield output(goal, c.ty(), alias, out);
      }
      case ImplSource.Function f -> {
        out.addAll(s.nested());
        yield output(goal, f.ty(), alias, out);
      }
      case ImplSource.Param p -> RIGID;
      case ImplSource.Object o -> RIGID;
      case ImplSource.Builtin b -> new Result.Progress(tcx.types().error);
    };
  }

  private Result fromImpl(
      Obligation goal, Ty.Projection alias, ImplSource.Impl impl, List<Obligation> out) {
    Def item = tcx.implementedBy(alias.assocType, impl.impl());
    if (item == null) {
      // E0046 was or will be given.
      return new Result.Progress(tcx.types().error);
    }
    int traitCount = tcx.generics(tcx.traitOf(alias.assocType)).count();
    List<GenericArg> args;
    if (item.parent() == impl.impl()) {
      args = new ArrayList<>(impl.args());
      args.addAll(alias.args.subList(Math.min(traitCount, alias.args.size()), alias.args.size()));
    } else {
      args = alias.args;
    }
    if (infcx.relatesRegions() && tcx.generics(item).own().size() > 0) {
      lifetimes(goal, alias, out);
    }
    Ty ty = Subst.apply(tcx.types(), tcx.typeOf(item), args);
    if (ty == alias) {
      return RIGID;
    }
    return new Result.Progress(solver.normalizeNested(goal, ty, out));
  }

  /** What a generic associated type demands of lifetimes: {@code where Self: 'a}. */
  private void lifetimes(Obligation goal, Ty.Projection alias, List<Obligation> out) {
    for (Predicate p : tcx.predicates(alias.assocType)) {
      if (p instanceof Predicate.TypeOutlives || p instanceof Predicate.RegionOutlives) {
        out.add(goal.nested(Subst.apply(tcx.types(), p, alias.args)));
      }
    }
  }

  private Result output(Obligation goal, Ty callable, Ty.Projection alias, List<Obligation> out) {
    FnSig sig = Callable.opened(infcx, callable);
    if (sig == null) {
      return AMBIGUOUS;
    }
    List<Obligation> nested = new ArrayList<>();
    sig = solver.normalizeNested(goal, sig, nested);
    if (!infcx.unify(tcx.types().tuple(sig.inputs()), Callable.argsTuple(alias.args))) {
      return UNIMPLEMENTED;
    }
    out.addAll(nested);
    return new Result.Progress(infcx.resolve(sig.output()));
  }

  static boolean isFnOutput(TyCtxt tcx, Ty.Projection p) {
    return Callable.fnTrait(tcx, p.assocType.parent()) == ClosureKind.FN_ONCE;
  }
}
