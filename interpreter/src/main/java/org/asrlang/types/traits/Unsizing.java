package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.InferCtxt;

/** {@code T: Unsize<U>}: in which way, and what has to hold for it. */
enum Unsizing {
  ARRAY_TO_SLICE,
  TO_DYN,
  UPCAST,
  STRUCT_TAIL;

  /** Null if it is none; both types are known on the outside. */
  static Unsizing of(TyCtxt tcx, Ty source, Ty target) {
    if (target instanceof Ty.Dynamic to) {
      if (source instanceof Ty.Dynamic from) {
        return upcastable(tcx, from, to) ? UPCAST : null;
      }
      return TO_DYN;
    }
    if (source instanceof Ty.Array && target instanceof Ty.Slice) {
      return ARRAY_TO_SLICE;
    }
    return source instanceof Ty.Adt a
            && target instanceof Ty.Adt b
            && a.def == b.def
            && !tcx.adt(a.def).isEnum()
            && !tcx.adt(a.def).struct().fields().isEmpty()
        ? STRUCT_TAIL
        : null;
  }

  private static boolean upcastable(TyCtxt tcx, Ty.Dynamic from, Ty.Dynamic to) {
    if (to.principal != null
        && (from.principal == null
            || !tcx.supertraits(from.principal.trait()).contains(to.principal.trait()))) {
      return false;
    }
    for (Def auto : to.autoTraits) {
      if (!from.autoTraits.contains(auto)
          && (from.principal == null || !tcx.supertraits(from.principal.trait()).contains(auto))) {
        return false;
      }
    }
    return true;
  }

  /** Unifies what must be the same and gives what else must hold; null if it does not fit. */
  List<Obligation> confirm(InferCtxt infcx, Obligation goal, Ty source, Ty target) {
    return switch (this) {
      case ARRAY_TO_SLICE ->
          infcx.unify(((Ty.Array) source).element, ((Ty.Slice) target).element) ? List.of() : null;
      case TO_DYN -> toDyn(infcx, goal, source, (Ty.Dynamic) target);
      case UPCAST -> upcast(infcx, goal, (Ty.Dynamic) source, (Ty.Dynamic) target);
      case STRUCT_TAIL -> tail(infcx, goal, (Ty.Adt) source, (Ty.Adt) target);
    };
  }

  private static List<Obligation> toDyn(
      InferCtxt infcx, Obligation goal, Ty source, Ty.Dynamic target) {
    List<Obligation> nested = new ArrayList<>();
    for (Predicate p : existentialPredicates(infcx.tcx(), target, source)) {
      nested.add(goal.nested(p));
    }
    Def sized = infcx.tcx().lang().get("sized");
    if (sized != null) {
      nested.add(goal.nested(new Predicate.Trait(new TraitRef(sized, List.of(source)))));
    }
    nested.add(goal.nested(new Predicate.TypeOutlives(source, target.region, List.of())));
    return nested;
  }

  /** What {@code dyn …} promises, for the given self type. */
  static List<Predicate> existentialPredicates(TyCtxt tcx, Ty.Dynamic dyn, Ty self) {
    TyInterner types = tcx.types();
    List<Predicate> found = new ArrayList<>();
    List<Def> bound = boundRegions(types, dyn);
    if (dyn.principal != null) {
      found.add(new Predicate.Trait(withSelf(dyn.principal, self), bound));
    }
    for (Ty.ExistentialProjection p : dyn.projections) {
      List<GenericArg> args = new ArrayList<>();
      args.add(self);
      args.addAll(p.args());
      found.add(
          new Predicate.Projection(
              (Ty.Projection) types.projection(p.assocType(), args), p.ty(), bound));
    }
    for (Def auto : dyn.autoTraits) {
      found.add(new Predicate.Trait(new TraitRef(auto, List.of(self))));
    }
    return found;
  }

  static TraitRef withSelf(Ty.ExistentialTraitRef t, Ty self) {
    List<GenericArg> args = new ArrayList<>(t.args().size() + 1);
    args.add(self);
    args.addAll(t.args());
    return new TraitRef(t.trait(), args);
  }

