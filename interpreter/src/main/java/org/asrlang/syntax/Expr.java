package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** An expression. */
public sealed interface Expr extends Node {
  /** What stands in the parentheses, however many, around the expression; itself if in none. */
  default Expr withoutParens() {
    Expr e = this;
    while (e instanceof Paren p) {
      e = p.inner();
    }
    return e;
  }

  enum LiteralKind {
    INT,
    FLOAT,
    STR,
    BYTE_STR,
    C_STR,
    CHAR,
    BYTE,
    BOOL
  }

  /**
   * A literal.
   *
   * @param value decoded: {@link java.math.BigInteger} for INT and BYTE, the digits as a {@link
   *     String} without underscores and suffix for FLOAT, {@link String} for STR (escapes decoded),
   *     {@code byte[]} for BYTE_STR and C_STR, {@link Integer} code point for CHAR, {@link Boolean}
   *     for BOOL
   * @param suffix {@code u8}, {@code f32}, … or null
   */
  record Literal(LiteralKind kind, Object value, String suffix, Span span) implements Expr {}

  record PathExpr(Path path, Span span) implements Expr {}

  /** {@code { … }} with an optional label. The value is that of {@code tail}, which may be null. */
  record Block(Lifetime label, List<Attribute> innerAttrs, List<Stmt> stmts, Expr tail, Span span)
      implements Expr {}

  /** {@code const { … }}. */
  record ConstBlock(Block body, Span span) implements Expr {}

  enum UnOp {
    NEG,
    NOT,
    DEREF
  }

  record Unary(UnOp op, Expr operand, Span span) implements Expr {}

  enum BinOp {
    ADD("+"),
    SUB("-"),
    MUL("*"),
    DIV("/"),
    REM("%"),
    AND("&&"),
    OR("||"),
    BIT_XOR("^"),
    BIT_AND("&"),
    BIT_OR("|"),
    SHL("<<"),
    SHR(">>"),
    EQ("=="),
    LT("<"),
    LE("<="),
    NE("!="),
    GE(">="),
    GT(">");

    public final String symbol;

    BinOp(String symbol) {
      this.symbol = symbol;
    }

    public boolean isLazy() {
      return this == AND || this == OR;
    }

    public boolean isComparison() {
      return ordinal() >= EQ.ordinal();
    }

    public boolean isShift() {
      return this == SHL || this == SHR;
    }
  }

  /**
   * @param opSpan the operator itself, for diagnostics
   */
  record Binary(BinOp op, Expr left, Expr right, Span opSpan, Span span) implements Expr {}

  record Assign(Expr place, Expr value, Span opSpan, Span span) implements Expr {}

  record AssignOp(BinOp op, Expr place, Expr value, Span opSpan, Span span) implements Expr {}

  /** {@code &e}, {@code &mut e}. */
  record Borrow(boolean mutable, Expr operand, Span span) implements Expr {}

  /** {@code &raw const e}: parsed to be rejected by name. */
  record RawBorrow(boolean mutable, Expr operand, Span span) implements Expr {}

  record Cast(Expr operand, TypeExpr type, Span span) implements Expr {}

  /** {@code f(args)}. */
  record Call(Expr callee, List<Expr> args, Span span) implements Expr {}

  /** {@code receiver.method::<T>(args)}. */
  record MethodCall(Expr receiver, Path.Segment method, List<Expr> args, Span span)
      implements Expr {}

  /** {@code e.name}, or {@code e.0} with the digits as name. */
  record Field(Expr object, Ident name, Span span) implements Expr {}

  /**
   * {@code object[index]}.
   *
   * @param brackets from one to the other
   */
  record Index(Expr object, Expr index, Span brackets, Span span) implements Expr {}

  /** {@code a..b} and its open forms; either side may be null. */
  record Range(Expr lo, Expr hi, boolean inclusive, Span span) implements Expr {}

  /** {@code #[cfg(…)] e}, before expansion: an element of a list or an argument may go. */
  record Configured(List<Attribute> attrs, Expr expr, Span span) implements Expr {}

  record Tuple(List<Expr> elements, Span span) implements Expr {}

  record Array(List<Expr> elements, Span span) implements Expr {}

  /** {@code [value; count]}. */
  record Repeat(Expr value, Expr count, Span span) implements Expr {}

  /**
   * {@code Path { a: x, b, ..base }}.
   *
   * @param base null without one
   */
  record StructLit(Path path, List<FieldInit> fields, Expr base, Span span) implements Expr {}

