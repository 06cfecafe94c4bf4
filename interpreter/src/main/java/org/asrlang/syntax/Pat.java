package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** A pattern. */
public sealed interface Pat extends Node {
  /** {@code _}. */
  record WildPat(Span span) implements Pat {}

  /** {@code ..} inside a tuple, tuple-struct or slice pattern. */
  record RestPat(Span span) implements Pat {}

  /**
   * {@code ref mut name @ sub}. A bare name may turn out to be a constant or a unit variant when it
   * is resolved.
   *
   * @param sub null without {@code @}
   */
  record IdentPat(boolean byRef, boolean mutable, Ident ident, Pat sub, Span span) implements Pat {}

  /** A literal, possibly negative ({@link Expr.Unary} of {@link Expr.Literal}). */
  record LiteralPat(Expr value, Span span) implements Pat {}

  /**
   * {@code a..=b}, {@code a..b}, {@code a..}, {@code ..=b}, {@code ..b}.
   *
   * @param lo a literal, negative literal or path expression; null where open
   */
  record RangePat(Expr lo, Expr hi, boolean inclusive, Span span) implements Pat {}

  record RefPat(boolean mutable, Pat inner, Span span) implements Pat {}

  record TuplePat(List<Pat> elements, Span span) implements Pat {}

  record SlicePat(List<Pat> elements, Span span) implements Pat {}

  /** A path of several segments or with arguments: a constant, a unit struct or variant. */
  record PathPat(Path path, Span span) implements Pat {}

  record TupleStructPat(Path path, List<Pat> elements, Span span) implements Pat {}

  record StructPat(Path path, List<FieldPat> fields, boolean rest, Span span) implements Pat {}

  /** {@code name: pat}, or the shorthand {@code ref mut name} with an {@link IdentPat}. */
  record FieldPat(List<Attribute> attrs, Ident name, Pat pat, boolean shorthand, Span span)
      implements Node {}

  /** {@code a | b}, at least two. */
  record OrPat(List<Pat> alternatives, Span span) implements Pat {}

  record ParenPat(Pat inner, Span span) implements Pat {}

  record MacroPat(MacroCall call, Span span) implements Pat {}

  /** Stands where a pattern could not be parsed; a diagnostic was given. */
  record ErrorPat(Span span) implements Pat {}
}
