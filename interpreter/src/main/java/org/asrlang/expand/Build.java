package org.asrlang.expand;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;

/** Makes syntax trees that all have one span. */
record Build(Span span) {
  Ident ident(String name) {
    return new Ident(name, span);
  }

  Path path(String... names) {
    List<Path.Segment> segments = new ArrayList<>();
    for (String n : names) {
      segments.add(new Path.Segment(ident(n), null));
    }
    return new Path(false, null, 0, segments, span);
  }

  /** {@code $crate::a::b}: the crate is that of the span's expansion. */
  Path std(String... names) {
    String[] all = new String[names.length + 1];
    all[0] = "$crate";
    System.arraycopy(names, 0, all, 1, names.length);
    return path(all);
  }

  Expr.PathExpr name(String... names) {
    return new Expr.PathExpr(path(names), span);
  }

  Expr.PathExpr stdName(String... names) {
    return new Expr.PathExpr(std(names), span);
  }

  Expr str(String s) {
    return new Expr.Literal(Expr.LiteralKind.STR, s, null, span);
  }

  Expr integer(int n, String type) {
    return new Expr.Literal(Expr.LiteralKind.INT, BigInteger.valueOf(n), type, span);
  }

  Expr bool(boolean b) {
    return new Expr.Literal(Expr.LiteralKind.BOOL, b, null, span);
  }

  Expr call(Expr callee, Expr... args) {
    return new Expr.Call(callee, List.of(args), span);
  }

  Expr method(Expr receiver, String name, Expr... args) {
    return new Expr.MethodCall(receiver, new Path.Segment(ident(name), null), List.of(args), span);
  }

  Expr field(Expr object, String name) {
    return new Expr.Field(object, ident(name), span);
  }

  Expr ref(Expr e) {
    return new Expr.Borrow(false, e, span);
  }

  Expr deref(Expr e) {
    return new Expr.Unary(Expr.UnOp.DEREF, e, span);
  }

  Expr binary(Expr.BinOp op, Expr a, Expr b) {
    return new Expr.Binary(op, a, b, span, span);
  }

  Expr match(Expr scrutinee, List<Expr.Arm> arms) {
    return new Expr.Match(scrutinee, arms, span);
  }

  Expr.Arm arm(Pat pat, Expr body) {
    return new Expr.Arm(List.of(), pat, null, body, span);
  }

  Expr tuple(Expr... es) {
    return new Expr.Tuple(List.of(es), span);
  }

  Expr.Block block(List<Stmt> stmts, Expr tail) {
    return new Expr.Block(null, List.of(), stmts, tail, span);
  }

  Stmt stmt(Expr e) {
    return new Stmt.ExprStmt(List.of(), e, true, span);
  }

  Pat bind(String name) {
    return new Pat.IdentPat(false, false, ident(name), null, span);
  }

  Pat wild() {
    return new Pat.WildPat(span);
  }

  Pat pair(Pat a, Pat b) {
    return new Pat.TuplePat(List.of(a, b), span);
  }

  TypeExpr type(Path p) {
    return new TypeExpr.PathType(p, span);
  }

  TypeExpr refType(boolean mutable, TypeExpr t) {
    return new TypeExpr.RefType(null, mutable, t, span);
  }

  Item.Param param(String name, TypeExpr type) {
    return new Item.Param(List.of(), bind(name), type, span);
  }

  /** A function with {@code &self} if wanted. */
  Item.Fn fn(
      String name,
      Generics generics,
      boolean self,
      List<Item.Param> params,
      TypeExpr output,
      Expr body) {
    Expr.Block block = body instanceof Expr.Block b ? b : block(List.of(), body);
    return new Item.Fn(
        List.of(),
        Item.Visibility.INHERITED,
        Item.FnHeader.NONE,
        ident(name),
        generics,
        self ? new Item.SelfParam(true, (Lifetime) null, false, null, span) : null,
        params,
        output,
        block,
        span);
  }
}
