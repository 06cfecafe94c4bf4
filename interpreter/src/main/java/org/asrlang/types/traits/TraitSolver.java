package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.infer.InferCtxt;

/**
 * Finds out by what a trait goal holds, and normalizes projections: rustc's {@code
 * SelectionContext} and {@code project}. One for an {@link InferCtxt}: see {@link #of}.
 */
public final class TraitSolver {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TyInterner types;
  private final CandidateAssembly assembly;
  private final Projector projector;
  private final Evaluator evaluator;
  private final Map<Ty, List<Predicate>> bounds = new HashMap<>();

  public TraitSolver(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.types = infcx.types();
    this.assembly = new CandidateAssembly(infcx, this);
    this.projector = new Projector(infcx, this);
    this.evaluator = new Evaluator(infcx, this);
  }

  /** The one that belongs to the variables, made on first use. */
  public static TraitSolver of(InferCtxt infcx) {
    return infcx.extension(TraitSolver.class, TraitSolver::new);
  }

  /**
   * Whether, where regions are related, what a projection is may be answered as it was before: for
   * questions that belong together.
   */
  public void remember(boolean now) {
    projector.remember(now);
  }

  Projector projector() {
    return projector;
  }

  // ---- selection

  /**
   * Looks for the one way in which a {@link Predicate.Trait} obligation holds, binding variables by
   * it. Where it is ambiguous or does not hold, nothing is bound.
   */
  public Selection select(Obligation obligation) {
    if (obligation.depth() > Obligation.MAX_DEPTH) {
      return Selection.AMBIGUOUS;
    }
    TraitRef goal = infcx.resolve(((Predicate.Trait) open(obligation.predicate())).traitRef());
    List<Obligation> opened = new ArrayList<>();
    if (!obligation.predicate().bound().isEmpty() && goal.self() instanceof Ty.Projection) {
      // it could not be normalized under its binder, or depended on what is known only now
      InferCtxt.Snapshot before = infcx.snapshot();
      goal = infcx.resolve(normalizeNested(obligation, goal, opened));
      if (goal.self() instanceof Ty.Infer) {
        infcx.rollback(before);
        return Selection.AMBIGUOUS;
      }
      infcx.commit(before);
    }
    Selection found = select(obligation, goal);
    if (found instanceof Selection.Selected s && !opened.isEmpty()) {
      opened.addAll(s.nested());
      return new Selection.Selected(s.source(), opened);
    }
    return found;
  }

  private Selection select(Obligation obligation, TraitRef goal) {
    List<Candidate> candidates = assembly.assemble(obligation, goal);
    if (candidates == null) {
      return Selection.AMBIGUOUS;
    }
    if (candidates.isEmpty()) {
      return Selection.UNIMPLEMENTED;
    }
    Candidate chosen = candidates.get(0);
    if (candidates.size() > 1) {
      List<Candidate> fitting = new ArrayList<>();
      for (Candidate c : candidates) {
        if (infcx.probe(() -> evaluate(c, obligation, goal)) != Outcome.FAILS) {
          fitting.add(c);
        }
      }
      if (fitting.isEmpty()) {
        return Selection.UNIMPLEMENTED;
      }
      chosen = prefer(fitting, has(goal, Ty.HAS_INFER), obligation.env());
      if (chosen == null) {
        return Selection.AMBIGUOUS;
      }
    }
    if (chosen instanceof Candidate.Impl i && tcx.isNegativeImpl(i.impl())) {
      return Selection.UNIMPLEMENTED;
    }
    InferCtxt.Snapshot s = infcx.snapshot();
    Selection.Selected confirmed = confirm(chosen, obligation, goal);
    if (confirmed == null) {
      infcx.rollback(s);
      return Selection.UNIMPLEMENTED;
    }
    infcx.commit(s);
    return confirmed;
  }

  private Outcome evaluate(Candidate c, Obligation obligation, TraitRef goal) {
    if (c instanceof Candidate.Impl i && tcx.isNegativeImpl(i.impl())) {
      return Outcome.HOLDS;
    }
    Selection.Selected s = confirm(c, obligation, goal);
    return s == null ? Outcome.FAILS : evaluator.all(s.nested());
  }

  /** The best of several that all may hold; null if it cannot be told. */
  private static Candidate prefer(List<Candidate> fitting, boolean infer, ParamEnv env) {
    int best = Integer.MAX_VALUE;
    for (Candidate c : fitting) {
      best = Math.min(best, rank(c, env));
    }
    Candidate chosen = null;
    for (Candidate c : fitting) {
      if (rank(c, env) != best) {
        continue;
      }
      if (chosen != null && infer && !chosen.equals(c)) {
        return null;
      }
      if (chosen == null) {
        chosen = c;
      }
    }
    return chosen;
  }

