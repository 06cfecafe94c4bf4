package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.coherence.Rebasing;

/**
 * That an impl's method or generic associated type asks for no lifetimes that its trait's does not
 * ask for (E0276).
 */
final class StricterRegions {
  private final TyCtxt tcx;
  private final Def item;
  private final Def traitItem;
  private final RegionCtxt regions;
  private final ImpliedBounds bounds;

  private StricterRegions(TyCtxt tcx, Def item, Def traitItem) {
    this.tcx = tcx;
    this.item = item;
    this.traitItem = traitItem;
    this.regions = new RegionCtxt(tcx.types());
    this.bounds = new ImpliedBounds(tcx, regions);
    regions.declare(tcx.identityArgs(item), null);
  }

  /**
   * @return whether it does
   */
  static boolean check(TyCtxt tcx, Def item, Def traitItem) {
    Def impl = item.parent();
    Set<Predicate> own = new LinkedHashSet<>(tcx.predicates(item));
    own.removeAll(tcx.predicates(impl));
    own.removeIf(p ->
        !p.bound().isEmpty()
            || !(p instanceof Predicate.TypeOutlives || p instanceof Predicate.RegionOutlives));
    TraitRef ref = tcx.implTraitRef(impl);
    List<GenericArg> args =
        own.isEmpty() || ref == null
            ? null
            : Rebasing.rebased(tcx, item, traitItem, ref, Region.STATIC);
    return args == null || new StricterRegions(tcx, item, traitItem).holds(own, args);
  }

  private boolean holds(Set<Predicate> own, List<GenericArg> args) {
    Def impl = item.parent();
    tcx.predicates(impl).forEach(this::assume);
    tcx.predicates(traitItem).forEach(p -> assume(Subst.apply(tcx.types(), p, args)));
    bounds.add(tcx.typeOf(impl));
    if (traitItem.isFnLike()) {
      FnSig sig =
          BoundRegions.instantiate(
              tcx.types(),
              Subst.apply(tcx.types(), tcx.fnSig(traitItem), args),
              b -> regions.declare(new Region.LateParam(item, b.index(), b.def()), null));
      sig.inputs().forEach(bounds::add);
    }
    List<Predicate> stricter = new ArrayList<>();
    for (Predicate p : own) {
      if (!holds(p)) {
        stricter.add(p);
      }
    }
    if (stricter.isEmpty()) {
      return true;
    }
    report(stricter.getFirst());
    return false;
  }

  private void assume(Predicate p) {
    if (p.bound().isEmpty()) {
      bounds.assume(p);
    }
  }

  private boolean holds(Predicate p) {
    int first = regions.constraints;
    int test = regions.typeTests.size();
    regions.at(Category.BORING, item.span(), null);
    switch (p) {
      case Predicate.TypeOutlives o -> regions.outlives(o.ty(), o.region());
      case Predicate.RegionOutlives o -> regions.outlives(o.longer(), o.shorter());
      case Predicate.Trait t -> {}
      case Predicate.Projection j -> {}
      case Predicate.Subtype t -> {}
    }
    for (int c = first; c < regions.constraints; c++) {
      if (!regions.knownOutlives(regions.sup[c], regions.sub[c])) {
        return false;
      }
    }
    RegionSolver solver = new RegionSolver(regions, 0);
    solver.solve();
    TypeTests tests = new TypeTests(tcx, regions, bounds, solver);
    for (RegionCtxt.TypeTest t : regions.typeTests.subList(test, regions.typeTests.size())) {
      Universal end = regions.universalOf(t.region());
      if (end != null && !tests.outlives(t.ty(), end)) {
        return false;
      }
    }
    return true;
  }

  private void report(Predicate p) {
    if (p instanceof Predicate.RegionOutlives o) {
      Diagnostic.error("E0623", item.span(), "lifetime mismatch")
          .label("`" + o.longer() + "` has to outlive `" + o.shorter() + "` here only")
          .label(traitItem.span(), "not in the trait")
          .to(tcx.diagnostics());
      return;
    }
    Predicate.TypeOutlives o = (Predicate.TypeOutlives) p;
    Ty ty = o.ty();
    Span bound = tcx.boundSpan(item, p);
    Diagnostic.error(
            "E0276",
            bound == null ? item.span() : bound,
            "impl has stricter requirements than trait")
        .label("impl has extra requirement `" + ty + ": " + o.region() + "`")
        .label(traitItem.span(), "definition of `" + item.name() + "` from trait")
        .to(tcx.diagnostics());
  }
}
