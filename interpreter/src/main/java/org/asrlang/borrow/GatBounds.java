package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeFolder;

/**
 * The bounds that a trait's generic associated types have to declare: what every method that names
 * the type with a lifetime knows of it, as {@code Self: 'a} from {@code &'a self}, impls may rely
 * on. They are not inferred, so that they can be later.
 */
final class GatBounds {
  private final TyCtxt tcx;
  private final Def gat;

  /** The parameter with one number outlives the lifetime parameter with the other. */
  private record Needed(int longer, int shorter) {}

  private GatBounds(TyCtxt tcx, Def gat) {
    this.tcx = tcx;
    this.gat = gat;
  }

  static void check(TyCtxt tcx, Def trait) {
    for (Def item : tcx.assocItems(trait)) {
      if (item.kind() == Def.Kind.ASSOC_TYPE
          && tcx.generics(item).own().stream()
              .anyMatch(p -> p.kind() == GenericsOf.Kind.LIFETIME)) {
        new GatBounds(tcx, item).run(trait);
      }
    }
  }

  private void run(Def trait) {
    Set<Needed> needed = null;
    for (Def item : tcx.assocItems(trait)) {
      Set<Needed> here = item.kind() == Def.Kind.ASSOC_FN ? known(item) : null;
      if (here != null && needed == null) {
        needed = here;
      } else if (here != null) {
        needed.retainAll(here);
      }
    }
    if (needed == null) {
      return;
    }
    needed.removeAll(declared(needed));
    if (!needed.isEmpty()) {
      report(needed);
    }
  }

  /** What a method knows of all that it names the type with; null if it does not name it. */
  private Set<Needed> known(Def fn) {
    RegionCtxt regions = new RegionCtxt(tcx.types());
    ImpliedBounds bounds = new ImpliedBounds(tcx, regions);
    assume(fn, regions, bounds);
    FnSig sig =
        BoundRegions.instantiate(
            tcx.types(),
            tcx.fnSig(fn),
            b -> regions.declare(new Region.LateParam(fn, b.index(), b.def()), null));
    sig.inputs().forEach(bounds::add);
    List<List<GenericArg>> named = new ArrayList<>();
    TypeFolder projections =
        new TypeFolder(tcx.types()) {
          @Override
          public Ty ty(Ty t) {
            if (t instanceof Ty.Projection p && p.assocType == gat) {
              named.add(p.args);
            }
            return superTy(t);
          }
        };
    sig.inputs().forEach(projections::ty);
    projections.ty(sig.output());
    Set<Needed> all = null;
    for (List<GenericArg> args : named) {
      Set<Needed> here = new LinkedHashSet<>();
      for (int s = 0; s < args.size(); s++) {
        int shorter = args.get(s) instanceof Region r ? regions.var(r) : -1;
        for (int l = 0; shorter >= 0 && shorter != regions.staticVar && l < args.size(); l++) {
          if (l != s && outlives(args.get(l), shorter, regions, bounds)) {
            here.add(new Needed(l, s));
          }
        }
      }
      if (all == null) {
        all = here;
      } else {
        all.retainAll(here);
      }
    }
    return all;
  }

  private void assume(Def item, RegionCtxt regions, ImpliedBounds bounds) {
    regions.declare(tcx.identityArgs(item), null);
    for (Predicate p : tcx.paramEnv(item).predicates()) {
      if (p.bound().isEmpty()) {
        bounds.assume(p);
      }
    }
  }

  private static boolean outlives(
      GenericArg longer, int shorter, RegionCtxt regions, ImpliedBounds bounds) {
    if (longer instanceof Region r) {
      int v = regions.var(r);
      return v >= 0 && v != regions.staticVar && regions.knownOutlives(v, shorter);
    }
    return longer instanceof Ty.Param p
        && bounds.of(p).stream().anyMatch(o -> regions.knownOutlives(o.region(), shorter));
  }

  private Set<Needed> declared(Set<Needed> needed) {
    RegionCtxt regions = new RegionCtxt(tcx.types());
    ImpliedBounds bounds = new ImpliedBounds(tcx, regions);
    assume(gat, regions, bounds);
    List<GenericArg> own = tcx.identityArgs(gat);
    Set<Needed> found = new LinkedHashSet<>();
    for (Needed n : needed) {
      if (outlives(own.get(n.longer), regions.var((Region) own.get(n.shorter)), regions, bounds)) {
        found.add(n);
      }
    }
    return found;
  }

  private void report(Set<Needed> missing) {
    List<GenericArg> own = tcx.identityArgs(gat);
    List<String> clauses =
        missing.stream().map(n -> own.get(n.longer) + ": " + own.get(n.shorter)).toList();
    String all = String.join(", ", clauses);
    Diagnostic.error(
            null,
            gat.span(),
            "missing required bound" + (clauses.size() > 1 ? "s" : "") + " on `" + gat.name() + "`")
        .note("what impls may rely on is for now required to be declared")
        .help("add the required where clause: `where " + all + "`")
        .to(tcx.diagnostics());
  }
}
