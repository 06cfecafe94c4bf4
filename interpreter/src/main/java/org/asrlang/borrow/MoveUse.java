package org.asrlang.borrow;

import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;

/**
 * What a moved expression is the {@code self} of: rustc's {@code FnSelfUse}.
 *
 * @param moved the expression that moves
 * @param call the part of the call that is shown
 * @param callee the function, or null for a call of a value
 */
record MoveUse(Kind kind, Expr moved, Span call, Def callee) {
  enum Kind {
    METHOD,
    FOR_LOOP,
    OPERATOR,
    /** The operand of a unary operator. */
    UNARY,
    FN_ONCE
  }

  /** Null where it is moved by something else. */
  static MoveUse of(BodySyntax syntax, TypeckResults results, Expr moved) {
    if (moved == null) {
      return null;
    }
    Node user = syntax.parent(moved);
    return switch (user) {
      case Expr.MethodCall m when BodySyntax.is(m.receiver(), moved) ->
          new MoveUse(Kind.METHOD, moved, BodySyntax.callPart(m), callee(results, m));
      case Expr.ForLoop f when BodySyntax.is(f.iterator(), moved) ->
          new MoveUse(Kind.FOR_LOOP, moved, moved.span(), callee(results, f));
      case Expr.Try t -> new MoveUse(Kind.METHOD, moved, t.span(), callee(results, t));
      case Expr.Binary b when callee(results, b) != null && BodySyntax.is(b.left(), moved) ->
          new MoveUse(Kind.OPERATOR, moved, b.span(), callee(results, b));
      case Expr.Unary u when callee(results, u) != null ->
          new MoveUse(Kind.UNARY, moved, u.span(), callee(results, u));
      case Expr.Call c
          when BodySyntax.is(c.callee(), moved) && !(results.typeOf(moved) instanceof Ty.FnDef) ->
          new MoveUse(Kind.FN_ONCE, moved, c.span(), null);
      case null, default -> null;
    };
  }

  private static Def callee(TypeckResults results, Expr e) {
    Callee c = results.callees.get(e);
    return c == null ? null : c.def();
  }

  /** How it came to be moved, after the name of what was moved. */
  String due() {
    return switch (kind) {
      case METHOD -> "moved due to this method call";
      case FOR_LOOP -> "moved due to this implicit call to `.into_iter()`";
      case OPERATOR, UNARY -> "moved due to usage in operator";
      case FN_ONCE -> "moved due to this call";
    };
  }
}
