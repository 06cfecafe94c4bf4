package org.asrlang.types.infer;

import java.util.List;
import java.util.function.Function;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/**
 * Walks two types side by side and makes them the same but for regions, which it relates as the
 * variance of the place demands. Binds variables as it goes: the caller undoes after a failure.
 */
final class TypeRelation {
  private final InferCtxt infcx;
  private Variance variance;

  /** The first type that made regions equal; null as long as none has. */
  private Invariance invariance;

  /** Whether bound regions may be unified with bound ones only, where there is no listener. */
  private boolean checksLeaks;

  /** The binders being compared, when leaks are checked. */
  private int rigidBinders;

  TypeRelation(InferCtxt infcx, Variance variance) {
    this.infcx = infcx;
    this.variance = variance;
  }

  void checkLeaks() {
    checksLeaks = !infcx.relatesRegions();
  }

  boolean ty(Ty a0, Ty b0) {
    if (a0 == b0 && !a0.has(Ty.HAS_REGION_VAR)) {
      return true;
    }
    Ty a = infcx.shallow(a0);
    Ty b = infcx.shallow(b0);
    if (a == b) {
      return true;
    }
    if (a instanceof Ty.Infer va) {
      return b instanceof Ty.Infer vb ? vars(va, vb) : var(va, b);
    }
    if (b instanceof Ty.Infer vb) {
      return var(vb, a);
    }
    if (a instanceof Ty.Error || b instanceof Ty.Error) {
      infcx.metError();
      return true;
    }
    return structure(a, b);
  }

  private boolean structure(Ty a, Ty b) {
    return switch (a) {
      case Ty.Bool t -> false;
      case Ty.Char t -> false;
      case Ty.Int t -> false;
      case Ty.Uint t -> false;
      case Ty.Float t -> false;
      case Ty.Str t -> false;
      case Ty.Never t -> false;
      case Ty.Infer t -> false;
      case Ty.Error t -> true;
      case Ty.Param t -> b instanceof Ty.Param u && t.def == u.def && t.index == u.index;
      case Ty.Tuple t -> b instanceof Ty.Tuple u && each(t.elements, u.elements);
      case Ty.Adt t ->
          b instanceof Ty.Adt u
              && t.def == u.def
              && argsWith(t, infcx.tcx().variances(t.def), t.args, u.args);
      case Ty.Ref t ->
          b instanceof Ty.Ref u
              && t.mutable == u.mutable
              && region(t.region, u.region)
              && (t.mutable ? target(t, u.target) : ty(t.target, u.target));
      case Ty.Slice t -> b instanceof Ty.Slice u && ty(t.element, u.element);
      case Ty.Array t ->
          b instanceof Ty.Array u && ty(t.element, u.element) && constant(t.length, u.length);
      case Ty.FnDef t ->
          b instanceof Ty.FnDef u && t.def == u.def && argsWith(t, List.of(), t.args, u.args);
      case Ty.FnPtr t -> b instanceof Ty.FnPtr u && sigs(t.sig, u.sig);
      case Ty.Closure t -> b instanceof Ty.Closure u && t.def == u.def && invariant(t.args, u.args);
      case Ty.Dynamic t -> b instanceof Ty.Dynamic u && dynamics(t, u);
      case Ty.Projection t ->
          b instanceof Ty.Projection u && t.assocType == u.assocType && invariant(t.args, u.args);
      case Ty.Opaque t -> b instanceof Ty.Opaque u && t.def == u.def && invariant(t.args, u.args);
    };
  }

  boolean arg(GenericArg a, GenericArg b) {
    return switch (a) {
      case Ty t -> b instanceof Ty u && ty(t, u);
      case Region r -> b instanceof Region s && region(r, s);
      case Const c -> b instanceof Const d && constant(c, d);
    };
  }

  boolean args(List<? extends GenericArg> a, List<? extends GenericArg> b) {
    return each(a, b);
  }

