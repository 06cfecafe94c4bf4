package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;

/**
 * Rebuilds a tree. A subtree in which nothing changes keeps its identity, so that a folder which
 * changes nothing allocates next to nothing. Subclasses override the node classes they care about;
 * the lists of statements, items, arms, fields and the like may grow and shrink.
 */
class Folder extends TypeFolder {
  List<Expr> exprs(List<Expr> list) {
    for (Expr e : list) {
      if (e instanceof Expr.Configured) {
        return each(kept(list, Folder::attrs), this::expr);
      }
    }
    return each(list, this::expr);
  }

  private static List<Attribute> attrs(Expr e) {
    return e instanceof Expr.Configured c ? c.attrs() : List.of();
  }

  @Override
  Expr expr(Expr expr) {
    return switch (expr) {
      case Expr.Literal e -> e;
      case Expr.PathExpr e -> {
        Path p = path(e.path());
        yield p == e.path() ? e : new Expr.PathExpr(p, e.span());
      }
      case Expr.Block e -> block(e);
      case Expr.ConstBlock e -> {
        Expr.Block b = block(e.body());
        yield b == e.body() ? e : new Expr.ConstBlock(b, e.span());
      }
      case Expr.Unary e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Unary(e.op(), o, e.span());
      }
      case Expr.Binary e -> {
        Expr l = expr(e.left());
        Expr r = expr(e.right());
        yield l == e.left() && r == e.right()
            ? e
            : new Expr.Binary(e.op(), l, r, e.opSpan(), e.span());
      }
      case Expr.Assign e -> {
        Expr p = expr(e.place());
        Expr v = expr(e.value());
        yield p == e.place() && v == e.value() ? e : new Expr.Assign(p, v, e.opSpan(), e.span());
      }
      case Expr.AssignOp e -> {
        Expr p = expr(e.place());
        Expr v = expr(e.value());
        yield p == e.place() && v == e.value()
            ? e
            : new Expr.AssignOp(e.op(), p, v, e.opSpan(), e.span());
      }
      case Expr.Borrow e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Borrow(e.mutable(), o, e.span());
      }
      case Expr.RawBorrow e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.RawBorrow(e.mutable(), o, e.span());
      }
      case Expr.Cast e -> {
        Expr o = expr(e.operand());
        TypeExpr t = type(e.type());
        yield o == e.operand() && t == e.type() ? e : new Expr.Cast(o, t, e.span());
      }
      case Expr.Call e -> {
        Expr c = expr(e.callee());
        List<Expr> a = exprs(e.args());
        yield c == e.callee() && a == e.args() ? e : new Expr.Call(c, a, e.span());
      }
      case Expr.MethodCall e -> {
        Expr r = expr(e.receiver());
        Path.Segment m = segment(e.method());
        List<Expr> a = exprs(e.args());
        yield r == e.receiver() && m == e.method() && a == e.args()
            ? e
            : new Expr.MethodCall(r, m, a, e.span());
      }
      case Expr.Field e -> {
        Expr o = expr(e.object());
        yield o == e.object() ? e : new Expr.Field(o, e.name(), e.span());
      }
      case Expr.Index e -> {
        Expr o = expr(e.object());
        Expr i = expr(e.index());
        yield o == e.object() && i == e.index() ? e : new Expr.Index(o, i, e.brackets(), e.span());
      }
      case Expr.Range e -> {
        Expr lo = maybe(e.lo());
        Expr hi = maybe(e.hi());
        yield lo == e.lo() && hi == e.hi() ? e : new Expr.Range(lo, hi, e.inclusive(), e.span());
      }
      case Expr.Configured e -> {
        Expr x = expr(e.expr());
        yield x == e.expr() ? e : new Expr.Configured(e.attrs(), x, e.span());
      }
      case Expr.Tuple e -> {
        List<Expr> l = exprs(e.elements());
        yield l == e.elements() ? e : new Expr.Tuple(l, e.span());
      }
      case Expr.Array e -> {
        List<Expr> l = exprs(e.elements());
        yield l == e.elements() ? e : new Expr.Array(l, e.span());
      }
      case Expr.Repeat e -> {
        Expr v = expr(e.value());
        Expr c = expr(e.count());
        yield v == e.value() && c == e.count() ? e : new Expr.Repeat(v, c, e.span());
      }
      case Expr.StructLit e -> {
        Path p = path(e.path());
        List<Expr.FieldInit> f = each(kept(e.fields(), Expr.FieldInit::attrs), this::fieldInit);
        Expr b = maybe(e.base());
        yield p == e.path() && f == e.fields() && b == e.base()
            ? e
            : new Expr.StructLit(p, f, b, e.span());
      }
      case Expr.Closure e -> {
        List<Expr.ClosureParam> ps = each(e.params(), this::closureParam);
        TypeExpr o = maybe(e.output());
        Expr b = expr(e.body());
        yield ps == e.params() && o == e.output() && b == e.body()
            ? e
            : new Expr.Closure(e.forLifetimes(), e.move(), ps, o, b, e.span());
      }
      case Expr.Let e -> {
        Expr s = expr(e.scrutinee());
        Pat p = pat(e.pat());
        yield p == e.pat() && s == e.scrutinee() ? e : new Expr.Let(p, s, e.span());
      }
      case Expr.If e -> {
        Expr c = expr(e.condition());
        Expr.Block t = block(e.then());
        Expr o = maybe(e.otherwise());
        yield c == e.condition() && t == e.then() && o == e.otherwise()
            ? e
            : new Expr.If(c, t, o, e.span());
      }
      case Expr.Match e -> {
        Expr s = expr(e.scrutinee());
        List<Expr.Arm> a = each(kept(e.arms(), Expr.Arm::attrs), this::arm);
        yield s == e.scrutinee() && a == e.arms() ? e : new Expr.Match(s, a, e.span());
      }
      case Expr.Loop e -> {
        Expr.Block b = block(e.body());
        yield b == e.body() ? e : new Expr.Loop(e.label(), b, e.span());
      }
      case Expr.While e -> {
        Expr c = expr(e.condition());
        Expr.Block b = block(e.body());
        yield c == e.condition() && b == e.body() ? e : new Expr.While(e.label(), c, b, e.span());
      }
      case Expr.ForLoop e -> {
        Pat p = pat(e.pat());
        Expr i = expr(e.iterator());
        Expr.Block b = block(e.body());
        yield p == e.pat() && i == e.iterator() && b == e.body()
            ? e
            : new Expr.ForLoop(e.label(), p, i, b, e.span());
      }
      case Expr.Break e -> {
        Expr v = maybe(e.value());
        yield v == e.value() ? e : new Expr.Break(e.label(), v, e.span());
      }
      case Expr.Continue e -> e;
      case Expr.Return e -> {
        Expr v = maybe(e.value());
        yield v == e.value() ? e : new Expr.Return(v, e.span());
      }
      case Expr.Try e -> {
        Expr o = expr(e.operand());
        yield o == e.operand() ? e : new Expr.Try(o, e.span());
      }
      case Expr.Paren e -> {
        Expr i = expr(e.inner());
        yield i == e.inner() ? e : new Expr.Paren(i, e.span());
      }
      case Expr.Underscore e -> e;
      case Expr.MacroExpr e -> macroExpr(e);
      case Expr.Await e -> await(e);
      case Expr.Async e -> async(e);
      case Expr.Unsafe e -> unsafeBlock(e);
      case Expr.FormatArgs e -> {
        List<Expr> a = exprs(e.args());
        yield a == e.args() ? e : new Expr.FormatArgs(e.pieces(), a, e.newline(), e.span());
      }
      case Expr.ErrorExpr e -> e;
    };
  }

  Expr macroExpr(Expr.MacroExpr e) {
    return e;
  }

  Expr await(Expr.Await e) {
    Expr o = expr(e.operand());
    return o == e.operand() ? e : new Expr.Await(o, e.awaitSpan(), e.span());
  }

  Expr async(Expr.Async e) {
    Expr b = expr(e.body());
    return b == e.body() ? e : new Expr.Async(b, e.asyncSpan(), e.span());
  }

  Expr unsafeBlock(Expr.Unsafe e) {
    Expr.Block b = block(e.body());
    return b == e.body() ? e : new Expr.Unsafe(b, e.span());
  }

  Expr.Block block(Expr.Block e) {
    List<Stmt> s = stmts(e.stmts());
    Expr t = maybe(e.tail());
    return s == e.stmts() && t == e.tail()
        ? e
        : new Expr.Block(e.label(), e.innerAttrs(), s, t, e.span());
  }

  List<Stmt> stmts(List<Stmt> list) {
    return flat(list, this::stmt);
  }

  List<Stmt> stmt(Stmt stmt) {
    return switch (stmt) {
      case Stmt.LetStmt s -> keep(s.attrs()) ? List.of(let(s)) : List.of();
      case Stmt.ItemStmt s -> {
        if (!keep(s.item().attrs())) {
          yield List.of();
        }
        List<Item> items = item(s.item());
        if (items.size() == 1 && items.get(0) == s.item()) {
          yield List.of(s);
        }
        List<Stmt> out = new ArrayList<>();
        items.forEach(i -> out.add(new Stmt.ItemStmt(i)));
        yield out;
      }
      case Stmt.ExprStmt s -> {
        if (!keep(s.attrs())) {
          yield List.of();
        }
        Expr e = expr(s.expr());
        yield List.of(e == s.expr() ? s : new Stmt.ExprStmt(s.attrs(), e, s.semicolon(), s.span()));
      }
      case Stmt.MacroStmt s -> macroStmt(s);
      case Stmt.EmptyStmt s -> List.of(s);
    };
  }

  Stmt.LetStmt let(Stmt.LetStmt s) {
    TypeExpr t = maybe(s.type());
    Expr i = maybe(s.init());
    Expr.Block o = s.otherwise() == null ? null : block(s.otherwise());
    Pat p = pat(s.pat());
    return p == s.pat() && t == s.type() && i == s.init() && o == s.otherwise()
        ? s
        : new Stmt.LetStmt(s.attrs(), p, t, i, o, s.span());
  }

  List<Stmt> macroStmt(Stmt.MacroStmt s) {
    return List.of(s);
  }

  Expr.FieldInit fieldInit(Expr.FieldInit f) {
    Expr v = expr(f.value());
    return v == f.value() ? f : new Expr.FieldInit(f.attrs(), f.name(), v, f.shorthand(), f.span());
  }

  Expr.ClosureParam closureParam(Expr.ClosureParam p) {
    Pat q = pat(p.pat());
    TypeExpr t = maybe(p.type());
    return q == p.pat() && t == p.type() ? p : new Expr.ClosureParam(q, t, p.span());
  }

  Expr.Arm arm(Expr.Arm a) {
    Pat p = pat(a.pat());
    Expr g = maybe(a.guard());
    Expr b = expr(a.body());
    return p == a.pat() && g == a.guard() && b == a.body()
        ? a
        : new Expr.Arm(a.attrs(), p, g, b, a.span());
  }

  // Patterns.

  Pat pat(Pat pat) {
    return switch (pat) {
      case Pat.WildPat p -> p;
      case Pat.RestPat p -> p;
      case Pat.IdentPat p -> {
        Pat s = p.sub() == null ? null : pat(p.sub());
        yield s == p.sub() ? p : new Pat.IdentPat(p.byRef(), p.mutable(), p.ident(), s, p.span());
      }
      case Pat.LiteralPat p -> {
        Expr v = expr(p.value());
        yield v == p.value() ? p : new Pat.LiteralPat(v, p.span());
      }
      case Pat.RangePat p -> {
        Expr lo = maybe(p.lo());
        Expr hi = maybe(p.hi());
        yield lo == p.lo() && hi == p.hi() ? p : new Pat.RangePat(lo, hi, p.inclusive(), p.span());
      }
      case Pat.RefPat p -> {
        Pat i = pat(p.inner());
        yield i == p.inner() ? p : new Pat.RefPat(p.mutable(), i, p.span());
      }
      case Pat.TuplePat p -> {
        List<Pat> l = each(p.elements(), this::pat);
        yield l == p.elements() ? p : new Pat.TuplePat(l, p.span());
      }
      case Pat.SlicePat p -> {
        List<Pat> l = each(p.elements(), this::pat);
        yield l == p.elements() ? p : new Pat.SlicePat(l, p.span());
      }
      case Pat.PathPat p -> {
        Path q = path(p.path());
        yield q == p.path() ? p : new Pat.PathPat(q, p.span());
      }
      case Pat.TupleStructPat p -> {
        Path q = path(p.path());
        List<Pat> l = each(p.elements(), this::pat);
        yield q == p.path() && l == p.elements() ? p : new Pat.TupleStructPat(q, l, p.span());
      }
      case Pat.StructPat p -> {
        Path q = path(p.path());
        List<Pat.FieldPat> l = each(kept(p.fields(), Pat.FieldPat::attrs), this::fieldPat);
        yield q == p.path() && l == p.fields() ? p : new Pat.StructPat(q, l, p.rest(), p.span());
      }
      case Pat.OrPat p -> {
        List<Pat> l = each(p.alternatives(), this::pat);
        yield l == p.alternatives() ? p : new Pat.OrPat(l, p.span());
      }
      case Pat.ParenPat p -> {
        Pat i = pat(p.inner());
        yield i == p.inner() ? p : new Pat.ParenPat(i, p.span());
      }
      case Pat.MacroPat p -> macroPat(p);
      case Pat.ErrorPat p -> p;
    };
  }

  Pat macroPat(Pat.MacroPat p) {
    return p;
  }

  Pat.FieldPat fieldPat(Pat.FieldPat f) {
    Pat p = pat(f.pat());
    return p == f.pat() ? f : new Pat.FieldPat(f.attrs(), f.name(), p, f.shorthand(), f.span());
  }

  /** An item in a block; at module level the collector walks items itself. */
  List<Item> item(Item item) {
    return List.of(item);
  }
}
