package org.asrlang.borrow;

import java.util.HashSet;
import java.util.Set;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.Body;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirBuilder;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirWalk;

/**
 * E0493: constants, statics and constant functions run no destructors. As in rustc a variable whose
 * parts were moved out counts as dropped, and one that only ever held what needs no drop (such as
 * {@code None}) does not.
 */
final class ConstDrops {
  private final Cfg cfg;
  private final TypeRules rules;
  private final MoveAnalysis moves;
  private final BorrowReports out;
  private final String where;
  private final Set<Span> reported = new HashSet<>();
  private final Set<LocalDecl> assigned = new HashSet<>();
  private final Set<LocalDecl> dropping = new HashSet<>();

  /**
   * @param where what is computed at compile time here
   */
  ConstDrops(Cfg cfg, TypeRules rules, MoveAnalysis moves, BorrowReports out, String where) {
    this.cfg = cfg;
    this.rules = rules;
    this.moves = moves;
    this.out = out;
    this.where = where;
  }

  void run() {
    int before;
    do {
      before = dropping.size();
      visit(cfg.body.root());
    } while (dropping.size() > before);
    for (Cfg.Block b : cfg.blocks) {
      MoveAnalysis.State state = moves.entry(b);
      for (Stmt s : b.stmts) {
        if (s.kind == Stmt.Kind.DROP || s.kind == Stmt.Kind.DROP_REPLACE) {
          drop(s, state);
        }
        moves.apply(s, state);
      }
    }
  }

  /** Parameters, and what patterns bind, have no value to look at. */
  private boolean owns(MirLocal l) {
    return l.decl == null || !assigned.contains(l.decl) || dropping.contains(l.decl);
  }

  private void visit(ThirExpr e) {
    switch (e) {
      case ThirExpr.Init i -> value(i.local(), i.value());
      case ThirExpr.Declare d -> assigned.add(d.local());
      case ThirExpr.Assign a when a.place() instanceof Place.Local l -> value(l.local(), a.value());
      case ThirExpr x -> {}
    }
    ThirWalk.children(e, this::visit, this::visit);
  }

  private void visit(Place p) {
    for (Place at = p; at != null; at = at.base()) {
      if (at instanceof Place.Temp t) {
        value(t.local(), t.init());
      }
    }
    ThirWalk.children(p, this::visit);
  }

  private void value(LocalDecl to, ThirExpr value) {
    assigned.add(to);
    if (needsDrop(value)) {
      dropping.add(to);
    }
  }

  /** Whether the value, not only its type, has something to drop. */
  private boolean needsDrop(ThirExpr e) {
    if (!rules.needsDrop(e.ty())) {
      return false;
    }
    return switch (e) {
      case ThirExpr.Adt x ->
          rules.dropImpl(x.ty()) != null
              || x.base() != null
              || x.fields().stream().anyMatch(f -> needsDrop(f.value()));
      case ThirExpr.Tuple x -> x.elements().stream().anyMatch(this::needsDrop);
      case ThirExpr.Array x -> x.elements().stream().anyMatch(this::needsDrop);
      case ThirExpr.Repeat x -> needsDrop(x.value());
      case ThirExpr.Coerce x -> needsDrop(x.operand());
      case ThirExpr.Scope x -> needsDrop(x.body());
      case ThirExpr.Block x -> x.tail() != null && needsDrop(x.tail());
      case ThirExpr.If x -> needsDrop(x.then()) || needsDrop(x.otherwise());
      case ThirExpr.Call x when !x.callee().def.isFnLike() ->
          rules.dropImpl(x.ty()) != null || x.args().stream().anyMatch(this::needsDrop);
      case ThirExpr.NamedConst x -> {
        Body of =
            x.args().isEmpty() && x.def().kind() == Def.Kind.CONST && local(x.def())
                ? ThirBuilder.ofConstant(rules.tcx, x.def())
                : null;
        yield of == null || needsDrop(of.root());
      }
      case ThirExpr.Use x -> {
        Place root = x.place();
        while (root instanceof Place.Field f) {
          root = f.base();
        }
        yield switch (root) {
          case Place.Local l -> !assigned.contains(l.local()) || dropping.contains(l.local());
          case Place.Temp t -> needsDrop(t.init());
          case Place p -> true;
        };
      }
      case ThirExpr x -> true;
    };
  }

  private boolean local(Def d) {
    return d.crate() == cfg.body.owner().crate();
  }

  private void drop(Stmt s, MoveAnalysis.State state) {
    MirPlace p = s.dest;
    MirLocal root = p.rootLocal();
    boolean whole = p.isLocal();
    if (!rules.needsDrop(p.ty) || whole && !(state.init.get(p.bit) && owns(root))) {
      return;
    }
    Span at = whole && root.decl != null ? root.decl.span : s.span;
    if (reported.add(at)) {
      out.add(
          Diagnostic.error(
                  "E0493", at, "destructor of `" + p.ty + "` cannot be evaluated at compile-time")
              .label("the destructor for this type cannot be evaluated in " + where)
              .label(s.span, "value is dropped here"));
    }
  }
}
