package org.asrlang.resolve;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;

/** Writes expressions, patterns and statements of an image. */
abstract class ImageExprWriter extends ImageTypeWriter {
  ImageExprWriter(ImageOut out, Numbers numbers, Map<Node, Def> nodes) {
    super(out, numbers, nodes);
  }

  void literal(Expr.Literal l) {
    out.u(l.kind().ordinal());
    switch (l.value()) {
      case BigInteger i -> {
        out.bool(i.bitLength() < 32);
        if (i.bitLength() < 32) {
          out.signed(i.intValue());
        } else {
          out.bytes(i.toByteArray());
        }
      }
      case String s -> out.string(s);
      case byte[] b -> out.bytes(b);
      case Integer c -> out.u(c);
      case Boolean b -> out.bool(b);
      default -> throw new IllegalStateException("literal " + l.value().getClass());
    }
    out.string(l.suffix());
    out.span(l.span());
  }

  @Override
  void expr(Expr n) {
    if (n == null) {
      out.u(0);
      return;
    }
    annotations(n);
    switch (n) {
      case Expr.Literal x -> {
        out.u(1);
        literal(x);
      }
      case Expr.PathExpr x -> {
        out.u(2);
        path(x.path());
        out.span(x.span());
      }
      case Expr.Block x -> {
        out.u(3);
        lifetime(x.label());
        attrs(x.innerAttrs());
        stmts(x.stmts());
        expr(x.tail());
        out.span(x.span());
      }
      case Expr.ConstBlock x -> {
        out.u(4);
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Unary x -> {
        out.u(5);
        out.u(x.op().ordinal());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Binary x -> {
        out.u(6);
        out.u(x.op().ordinal());
        expr(x.left());
        expr(x.right());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.Assign x -> {
        out.u(7);
        expr(x.place());
        expr(x.value());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.AssignOp x -> {
        out.u(8);
        out.u(x.op().ordinal());
        expr(x.place());
        expr(x.value());
        out.span(x.opSpan());
        out.span(x.span());
      }
      case Expr.Borrow x -> {
        out.u(9);
        out.bool(x.mutable());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.RawBorrow x -> {
        out.u(10);
        out.bool(x.mutable());
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Cast x -> {
        out.u(11);
        expr(x.operand());
        type(x.type());
        out.span(x.span());
      }
      case Expr.Call x -> {
        out.u(12);
        expr(x.callee());
        exprs(x.args());
        out.span(x.span());
      }
      case Expr.MethodCall x -> {
        out.u(13);
        expr(x.receiver());
        segment(x.method());
        exprs(x.args());
        out.span(x.span());
        traits(x);
      }
      case Expr.Field x -> {
        out.u(14);
        expr(x.object());
        ident(x.name());
        out.span(x.span());
      }
      case Expr.Index x -> {
        out.u(15);
        expr(x.object());
        expr(x.index());
        out.span(x.brackets());
        out.span(x.span());
      }
      case Expr.Range x -> {
        out.u(16);
        expr(x.lo());
        expr(x.hi());
        out.bool(x.inclusive());
        out.span(x.span());
      }
      case Expr.Tuple x -> {
        out.u(17);
        exprs(x.elements());
        out.span(x.span());
      }
      case Expr.Array x -> {
        out.u(18);
        exprs(x.elements());
        out.span(x.span());
      }
      case Expr.Repeat x -> {
        out.u(19);
        expr(x.value());
        expr(x.count());
        out.span(x.span());
      }
      case Expr.StructLit x -> {
        out.u(20);
        path(x.path());
        fieldInits(x.fields());
        expr(x.base());
        out.span(x.span());
      }
      case Expr.Closure x -> {
        out.u(21);
        lifetimeParams(x.forLifetimes());
        out.bool(x.move());
        closureParams(x.params());
        type(x.output());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Let x -> {
        out.u(22);
        pat(x.pat());
        expr(x.scrutinee());
        out.span(x.span());
      }
      case Expr.If x -> {
        out.u(23);
        expr(x.condition());
        expr(x.then());
        expr(x.otherwise());
        out.span(x.span());
      }
      case Expr.Match x -> {
        out.u(24);
        expr(x.scrutinee());
        arms(x.arms());
        out.span(x.span());
      }
      case Expr.Loop x -> {
        out.u(25);
        lifetime(x.label());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.While x -> {
        out.u(26);
        lifetime(x.label());
        expr(x.condition());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.ForLoop x -> {
        out.u(27);
        lifetime(x.label());
        pat(x.pat());
        expr(x.iterator());
        expr(x.body());
        out.span(x.span());
      }
      case Expr.Break x -> {
        out.u(28);
        lifetime(x.label());
        expr(x.value());
        out.span(x.span());
      }
      case Expr.Continue x -> {
        out.u(29);
        lifetime(x.label());
        out.span(x.span());
      }
      case Expr.Return x -> {
        out.u(30);
        expr(x.value());
        out.span(x.span());
      }
      case Expr.Try x -> {
        out.u(31);
        expr(x.operand());
        out.span(x.span());
      }
      case Expr.Paren x -> {
        out.u(32);
        expr(x.inner());
        out.span(x.span());
      }
      case Expr.Underscore x -> {
        out.u(33);
        out.span(x.span());
      }
      case Expr.MacroExpr x -> {
        out.u(34);
        macroCall(x.call());
        out.span(x.span());
      }
      case Expr.Await x -> {
        out.u(35);
        expr(x.operand());
        out.span(x.awaitSpan());
        out.span(x.span());
      }
      case Expr.Async x -> {
        out.u(36);
        expr(x.body());
        out.span(x.asyncSpan());
        out.span(x.span());
      }
      case Expr.Unsafe x -> {
        out.u(37);
        expr(x.body());
        out.span(x.span());
      }
      case Expr.FormatArgs x -> {
        out.u(38);
        formatPieces(x.pieces());
        exprs(x.args());
        out.bool(x.newline());
        out.span(x.span());
      }
      case Expr.Configured x -> throw new IllegalStateException("not expanded: " + x.span());
      case Expr.ErrorExpr x -> {
        out.u(39);
        out.span(x.span());
      }
    }
  }

  void pat(Pat n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Pat.WildPat x -> {
        out.u(1);
        out.span(x.span());
      }
      case Pat.RestPat x -> {
        out.u(2);
        out.span(x.span());
      }
      case Pat.IdentPat x -> {
        out.u(3);
        out.bool(x.byRef());
        out.bool(x.mutable());
        ident(x.ident());
        pat(x.sub());
        out.span(x.span());
        identRes(x);
      }
      case Pat.LiteralPat x -> {
        out.u(4);
        expr(x.value());
        out.span(x.span());
      }
      case Pat.RangePat x -> {
        out.u(5);
        expr(x.lo());
        expr(x.hi());
        out.bool(x.inclusive());
        out.span(x.span());
      }
      case Pat.RefPat x -> {
        out.u(6);
        out.bool(x.mutable());
        pat(x.inner());
        out.span(x.span());
      }
      case Pat.TuplePat x -> {
        out.u(7);
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.SlicePat x -> {
        out.u(8);
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.PathPat x -> {
        out.u(9);
        path(x.path());
        out.span(x.span());
      }
      case Pat.TupleStructPat x -> {
        out.u(10);
        path(x.path());
        pats(x.elements());
        out.span(x.span());
      }
      case Pat.StructPat x -> {
        out.u(11);
        path(x.path());
        fieldPats(x.fields());
        out.bool(x.rest());
        out.span(x.span());
      }
      case Pat.OrPat x -> {
        out.u(12);
        pats(x.alternatives());
        out.span(x.span());
      }
      case Pat.ParenPat x -> {
        out.u(13);
        pat(x.inner());
        out.span(x.span());
      }
      case Pat.MacroPat x -> {
        out.u(14);
        macroCall(x.call());
        out.span(x.span());
      }
      case Pat.ErrorPat x -> {
        out.u(15);
        out.span(x.span());
      }
    }
  }

  void stmt(Stmt n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Stmt.LetStmt x -> {
        out.u(1);
        attrs(x.attrs());
        pat(x.pat());
        type(x.type());
        expr(x.init());
        expr(x.otherwise());
        out.span(x.span());
      }
      case Stmt.ExprStmt x -> {
        out.u(2);
        attrs(x.attrs());
        expr(x.expr());
        out.bool(x.semicolon());
        out.span(x.span());
      }
      case Stmt.MacroStmt x -> {
        out.u(3);
        attrs(x.attrs());
        macroCall(x.call());
        out.bool(x.semicolon());
        out.span(x.span());
      }
      case Stmt.EmptyStmt x -> {
        out.u(4);
        out.span(x.span());
      }
      case Stmt.ItemStmt x -> {
        out.u(4);
        out.span(x.span());
      }
    }
  }

  void formatPiece(Expr.FormatPiece n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Expr.FormatText x -> {
        out.u(1);
        out.string(x.text());
      }
      case Expr.FormatPlaceholder x -> {
        out.u(2);
        out.u(x.arg());
        out.string(x.trait());
        out.u(x.fill());
        out.u(x.align());
        out.u(x.flags());
        formatCount(x.width());
        formatCount(x.precision());
        out.span(x.span());
      }
    }
  }

  void arm(Expr.Arm x) {
    attrs(x.attrs());
    pat(x.pat());
    expr(x.guard());
    expr(x.body());
    out.span(x.span());
  }

  void fieldInit(Expr.FieldInit x) {
    attrs(x.attrs());
    ident(x.name());
    expr(x.value());
    out.bool(x.shorthand());
    out.span(x.span());
  }

  void closureParam(Expr.ClosureParam x) {
    pat(x.pat());
    type(x.type());
    out.span(x.span());
  }

  void fieldPat(Pat.FieldPat x) {
    attrs(x.attrs());
    ident(x.name());
    pat(x.pat());
    out.bool(x.shorthand());
    out.span(x.span());
  }

  void formatCount(Expr.FormatCount x) {
    out.bool(x != null);
    if (x == null) {
      return;
    }
    out.signed(x.arg());
    out.signed(x.literal());
  }

  void arms(List<Expr.Arm> xs) {
    out.u(xs.size());
    for (Expr.Arm x : xs) {
      arm(x);
    }
  }

  void closureParams(List<Expr.ClosureParam> xs) {
    out.u(xs.size());
    for (Expr.ClosureParam x : xs) {
      closureParam(x);
    }
  }

  void exprs(List<Expr> xs) {
    out.u(xs.size());
    for (Expr x : xs) {
      expr(x);
    }
  }

  void fieldInits(List<Expr.FieldInit> xs) {
    out.u(xs.size());
    for (Expr.FieldInit x : xs) {
      fieldInit(x);
    }
  }

  void fieldPats(List<Pat.FieldPat> xs) {
    out.u(xs.size());
    for (Pat.FieldPat x : xs) {
      fieldPat(x);
    }
  }

  void formatPieces(List<Expr.FormatPiece> xs) {
    out.u(xs.size());
    for (Expr.FormatPiece x : xs) {
      formatPiece(x);
    }
  }

  void pats(List<Pat> xs) {
    out.u(xs.size());
    for (Pat x : xs) {
      pat(x);
    }
  }

  void stmts(List<Stmt> xs) {
    out.u(xs.size());
    for (Stmt x : xs) {
      stmt(x);
    }
  }
}
