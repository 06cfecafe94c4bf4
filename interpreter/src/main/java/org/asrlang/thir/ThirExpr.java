package org.asrlang.thir;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.syntax.Expr.FormatPiece;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.CastKind;

/**
 * A value of the desugared typed tree. Evaluation order is the order of the components. A value of
 * a type that needs dropping is owned by whoever evaluates it: where an operand is followed by
 * another that may unwind or jump, the builder has put it into a {@link Place.Temp} and moves it
 * out of there, so that nothing is lost.
 */
public sealed interface ThirExpr {
  Ty ty();

  Span span();

  /**
   * Reads a place: copies if {@code copy}, else moves out of it (the place is then uninitialised;
   * its drop flag is cleared). Of a generic type that may or may not be Copy it is a move.
   */
  record Use(Place place, boolean copy, Span span) implements ThirExpr {
    @Override
    public Ty ty() {
      return place.ty();
    }
  }

  /**
   * A literal.
   *
   * @param value {@link java.math.BigInteger} for integers (negated ones folded in), {@link Double}
   *     for {@code f32} and {@code f64}, {@link Boolean}, {@link Integer} for {@code char}, {@code
   *     byte[]} (UTF-8) for {@code &str} and byte strings
   */
  record Literal(Object value, Ty ty, Span span) implements ThirExpr {}

  /** {@code ()}; of type {@code !} at the end of a block whose end is never reached. */
  record Unit(Ty ty, Span span) implements ThirExpr {}

  /** A constant, associated constant or const block, evaluated once per instance. */
  record NamedConst(Def def, List<GenericArg> args, Ty ty, Span span) implements ThirExpr {}

  /** The value of a const parameter (or any constant of the type system). */
  record ConstValue(Const value, Ty ty, Span span) implements ThirExpr {}

  /** A function item (or tuple constructor) as a value: zero-sized, of a {@link Ty.FnDef} type. */
  record FnItem(Ty ty, Span span) implements ThirExpr {}

  enum BorrowKind {
    SHARED,
    MUT,
    /** A mutable auto-ref that counts as shared until the call that uses it. */
    TWO_PHASE,
    /** A closure's capture of {@code *r} for a {@code &mut} variable that is not {@code mut}. */
    UNIQUE
  }

  /**
   * @param again whether a coercion has borrowed again what the reference refers to: {@code
   *     &*&place}
   */
  record Borrow(BorrowKind kind, Place place, Ty ty, boolean again, Span span) implements ThirExpr {
    public Borrow(BorrowKind kind, Place place, Ty ty, Span span) {
      this(kind, place, ty, false, span);
    }
  }

  enum UnOp {
    NEG,
    NOT
  }

  /** Built-in: negation of numbers (overflow panics), {@code !} of integers and {@code bool}. */
  record Unary(UnOp op, ThirExpr operand, Ty ty, Span span) implements ThirExpr {}

  /**
   * Built-in on numbers, {@code bool} and {@code char}, with Rust's checks; never {@code &&} and
   * {@code ||}.
   */
  record Binary(BinOp op, ThirExpr left, ThirExpr right, Ty ty, Span span) implements ThirExpr {}

  /** {@code &&} or {@code ||}; either side may hold {@link Let}s (for {@code &&}). */
  record Logical(boolean and, ThirExpr left, ThirExpr right, Ty ty, Span span)
      implements ThirExpr {}

  /** A cast between scalars; coercions are {@link Coerce}. */
  record Cast(CastKind kind, ThirExpr operand, Ty ty, Span span) implements ThirExpr {}

  /** {@link Adjustment.NeverToAny}, {@code ReifyFn}, {@code ClosureFn} or {@code Unsize}. */
  record Coerce(Adjustment adjustment, ThirExpr operand, Span span) implements ThirExpr {
    @Override
    public Ty ty() {
      return adjustment.target();
    }
  }

  /**
   * A call of a known function: a free function, method, trait method (resolved per instance), or
   * tuple constructor. Calls through {@code Fn}, {@code FnMut}, {@code FnOnce} are calls of those
   * traits' methods with the arguments as one {@link Tuple}.
   *
   * @param callee the function and its arguments as a {@link Ty.FnDef}
   * @param via the place that holds the function, whose type says for which lifetimes it is; null
   *     where the function is named
   */
  record Call(Ty.FnDef callee, List<ThirExpr> args, Place via, Ty ty, Span fnSpan, Span span)
      implements ThirExpr {
    public Call(Ty.FnDef callee, List<ThirExpr> args, Ty ty, Span fnSpan, Span span) {
      this(callee, args, null, ty, fnSpan, span);
    }
  }

  /** A call of a function pointer. */
  record CallPtr(ThirExpr callee, List<ThirExpr> args, Ty ty, Span span) implements ThirExpr {}

  /**
   * Builds a struct or variant.
   *
   * @param fields in the order of evaluation
   * @param base the place of {@code ..base}: the fields not listed are copied or moved out of it;
   *     null without
   */
  record Adt(Ty.Adt ty, int variant, List<FieldValue> fields, Place base, Span span)
      implements ThirExpr {}

  record FieldValue(int field, ThirExpr value) {}

  record Tuple(List<ThirExpr> elements, Ty ty, Span span) implements ThirExpr {}

  record Array(List<ThirExpr> elements, Ty ty, Span span) implements ThirExpr {}

