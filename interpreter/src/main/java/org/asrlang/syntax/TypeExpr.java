package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** A type as written. */
public sealed interface TypeExpr extends Node {
  record PathType(Path path, Span span) implements TypeExpr {}

  /**
   * {@code &'a mut T}.
   *
   * @param lifetime null where none was written
   */
  record RefType(Lifetime lifetime, boolean mutable, TypeExpr target, Span span)
      implements TypeExpr {}

  record SliceType(TypeExpr element, Span span) implements TypeExpr {}

  record ArrayType(TypeExpr element, Expr length, Span span) implements TypeExpr {}

  /** Of any length; {@code ()} is the empty one. */
  record TupleType(List<TypeExpr> elements, Span span) implements TypeExpr {}

  record NeverType(Span span) implements TypeExpr {}

  /** {@code _}. */
  record InferType(Span span) implements TypeExpr {}

  /**
   * {@code for<'a> fn(A, B) -> C}.
   *
   * @param output null for {@code ()}
   */
  record FnPtrType(
      List<Generics.LifetimeParam> forLifetimes, List<TypeExpr> inputs, TypeExpr output, Span span)
      implements TypeExpr {}

  /** {@code dyn A + B + 'a}. */
  record DynType(List<Generics.Bound> bounds, Span span) implements TypeExpr {}

  record ImplType(List<Generics.Bound> bounds, Span span) implements TypeExpr {}

  record MacroType(MacroCall call, Span span) implements TypeExpr {}

  /** {@code (T)}: kept, so that spans and {@code &(dyn A + B)} are right. */
  record ParenType(TypeExpr inner, Span span) implements TypeExpr {}

  /** {@code *const T}, {@code *mut T}: parsed so that it can be rejected by name (A0004). */
  record RawPtrType(boolean mutable, TypeExpr target, Span span) implements TypeExpr {}

  /** Stands where a type could not be parsed; a diagnostic was given. */
  record ErrorType(Span span) implements TypeExpr {}
}
