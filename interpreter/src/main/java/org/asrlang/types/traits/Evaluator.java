package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.InferCtxt;

/**
 * Decides goals together with all that they need, for those who only want to know. Goes down
 * recursively and notices cycles: auto traits and Sized hold in a cycle, others do not.
 */
final class Evaluator {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitSolver solver;
  private final List<Frame> stack = new ArrayList<>();

  /** Of goals with variables, up to their names, whose answer did not say what they are. */
  private final Map<Question, Outcome> answered = new HashMap<>();

  private record Question(ParamEnv env, TraitRef goal) {}

  /** Set when the depth limit was met: the whole question is given up. */
  private boolean overflow;

  /** A goal under way. */
  private static final class Frame {
    final TraitRef goal;
    final ParamEnv env;
    final boolean coinductive;

    /** The outermost frame that an answer relied on. */
    int reached;

    Frame(TraitRef goal, ParamEnv env, boolean coinductive, int index) {
      this.goal = goal;
      this.env = env;
      this.coinductive = coinductive;
      this.reached = index;
    }
  }

  Evaluator(InferCtxt infcx, TraitSolver solver) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.solver = solver;
  }

  /** Binds variables on the way: to be called in a probe. */
  Outcome evaluate(Obligation o) {
    if (stack.isEmpty()) {
      overflow = false;
    }
    if (overflow || o.depth() > Obligation.MAX_DEPTH) {
      overflow = true;
      return Outcome.AMBIGUOUS;
    }
    return switch (o.predicate()) {
      case Predicate.Trait t -> trait(o);
      case Predicate.Projection p -> projection(o);
      case Predicate.TypeOutlives p -> Outcome.HOLDS;
      case Predicate.RegionOutlives p -> Outcome.HOLDS;
      case Predicate.Subtype s -> Outcome.HOLDS;
    };
  }

  Outcome all(List<Obligation> nested) {
    List<Obligation> undecided = new ArrayList<>();
    int before = infcx.generation();
    for (Obligation o : nested) {
      int at = infcx.generation();
      Outcome r = evaluate(o);
      if (r == Outcome.FAILS) {
        return r;
      }
      if (r == Outcome.AMBIGUOUS) {
        undecided.add(o);
        before = at;
      }
    }
    if (undecided.isEmpty()) {
      return Outcome.HOLDS;
    }
    if (infcx.generation() == before || overflow) {
      return Outcome.AMBIGUOUS;
    }
    // A later one may have told what an earlier one had to know.
    Outcome worst = Outcome.HOLDS;
    for (Obligation o : undecided) {
      worst = worst.and(evaluate(o));
    }
    return worst;
  }

  private Outcome projection(Obligation o) {
    Predicate.Projection p = (Predicate.Projection) solver.open(o.predicate());
    List<Obligation> nested = new ArrayList<>();
    return switch (solver.projector().project(o, p.alias(), nested)) {
      case Projector.Result.Progress r -> infcx.unify(r.ty(), p.ty()) ? all(nested) : Outcome.FAILS;
      case Projector.Result.Rigid r -> infcx.unify(p.alias(), p.ty()) ? all(nested) : Outcome.FAILS;
      case Projector.Result.Ambiguous a -> Outcome.AMBIGUOUS;
      case Projector.Result.Unimplemented u -> Outcome.FAILS;
    };
  }

  private Outcome trait(Obligation o) {
    TraitRef goal = infcx.resolve(((Predicate.Trait) solver.open(o.predicate())).traitRef());
    TraitRef erased = EraseRegions.of(tcx.types(), goal);
    boolean infer = TraitSolver.has(erased, Ty.HAS_INFER);
    ParamEnv env = o.env();
    if (!infer) {
      if (!env.assumesGlobals() && !TraitSolver.has(erased, Ty.HAS_PARAM | Ty.HAS_ALIAS)) {
        env = env.revealAll() ? ParamEnv.REVEAL_ALL : ParamEnv.EMPTY;
      }
      Outcome known = tcx.traitCache().get(env, erased);
      if (known != null) {
        return known;
      }
    } else {
      erased = new Canonical(tcx.types()).traitRef(erased);
      Outcome known = infcx.relatesRegions() ? null : answered.get(new Question(env, erased));
      if (known != null) {
        return known;
      }
    }
    Outcome inCycle = cycle(erased, env, infer);
    if (inCycle != null) {
      return inCycle;
    }
    int index = stack.size();
    Frame frame = new Frame(erased, env, coinductive(goal.trait()), index);
    stack.add(frame);
    Outcome result;
    try {
      result =
          switch (solver.select(o.withPredicate(new Predicate.Trait(goal)))) {
            case Selection.Ambiguous a -> Outcome.AMBIGUOUS;
            case Selection.Unimplemented u -> Outcome.FAILS;
            case Selection.Selected s -> all(s.nested());
          };
    } finally {
      stack.remove(index);
    }
    if (frame.reached < index) {
      Frame outer = stack.get(index - 1);
      outer.reached = Math.min(outer.reached, frame.reached);
    } else if (!infer && result != Outcome.AMBIGUOUS) {
      tcx.traitCache().put(env, erased, result);
    } else if (infer && !overflow && !infcx.relatesRegions() && infcx.resolve(goal).equals(goal)) {
      answered.put(new Question(env, erased), result);
    }
    return result;
  }

  private Outcome cycle(TraitRef goal, ParamEnv env, boolean infer) {
    for (int i = stack.size() - 1; i >= 0; i--) {
      Frame f = stack.get(i);
      if (f.goal.equals(goal) && f.env == env) {
        Frame top = stack.get(stack.size() - 1);
        top.reached = Math.min(top.reached, i);
        for (int j = i; j < stack.size(); j++) {
          if (!stack.get(j).coinductive) {
            return infer ? Outcome.AMBIGUOUS : Outcome.FAILS;
          }
        }
        return Outcome.HOLDS;
      }
    }
    return null;
  }

  private boolean coinductive(Def trait) {
    return tcx.isAutoTrait(trait) || trait == tcx.lang().get("sized");
  }

  /** Numbers variables by their first appearance, so that goals that differ in them compare. */
  private static final class Canonical extends TypeFolder {
    private static final int FROM = 1 << 29;
    private final Map<Ty, Ty> numbers = new HashMap<>();

    Canonical(TyInterner types) {
      super(types);
    }

    @Override
    public Ty ty(Ty t) {
      if (t instanceof Ty.Infer v) {
        return numbers.computeIfAbsent(t, x -> types.infer(v.kind, FROM + numbers.size()));
      }
      return t.has(Ty.HAS_INFER) ? superTy(t) : t;
    }
  }
}
