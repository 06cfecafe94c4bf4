package org.asrlang.types.wf;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;

/** What has to hold for a written type to make sense: rustc's {@code wf::obligations}. */
public final class WellFormed {
  private final TyCtxt tcx;
  private final ParamEnv env;
  private final Cause cause;
  private final List<Obligation> out = new ArrayList<>();

  private WellFormed(TyCtxt tcx, ParamEnv env, Cause cause) {
    this.tcx = tcx;
    this.env = env;
    this.cause = cause;
  }

  /**
   * @param ty as written, not normalized: the obligations are not normalized either
   */
  public static List<Obligation> obligations(TyCtxt tcx, ParamEnv env, Ty ty, Cause cause) {
    WellFormed w = new WellFormed(tcx, env, cause);
    w.ty(ty);
    return w.out;
  }

  /** That the trait may be named with these arguments; not that it is implemented. */
  public static List<Obligation> ofTraitRef(TyCtxt tcx, ParamEnv env, TraitRef ref, Cause cause) {
    WellFormed w = new WellFormed(tcx, env, cause);
    for (Predicate p : tcx.predicates(ref.trait())) {
      boolean itself = p instanceof Predicate.Trait t && t.traitRef().trait() == ref.trait();
      if (!itself) {
        w.predicate(ref.trait(), p, ref.args());
      }
    }
    w.args(ref.args());
    return w.out;
  }

  private void args(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t) {
        ty(t);
      }
    }
  }

  private void ty(Ty ty) {
    switch (ty) {
      case Ty.Adt a -> {
        predicates(a.def, a.args);
        args(a.args);
      }
      case Ty.Ref r -> ty(r.target);
      case Ty.Slice s -> {
        sized(s.element);
        ty(s.element);
      }
      case Ty.Array a -> {
        sized(a.element);
        ty(a.element);
      }
      case Ty.Tuple t -> {
        for (int i = 0; i < t.elements.size(); i++) {
          if (i < t.elements.size() - 1) {
            sized(t.elements.get(i));
          }
          ty(t.elements.get(i));
        }
      }
      case Ty.Projection p -> {
        Def trait = tcx.traitOf(p.assocType);
        int count = tcx.generics(trait).count();
        require(new Predicate.Trait(new TraitRef(trait, List.copyOf(p.args.subList(0, count)))));
        args(p.args);
      }
      case Ty.FnPtr f -> {
        // Its bound regions are open inside: whatever they are, the types have to make sense.
        var sig = BoundRegions.instantiate(tcx.types(), f.sig, b -> Region.ERASED);
        sig.inputs().forEach(this::ty);
        ty(sig.output());
      }
      case Ty.Dynamic d -> {
        if (d.principal != null && !d.has(Ty.HAS_BOUND)) {
          args(d.principal.args());
          d.projections.forEach(p -> ty(p.ty()));
        }
      }
      case Ty.Opaque o -> {}
      case Ty.FnDef f -> {}
      case Ty.Closure c -> {}
      case Ty.Bool t -> {}
      case Ty.Char t -> {}
      case Ty.Int t -> {}
      case Ty.Uint t -> {}
      case Ty.Float t -> {}
      case Ty.Str t -> {}
      case Ty.Never t -> {}
      case Ty.Param t -> {}
      case Ty.Infer t -> {}
      case Ty.Error t -> {}
    }
  }

  private void sized(Ty ty) {
    Def sized = tcx.lang().get("sized");
    if (sized != null && !BoundRegions.escape(ty)) {
      require(new Predicate.Trait(new TraitRef(sized, List.of(ty))));
    }
  }

  private void predicates(Def item, List<GenericArg> args) {
    for (Predicate p : tcx.predicates(item)) {
      predicate(item, p, args);
    }
  }

  private void predicate(Def item, Predicate p, List<GenericArg> args) {
    Cause c = Cause.item(cause.span(), item, p, null, cause.body());
    out.add(new Obligation(Subst.apply(tcx.types(), p, args), env, c));
  }

  private void require(Predicate p) {
    out.add(new Obligation(p, env, cause));
  }
}