  /** {@code [value; count]}: the value is Copy, a constant, or the count is 0 or 1. */
  record Repeat(ThirExpr value, Const count, Ty ty, Span span) implements ThirExpr {}

  /**
   * A closure value.
   *
   * @param captures in the order of the closure's upvars: {@link Use} by value, {@link Borrow} by
   *     reference
   * @param mentions places that must be there when the closure is made; nothing is done with them
   */
  record Closure(Ty.Closure ty, List<ThirExpr> captures, List<Mention> mentions, Span span)
      implements ThirExpr {
    public Closure(Ty.Closure ty, List<ThirExpr> captures, Span span) {
      this(ty, captures, List.of(), span);
    }
  }

  /**
   * @param place held against patterns, at its span
   * @param closure the closure in which that is
   */
  record Mention(Place place, Span closure) {}

  /**
   * {@code format_args!}: builds a {@code fmt::Arguments} out of references to the arguments.
   *
   * @param args shared borrows of the arguments
   */
  record FormatArgs(List<FormatPiece> pieces, List<ThirExpr> args, Ty ty, Span span)
      implements ThirExpr {}

  /** Statements, then the value of {@code tail} (of unit type where there was none). */
  record Block(List<ThirExpr> stmts, ThirExpr tail, Ty ty, Span span) implements ThirExpr {}

  /**
   * A drop scope: runs {@code body}; then, however it ends (value, jump, unwinding), drops those of
   * {@code locals} that are initialised, in reverse order. The value of the body survives. Bindings
   * of a match arm, or of an {@code if let}, are initialised by the pattern just before the scope
   * around the arm's body (the {@code then} branch) is entered.
   *
   * <p>A scope may stand around a {@link Let} (also within {@link Logical}, as a condition): its
   * temporaries end with the test, its bindings belong to a scope further out.
   *
   * @param id dense within the body
   * @param kind what made the scope, for diagnostics
   */
  record Scope(int id, Kind kind, List<LocalDecl> locals, ThirExpr body, Span span)
      implements ThirExpr {
    public enum Kind {
      FUNCTION,
      BLOCK,
      STATEMENT,
      ARM,
      /** Around {@code false}: a guard did not hold, what it has bound is dropped. */
      FAILED_GUARD,
      CONDITION,
      LOOP
    }

    @Override
    public Ty ty() {
      return body.ty();
    }
  }

  /** Initialises a local that holds nothing ({@code let x = value}, first assignment). Unit. */
  record Init(LocalDecl local, ThirExpr value, Ty ty, Span span) implements ThirExpr {}

  /**
   * Irrefutable or refutable {@code let} with a pattern; unit.
   *
   * @param otherwise the diverging {@code else}, or null
   */
  record LetPat(ThirPat pat, Place scrutinee, ThirExpr otherwise, Ty ty, Span span)
      implements ThirExpr {}

  /**
   * A declaration {@code let x;}: storage without a value. Unit.
   *
   * @param pat the whole pattern, of the first of its variables; or null
   */
  record Declare(LocalDecl local, ThirPat pat, Ty ty, Span span) implements ThirExpr {}

  /** A {@code let} condition: {@code bool}; binds where it is true. */
  record Let(ThirPat pat, Place scrutinee, Ty ty, Span span) implements ThirExpr {}

  /** Evaluates and drops the value at once: an expression statement. Unit. */
  record Discard(ThirExpr value, Ty ty, Span span) implements ThirExpr {}

  /**
   * {@code place = value}: the value is evaluated first, then the old content is dropped if
   * initialised, then it is stored. Unit.
   */
  record Assign(Place place, ThirExpr value, Ty ty, Span span) implements ThirExpr {}

  /** Built-in {@code place op= value}; the value is evaluated first. Unit. */
  record AssignOp(BinOp op, Place place, ThirExpr value, Ty ty, Span span) implements ThirExpr {}

  /**
   * @param otherwise null for a unit {@code if} without else
   */
  record If(ThirExpr condition, ThirExpr then, ThirExpr otherwise, Ty ty, Span span)
      implements ThirExpr {}

  /** The arms are tried in order; exhaustiveness has been checked. */
  record Match(Place scrutinee, List<Arm> arms, Ty ty, Span span) implements ThirExpr {}

  /**
   * @param guard a condition, or null; while it runs, bindings by value are seen through shared
   *     references
   */
  record Arm(ThirPat pat, ThirExpr guard, ThirExpr body, Span span) {}

  /** Compared by identity. A loop or a labelled block that can be left. */
  final class Target {
    public final String label;
    public final boolean isLoop;

    public Target(String label, boolean isLoop) {
      this.label = label;
      this.isLoop = isLoop;
    }
  }

  /** An endless loop; its value is that of the {@code break}s. */
  record Loop(Target target, ThirExpr body, Ty ty, Span span) implements ThirExpr {}

  /** A labelled block. */
  record Labelled(Target target, ThirExpr body, Ty ty, Span span) implements ThirExpr {}

  /**
   * @param value null for unit
   */
  record Break(Target target, ThirExpr value, Ty ty, Span span) implements ThirExpr {}

  record Continue(Target target, Ty ty, Span span) implements ThirExpr {}

  /**
   * @param value null for unit
   */
  record Return(ThirExpr value, Ty ty, Span span) implements ThirExpr {}
}
