package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Callee;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;

/** Why it would move, and what to do instead: rustc's {@code add_move_hints}. */
final class IllegalMoveAdvice {
  private final BodyCtxt cx;
  private final Cfg cfg;
  private final MoveAdvice advice;
  private final Describe describe;

  IllegalMoveAdvice(BodyCtxt cx, Cfg cfg, MoveAdvice advice) {
    this.cx = cx;
    this.cfg = cfg;
    this.advice = advice;
    this.describe = new Describe(cx, cfg);
  }

  static String because(String name, String ty) {
    return "move occurs because "
        + name
        + " has type `"
        + ty
        + "`, which does not implement the `Copy` trait";
  }

  private String because(MirPlace p) {
    return because(describe.quoted(p, "value"), describe.ty(p.ty));
  }

  /** What is said of a move that is no binding of a pattern. */
  void value(Diagnostic.Builder d, Operand o, Span primary) {
    MirPlace p = o.place();
    Span at = o.closure() == null ? o.span() : o.closure();
    Expr moved = advice.exprAt(at);
    String shown = describe.quoted(p, "value");
    MoveUse use = o.closure() == null ? advice.use(moved) : null;
    if (use != null) {
      advice.callLabel(d, use, shown, "", "");
      advice.callNote(d, use, shown);
      if (use.kind() == MoveUse.Kind.METHOD) {
        advice.cloneAndConsume(d, moved, p, use);
      } else if (use.kind() == MoveUse.Kind.FOR_LOOP) {
        advice.overSlice(d, moved, p.ty);
      }
    } else if (o.closure() != null) {
      d.label(o.closure(), "variable moved due to use in closure");
    }
    if (o.closure() == null && initializes(moved)) {
      borrowInstead(d, primary);
      if (moved != null) {
        advice.clone(d, p.ty, moved, describe.place(p), null);
      }
      label(d, primary, primary, because(p));
      return;
    }
    if (moved != null) {
      advice.clone(d, p.ty, moved, describe.place(p), o.closure() == null ? null : o.span());
    }
    Span why = at;
    if (p.root().kind == MirPlace.Kind.UPVAR) {
      Span outer = origin(cfg.captures.get(p.root().index).variable());
      why = outer == null ? why : outer;
    }
    label(d, why, primary, because(p));
    if (!why.equals(primary)) {
      d.label(shown + " is moved here");
    }
  }

  private static void label(Diagnostic.Builder d, Span at, Span primary, String text) {
    if (at.equals(primary)) {
      d.label(text);
    } else {
      d.label(at, text);
    }
  }

  /** Whether it is, all in all, the value of a {@code let x = …}. */
  private boolean initializes(Expr moved) {
    return moved != null && initializes((Node) moved);
  }

  private boolean initializes(Node value) {
    return switch (cx.syntax.parent(value)) {
      case Stmt.LetStmt l ->
          l.otherwise() == null
              && l.pat() instanceof Pat.IdentPat
              && l.init() != null
              && BodySyntax.is(l.init(), value);
      case Expr.Block b -> b.tail() != null && BodySyntax.is(b.tail(), value) && initializes(b);
      case Expr.If i -> value != i.condition() && initializes(i);
      case null, default -> false;
    };
  }

  /** What the user wrote of the variable's type: the type itself, or else what it starts with. */
  private Span origin(Local variable) {
    Pat.IdentPat p = cx.syntax.binding(variable.span());
    if (p == null) {
      return null;
    }
    if (cx.syntax.parent(p) instanceof Stmt.LetStmt l && l.pat() == p) {
      if (l.type() != null) {
        return l.type().span();
      }
      boolean short_ = l.init() != null && l.init().span().text().indexOf('\n') < 0;
      return short_ ? l.init().span() : null;
    }
    if (cx.owner.node() instanceof Item.Fn f) {
      for (Item.Param x : f.params()) {
        if (BodySyntax.within(p.span(), x.pat().span())) {
          return x.type().span();
        }
      }
    }
    return null;
  }

