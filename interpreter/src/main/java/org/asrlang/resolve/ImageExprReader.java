package org.asrlang.resolve;

import java.math.BigInteger;
import java.util.List;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;

/** Reads expressions, patterns and statements of an image. */
abstract class ImageExprReader extends ImageTypeReader {
  ImageExprReader(ImageIn in, Numbers numbers) {
    super(in, numbers);
  }

  Expr literal() {
    Expr.LiteralKind kind = LITERALS[in.u()];
    Object value =
        switch (kind) {
          case INT, BYTE ->
              in.bool() ? BigInteger.valueOf(in.signed()) : new BigInteger(in.bytes());
          case FLOAT, STR -> in.string();
          case BYTE_STR, C_STR -> in.bytes();
          case CHAR -> in.u();
          case BOOL -> in.bool();
        };
    return new Expr.Literal(kind, value, in.string(), in.span());
  }

  @Override
  Expr expr() {
    int tag = in.u();
    if (tag == ANNOTATED) {
      return (Expr) annotated(true);
    }
    return switch (tag) {
      case 0 -> null;
      case 1 -> literal();
      case 2 -> new Expr.PathExpr(path(), in.span());
      case 3 -> new Expr.Block(lifetime(), attrs(), stmts(), expr(), in.span());
      case 4 -> new Expr.ConstBlock((Expr.Block) expr(), in.span());
      case 5 -> new Expr.Unary(UN_OPS[in.u()], expr(), in.span());
      case 6 -> new Expr.Binary(BIN_OPS[in.u()], expr(), expr(), in.span(), in.span());
      case 7 -> new Expr.Assign(expr(), expr(), in.span(), in.span());
      case 8 -> new Expr.AssignOp(BIN_OPS[in.u()], expr(), expr(), in.span(), in.span());
      case 9 -> new Expr.Borrow(in.bool(), expr(), in.span());
      case 10 -> new Expr.RawBorrow(in.bool(), expr(), in.span());
      case 11 -> new Expr.Cast(expr(), type(), in.span());
      case 12 -> new Expr.Call(expr(), exprs(), in.span());
      case 13 -> traits(new Expr.MethodCall(expr(), segment(), exprs(), in.span()));
      case 14 -> new Expr.Field(expr(), ident(), in.span());
      case 15 -> new Expr.Index(expr(), expr(), in.span(), in.span());
      case 16 -> new Expr.Range(expr(), expr(), in.bool(), in.span());
      case 17 -> new Expr.Tuple(exprs(), in.span());
      case 18 -> new Expr.Array(exprs(), in.span());
      case 19 -> new Expr.Repeat(expr(), expr(), in.span());
      case 20 -> new Expr.StructLit(path(), fieldInits(), expr(), in.span());
      case 21 ->
          new Expr.Closure(lifetimeParams(), in.bool(), closureParams(), type(), expr(), in.span());
      case 22 -> new Expr.Let(pat(), expr(), in.span());
      case 23 -> new Expr.If(expr(), (Expr.Block) expr(), expr(), in.span());
      case 24 -> new Expr.Match(expr(), arms(), in.span());
      case 25 -> new Expr.Loop(lifetime(), (Expr.Block) expr(), in.span());
      case 26 -> new Expr.While(lifetime(), expr(), (Expr.Block) expr(), in.span());
      case 27 -> new Expr.ForLoop(lifetime(), pat(), expr(), (Expr.Block) expr(), in.span());
      case 28 -> new Expr.Break(lifetime(), expr(), in.span());
      case 29 -> new Expr.Continue(lifetime(), in.span());
      case 30 -> new Expr.Return(expr(), in.span());
      case 31 -> new Expr.Try(expr(), in.span());
      case 32 -> new Expr.Paren(expr(), in.span());
      case 33 -> new Expr.Underscore(in.span());
      case 34 -> new Expr.MacroExpr(macroCall(), in.span());
      case 35 -> new Expr.Await(expr(), in.span(), in.span());
      case 36 -> new Expr.Async(expr(), in.span(), in.span());
      case 37 -> new Expr.Unsafe((Expr.Block) expr(), in.span());
      case 38 -> new Expr.FormatArgs(formatPieces(), exprs(), in.bool(), in.span());
      case 39 -> new Expr.ErrorExpr(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Pat pat() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Pat.WildPat(in.span());
      case 2 -> new Pat.RestPat(in.span());
      case 3 -> identRes(new Pat.IdentPat(in.bool(), in.bool(), ident(), pat(), in.span()));
      case 4 -> new Pat.LiteralPat(expr(), in.span());
      case 5 -> new Pat.RangePat(expr(), expr(), in.bool(), in.span());
      case 6 -> new Pat.RefPat(in.bool(), pat(), in.span());
      case 7 -> new Pat.TuplePat(pats(), in.span());
      case 8 -> new Pat.SlicePat(pats(), in.span());
      case 9 -> new Pat.PathPat(path(), in.span());
      case 10 -> new Pat.TupleStructPat(path(), pats(), in.span());
      case 11 -> new Pat.StructPat(path(), fieldPats(), in.bool(), in.span());
      case 12 -> new Pat.OrPat(pats(), in.span());
      case 13 -> new Pat.ParenPat(pat(), in.span());
      case 14 -> new Pat.MacroPat(macroCall(), in.span());
      case 15 -> new Pat.ErrorPat(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Stmt stmt() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Stmt.LetStmt(attrs(), pat(), type(), expr(), (Expr.Block) expr(), in.span());
      case 2 -> new Stmt.ExprStmt(attrs(), expr(), in.bool(), in.span());
      case 3 -> new Stmt.MacroStmt(attrs(), macroCall(), in.bool(), in.span());
      case 4 -> new Stmt.EmptyStmt(in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Expr.FormatPiece formatPiece() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 -> new Expr.FormatText(in.string());
      case 2 ->
          new Expr.FormatPlaceholder(
              in.u(),
              in.string(),
              in.u(),
              (char) in.u(),
              in.u(),
              formatCount(),
              formatCount(),
              in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Expr.Arm arm() {
    return new Expr.Arm(attrs(), pat(), expr(), expr(), in.span());
  }

  Expr.FieldInit fieldInit() {
    return new Expr.FieldInit(attrs(), ident(), expr(), in.bool(), in.span());
  }

  Expr.ClosureParam closureParam() {
    return new Expr.ClosureParam(pat(), type(), in.span());
  }

  Pat.FieldPat fieldPat() {
    return new Pat.FieldPat(attrs(), ident(), pat(), in.bool(), in.span());
  }

  Expr.FormatCount formatCount() {
    if (!in.bool()) {
      return null;
    }
    return new Expr.FormatCount(in.signed(), in.signed());
  }

  List<Expr.Arm> arms() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.Arm[] all = new Expr.Arm[n];
    for (int i = 0; i < n; i++) {
      all[i] = arm();
    }
    return List.of(all);
  }

  List<Expr.ClosureParam> closureParams() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.ClosureParam[] all = new Expr.ClosureParam[n];
    for (int i = 0; i < n; i++) {
      all[i] = closureParam();
    }
    return List.of(all);
  }

  List<Expr> exprs() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr[] all = new Expr[n];
    for (int i = 0; i < n; i++) {
      all[i] = expr();
    }
    return List.of(all);
  }

  List<Expr.FieldInit> fieldInits() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.FieldInit[] all = new Expr.FieldInit[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldInit();
    }
    return List.of(all);
  }

  List<Pat.FieldPat> fieldPats() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Pat.FieldPat[] all = new Pat.FieldPat[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldPat();
    }
    return List.of(all);
  }

  List<Expr.FormatPiece> formatPieces() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Expr.FormatPiece[] all = new Expr.FormatPiece[n];
    for (int i = 0; i < n; i++) {
      all[i] = formatPiece();
    }
    return List.of(all);
  }

  List<Pat> pats() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Pat[] all = new Pat[n];
    for (int i = 0; i < n; i++) {
      all[i] = pat();
    }
    return List.of(all);
  }

  List<Stmt> stmts() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Stmt[] all = new Stmt[n];
    for (int i = 0; i < n; i++) {
      all[i] = stmt();
    }
    return List.of(all);
  }
}
