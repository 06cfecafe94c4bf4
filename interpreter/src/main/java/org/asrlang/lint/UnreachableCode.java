package org.asrlang.lint;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/** {@code unreachable_code}: what stands behind an expression that never comes to an end. */
final class UnreachableCode {
  private final TyCtxt tcx;
  private final TypeckResults types;

  /** Of each, only the first thing that it makes unreachable is told. */
  private final Set<Expr> reported = Collections.newSetFromMap(new IdentityHashMap<>());

  private UnreachableCode(TyCtxt tcx, TypeckResults types) {
    this.tcx = tcx;
    this.types = types;
  }

  static void check(TyCtxt tcx, Def owner, TypeckResults types) {
    Expr body = tcx.defs().expandedBody(owner);
    if (body != null) {
      new UnreachableCode(tcx, types).diverges(body);
    }
  }

  /**
   * The expression because of which the node's end is never reached, or null; reports what follows
   * one inside.
   */
  private Expr diverges(Node n) {
    return switch (n) {
      case null -> null;
      case Expr.Block b -> block(b);
      case Expr.If i -> {
        Expr condition = diverges(i.condition());
        if (condition != null) {
          report(i.then().span(), "block in `if` or `while` expression", condition);
        }
        Expr then = diverges(i.then());
        Expr otherwise = diverges(i.otherwise());
        yield condition != null
            ? condition
            : then != null && otherwise != null ? isNever(i) ? i : then : null;
      }
      case Expr.Match m -> {
        Expr scrutinee = diverges(m.scrutinee());
        boolean all = !m.arms().isEmpty();
        for (Expr.Arm a : m.arms()) {
          diverges(a.guard());
          all &= diverges(a.body()) != null;
        }
        yield scrutinee != null ? scrutinee : all ? m : null;
      }
      case Expr.Closure c -> {
        diverges(c.body());
        yield null;
      }
      case Expr.Loop l -> {
        diverges(l.body());
        yield isNever(l) ? l : null;
      }
      case Expr.While w -> {
        Expr condition = diverges(w.condition());
        diverges(w.body());
        yield condition;
      }
      case Expr.ForLoop f -> {
        Expr iterator = diverges(f.iterator());
        diverges(f.body());
        yield iterator;
      }
      case Expr.Binary b when b.op().isLazy() -> {
        Expr left = diverges(b.left());
        diverges(b.right());
        yield left;
      }
      case Expr.Paren p -> diverges(p.inner());
      case Expr.ConstBlock b -> null;
      case Expr e -> operands(e);
      case Stmt.LetStmt l -> {
        Expr init = diverges(l.init());
        diverges(l.otherwise());
        yield init;
      }
      case Stmt.ExprStmt s -> diverges(s.expr());
      default -> null;
    };
  }

  private boolean isNever(Expr e) {
    return types.typeOf(e) instanceof Ty.Never;
  }

  /** What is evaluated after a diverging operand is unreachable; so is the operation itself. */
  private Expr operands(Expr e) {
    Expr[] first = {null};
    boolean[] said = {false};
    Nodes.children(
        e,
        child -> {
          if (!(child instanceof Expr x)) {
            return;
          }
          if (first[0] != null && !said[0]) {
            said[0] = true;
            report(x.span(), "expression", first[0]);
          } else {
            Expr d = diverges(x);
            first[0] = first[0] == null ? d : first[0];
          }
        });
    boolean jump =
        e instanceof Expr.Return || e instanceof Expr.Break || e instanceof Expr.Continue;
    if (first[0] != null) {
      if (!said[0] && isOperation(e)) {
        String what =
            e instanceof Expr.Call || e instanceof Expr.MethodCall ? "call" : "expression";
        report(head(e), what, first[0]);
      }
      return first[0];
    }
    return jump || isCall(e) && isNever(e) ? e : null;
  }

  private static boolean isOperation(Expr e) {
    return switch (e) {
      case Expr.Let l -> false;
      case Expr.Unsafe u -> false;
      case Expr x -> true;
    };
  }

  private static Span head(Expr e) {
    return switch (e) {
      case Expr.Call c -> c.callee().span();
      case Expr.MethodCall c -> c.method().ident().span();
      case Expr x -> x.span();
    };
  }

  private static boolean isCall(Expr e) {
    return e instanceof Expr.Call || e instanceof Expr.MethodCall;
  }

  private Expr block(Expr.Block b) {
    Expr by = null;
    boolean said = false;
    for (Stmt s : b.stmts()) {
      if (s instanceof Stmt.ItemStmt || s instanceof Stmt.EmptyStmt) {
        continue;
      }
      if (by != null) {
        if (!said && !(s instanceof Stmt.LetStmt l && l.init() == null)) {
          said = true;
          report(s.span(), "statement", by);
        }
        continue;
      }
      by = diverges(s);
    }
    if (b.tail() != null) {
      if (by != null && !said) {
        report(b.tail().span(), "expression", by);
      } else if (by == null) {
        by = diverges(b.tail());
      }
    }
    // a labelled block may be left by a `break`
    return b.label() != null && !isNever(b) ? null : by;
  }

  private void report(Span at, String what, Expr by) {
    if (at.callSite().equals(by.span().callSite())) {
      return; // both of one macro call
    }
    if (!reported.add(by)) {
      return;
    }
    String why =
        by instanceof Expr.Match
            ? "any code following this `match` expression is unreachable, as all arms diverge"
            : "any code following this expression is unreachable";
    String message = "unreachable " + what;
    Diagnostic.warning(Lint.UNREACHABLE_CODE.key, at.shown(), message)
        .label(message)
        .label(by.span().shown(), why)
        .to(tcx.diagnostics());
  }
}
