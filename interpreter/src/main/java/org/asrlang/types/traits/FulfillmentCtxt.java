package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.InferCtxt;

/** The obligations of a body that are not yet proved. */
public final class FulfillmentCtxt {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitSolver solver;
  private List<Pending> pending = new ArrayList<>();

  /**
   * What was registered and not yet looked at, once each: if it fails, the first that needed it is
   * told.
   */
  private final Set<Seen> queued = new HashSet<>();

  /** What waits, once each: the same is needed from many sides. */
  private final Map<Seen, Pending> stalled = new HashMap<>();

  /** With variables, and what they need is registered. */
  private final Set<Seen> selected = new HashSet<>();

  private final Set<Seen> seen = new HashSet<>();
  private final Set<Seen> failed = new HashSet<>();

  /**
   * What failed since the stalled were looked at last, as it was registered: what was registered as
   * the same fails with it.
   */
  private final Set<Seen> failedInPass = new HashSet<>();

  private final Set<Object> overflowed = new HashSet<>();
  private int generation = -1;
  private boolean fresh;

  private record Seen(Predicate predicate, ParamEnv env) {}

  private static final class Pending {
    Obligation obligation;

    /** The variables that a decision waits for; null if it was never tried. */
    List<GenericArg> stalledOn;

    /** What it was when it was registered; variables may have become known since. */
    final Seen registered;

    /** Under which it stands among the stalled. */
    Seen key;

    Pending(Obligation obligation) {
      this.obligation = obligation;
      this.registered = new Seen(obligation.predicate(), obligation.env());
    }
  }

  public FulfillmentCtxt(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.solver = TraitSolver.of(infcx);
  }

  public void register(Obligation obligation) {
    Predicate p = infcx.resolve(obligation.predicate());
    if (isOutlives(p) && !infcx.relatesRegions()) {
      return;
    }
    if (hasAlias(p)) {
      List<Obligation> more = new ArrayList<>();
      p = solver.normalizeNested(obligation, p, more);
      more.forEach(this::queue);
    }
    queue(obligation.withPredicate(p));
    fresh = true;
  }

  private void queue(Obligation o) {
    Pending p = new Pending(o);
    if (queued.add(p.registered)) {
      pending.add(p);
    }
  }

