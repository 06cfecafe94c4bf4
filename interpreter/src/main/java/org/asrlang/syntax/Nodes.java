package org.asrlang.syntax;

import java.util.List;
import java.util.function.Consumer;

/** Walks expressions, statements and patterns of macro-free trees; items inside are left out. */
public final class Nodes {
  private Nodes() {}

  /** Hands over the direct children (expressions, statements, patterns) in evaluation order. */
  public static void children(Node node, Consumer<? super Node> to) {
    switch (node) {
      case Expr e -> expr(e, to);
      case Stmt s -> stmt(s, to);
      case Pat p -> pat(p, to);
      default -> {}
    }
  }

  private static void some(Node n, Consumer<? super Node> to) {
    if (n != null) {
      to.accept(n);
    }
  }

  private static void all(List<? extends Node> ns, Consumer<? super Node> to) {
    ns.forEach(to);
  }

  private static void stmt(Stmt s, Consumer<? super Node> to) {
    switch (s) {
      case Stmt.LetStmt l -> {
        some(l.init(), to);
        some(l.otherwise(), to);
        to.accept(l.pat());
      }
      case Stmt.ExprStmt e -> to.accept(e.expr());
      case Stmt.ItemStmt i -> {}
      case Stmt.MacroStmt m -> {}
      case Stmt.EmptyStmt e -> {}
    }
  }

  private static void pat(Pat p, Consumer<? super Node> to) {
    switch (p) {
      case Pat.IdentPat i -> some(i.sub(), to);
      case Pat.RefPat r -> to.accept(r.inner());
      case Pat.ParenPat r -> to.accept(r.inner());
      case Pat.TuplePat t -> all(t.elements(), to);
      case Pat.SlicePat t -> all(t.elements(), to);
      case Pat.TupleStructPat t -> all(t.elements(), to);
      case Pat.StructPat t -> t.fields().forEach(f -> to.accept(f.pat()));
      case Pat.OrPat o -> all(o.alternatives(), to);
      case Pat.LiteralPat l -> to.accept(l.value());
      case Pat.RangePat r -> {
        some(r.lo(), to);
        some(r.hi(), to);
      }
      case Pat.WildPat w -> {}
      case Pat.RestPat w -> {}
      case Pat.PathPat w -> {}
      case Pat.MacroPat w -> {}
      case Pat.ErrorPat w -> {}
    }
  }

  private static void expr(Expr e, Consumer<? super Node> to) {
    switch (e) {
      case Expr.Literal x -> {}
      case Expr.PathExpr x -> {}
      case Expr.Block b -> {
        all(b.stmts(), to);
        some(b.tail(), to);
      }
      case Expr.ConstBlock b -> to.accept(b.body());
      case Expr.Unary u -> to.accept(u.operand());
      case Expr.Binary b -> {
        to.accept(b.left());
        to.accept(b.right());
      }
      case Expr.Assign a -> {
        to.accept(a.value());
        to.accept(a.place());
      }
      case Expr.AssignOp a -> {
        to.accept(a.value());
        to.accept(a.place());
      }
      case Expr.Borrow b -> to.accept(b.operand());
      case Expr.RawBorrow b -> to.accept(b.operand());
      case Expr.Cast c -> to.accept(c.operand());
      case Expr.Call c -> {
        to.accept(c.callee());
        all(c.args(), to);
      }
      case Expr.MethodCall m -> {
        to.accept(m.receiver());
        all(m.args(), to);
      }
      case Expr.Field f -> to.accept(f.object());
      case Expr.Index i -> {
        to.accept(i.object());
        to.accept(i.index());
      }
      case Expr.Range r -> {
        some(r.lo(), to);
        some(r.hi(), to);
      }
      case Expr.Tuple t -> all(t.elements(), to);
      case Expr.Array a -> all(a.elements(), to);
      case Expr.Repeat r -> to.accept(r.value());
      case Expr.StructLit s -> {
        s.fields().forEach(f -> to.accept(f.value()));
        some(s.base(), to);
      }
      case Expr.Closure c -> {
        c.params().forEach(p -> to.accept(p.pat()));
        to.accept(c.body());
      }
      case Expr.Let l -> {
        to.accept(l.scrutinee());
        to.accept(l.pat());
      }
      case Expr.If i -> {
        to.accept(i.condition());
        to.accept(i.then());
        some(i.otherwise(), to);
      }
      case Expr.Match m -> {
        to.accept(m.scrutinee());
        for (Expr.Arm arm : m.arms()) {
          to.accept(arm.pat());
          some(arm.guard(), to);
          to.accept(arm.body());
        }
      }
      case Expr.Loop l -> to.accept(l.body());
      case Expr.While w -> {
        to.accept(w.condition());
        to.accept(w.body());
      }
      case Expr.ForLoop f -> {
        to.accept(f.iterator());
        to.accept(f.pat());
        to.accept(f.body());
      }
      case Expr.Break b -> some(b.value(), to);
      case Expr.Continue c -> {}
      case Expr.Return r -> some(r.value(), to);
      case Expr.Try t -> to.accept(t.operand());
      case Expr.Paren p -> to.accept(p.inner());
      case Expr.Underscore u -> {}
      case Expr.MacroExpr m -> {}
      case Expr.Await a -> to.accept(a.operand());
      case Expr.Async a -> to.accept(a.body());
      case Expr.Unsafe u -> to.accept(u.body());
      case Expr.FormatArgs f -> all(f.args(), to);
      case Expr.Configured c -> to.accept(c.expr());
      case Expr.ErrorExpr x -> {}
    }
  }
}