  private void borrowInstead(Diagnostic.Builder d, Span at) {
    if (CloneAdvice.outOfTheUsersHands(at)) {
      return;
    }
    if (at.text().startsWith("*")) {
      d.maybe(
          "consider removing the dereference here",
          new Span(at.file(), at.lo(), at.lo() + 1, at.expansion()),
          "");
    } else {
      d.maybe("consider borrowing here", at.shrinkToStart(), "&");
    }
  }

  /**
   * What is said of bindings that move.
   *
   * @param scrutinee what is matched
   * @param value whether that is no part of something else
   */
  void bindings(Diagnostic.Builder d, List<Operand> bound, Span scrutinee, boolean value) {
    for (int i = 0; i < bound.size(); i++) {
      Operand o = bound.get(i);
      Pat.IdentPat p = cx.syntax.pat(o.span()) instanceof Pat.IdentPat x ? x : null;
      if (p == null) {
        p = cx.syntax.binding(o.span());
      }
      Span at = p == null ? o.span() : cx.syntax.declaration(p.ident().span());
      d.label(at, i == 0 ? "data moved here" : "...and here");
      if (bound.size() == 1) {
        String name = p == null ? "value" : "`" + p.ident().name() + "`";
        d.label(at, because(name, describe.ty(o.place().ty)));
      }
      if (value && p != null) {
        byReference(d, p);
      }
    }
    if (bound.size() > 1) {
      d.note(
          "move occurs because these variables have types that don't implement the `Copy` trait");
    }
    if (!value) {
      borrowInstead(d, scrutinee);
    }
  }

  /** Takes away a {@code &} around the binding, or lets it bind by reference. */
  private void byReference(Diagnostic.Builder d, Pat.IdentPat p) {
    for (Node up : cx.syntax.ancestors(p)) {
      if (up instanceof Pat.RefPat r && !CloneAdvice.outOfTheUsersHands(r.span())) {
        Span amp = r.span();
        d.fix(
            "consider removing the " + (r.mutable() ? "mutable " : "") + "borrow",
            new Span(amp.file(), amp.lo(), r.inner().span().lo(), amp.expansion()),
            "");
        return;
      }
      if (!(up instanceof Pat)) {
        break;
      }
    }
    d.fix("consider borrowing the pattern binding", p.span().shrinkToStart(), "ref ");
  }

  /** What demands that the closure can be called more than once. */
  void closureBound(Diagnostic.Builder d) {
    String text =
        "`Fn` and `FnMut` closures require captured values to be able to be consumed multiple"
            + " times, but `FnOnce` closures may consume them only once";
    Expr closure = cfg.closureSpan == null ? null : cx.syntax.expr(cfg.closureSpan);
    Node user = closure == null ? null : cx.syntax.parent(closure);
    Def fn = null;
    int at = -1;
    if (user instanceof Expr.MethodCall m) {
      Callee c = cx.results.callees.get(m);
      fn = c == null ? null : c.def();
      at = m.args().indexOf(closure) + 1;
    } else if (user instanceof Expr.Call c) {
      fn = cx.results.typeOf(c.callee()) instanceof Ty.FnDef f ? f.def : null;
      at = c.args().indexOf(closure);
    }
    if (fn == null || !fn.isFnLike()) {
      return;
    }
    List<Ty> inputs = cx.tcx.fnSig(fn).inputs();
    List<Predicate> all = new ArrayList<>(cx.tcx.predicates(fn));
    for (Predicate p : all) {
      if (p instanceof Predicate.Trait t
          && at >= 0
          && at < inputs.size()
          && t.traitRef().self() == inputs.get(at)
          && (cx.tcx.lang().is(t.traitRef().trait(), "fn")
              || cx.tcx.lang().is(t.traitRef().trait(), "fn_mut"))) {
        Span bound = fn.crate() == cx.owner.crate() ? cx.tcx.boundSpan(fn, p) : null;
        if (bound == null) {
          d.help(text);
        } else {
          d.related(new Diagnostic.Related(text, bound, "", List.of(), true));
        }
        return;
      }
    }
  }
}
