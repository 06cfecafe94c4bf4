package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** Generic parameters and the where clause of an item. */
public record Generics(List<Param> params, List<WherePredicate> where, Span span) implements Node {
  public static final Generics NONE = new Generics(List.of(), List.of(), Span.NONE);

  public sealed interface Param extends Node {
    String name();
  }

  public record LifetimeParam(
      List<Attribute> attrs, Lifetime lifetime, List<Lifetime> bounds, Span span) implements Param {
    @Override
    public String name() {
      return lifetime.name();
    }
  }

  /** {@code T: Bounds = Default}; the default may be null. */
  public record TypeParam(
      List<Attribute> attrs, Ident ident, List<Bound> bounds, TypeExpr defaultType, Span span)
      implements Param {
    @Override
    public String name() {
      return ident.name();
    }
  }

  /** {@code const N: usize = 3}; the default may be null. */
  public record ConstParam(
      List<Attribute> attrs, Ident ident, TypeExpr type, Expr defaultValue, Span span)
      implements Param {
    @Override
    public String name() {
      return ident.name();
    }
  }

  public sealed interface WherePredicate extends Node {}

  /** {@code for<'a> T: Bounds}. */
  public record TypePredicate(
      List<LifetimeParam> forLifetimes, TypeExpr type, List<Bound> bounds, Span span)
      implements WherePredicate {}

  public record LifetimePredicate(Lifetime lifetime, List<Lifetime> bounds, Span span)
      implements WherePredicate {}

  public sealed interface Bound extends Node {}

  /** {@code for<'a> ?Trait<…>}. */
  public record TraitBound(List<LifetimeParam> forLifetimes, boolean maybe, Path path, Span span)
      implements Bound {}

  public record OutlivesBound(Lifetime lifetime) implements Bound {
    @Override
    public Span span() {
      return lifetime.span();
    }
  }

  /** {@code use<'a, T>}: precise capturing. */
  public record UseBound(List<Ident> names, Span span) implements Bound {}
}
