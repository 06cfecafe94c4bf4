package org.asrlang.lower;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirWalk;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * Finds generic functions that would need endlessly many instances: a function names, by way of
 * others or itself, itself with a type made out of its own parameter (A0200). As rustc, which meets
 * its recursion limit when it collects instances, it does not matter whether such a call is ever
 * come to, but it does whether the function is used at all. What is called through traits is only
 * known when it runs; there {@link Lowering} has the limit.
 */
public final class GrowingInstances {
  /** A type parameter of a function. */
  private record Param(Def fn, int index) {}

  /** One parameter becomes part of the argument for another. */
  private record Flow(Param from, Param to, boolean grows, Span at) {}

  private final GlobalCtxt tcx;
  private final Def crate;
  private final Map<Param, List<Flow>> flows = new LinkedHashMap<>();
  private final Map<Def, Set<Def>> names = new LinkedHashMap<>();

  private GrowingInstances(GlobalCtxt tcx, Def crate) {
    this.tcx = tcx;
    this.crate = crate;
  }

  /** For a crate without errors. */
  public static void check(GlobalCtxt tcx, Def crate) {
    GrowingInstances g = new GrowingInstances(tcx, crate);
    for (Def d : List.copyOf(tcx.defs().allDefs(crate))) {
      if (tcx.hasBody(d) && !tcx.typeck(d).tainted) {
        g.body(d, tcx.thir(d));
      }
    }
    g.report();
  }

  private void body(Def owner, Body body) {
    if (body != null) {
      expr(owner, body.root());
    }
  }

  private void expr(Def owner, ThirExpr e) {
    switch (e) {
      case ThirExpr.Call c -> named(owner, c.callee(), c.span());
      case ThirExpr.FnItem f when f.ty() instanceof Ty.FnDef fn -> named(owner, fn, f.span());
      case ThirExpr.Closure c -> body(owner, tcx.thir(c.ty().def));
      case ThirExpr x -> {}
    }
    ThirWalk.children(e, x -> expr(owner, x), p -> ThirWalk.children(p, x -> expr(owner, x)));
  }

  private void named(Def owner, Ty.FnDef callee, Span at) {
    if (callee.def.crate() != crate || tcx.traitOf(callee.def) != null || callee.args.isEmpty()) {
      return;
    }
    names.computeIfAbsent(owner, d -> new LinkedHashSet<>()).add(callee.def);
    for (int i = 0; i < callee.args.size(); i++) {
      if (callee.args.get(i) instanceof Ty t && t.has(Ty.HAS_PARAM)) {
        Param to = new Param(callee.def, i);
        for (Ty.Param p : params(t)) {
          Param from = new Param(owner, p.index);
          flows.computeIfAbsent(from, k -> new ArrayList<>()).add(new Flow(from, to, p != t, at));
        }
      }
    }
  }

  private Set<Ty.Param> params(Ty ty) {
    Set<Ty.Param> found = new LinkedHashSet<>();
    TyWalk.each(
        ty,
        t -> {
          if (t instanceof Ty.Param p) {
            found.add(p);
          }
        });
    return found;
  }

  private void report() {
    Set<Def> said = new HashSet<>();
    Set<Def> used = null;
    for (List<Flow> from : List.copyOf(flows.values())) {
      for (Flow f : from) {
        if (f.grows && comesBack(f)) {
          used = used == null ? used() : used;
          if (used.contains(f.from.fn) && said.add(f.from.fn)) {
            Diagnostic.error(
                    "A0200",
                    f.at,
                    "reached the recursion limit while instantiating `" + f.to.fn.path() + "`")
                .label("each time with a larger type")
                .label(f.to.fn.span(), "`" + f.to.fn.path() + "` defined here")
                .to(tcx.diagnostics());
          }
        }
      }
    }
  }

  /** Whether a parameter becomes, in the end, part of the argument for itself. */
  private boolean comesBack(Flow growing) {
    Set<Param> seen = new HashSet<>();
    Deque<Param> open = new ArrayDeque<>(List.of(growing.to));
    while (!open.isEmpty()) {
      Param p = open.pop();
      if (p.equals(growing.from)) {
        return true;
      }
      if (seen.add(p)) {
        flows.getOrDefault(p, List.of()).forEach(f -> open.push(f.to));
      }
    }
    return false;
  }

  /** The functions that those without type parameters name, or that these name. */
  private Set<Def> used() {
    Set<Def> seen = new HashSet<>();
    Deque<Def> open = new ArrayDeque<>();
    names.keySet().stream().filter(d -> !isGeneric(d)).forEach(open::push);
    while (!open.isEmpty()) {
      Def d = open.pop();
      if (seen.add(d)) {
        names.getOrDefault(d, Set.of()).forEach(open::push);
      }
    }
    return seen;
  }

  private boolean isGeneric(Def d) {
    GenericsOf generics = tcx.generics(d);
    for (int i = 0; i < generics.count(); i++) {
      if (generics.param(i).kind() != GenericsOf.Kind.LIFETIME) {
        return true;
      }
    }
    return false;
  }
}