  private static int rank(Candidate c, ParamEnv env) {
    return switch (c) {
      case Candidate.Error e -> 0;
      case Candidate.Builtin b -> 1;
      case Candidate.Param p -> env.isGlobal(p) ? 7 : 2;
      case Candidate.ItemBound b -> 3;
      case Candidate.Object o -> 3;
      case Candidate.Callable f -> 4;
      case Candidate.Unsize u -> 4;
      case Candidate.Impl i -> 5;
      case Candidate.Auto a -> 6;
    };
  }

  private Selection.Selected confirm(Candidate c, Obligation o, TraitRef goal) {
    List<Obligation> nested = new ArrayList<>();
    return switch (c) {
      case Candidate.Error e -> new Selection.Selected(new ImplSource.Builtin(), nested);
      case Candidate.Param p ->
          assembly.matches(p.assumption(), goal)
              ? new Selection.Selected(new ImplSource.Param(p.assumption()), nested)
              : null;
      case Candidate.ItemBound b -> {
        Predicate.Trait bound = (Predicate.Trait) normalizeNested(o, b.bound(), nested);
        yield assembly.matches(bound, goal)
            ? new Selection.Selected(new ImplSource.Param(bound), nested)
            : null;
      }
      case Candidate.Impl i -> {
        List<GenericArg> args = assembly.matchImpl(i.impl(), goal, o, nested);
        if (args == null) {
          yield null;
        }
        for (Predicate p : tcx.predicates(i.impl())) {
          nested.add(o.nested(normalizeNested(o, Subst.apply(types, p, args), nested)));
        }
        yield new Selection.Selected(new ImplSource.Impl(i.impl(), args), nested);
      }
      case Candidate.Builtin b -> {
        for (Ty t : b.nested()) {
          Ty part = normalizeNested(o, t, nested);
          nested.add(o.nested(new Predicate.Trait(new TraitRef(goal.trait(), List.of(part)))));
        }
        yield new Selection.Selected(new ImplSource.Builtin(), nested);
      }
      case Candidate.Auto a -> {
        for (Predicate p : a.nested()) {
          nested.add(o.nested(normalizeNested(o, p, nested)));
        }
        yield new Selection.Selected(new ImplSource.Builtin(), nested);
      }
      case Candidate.Callable f -> {
        FnSig sig = Callable.opened(infcx, f.ty());
        if (sig == null) {
          yield null;
        }
        sig = normalizeNested(o, sig, nested);
        yield infcx.unify(types.tuple(sig.inputs()), Callable.argsTuple(goal.args()))
            ? new Selection.Selected(
                f.ty() instanceof Ty.Closure closure
                    ? new ImplSource.Closure(closure)
                    : new ImplSource.Function(f.ty()),
                nested)
            : null;
      }
      case Candidate.Object d ->
          assembly.matches(d.upcast(), goal)
              ? new Selection.Selected(new ImplSource.Object(d.ty()), nested)
              : null;
      case Candidate.Unsize u -> {
        List<Obligation> needed =
            u.way()
                .confirm(
                    infcx,
                    o.withPredicate(new Predicate.Trait(goal)),
                    infcx.shallow(goal.self()),
                    infcx.shallow((Ty) goal.args().get(1)));
        yield needed == null ? null : new Selection.Selected(new ImplSource.Builtin(), needed);
      }
    };
  }

  /** Opens a goal's {@code for<'a>}: its regions are made rigid (or erased, where none matter). */
  Predicate open(Predicate p) {
    if (p.bound().isEmpty()) {
      return p;
    }
    if (!infcx.relatesRegions()) {
      return BoundRegions.instantiate(types, p, b -> Region.ERASED);
    }
    int universe = infcx.nextUniverse(p);
    return BoundRegions.instantiate(types, p, b -> new Region.Placeholder(universe, b.index()));
  }

  /** The bounds declared on an associated or opaque type, for its arguments; else nothing. */
  List<Predicate> boundsOf(Ty self) {
    return switch (self) {
      case Ty.Projection p -> boundsOf(self, p.assocType, p.args);
      case Ty.Opaque o -> boundsOf(self, o.def, o.args);
      case Ty other -> List.of();
    };
  }

