package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyWalk;
import org.asrlang.types.infer.InferCtxt;

/** {@code fn f() -> impl Trait} in a trait: what the impl's function returns at that place. */
final class TraitOpaques {
  private TraitOpaques() {}

  /** Null where no impl is known (yet), or the trait's own body decides. */
  static Ty project(
      InferCtxt infcx,
      Projector projector,
      Obligation goal,
      Ty.Opaque opaque,
      List<Obligation> out) {
    TyCtxt tcx = infcx.tcx();
    Def fn = opaque.def.parent();
    Def trait = tcx.traitOf(fn);
    int traitCount = tcx.generics(trait).count();
    int fnCount = tcx.generics(fn).count();
    if (infcx.shallow((Ty) opaque.args.get(0)) instanceof Ty.Infer) {
      return null;
    }
    TraitRef ref = new TraitRef(trait, List.copyOf(opaque.args.subList(0, traitCount)));
    Obligation traitGoal = goal.withPredicate(new Predicate.Trait(ref));
    if (!(projector.solver().select(traitGoal) instanceof Selection.Selected s)
        || !(s.source() instanceof ImplSource.Impl impl)) {
      return null;
    }
    Def item = tcx.implementedBy(fn, impl.impl());
    if (item == null || item == fn) {
      return null;
    }
    List<GenericArg> args = new ArrayList<>(impl.args());
    args.addAll(opaque.args.subList(traitCount, fnCount));
    List<GenericArg> late = opaque.args.subList(fnCount, opaque.args.size());
    FnSig sig = Subst.apply(tcx.types(), tcx.fnSig(item), args);
    sig =
        BoundRegions.instantiate(
            tcx.types(),
            sig,
            b ->
                b.index() < late.size() && late.get(b.index()) instanceof Region r
                    ? r
                    : Region.ERASED);
    Ty declared = tcx.fnSig(fn).output();
    Ty found = at(declared, sig.output(), opaque.def);
    if (found == null) {
      found = inBounds(tcx, projector, goal, declared, opaque, fnCount, out);
    }
    if (found == null) {
      return null;
    }
    out.addAll(s.nested());
    return projector.solver().normalizeNested(goal, found, out);
  }

  /** {@code impl Trait<Assoc = impl Other>}: a part of what the outer one's associated type is. */
  private static Ty inBounds(
      TyCtxt tcx,
      Projector projector,
      Obligation goal,
      Ty declared,
      Ty.Opaque wanted,
      int fnCount,
      List<Obligation> out) {
    List<Ty.Opaque> around = new ArrayList<>();
    TyWalk.any(declared, t -> t instanceof Ty.Opaque o && !around.add(o));
    for (Ty.Opaque o : around) {
      List<GenericArg> args = new ArrayList<>(wanted.args.subList(0, fnCount));
      args.addAll(Collections.nCopies(tcx.generics(o.def).count() - fnCount, Region.ERASED));
      for (Predicate p : tcx.itemBounds(o.def)) {
        if (!(p instanceof Predicate.Projection j)
            || !TyWalk.any(j.ty(), Ty.Opaque.class::isInstance)) {
          continue;
        }
        Ty alias = Subst.apply(tcx.types(), (Ty) j.alias(), args);
        Ty actual = projector.solver().normalizeNested(goal, alias, out);
        Ty found = at(j.ty(), actual, wanted.def);
        if (found == null) {
          found = inBounds(tcx, projector, goal, j.ty(), wanted, fnCount, out);
        }
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** The part of the impl's type that stands where the trait's has the opaque type. */
  private static Ty at(Ty declared, Ty actual, Def opaque) {
    if (declared instanceof Ty.Opaque o && o.def == opaque) {
      return actual;
    }
    return switch (declared) {
      case Ty.Adt a ->
          actual instanceof Ty.Adt b && a.def == b.def ? args(a.args, b.args, opaque) : null;
      case Ty.Ref a -> actual instanceof Ty.Ref b ? at(a.target, b.target, opaque) : null;
      case Ty.Slice a -> actual instanceof Ty.Slice b ? at(a.element, b.element, opaque) : null;
      case Ty.Array a -> actual instanceof Ty.Array b ? at(a.element, b.element, opaque) : null;
      case Ty.Tuple a -> actual instanceof Ty.Tuple b ? args(a.elements, b.elements, opaque) : null;
      case Ty other -> null;
    };
  }

  private static Ty args(
      List<? extends GenericArg> declared, List<? extends GenericArg> actual, Def opaque) {
    for (int i = 0; i < declared.size() && i < actual.size(); i++) {
      if (declared.get(i) instanceof Ty a && actual.get(i) instanceof Ty b) {
        Ty found = at(a, b, opaque);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}