  private boolean each(List<? extends GenericArg> a, List<? extends GenericArg> b) {
    if (a == b) {
      return true;
    }
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!arg(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean invariant(List<? extends GenericArg> a, List<? extends GenericArg> b) {
    Variance outer = variance;
    variance = outer.xform(Variance.INVARIANT);
    boolean result = each(a, b);
    variance = outer;
    return result;
  }

  private boolean argsWith(
      Ty of, List<Variance> variances, List<GenericArg> a, List<GenericArg> b) {
    boolean regions = infcx.relatesRegions();
    if (variance == Variance.INVARIANT && (!regions || invariance != null)
        || !regions && infcx.ordered() == null) {
      return each(a, b);
    }
    if (a.size() != b.size()) {
      return false;
    }
    Variance outer = variance;
    boolean result = true;
    for (int i = 0; i < a.size() && result; i++) {
      Variance inner = i < variances.size() ? variances.get(i) : Variance.INVARIANT;
      if (inner == Variance.INVARIANT) {
        asksForEqual(of, i);
      }
      // equal stays equal: whether a parameter is used at all does not matter there
      variance = outer == Variance.INVARIANT ? outer : outer.xform(inner);
      result = arg(a.get(i), b.get(i));
    }
    variance = outer;
    return result;
  }

  /** Stays known for all that is related after it, as in rustc. */
  private void asksForEqual(Ty of, int param) {
    if (invariance == null && infcx.relatesRegions()) {
      invariance = new Invariance(of, param);
    }
  }

  private boolean target(Ty.Ref a, Ty target) {
    asksForEqual(a, 0);
    return within(Variance.INVARIANT, a.target, target);
  }

  private boolean within(Variance inner, Ty a, Ty b) {
    Variance outer = variance;
    variance = outer.xform(inner);
    boolean result = ty(a, b);
    variance = outer;
    return result;
  }

  boolean region(Region a, Region b) {
    if (a.equals(b)) {
      return true;
    }
    if (rigidBinders > 0 && (isRigid(a) || isRigid(b))) {
      return false;
    }
    switch (variance) {
      case COVARIANT -> infcx.regionOutlives(a, b, invariance);
      case CONTRAVARIANT -> infcx.regionOutlives(b, a, invariance);
      case INVARIANT -> infcx.regionsEqual(a, b, invariance);
      case BIVARIANT -> {}
    }
    return true;
  }

  boolean constant(Const a0, Const b0) {
    Const a = known(infcx.shallow(a0));
    Const b = known(infcx.shallow(b0));
    if (a.equals(b)) {
      return true;
    }
    if (a instanceof Const.Infer v) {
      infcx.bindConst(v, b);
      return true;
    }
    if (b instanceof Const.Infer v) {
      infcx.bindConst(v, a);
      return true;
    }
    if (a instanceof Const.Error || b instanceof Const.Error) {
      return true;
    }
    return a instanceof Const.Value v && b instanceof Const.Value w
        ? v.value().equals(w.value())
        : a instanceof Const.Param p && b instanceof Const.Param q && p.index() == q.index()
            || a instanceof Const.Unevaluated u
                && b instanceof Const.Unevaluated w
                && u.def() == w.def()
                && invariant(u.args(), w.args());
  }

  private Const known(Const c) {
    return c instanceof Const.Unevaluated ? infcx.tcx().evaluate(infcx.resolve(c)) : c;
  }

  // ---- binders

  /**
   * Each side's bound regions are opened. Without a listener they do not matter, but must not leak
   * into variables: they are erased. With one, {@code a <: b} opens b to placeholders and a to
   * regions of choice; equality does so both ways.
   */
  private boolean sigs(FnSig a, FnSig b) {
    if (a.inputs().size() != b.inputs().size()) {
      return false;
    }
    if (checksLeaks) {
      rigidBinders++;
      boolean result = inputsAndOutput(open(a, inOrder()), open(b, inOrder()));
      rigidBinders--;
      return result;
    }
    if (!infcx.relatesRegions()) {
      return inputsAndOutput(open(a, x -> Region.ERASED), open(b, x -> Region.ERASED));
    }
    if (a.boundRegions().isEmpty() && b.boundRegions().isEmpty()) {
      return inputsAndOutput(a, b);
    }
    Variance outer = variance;
    boolean result = true;
    if (outer != Variance.CONTRAVARIANT) {
      FnSig rigid = open(b, placeholders());
      result = inputsAndOutput(open(a, chosen()), rigid);
    }
    if (result && outer != Variance.COVARIANT) {
      FnSig rigid = open(a, placeholders());
      result = inputsAndOutput(rigid, open(b, chosen()));
    }
    return result;
  }

  private boolean inputsAndOutput(FnSig a, FnSig b) {
    for (int i = 0; i < a.inputs().size(); i++) {
      if (!within(Variance.CONTRAVARIANT, a.inputs().get(i), b.inputs().get(i))) {
        return false;
      }
    }
    return ty(a.output(), b.output());
  }

  private FnSig open(FnSig sig, Function<Region.Bound, Region> regions) {
    return BoundRegions.instantiate(infcx.types(), sig, regions);
  }

  private Function<Region.Bound, Region> placeholders() {
    int universe = infcx.nextUniverse(null);
    return b -> new Region.Placeholder(universe, b.index());
  }

  /** Rigid regions numbered by first appearance: the same ones for the same binders. */
  private Function<Region.Bound, Region> inOrder() {
    int universe = -2 - rigidBinders;
    int[] count = {0};
    return b -> new Region.Placeholder(universe, count[0]++);
  }

  private static boolean isRigid(Region r) {
    return r instanceof Region.Placeholder p && p.universe() < -2;
  }

  private Function<Region.Bound, Region> chosen() {
    return b -> infcx.existentialRegion();
  }

  private boolean dynamics(Ty.Dynamic a, Ty.Dynamic b) {
    if (!a.autoTraits.equals(b.autoTraits)
        || a.projections.size() != b.projections.size()
        || (a.principal == null) != (b.principal == null)
        || a.principal != null && a.principal.trait() != b.principal.trait()) {
      return false;
    }
    if (!region(a.region, b.region)) {
      return false;
    }
    if (a.principal == null) {
      return true;
    }
    if (checksLeaks && (binds(a) || binds(b))) {
      rigidBinders++;
      boolean result = principals(a, opener(inOrder()), b, opener(inOrder()));
      rigidBinders--;
      return result;
    }
    if (!infcx.relatesRegions() || !binds(a) && !binds(b)) {
      return principals(a, opener(x -> Region.ERASED), b, opener(x -> Region.ERASED));
    }
    Variance outer = variance;
    boolean result = true;
    if (outer != Variance.CONTRAVARIANT) {
      TypeFolder rigid = opener(placeholders());
      result = principals(a, opener(chosen()), b, rigid);
    }
    if (result && outer != Variance.COVARIANT) {
      TypeFolder rigid = opener(placeholders());
      result = principals(a, rigid, b, opener(chosen()));
    }
    return result;
  }

  private TypeFolder opener(Function<Region.Bound, Region> regions) {
    return BoundRegions.opener(infcx.types(), regions);
  }

  private static boolean binds(Ty.Dynamic d) {
    return d.has(Ty.HAS_BOUND);
  }

  private boolean principals(Ty.Dynamic a, TypeFolder inA, Ty.Dynamic b, TypeFolder inB) {
    if (!invariant(inA.args(a.principal.args()), inB.args(b.principal.args()))) {
      return false;
    }
    for (Ty.ExistentialProjection p : a.projections) {
      Ty.ExistentialProjection q = null;
      for (Ty.ExistentialProjection candidate : b.projections) {
        if (candidate.assocType() == p.assocType()) {
          q = candidate;
        }
      }
      if (q == null
          || !invariant(inA.args(p.args()), inB.args(q.args()))
          || !within(Variance.INVARIANT, inA.ty(p.ty()), inB.ty(q.ty()))) {
        return false;
      }
    }
    return true;
  }

  // ---- variables

  private boolean vars(Ty.Infer a, Ty.Infer b) {
    if (a.kind == Ty.InferKind.GENERAL) {
      if (b.kind == Ty.InferKind.GENERAL) {
        ordered(a);
      }
      // The older one stays the root: chains stay short, and rollbacks cheap.
      if (b.kind == Ty.InferKind.GENERAL && b.id > a.id) {
        infcx.bindTy(b, a);
      } else {
        infcx.bindTy(a, b);
      }
      return true;
    }
    if (b.kind == Ty.InferKind.GENERAL || a.kind == b.kind) {
      infcx.bindTy(b, a);
      return true;
    }
    return false;
  }

  private void ordered(Ty var) {
    if (infcx.ordered() != null
        && (variance == Variance.COVARIANT || variance == Variance.CONTRAVARIANT)) {
      infcx.ordered().add(var);
    }
  }

  /**
   * What a variable is to be ordered with may differ from it wherever that keeps the order: there
   * unknown types are only ordered too.
   */
  private void generalized(Ty value) {
    switch (value) {
      case Ty.Infer v when v.kind == Ty.InferKind.GENERAL -> ordered(v);
      case Ty.Tuple t -> t.elements.forEach(this::generalized);
      case Ty.Ref r when !r.mutable -> generalized(r.target);
      case Ty.Slice s -> generalized(s.element);
      case Ty.Array a -> generalized(a.element);
      case Ty.Adt a when a.has(Ty.HAS_INFER) -> {
        List<Variance> variances = infcx.tcx().variances(a.def);
        Variance outer = variance;
        for (int i = 0; i < a.args.size(); i++) {
          if (a.args.get(i) instanceof Ty t) {
            variance = outer.xform(i < variances.size() ? variances.get(i) : Variance.INVARIANT);
            generalized(t);
          }
        }
        variance = outer;
      }
      case Ty t -> {}
    }
  }

  private boolean var(Ty.Infer var, Ty value) {
    switch (var.kind) {
      case GENERAL -> {
        if (rigidBinders > 0 && leaks(value)) {
          return false;
        }
        if (value.has(Ty.HAS_INFER)) {
          value = infcx.resolve(value);
          if (occurs(var, value)) {
            return false;
          }
          if (infcx.ordered() != null) {
            generalized(value);
          }
        }
        infcx.bindTy(var, value);
        return true;
      }
      case INTEGER -> {
        if (value instanceof Ty.Int || value instanceof Ty.Uint) {
          infcx.bindTy(var, value);
          return true;
        }
        return value instanceof Ty.Error;
      }
      case FLOAT -> {
        if (value instanceof Ty.Float) {
          infcx.bindTy(var, value);
          return true;
        }
        return value instanceof Ty.Error;
      }
    }
    throw new AssertionError();
  }

  private boolean leaks(Ty value) {
    boolean[] found = {false};
    new TypeFolder(infcx.types()) {
      @Override
      public Ty ty(Ty t) {
        return t.has(Ty.HAS_REGION | Ty.HAS_INFER) ? superTy(infcx.shallow(t)) : t;
      }

      @Override
      public Region region(Region r) {
        found[0] |= isRigid(infcx.shallow(r));
        return r;
      }
    }.ty(value);
    return found[0];
  }

  private static boolean occurs(Ty.Infer var, Ty value) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t == var) {
          found[0] = true;
        }
        return t.has(HAS_INFER) && !found[0] ? superTy(t) : t;
      }

      private static final int HAS_INFER = Ty.HAS_INFER;
    }.ty(value);
    return found[0];
  }
}