  /** The regions that the inside of a {@code dyn} binds, by index. */
  static List<Def> boundRegions(TyInterner types, Ty.Dynamic dyn) {
    if (!dyn.has(Ty.HAS_BOUND) || dyn.principal == null) {
      return List.of();
    }
    List<Def> bound = new ArrayList<>();
    TypeFolder collect =
        new TypeFolder(types) {
          @Override
          public Region region(Region r) {
            if (r instanceof Region.Bound b && b.depth() == binders) {
              while (bound.size() <= b.index()) {
                bound.add(null);
              }
              bound.set(b.index(), b.def());
            }
            return r;
          }
        };
    collect.args(dyn.principal.args());
    for (Ty.ExistentialProjection p : dyn.projections) {
      collect.args(p.args());
      collect.ty(p.ty());
    }
    return bound;
  }

  private static List<Obligation> upcast(
      InferCtxt infcx, Obligation goal, Ty.Dynamic source, Ty.Dynamic target) {
    List<Obligation> nested = new ArrayList<>();
    TyCtxt tcx = infcx.tcx();
    if (target.principal != null) {
      // The source as a type implements its supertraits: what the target promises must be among it.
      boolean found = false;
      for (Predicate.Trait t :
          Elaborator.supertraits(
              tcx,
              new Predicate.Trait(
                  withSelf(source.principal, source), boundRegions(tcx.types(), source)))) {
        if (t.traitRef().trait() == target.principal.trait()) {
          TypeFolder in = BoundRegions.opener(tcx.types(), b -> infcx.existentialRegion());
          TypeFolder out = BoundRegions.opener(tcx.types(), b -> infcx.existentialRegion());
          List<GenericArg> a = in.args(t.traitRef().args());
          List<GenericArg> b = out.args(target.principal.args());
          if (infcx.unify(a.subList(1, a.size()), b)) {
            found = true;
            break;
          }
        }
      }
      if (!found) {
        return null;
      }
      for (Ty.ExistentialProjection p : target.projections) {
        List<GenericArg> args = new ArrayList<>();
        args.add(source);
        args.addAll(p.args());
        nested.add(
            goal.nested(
                new Predicate.Projection(
                    (Ty.Projection) tcx.types().projection(p.assocType(), args),
                    p.ty(),
                    boundRegions(tcx.types(), target))));
      }
    }
    infcx.outlives(source.region, target.region);
    return nested;
  }

  /** The last field's type unsizes, and no other field mentions the parameters that change. */
  private static List<Obligation> tail(
      InferCtxt infcx, Obligation goal, Ty.Adt source, Ty.Adt target) {
    TyCtxt tcx = infcx.tcx();
    List<AdtDef.Field> fields = tcx.adt(source.def).struct().fields();
    AdtDef.Field last = fields.get(fields.size() - 1);
    boolean[] mayChange = new boolean[source.args.size()];
    mentioned(last.ty(), mayChange, true);
    for (int i = 0; i < fields.size() - 1; i++) {
      mentioned(fields.get(i).ty(), mayChange, false);
    }
    List<GenericArg> expected = new ArrayList<>(source.args);
    boolean any = false;
    for (int i = 0; i < mayChange.length; i++) {
      if (mayChange[i]) {
        expected.set(i, target.args.get(i));
        any = true;
      }
    }
    if (!any || !infcx.unify(expected, target.args)) {
      return null;
    }
    Ty from = Subst.apply(tcx.types(), last.ty(), source.args);
    Ty to = Subst.apply(tcx.types(), last.ty(), target.args);
    Def unsize = ((Predicate.Trait) goal.predicate()).traitRef().trait();
    List<Obligation> nested = new ArrayList<>();
    TraitSolver solver = new TraitSolver(infcx);
    from = solver.normalize(goal.env(), from, goal.cause(), nested);
    to = solver.normalize(goal.env(), to, goal.cause(), nested);
    nested.add(goal.nested(new Predicate.Trait(new TraitRef(unsize, List.of(from, to)))));
    return nested;
  }

  private static void mentioned(Ty ty, boolean[] params, boolean value) {
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Param p && p.index < params.length) {
          params[p.index] = value;
        }
        return superTy(t);
      }
    }.ty(ty);
  }
}
