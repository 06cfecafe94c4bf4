package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** What stands between {@code <} and {@code >} behind a name, or {@code Fn(A, B) -> C} sugar. */
public sealed interface GenericArgs extends Node {

  /** {@code <'a, T, 3, Item = U, Item: Bound>}. */
  record AngleBracketed(List<GenericArg> args, List<AssocConstraint> constraints, Span span)
      implements GenericArgs {}

  /**
   * {@code (A, B) -> C}.
   *
   * @param output null for {@code ()}
   */
  record Parenthesized(List<TypeExpr> inputs, TypeExpr output, Span span) implements GenericArgs {}

  sealed interface GenericArg extends Node {}

  record LifetimeArg(Lifetime lifetime) implements GenericArg {
    @Override
    public Span span() {
      return lifetime.span();
    }
  }

  /** A type; a single name may turn out to be a constant when it is resolved. */
  record TypeArg(TypeExpr type) implements GenericArg {
    @Override
    public Span span() {
      return type.span();
    }
  }

  /** A literal, a negative literal or a block. */
  record ConstArg(Expr value) implements GenericArg {
    @Override
    public Span span() {
      return value.span();
    }
  }

  /**
   * {@code Item = T}, {@code N = 3} or {@code Item: Bound}; exactly one of type, value, bounds is
   * not null.
   */
  record AssocConstraint(
      Ident name,
      GenericArgs args,
      TypeExpr type,
      Expr value,
      List<Generics.Bound> bounds,
      Span span)
      implements Node {}
}
