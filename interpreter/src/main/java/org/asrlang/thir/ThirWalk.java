package org.asrlang.thir;

import java.util.function.Consumer;

/** The parts of a tree's node, in the order of evaluation. */
public final class ThirWalk {
  private ThirWalk() {}

  /** Hands over the direct operands, and the places that the node itself speaks of. */
  public static void children(
      ThirExpr e, Consumer<? super ThirExpr> exprs, Consumer<? super Place> places) {
    switch (e) {
      case ThirExpr.Use x -> places.accept(x.place());
      case ThirExpr.Literal x -> {}
      case ThirExpr.Unit x -> {}
      case ThirExpr.NamedConst x -> {}
      case ThirExpr.ConstValue x -> {}
      case ThirExpr.FnItem x -> {}
      case ThirExpr.Borrow x -> places.accept(x.place());
      case ThirExpr.Unary x -> exprs.accept(x.operand());
      case ThirExpr.Binary x -> {
        exprs.accept(x.left());
        exprs.accept(x.right());
      }
      case ThirExpr.Logical x -> {
        exprs.accept(x.left());
        exprs.accept(x.right());
      }
      case ThirExpr.Cast x -> exprs.accept(x.operand());
      case ThirExpr.Coerce x -> exprs.accept(x.operand());
      case ThirExpr.Call x -> x.args().forEach(exprs);
      case ThirExpr.CallPtr x -> {
        exprs.accept(x.callee());
        x.args().forEach(exprs);
      }
      case ThirExpr.Adt x -> {
        x.fields().forEach(f -> exprs.accept(f.value()));
        some(x.base(), places);
      }
      case ThirExpr.Tuple x -> x.elements().forEach(exprs);
      case ThirExpr.Array x -> x.elements().forEach(exprs);
      case ThirExpr.Repeat x -> exprs.accept(x.value());
      case ThirExpr.Closure x -> x.captures().forEach(exprs);
      case ThirExpr.FormatArgs x -> x.args().forEach(exprs);
      case ThirExpr.Block x -> {
        x.stmts().forEach(exprs);
        some(x.tail(), exprs);
      }
      case ThirExpr.Scope x -> exprs.accept(x.body());
      case ThirExpr.Init x -> exprs.accept(x.value());
      case ThirExpr.LetPat x -> {
        places.accept(x.scrutinee());
        some(x.otherwise(), exprs);
      }
      case ThirExpr.Declare x -> {}
      case ThirExpr.Let x -> places.accept(x.scrutinee());
      case ThirExpr.Discard x -> exprs.accept(x.value());
      case ThirExpr.Assign x -> {
        exprs.accept(x.value());
        places.accept(x.place());
      }
      case ThirExpr.AssignOp x -> {
        exprs.accept(x.value());
        places.accept(x.place());
      }
      case ThirExpr.If x -> {
        exprs.accept(x.condition());
        exprs.accept(x.then());
        some(x.otherwise(), exprs);
      }
      case ThirExpr.Match x -> {
        places.accept(x.scrutinee());
        for (ThirExpr.Arm a : x.arms()) {
          some(a.guard(), exprs);
          exprs.accept(a.body());
        }
      }
      case ThirExpr.Loop x -> exprs.accept(x.body());
      case ThirExpr.Labelled x -> exprs.accept(x.body());
      case ThirExpr.Break x -> some(x.value(), exprs);
      case ThirExpr.Continue x -> {}
      case ThirExpr.Return x -> some(x.value(), exprs);
    }
  }

  /** The expressions inside a place, from its start outwards. */
  public static void children(Place p, Consumer<? super ThirExpr> exprs) {
    switch (p) {
      case Place.Local x -> {}
      case Place.Temp x -> exprs.accept(x.init());
      case Place.Upvar x -> {}
      case Place.Static x -> {}
      case Place.Promoted x -> exprs.accept(x.value());
      case Place.Field x -> children(x.base(), exprs);
      case Place.Deref x -> children(x.base(), exprs);
      case Place.Index x -> {
        children(x.base(), exprs);
        exprs.accept(x.index());
      }
      case Place.ConstIndex x -> children(x.base(), exprs);
      case Place.Subslice x -> children(x.base(), exprs);
    }
  }

  private static <T> void some(T node, Consumer<? super T> to) {
    if (node != null) {
      to.accept(node);
    }
  }
}