  record FieldInit(List<Attribute> attrs, Ident name, Expr value, boolean shorthand, Span span)
      implements Node {}

  /**
   * {@code move |a: A, b| -> R body}.
   *
   * @param output null where none was written
   */
  record Closure(
      List<Generics.LifetimeParam> forLifetimes,
      boolean move,
      List<ClosureParam> params,
      TypeExpr output,
      Expr body,
      Span span)
      implements Expr {
    /** {@code move |a, b| -> T}. */
    public Span head() {
      int hi;
      if (output != null) {
        hi = output.span().hi();
      } else {
        String text = span.file().text();
        int from =
            params.isEmpty() || params.getLast().span().file() != span.file()
                ? text.indexOf('|', span.lo()) + 1
                : params.getLast().span().hi();
        hi = text.indexOf('|', from) + 1;
      }
      return hi <= span.lo() || hi > span.hi()
          ? span
          : new Span(span.file(), span.lo(), hi, span.expansion());
    }
  }

  /**
   * @param type null where none was written
   */
  record ClosureParam(Pat pat, TypeExpr type, Span span) implements Node {}

  /** {@code let pat = scrutinee}, only inside conditions ({@code if}, {@code while}, guards). */
  record Let(Pat pat, Expr scrutinee, Span span) implements Expr {}

  /**
   * @param otherwise a {@link Block} or another {@code If}, or null
   */
  record If(Expr condition, Block then, Expr otherwise, Span span) implements Expr {}

  record Match(Expr scrutinee, List<Arm> arms, Span span) implements Expr {}

  /**
   * @param guard null without one; may hold {@link Let}s
   */
  record Arm(List<Attribute> attrs, Pat pat, Expr guard, Expr body, Span span) implements Node {}

  record Loop(Lifetime label, Block body, Span span) implements Expr {}

  record While(Lifetime label, Expr condition, Block body, Span span) implements Expr {}

  record ForLoop(Lifetime label, Pat pat, Expr iterator, Block body, Span span) implements Expr {}

  record Break(Lifetime label, Expr value, Span span) implements Expr {}

  record Continue(Lifetime label, Span span) implements Expr {}

  record Return(Expr value, Span span) implements Expr {}

  /** {@code e?}. */
  record Try(Expr operand, Span span) implements Expr {}

  record Paren(Expr inner, Span span) implements Expr {}

  /** {@code _} as the target of a destructuring assignment. */
  record Underscore(Span span) implements Expr {}

  record MacroExpr(MacroCall call, Span span) implements Expr {}

  /** {@code e.await}: parsed to be rejected with a fix (A0002). */
  record Await(Expr operand, Span awaitSpan, Span span) implements Expr {}

  /** {@code async move { … }} or an async closure's mark: parsed to be rejected (A0001). */
  record Async(Expr body, Span asyncSpan, Span span) implements Expr {}

  /** {@code unsafe { … }}: rejected in programs (A0003); std's own bodies may use it. */
  record Unsafe(Block body, Span span) implements Expr {}

  /**
   * {@code format_args!} and its kin once expanded.
   *
   * @param pieces literal texts and placeholders, in order
   * @param args the arguments, explicit ones first, then captured names
   */
  record FormatArgs(List<FormatPiece> pieces, List<Expr> args, boolean newline, Span span)
      implements Expr {}

  sealed interface FormatPiece {}

  record FormatText(String text) implements FormatPiece {}

  /**
   * @param arg index into the arguments
   * @param trait the formatting trait's name: {@code Display}, {@code Debug}, {@code LowerHex}, …
   * @param align {@code '<'}, {@code '^'}, {@code '>'} or 0
   * @param flags rustc's bits: 1 plus, 2 minus, 4 alternate, 8 zero-pad, 16 debug lower hex, 32
   *     debug upper hex
   */
  record FormatPlaceholder(
      int arg,
      String trait,
      int fill,
      char align,
      int flags,
      FormatCount width,
      FormatCount precision,
      Span span)
      implements FormatPiece {}

  /**
   * A width or precision; null fields of the placeholder stand for "none".
   *
   * @param arg index of the argument that holds it, or -1
   * @param literal the number, where {@code arg} is -1
   */
  record FormatCount(int arg, int literal) {}

  /** Stands where an expression could not be parsed; a diagnostic was given. */
  record ErrorExpr(Span span) implements Expr {}
}
