package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Elaborator;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/** What an item may assume: its predicates, elaborated and normalized by themselves. */
public final class ParamEnvs {
  private ParamEnvs() {}

  static ParamEnv of(TyCtxt tcx, Def item) {
    return of(tcx, tcx.predicates(item));
  }

  /** An environment of exactly these predicates and what follows from them. */
  public static ParamEnv of(TyCtxt tcx, List<Predicate> predicates) {
    if (predicates.isEmpty()) {
      return ParamEnv.EMPTY;
    }
    List<Predicate> elaborated = Elaborator.elaborate(tcx, predicates);
    boolean aliases = false;
    for (Predicate p : elaborated) {
      aliases |= hasAlias(p);
    }
    ParamEnv raw = new ParamEnv(elaborated, false);
    if (!aliases) {
      return raw;
    }
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    Set<Predicate> normalized = new LinkedHashSet<>();
    for (Predicate p : elaborated) {
      normalized.add(hasAlias(p) ? normalize(infcx, solver, raw, p) : p);
    }
    return new ParamEnv(new ArrayList<>(normalized), false);
  }

  private static boolean hasAlias(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> hasAlias(t.traitRef().args());
      case Predicate.Projection j -> hasAlias(j.alias().args) || j.ty().has(Ty.HAS_ALIAS);
      case Predicate.TypeOutlives o -> o.ty().has(Ty.HAS_ALIAS);
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> false;
    };
  }

  private static boolean hasAlias(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && t.has(Ty.HAS_ALIAS)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate normalize(
      InferCtxt infcx, TraitSolver solver, ParamEnv env, Predicate p) {
    List<Obligation> out = new ArrayList<>();
    Predicate n = infcx.resolve(solver.normalize(env, p, Cause.NONE, out));
    return hasInfer(n) ? p : n;
  }

  private static boolean hasInfer(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> hasInfer(t.traitRef().args());
      case Predicate.Projection j -> hasInfer(j.alias().args) || j.ty().has(Ty.HAS_INFER);
      case Predicate.TypeOutlives o -> o.ty().has(Ty.HAS_INFER);
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> false;
    };
  }

  private static boolean hasInfer(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && t.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR)) {
        return true;
      }
    }
    return false;
  }
}
