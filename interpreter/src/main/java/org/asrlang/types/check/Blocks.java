package org.asrlang.types.check;

import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Ty;

/** Types of blocks and statements. */
final class Blocks {
  private final FnCtxt fcx;

  Blocks(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.Block b, Expectation expected) {
    if (b.label() != null) {
      return labelled(b, expected);
    }
    boolean before = fcx.diverges;
    fcx.diverges = false;
    statements(b.stmts());
    Ty result;
    if (b.tail() != null) {
      Ty wanted = expected.onlyHasType(fcx);
      Ty tail = fcx.exprs.check(b.tail(), expected);
      if (wanted != null && !(wanted instanceof Ty.Infer)) {
        if (fcx.resolve(tail) instanceof Ty.Never) {
          result = fcx.types.never;
        } else if (fcx.coercion.coerce(b.tail(), tail, wanted)) {
          result = fcx.resolve(wanted);
        } else {
          fcx.resultMismatch(b.tail(), wanted, tail, "");
          result = fcx.types.error;
        }
      } else {
        result = tail;
      }
    } else if (fcx.diverges) {
      result = fcx.types.never;
    } else {
      result = fcx.types.unit;
      Ty wanted = expected.onlyHasType(fcx);
      if (wanted != null && !fcx.isUnitLike(wanted)) {
        fcx.missingTail(b, wanted);
        result = fcx.types.error;
      }
    }
    fcx.diverges |= before;
    return result;
  }

  private Ty labelled(Expr.Block b, Expectation expected) {
    Ty wanted = expected.onlyHasType(fcx);
    CoerceMany all = new CoerceMany(fcx, wanted != null ? wanted : fcx.freshTy(b.span()));
    fcx.jumps.put(b, all);
    boolean before = fcx.diverges;
    fcx.diverges = false;
    statements(b.stmts());
    if (b.tail() != null) {
      Ty tail = fcx.exprs.check(b.tail(), Expectation.has(all.expected()));
      all.add(b.tail(), tail, b.tail().span(), "");
    } else if (!fcx.diverges) {
      all.add(null, fcx.types.unit, b.span(), "");
    }
    // a `break` reaches the end, so what follows is reachable
    fcx.diverges = before;
    return all.complete();
  }

  void statements(List<Stmt> stmts) {
    for (Stmt stmt : stmts) {
      switch (stmt) {
        case Stmt.LetStmt l -> let(l);
        case Stmt.ItemStmt i -> {}
        case Stmt.EmptyStmt s -> {}
        case Stmt.MacroStmt m -> {}
        case Stmt.ExprStmt e -> {
          if (e.semicolon()) {
            fcx.exprs.check(e.expr());
          } else {
            Ty ty = fcx.exprs.check(e.expr(), Expectation.has(fcx.types.unit));
            if (!fcx.coercion.coerce(e.expr(), ty, fcx.types.unit)) {
              fcx.mismatchAt(e.expr(), fcx.types.unit, ty, "");
            }
          }
        }
      }
    }
  }

  private void let(Stmt.LetStmt l) {
    Ty declared = null;
    if (l.type() != null) {
      declared = fcx.lower(l.type());
      fcx.results.userTypes.put(l, declared);
    }
    Span span = l.type() != null ? l.type().span() : l.pat().span();
    if (l.init() == null) {
      Ty ty = declared != null ? declared : fcx.freshTy(l.pat().span());
      fcx.patterns.check(l.pat(), ty, null);
      return;
    }
    fcx.patterns.checkLet(l.pat(), l.init(), declared, l.otherwise() != null);
    if (l.otherwise() != null) {
      boolean before = fcx.diverges;
      fcx.diverges = false;
      Ty ty = fcx.exprs.check(l.otherwise(), Expectation.has(fcx.types.never));
      if (!(fcx.resolve(ty) instanceof Ty.Never) && !(fcx.resolve(ty) instanceof Ty.Error)) {
        fcx.mismatch(
            l.otherwise().span(),
            fcx.types.never,
            ty,
            "`else` clause of `let...else` does not diverge");
      }
      fcx.diverges = before;
    }
  }
}
