package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.traits.Obligation;

/**
 * The types behind the {@code impl Trait}s that a body returns: they meet the bounds with their
 * lifetimes, and hold none but those that may be captured (E0700).
 */
final class HiddenTypes {
  private final BodyCtxt cx;
  private final Cfg root;
  private final Map<Def, Ty> opened = new HashMap<>();
  private final List<Held> held = new ArrayList<>();

  /**
   * A region in a hidden type.
   *
   * @param end stands for what the opaque type may capture: who outlives it flows into the region
   */
  private record Held(Ty.Opaque opaque, int var, Universal end) {}

  HiddenTypes(BodyCtxt cx, Cfg root) {
    this.cx = cx;
    this.root = root;
  }

  /** In the body that defines an opaque type, it is its hidden type. */
  Ty open(Ty output) {
    return output.has(Ty.HAS_ALIAS) ? opener().ty(output) : output;
  }

  private TypeFolder opener() {
    return new TypeFolder(cx.types) {
      @Override
      public Ty ty(Ty t) {
        if (!(t instanceof Ty.Opaque o) || cx.results.opaqueTypes.get(o.def) == null) {
          return superTy(t);
        }
        return hidden(o);
      }
    };
  }

  private Ty hidden(Ty.Opaque o) {
    Ty known = opened.get(o.def);
    if (known != null) {
      return known;
    }
    Ty hidden = open(cx.renumber.ty(EraseRegions.of(cx.types, cx.results.opaqueTypes.get(o.def))));
    opened.put(o.def, hidden);
    cx.regions.at(Category.OPAQUE, result(), root);
    for (int v : heldBy(hidden)) {
      Universal end = cx.regions.universal(Region.ERASED, root);
      end.opaque = true;
      cx.regions.add(v, end.var);
      held.add(new Held(o, v, end));
    }
    if (!cx.tcx.isWrongCapture(o.def)) {
      cx.rules.wellFormed(hidden instanceof Ty.Closure c ? c.upvarsTy() : hidden);
      bounds(o);
    }
    return hidden;
  }

  /** What the body ends with. */
  private Span result() {
    return root.body.owner().node() instanceof Item.Fn f
            && f.body() != null
            && f.body().tail() != null
        ? f.body().tail().span()
        : root.body.span();
  }

  private void bounds(Ty.Opaque o) {
    List<Obligation> needed = new ArrayList<>();
    for (Predicate p : cx.tcx.itemBounds(o.def)) {
      if (p instanceof Predicate.Projection j
          && !p.bound().isEmpty()
          && TyWalk.any(j.ty(), Ty.Opaque.class::isInstance)) {
        continue; // what is inside of it cannot depend on the lifetime: that is told elsewhere
      }
      Predicate here = opener().predicate(Subst.apply(cx.types, p, o.args));
      needed.add(new Obligation(here, cx.rules.env, cx.rules.cause(o.def.span())));
    }
    cx.rules.prove(needed);
  }

  /** Of a closure only what it has captured counts. */
  private Set<Integer> heldBy(Ty hidden) {
    Set<Integer> found = new HashSet<>();
    new TypeFolder(cx.types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Closure c) {
          ty(c.upvarsTy());
          return t;
        }
        return superTy(t);
      }

      @Override
      public Region region(Region r) {
        int v = cx.regions.var(r);
        if (v >= 0 && v != cx.regions.staticVar) {
          found.add(v);
        }
        return r;
      }
    }.ty(hidden);
    return found;
  }

  /** Each region has to be one of those that are captured, or {@code 'static}. */
  void check(RegionSolver solver, BorrowReports out) {
    Set<Def> reported = new HashSet<>();
    for (Held h : held) {
      if (!cx.tcx.isWrongCapture(h.opaque.def)
          && !reported.contains(h.opaque.def)
          && !mayBe(h, cx.regions.staticVar, solver)
          && !mayBeCaptured(h, solver)
          && reported.add(h.opaque.def)) {
        report(h, solver, out);
      }
    }
  }

  /** Says of the regions that cannot be one that is captured that they are {@code 'static}. */
  void choose(RegionSolver solver) {
    for (Held h : held) {
      h.end.forEver = !mayBeCaptured(h, solver) && mayBe(h, cx.regions.staticVar, solver);
    }
  }

  private boolean mayBeCaptured(Held h, RegionSolver solver) {
    for (GenericArg a : h.opaque.args) {
      if (a instanceof Region r && mayBe(h, cx.regions.var(r), solver)) {
        return true;
      }
    }
    return false;
  }

  private boolean mayBe(Held h, int choice, RegionSolver solver) {
    if (choice < 0) {
      return false;
    }
    int end = cx.regions.universals.indexOf(h.end);
    for (int i = 0; i < cx.regions.universals.size(); i++) {
      Universal u = cx.regions.universals.get(i);
      if (u.opaque || u.owner != null && u.owner != root) {
        continue;
      }
      if (u.owner != null
              && solver.containsEnd(u.var, end)
              && !cx.regions.knownOutlives(u.var, choice)
          || solver.containsEnd(h.var, i) && !cx.regions.knownOutlives(choice, u.var)) {
        return false;
      }
    }
    return true;
  }

  private void report(Held h, RegionSolver solver, BorrowReports out) {
    int end = cx.regions.universals.indexOf(h.end);
    Span at = result();
    boolean found = false;
    for (int c = 0; c < cx.regions.constraints; c++) {
      Span span = cx.regions.spans[c];
      if (cx.regions.where[c] == root
          && cx.regions.category[c] == Category.RETURN
          && solver.containsEnd(cx.regions.sup[c], end)
          && (!found || span.lo() > at.lo())) {
        at = span;
        found = true;
      }
    }
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0700",
                at,
                "hidden type for `"
                    + h.opaque
                    + "` captures lifetime that does not appear in bounds")
            .label(h.opaque.def.span(), "opaque type defined here");
    for (Universal u : cx.regions.universals) {
      if (u.owner == root && !u.opaque && solver.containsEnd(u.var, end)) {
        d.note("the hidden type captures the lifetime `" + u.region + "`");
        break;
      }
    }
    out.add(d.help("add the lifetime to the `use<...>` bound to explicitly capture it"));
  }
}