  private List<Predicate> boundsOf(Ty self, Def alias, List<GenericArg> args) {
    List<Predicate> known = bounds.get(self);
    if (known == null) {
      List<Predicate> own = new ArrayList<>();
      for (Predicate p : tcx.itemBounds(alias)) {
        own.add(Subst.apply(types, p, args));
      }
      known = Elaborator.elaborate(tcx, own);
      if (!self.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR)) {
        bounds.put(self, known);
      }
    }
    return known;
  }

  static boolean has(TraitRef t, int mask) {
    for (GenericArg a : t.args()) {
      switch (a) {
        case Ty ty -> {
          if (ty.has(mask)) {
            return true;
          }
        }
        case Const.Infer i -> {
          if ((mask & Ty.HAS_INFER) != 0) {
            return true;
          }
        }
        case Const.Param p -> {
          if ((mask & Ty.HAS_PARAM) != 0) {
            return true;
          }
        }
        case Const c -> {}
        case Region r -> {}
      }
    }
    return false;
  }

  // ---- normalization

  /**
   * Replaces every projection inside by its type. One that is not known yet becomes a new variable
   * with an obligation; one of a type parameter stays as it is.
   *
   * @param out receives what has to hold for it
   */
  public Ty normalize(ParamEnv env, Ty ty, Cause cause, List<Obligation> out) {
    return ty.has(Ty.HAS_ALIAS) ? normalizer(env, cause, out).ty(ty) : ty;
  }

  public FnSig normalize(ParamEnv env, FnSig sig, Cause cause, List<Obligation> out) {
    return normalizer(env, cause, out).sig(sig);
  }

  public TraitRef normalize(ParamEnv env, TraitRef ref, Cause cause, List<Obligation> out) {
    return normalizer(env, cause, out).traitRef(ref);
  }

  /** A projection predicate's own alias stays; its arguments and its right side are normalized. */
  public Predicate normalize(ParamEnv env, Predicate p, Cause cause, List<Obligation> out) {
    return normalizer(env, cause, out).predicate(p);
  }

  public List<GenericArg> normalize(
      ParamEnv env, List<GenericArg> args, Cause cause, List<Obligation> out) {
    return normalizer(env, cause, out).args(args);
  }

  private Normalizer normalizer(ParamEnv env, Cause cause, List<Obligation> out) {
    return new Normalizer(infcx, projector, new Obligation(null, env, cause), out);
  }

  Ty normalizeNested(Obligation goal, Ty ty, List<Obligation> out) {
    return ty.has(Ty.HAS_ALIAS) ? nested(goal, out).ty(ty) : ty;
  }

  TraitRef normalizeNested(Obligation goal, TraitRef t, List<Obligation> out) {
    return has(t, Ty.HAS_ALIAS) ? nested(goal, out).traitRef(t) : t;
  }

  FnSig normalizeNested(Obligation goal, FnSig s, List<Obligation> out) {
    return nested(goal, out).sig(s);
  }

  Predicate normalizeNested(Obligation goal, Predicate p, List<Obligation> out) {
    return nested(goal, out).predicate(p);
  }

  private Normalizer nested(Obligation goal, List<Obligation> out) {
    return new Normalizer(infcx, projector, goal.nested(goal.predicate()), out);
  }

  void reportOverflow(Obligation goal) {
    TraitErrorReporter.overflow(infcx, goal);
  }

  // ---- questions

  /** Certainly holds; nothing is bound. */
  public boolean holds(ParamEnv env, Predicate p) {
    return outcome(new Obligation(p, env, Cause.NONE)) == Outcome.HOLDS;
  }

  /** Holds, or may hold once more is known; nothing is bound. */
  public boolean mayHold(ParamEnv env, Predicate p) {
    return outcome(new Obligation(p, env, Cause.NONE)) != Outcome.FAILS;
  }

  /**
   * Whether it is clear from the type's head that it does not implement the trait: no impl, no
   * assumption and no rule of the language could say so. A cheap look, without making a goal.
   */
  public boolean cannotHold(ParamEnv env, Def trait, Ty self) {
    Object head = SimplifiedType.ofGoal(self);
    return head != null
        && head != SimplifiedType.RIGID
        && !(self instanceof Ty.Dynamic)
        && tcx.traitImpls(trait, head).isEmpty()
        && env.traits(trait).isEmpty()
        && !tcx.isAutoTrait(trait)
        && !tcx.defs().hasAttr(trait, "lang");
  }

  /** Binds variables: to be called in a probe. */
  Outcome evaluate(Obligation o) {
    return evaluator.evaluate(o);
  }

  Outcome outcome(Obligation o) {
    return infcx.probe(() -> evaluator.evaluate(o));
  }

  /** Whether {@code ty: trait} (of the type alone) certainly holds; false where std lacks it. */
  public boolean implementsLang(ParamEnv env, Ty ty, String langTrait) {
    Def trait = tcx.lang().get(langTrait);
    return trait != null && holds(env, new Predicate.Trait(new TraitRef(trait, List.of(ty))));
  }
}
