package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.ImplNames;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/** Gathers all the ways in which a trait goal could hold. */
final class CandidateAssembly {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitSolver solver;
  private final BuiltinTraits builtin;

  CandidateAssembly(InferCtxt infcx, TraitSolver solver) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.solver = solver;
    this.builtin = new BuiltinTraits(infcx);
  }

  /** The candidates; null where a variable hides some. */
  List<Candidate> assemble(Obligation obligation, TraitRef goal) {
    List<Candidate> found = new ArrayList<>();
    Ty self = infcx.shallow(goal.self());
    if (self instanceof Ty.Error || hasError(goal.args())) {
      return List.of(new Candidate.Error());
    }
    if (self instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
      return null;
    }
    Def trait = goal.trait();
    if (trivial(trait, self)) {
      // an assumption about some lifetime must not be taken for one about all
      return List.of(new Candidate.Builtin(List.of()));
    }
    where(obligation.env(), goal, found);
    itemBounds(self, goal, found, obligation);
    if (!found.isEmpty() && !found.stream().allMatch(obligation.env()::isGlobal)) {
      // Assumptions win over everything else anyway.
      return found;
    }
    if (trait == tcx.lang().get("sized")) {
      return conditions(builtin.sized(self), found) ? found : null;
    }
    if (trait == tcx.lang().get("unsize")) {
      return unsize(goal, self, found) ? found : null;
    }
    if (trait == tcx.lang().get("tuple_trait")) {
      if (self instanceof Ty.Tuple) {
        found.add(new Candidate.Builtin(List.of()));
      }
      return found;
    }
    boolean copyLike = trait == tcx.lang().get("copy") || trait == tcx.lang().get("clone");
    if (copyLike && !conditions(builtin.copyOrClone(self), found)) {
      return null;
    }
    if (!callable(goal, self, found)) {
      return null;
    }
    object(goal, self, found);
    impls(obligation, goal, self, found);
    if (tcx.isAutoTrait(trait) && !auto(trait, self, found)) {
      return null;
    }
    return found;
  }

  /** Whether the type has the trait by itself, whatever it is made of. */
  private boolean trivial(Def trait, Ty self) {
    BuiltinTraits.Conditions c =
        trait == tcx.lang().get("sized")
            ? builtin.sized(self)
            : trait == tcx.lang().get("copy") || trait == tcx.lang().get("clone")
                ? builtin.copyOrClone(self)
                : null;
    return c instanceof BuiltinTraits.Conditions.Where w && w.types().isEmpty();
  }

  private static boolean hasError(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && t.has(Ty.HAS_ERROR_TY) || a instanceof Const.Error) {
        return true;
      }
    }
    return false;
  }

  private static boolean conditions(BuiltinTraits.Conditions c, List<Candidate> found) {
    switch (c) {
      case BuiltinTraits.Conditions.Where w -> found.add(new Candidate.Builtin(w.types()));
      case BuiltinTraits.Conditions.Never n -> {}
      case BuiltinTraits.Conditions.Ambiguous a -> {
        return false;
      }
    }
    return true;
  }

  private void where(ParamEnv env, TraitRef goal, List<Candidate> found) {
    for (Predicate.Trait assumption : env.traits(goal.trait())) {
      if (infcx.probe(() -> matches(assumption, goal)) && !isRepeated(assumption, found)) {
        found.add(new Candidate.Param(assumption));
      }
    }
  }

  /** Whether the same is assumed already, but for the names of lifetimes. */
  private boolean isRepeated(Predicate.Trait assumption, List<Candidate> found) {
    return !found.isEmpty()
        && !infcx.relatesRegions()
        && found.stream()
            .anyMatch(c ->
                c instanceof Candidate.Param p
                    && EraseRegions.of(tcx.types(), p.assumption().traitRef())
                        .equals(EraseRegions.of(tcx.types(), assumption.traitRef())));
  }

  /** Unifies the goal with an assumption whose bound regions may be chosen. */
  boolean matches(Predicate.Trait assumption, TraitRef goal) {
    List<GenericArg> args = assumption.traitRef().args();
    if (!assumption.bound().isEmpty()) {
      args = BoundRegions.instantiate(tcx.types(), args, b -> infcx.existentialRegion());
    }
    return infcx.unify(args, goal.args());
  }

  private void itemBounds(Ty self, TraitRef goal, List<Candidate> found, Obligation obligation) {
    for (Predicate p : solver.boundsOf(self)) {
      if (p instanceof Predicate.Trait t
          && t.traitRef().trait() == goal.trait()
          && infcx.probe(() ->
              matches(
                  (Predicate.Trait)
                      solver.normalize(obligation.env(), t, obligation.cause(), new ArrayList<>()),
                  goal))) {
        found.add(new Candidate.ItemBound(t));
      }
    }
  }

  private boolean unsize(TraitRef goal, Ty self, List<Candidate> found) {
    Ty target = infcx.shallow((Ty) goal.args().get(1));
    if (target instanceof Ty.Infer) {
      return false;
    }
    Unsizing way = Unsizing.of(tcx, self, target);
    if (way != null) {
      found.add(new Candidate.Unsize(way));
    }
    return true;
  }

  private boolean callable(TraitRef goal, Ty self, List<Candidate> found) {
    ClosureKind wanted = Callable.fnTrait(tcx, goal.trait());
    if (wanted == null) {
      return true;
    }
    switch (self) {
      case Ty.Closure c -> {
        ClosureKind kind = Callable.kind(infcx, c);
        if (kind == null) {
          // Any closure can be called once; whether more is known after its body.
          if (wanted != ClosureKind.FN_ONCE) {
            return false;
          }
          found.add(new Candidate.Callable(c));
        } else if (kind.ordinal() <= wanted.ordinal()) {
          found.add(new Candidate.Callable(c));
        }
      }
      case Ty.FnDef f -> found.add(new Candidate.Callable(f));
      case Ty.FnPtr f -> found.add(new Candidate.Callable(f));
      case Ty other -> {}
    }
    return true;
  }

  private void object(TraitRef goal, Ty self, List<Candidate> found) {
    if (!(self instanceof Ty.Dynamic d)
        || d.principal == null
        || !tcx.supertraits(d.principal.trait()).contains(goal.trait())) {
      return;
    }
    for (Predicate.Trait t : upcasts(d)) {
      if (t.traitRef().trait() == goal.trait() && infcx.probe(() -> matches(t, goal))) {
        found.add(new Candidate.Object(d, t));
      }
    }
  }

  private List<Predicate.Trait> upcasts(Ty.Dynamic d) {
    TyInterner types = tcx.types();
    List<Predicate.Trait> all =
        Elaborator.supertraits(
            tcx,
            new Predicate.Trait(
                Unsizing.withSelf(d.principal, d), Unsizing.boundRegions(types, d)));
    if (all.size() == 1) {
      return all;
    }
    // trait Sub: Super<Self::Item>: the dyn's own projections say what Item is.
    List<Predicate.Trait> normalized = new ArrayList<>();
    for (Predicate.Trait t : all) {
      normalized.add(
          (Predicate.Trait) solver.normalize(ParamEnv.EMPTY, t, Cause.NONE, new ArrayList<>()));
    }
    return normalized;
  }

  private void impls(Obligation obligation, TraitRef goal, Ty self, List<Candidate> found) {
    for (Def impl : tcx.traitImpls(goal.trait(), SimplifiedType.ofGoal(self))) {
      TraitRef header = tcx.implTraitRef(impl);
      if (header != null
          && FastReject.mayMatch(infcx, header.args(), goal.args())
          && !(self instanceof Ty.Infer && tcx.defs().hasAttr(impl, ImplNames.FN_POINTERS))
          && infcx.probe(() -> matchImpl(impl, goal, obligation, new ArrayList<>()) != null)) {
        found.add(new Candidate.Impl(impl));
      }
    }
  }

  /** Unifies the impl's header with the goal: its arguments, or null. */
  List<GenericArg> matchImpl(
      Def impl, TraitRef goal, Obligation obligation, List<Obligation> nested) {
    List<GenericArg> args = infcx.freshArgs(impl, List.of(), obligation.cause().span());
    TraitRef header = Subst.apply(tcx.types(), tcx.implTraitRef(impl), args);
    header = solver.normalizeNested(obligation, header, nested);
    return infcx.unifyHeader(header.args(), goal.args()) ? args : null;
  }

  private boolean auto(Def trait, Ty self, List<Candidate> found) {
    for (Candidate c : found) {
      if (c instanceof Candidate.Impl) {
        return true;
      }
    }
    if (self instanceof Ty.Adt && hasImplForHead(trait, self)) {
      return true;
    }
    if (self instanceof Ty.Opaque && !found.isEmpty()) {
      return true;
    }
    List<Predicate> nested = builtin.auto(trait, self);
    if (nested != null) {
      found.add(new Candidate.Auto(nested));
    }
    return true;
  }

  // An impl written for the type, even one that does not match here, turns the structural rule off.
  private boolean hasImplForHead(Def trait, Ty self) {
    Object key = SimplifiedType.ofImpl(self);
    for (Def impl : tcx.traitImpls(trait, key)) {
      TraitRef header = tcx.implTraitRef(impl);
      if (header != null && key.equals(SimplifiedType.ofImpl(header.self()))) {
        return true;
      }
    }
    return false;
  }
}