  private static boolean hasAlias(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> TraitSolver.has(t.traitRef(), Ty.HAS_ALIAS);
      case Predicate.Projection j ->
          j.ty().has(Ty.HAS_ALIAS)
              || TraitSolver.has(new TraitRef(null, j.alias().args), Ty.HAS_ALIAS);
      case Predicate.TypeOutlives o -> o.ty().has(Ty.HAS_ALIAS);
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> false;
    };
  }

  public void register(List<Obligation> obligations) {
    obligations.forEach(this::register);
  }

  private static boolean isOutlives(Predicate p) {
    return p instanceof Predicate.TypeOutlives || p instanceof Predicate.RegionOutlives;
  }

  /**
   * Proves what can be proved by now; what is stalled on variables stays pending and is looked at
   * again only when one of them has changed.
   *
   * @return what certainly does not hold; these are no longer pending
   */
  public List<FulfillmentError> selectWherePossible() {
    if (!fresh && generation == infcx.generation()) {
      return List.of();
    }
    List<FulfillmentError> errors = new ArrayList<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      fresh = false;
      failedInPass.clear();
      List<Pending> waiting = new ArrayList<>(pending.size());
      while (!pending.isEmpty()) {
        List<Pending> round = pending;
        pending = new ArrayList<>();
        for (Pending p : round) {
          if (p.stalledOn != null && !changed(p.stalledOn)) {
            waiting.add(p);
            continue;
          }
          queued.remove(p.registered);
          if (p.key != null) {
            stalled.remove(p.key, p);
          }
          if (process(p, errors)) {
            progress = true;
            continue;
          }
          p.key = new Seen(p.obligation.predicate(), p.obligation.env());
          if (stalled.putIfAbsent(p.key, p) == null) {
            waiting.add(p);
          }
        }
      }
      pending = waiting;
    }
    generation = infcx.generation();
    return errors.isEmpty() ? errors : withoutImplied(errors);
  }

  /**
   * Leaves out errors that follow from others: of a missing trait its missing supertraits, and all
   * but the first overflow of one demand.
   */
  private List<FulfillmentError> withoutImplied(List<FulfillmentError> errors) {
    List<FulfillmentError> out = new ArrayList<>();
    for (FulfillmentError e : errors) {
      if (e.kind() == FulfillmentError.Kind.OVERFLOW) {
        if (overflowed.add(e.obligation().root().cause().span())) {
          out.add(e);
        }
      } else if (!impliedByOther(e, errors)) {
        out.add(e);
      }
    }
    return out;
  }

  private boolean impliedByOther(FulfillmentError e, List<FulfillmentError> errors) {
    if (e.kind() != FulfillmentError.Kind.UNIMPLEMENTED
        || !(infcx.resolve(e.obligation().predicate()) instanceof Predicate.Trait t)) {
      return false;
    }
    for (FulfillmentError other : errors) {
      if (other != e
          && other.kind() == FulfillmentError.Kind.UNIMPLEMENTED
          && other.obligation().root().cause().span().equals(e.obligation().root().cause().span())
          && infcx.resolve(other.obligation().predicate()) instanceof Predicate.Trait u
          && u.traitRef().trait() != t.traitRef().trait()
          && Elaborator.supertraits(tcx, u).contains(t)) {
        return true;
      }
    }
    return false;
  }

  /** As {@link #selectWherePossible}, and what is still undecided is an error of kind AMBIGUOUS. */
  public List<FulfillmentError> selectAllOrError() {
    List<FulfillmentError> errors = new ArrayList<>(selectWherePossible());
    if (errors.isEmpty()) {
      // the first is told, and with it come the others of the same place
      for (Pending p : pending.subList(0, Math.min(pending.size(), 64))) {
        errors.add(
            new FulfillmentError(
                p.obligation.withPredicate(infcx.resolve(p.obligation.predicate())),
                FulfillmentError.Kind.AMBIGUOUS,
                null,
                null));
      }
    }
    return errors;
  }

  /** The pending trait and projection obligations whose self type is the given unbound variable. */
  public List<Obligation> pendingFor(Ty selfVar) {
    Ty root = infcx.shallow(selfVar);
    List<Obligation> found = new ArrayList<>();
    for (Pending p : pending) {
      Ty self = selfOf(p.obligation.predicate());
      if (self != null && infcx.shallow(self) == root) {
        found.add(p.obligation.withPredicate(infcx.resolve(p.obligation.predicate())));
      }
    }
    return found;
  }

  private static Ty selfOf(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> t.traitRef().self();
      case Predicate.Projection j -> (Ty) j.alias().args.get(0);
      case Predicate.TypeOutlives o -> null;
      case Predicate.RegionOutlives o -> null;
      case Predicate.Subtype s -> null;
    };
  }

  private boolean changed(List<GenericArg> vars) {
    for (GenericArg v : vars) {
      if (v instanceof Ty t ? infcx.shallow(t) != v : infcx.shallow((Const) v) != v) {
        return true;
      }
    }
    return vars.isEmpty();
  }

  /** True when it is done with, proved or not. */
  private boolean process(Pending p, List<FulfillmentError> errors) {
    Obligation o = p.obligation.withPredicate(infcx.resolve(p.obligation.predicate()));
    if (isHigherRanked(o.predicate()) && hasAlias(o.predicate())) {
      // below a binder no variable stands for what could not be told when it was registered
      List<Obligation> more = new ArrayList<>();
      o = o.withPredicate(solver.normalizeNested(o, o.predicate(), more));
      register(more);
    }
    p.obligation = o;
    if (o.depth() > Obligation.MAX_DEPTH) {
      errors.add(new FulfillmentError(o, FulfillmentError.Kind.OVERFLOW, null, null));
      return true;
    }
    return switch (o.predicate()) {
      case Predicate.Trait t -> trait(p, o, t, errors);
      case Predicate.Projection j -> projection(p, o, errors);
      case Predicate.TypeOutlives t -> {
        Predicate.TypeOutlives open = (Predicate.TypeOutlives) solver.open(t);
        infcx.typeOutlives(open.ty(), open.region());
        yield true;
      }
      case Predicate.RegionOutlives r -> {
        Predicate.RegionOutlives open = (Predicate.RegionOutlives) solver.open(r);
        infcx.outlives(open.longer(), open.shorter());
        yield true;
      }
      case Predicate.Subtype s -> {
        p.stalledOn = List.of(s.ty());
        yield !(s.ty() instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL);
      }
    };
  }

  private static boolean isHigherRanked(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> !t.bound().isEmpty();
      case Predicate.Projection j -> !j.bound().isEmpty();
      case Predicate.TypeOutlives o -> false;
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> false;
    };
  }

  private boolean trait(Pending p, Obligation o, Predicate.Trait t, List<FulfillmentError> errors) {
    boolean infer = TraitSolver.has(t.traitRef(), Ty.HAS_INFER);
    if (!infer && !infcx.relatesRegions()) {
      Outcome known = solver.outcome(o);
      if (known == Outcome.HOLDS) {
        return true;
      }
    }
    if (!infer) {
      // Cycles of auto traits end here; others are found among the parents.
      Seen known = key(t, o.env());
      if (!seen.add(known)) {
        if (amongParents(o, known.predicate())) {
          if (!coinductive(t.traitRef().trait())) {
            errors.add(new FulfillmentError(o, FulfillmentError.Kind.OVERFLOW, null, null));
          }
          return true;
        }
        // What failed once is an error at the other place too.
        if (!failed.contains(known)) {
          return true;
        }
      }
    }
    if (failedInPass.contains(p.registered)) {
      failed(o);
      return true;
    }
    if (infer && selected.contains(new Seen(t, o.env())) && !amongParents(o, t)) {
      return true;
    }
    switch (solver.select(o)) {
      case Selection.Selected s -> {
        if (infer) {
          selected.add(new Seen(infcx.resolve((Predicate) t), o.env()));
        }
        register(s.nested());
        return true;
      }
      case Selection.Ambiguous a -> {
        if (!infer) {
          seen.remove(key(t, o.env()));
        }
        p.stalledOn = variables(t.traitRef().args());
        return false;
      }
      case Selection.Unimplemented u -> {
        errors.add(new FulfillmentError(o, FulfillmentError.Kind.UNIMPLEMENTED, null, null));
        failed(o);
        failedInPass.add(p.registered);
        return true;
      }
    }
  }

  /** What needed it fails too. */
  private void failed(Obligation obligation) {
    for (Obligation o = obligation; o != null; o = o.parent()) {
      failed.add(key(infcx.resolve(o.predicate()), o.env()));
    }
  }

  private Seen key(Predicate p, ParamEnv env) {
    return new Seen(infcx.relatesRegions() ? p : EraseRegions.of(tcx.types(), p), env);
  }

  private boolean amongParents(Obligation o, Predicate key) {
    for (Obligation up = o.parent(); up != null; up = up.parent()) {
      if (up.predicate() != null
          && EraseRegions.of(tcx.types(), infcx.resolve(up.predicate()))
              .equals(EraseRegions.of(tcx.types(), key))) {
        return true;
      }
    }
    return false;
  }

  private boolean coinductive(Def trait) {
    return tcx.isAutoTrait(trait) || trait == tcx.lang().get("sized");
  }

  private boolean projection(Pending p, Obligation o, List<FulfillmentError> errors) {
    Predicate.Projection goal = (Predicate.Projection) solver.open(o.predicate());
    List<Obligation> nested = new ArrayList<>();
    switch (solver.projector().project(o, goal.alias(), nested)) {
      case Projector.Result.Progress r -> {
        register(nested);
        if (!infcx.equate(r.ty(), goal.ty())) {
          errors.add(
              new FulfillmentError(
                  o,
                  FulfillmentError.Kind.PROJECTION_MISMATCH,
                  infcx.resolve(goal.ty()),
                  infcx.resolve(r.ty())));
        }
        return true;
      }
      case Projector.Result.Rigid r -> {
        register(nested);
        if (!infcx.equate(goal.alias(), goal.ty())) {
          errors.add(
              new FulfillmentError(
                  o,
                  FulfillmentError.Kind.PROJECTION_MISMATCH,
                  infcx.resolve(goal.ty()),
                  infcx.resolve((Ty) goal.alias())));
        }
        return true;
      }
      case Projector.Result.Ambiguous a -> {
        p.stalledOn = variables(goal.alias().args);
        return false;
      }
      case Projector.Result.Unimplemented u -> {
        // The trait's own obligation says what is missing; what was to be found is in error.
        TraitRef missing = Projector.traitRef(tcx, goal.alias());
        errors.add(
            new FulfillmentError(
                o.withPredicate(new Predicate.Trait(infcx.resolve(missing))),
                FulfillmentError.Kind.UNIMPLEMENTED,
                null,
                null));
        infcx.unify(goal.ty(), tcx.types().error);
        return true;
      }
    }
  }

  /** The unbound variables inside. */
  private List<GenericArg> variables(List<GenericArg> args) {
    Set<GenericArg> found = new HashSet<>();
    TypeFolder collect =
        new TypeFolder(tcx.types()) {
          @Override
          public Ty ty(Ty t) {
            if (t instanceof Ty.Infer) {
              found.add(t);
            }
            return t.has(Ty.HAS_INFER) ? superTy(t) : t;
          }

          @Override
          public Const constant(Const c) {
            if (c instanceof Const.Infer) {
              found.add(c);
            }
            return superConst(c);
          }
        };
    collect.args(infcx.resolve(args));
    return new ArrayList<>(found);
  }
}
