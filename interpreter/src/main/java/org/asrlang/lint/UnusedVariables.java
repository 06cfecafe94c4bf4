package org.asrlang.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/**
 * {@code unused_variables}: a variable that is never read, whatever way is taken. Assignments alone
 * are no use; names that begin with an underscore are exempt.
 */
final class UnusedVariables {
  /** Where a variable is bound; {@code field} is the shorthand of a struct pattern, or null. */
  private record Binding(Pat.IdentPat pat, Pat.FieldPat field) {}

  private final TyCtxt tcx;
  private final Resolutions res;
  private final TypeckResults types;
  private final Map<Local, Binding> bindings = new LinkedHashMap<>();
  private final Set<Local> read = new HashSet<>();
  private final Set<Local> assigned = new HashSet<>();

  private UnusedVariables(TyCtxt tcx, Resolutions res, TypeckResults types) {
    this.tcx = tcx;
    this.res = res;
    this.types = types;
  }

  static void check(TyCtxt tcx, Def owner, TypeckResults types) {
    UnusedVariables u = new UnusedVariables(tcx, tcx.defs().body(owner), types);
    if (owner.isFnLike()) {
      Item.Fn fn = tcx.defs().function(owner);
      fn.params().forEach(p -> u.visit(p.pat()));
    }
    Expr body = tcx.defs().expandedBody(owner);
    if (body != null) {
      u.visit(body);
    }
    u.report();
  }

  private void visit(Node n) {
    switch (n) {
      case Pat.IdentPat p -> {
        if (res.identPat(p) instanceof Res.Var v) {
          bindings.putIfAbsent(v.local(), new Binding(p, null));
        }
        Nodes.children(n, this::visit);
      }
      case Pat.StructPat s -> {
        for (Pat.FieldPat f : s.fields()) {
          if (f.shorthand()
              && f.pat() instanceof Pat.IdentPat p
              && res.identPat(p) instanceof Res.Var v) {
            bindings.putIfAbsent(v.local(), new Binding(p, f));
          }
          visit(f.pat());
        }
      }
      case Expr.PathExpr p -> {
        Local l = res.variable(p);
        if (l != null) {
          read.add(l);
        }
      }
      case Expr.Assign a -> {
        visit(a.value());
        target(a.place());
      }
      case Expr.AssignOp a -> {
        visit(a.value());
        if (types.callees.get(a) == null) {
          target(a.place());
        } else {
          visit(a.place());
        }
      }
      default -> Nodes.children(n, this::visit);
    }
  }

  private void target(Expr place) {
    switch (place) {
      case Expr.Paren p -> target(p.inner());
      case Expr.Tuple t -> t.elements().forEach(this::target);
      case Expr.Array a -> a.elements().forEach(this::target);
      case Expr.PathExpr p when res.variable(p) != null -> assigned.add(res.variable(p));
      case Expr e -> visit(e);
    }
  }

  private void report() {
    List<Local> unused = new ArrayList<>();
    for (Local l : bindings.keySet()) {
      Span at = bindings.get(l).pat.span();
      boolean foreign = at.file() != at.callSite().file();
      if (!foreign && !read.contains(l) && !l.name().startsWith("_") && !l.name().equals("self")) {
        unused.add(l);
      }
    }
    for (Local l : unused) {
      Binding b = bindings.get(l);
      Pat.IdentPat pat = b.pat;
      Span at = pat.sub() == null ? pat.span() : pat.ident().span();
      if (b.field != null) {
        at = pat.ident().span();
      }
      String name = l.name();
      if (assigned.contains(l)) {
        Diagnostic.warning(
                Lint.UNUSED_VARIABLES.key,
                at,
                "variable `" + name + "` is assigned to, but never used")
            .note("consider using `_" + name + "` instead")
            .to(tcx.diagnostics());
        continue;
      }
      Diagnostic.Builder d =
          Diagnostic.warning(Lint.UNUSED_VARIABLES.key, at, "unused variable: `" + name + "`");
      if (b.field != null) {
        d.maybe("try ignoring the field", b.field.span(), name + ": _", Diagnostic.Shown.LABEL);
      } else {
        d.maybe(
            "if this is intentional, prefix it with an underscore",
            pat.ident().span(),
            "_" + name,
            Diagnostic.Shown.LABEL);
      }
      d.to(tcx.diagnostics());
    }
  }
}
