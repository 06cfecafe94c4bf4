package org.asrlang.thir;

import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;

/**
 * A pattern with everything implicit made explicit: default binding modes are {@link Deref}s and
 * binding kinds. It tests a place of type {@link #ty} and binds parts of it.
 */
public sealed interface ThirPat {
  /** The type of the place it is matched against. */
  Ty ty();

  Span span();

  record Wild(Ty ty, Span span) implements ThirPat {}

  enum Mode {
    /** Copies or moves, as the type is. */
    VALUE,
    REF,
    REF_MUT
  }

  /**
   * @param sub the pattern behind {@code @}, or null
   */
  record Binding(LocalDecl local, Mode mode, ThirPat sub, Ty ty, Span span) implements ThirPat {}

  /** A variant of an enum with its fields; for unit variants without any. */
  record Variant(int variant, List<FieldPat> fields, Ty ty, Span span) implements ThirPat {}

  /** A struct or tuple, which always matches by itself. */
  record Leaf(List<FieldPat> fields, Ty ty, Span span) implements ThirPat {}

  record FieldPat(int field, ThirPat pat) {}

  /** Looks through a reference (or box). */
  record Deref(ThirPat inner, Ty ty, Span span) implements ThirPat {}

  /**
   * Equal to a constant: integers, floats, {@code char}, {@code bool}, {@code &str}, byte strings.
   * Constants of other types are unfolded into patterns.
   */
  record Constant(ThirExpr value, Ty ty, Span span) implements ThirPat {}

  /**
   * @param lo null where open; constants are {@link ThirExpr.Literal}s
   */
  record Range(ThirExpr lo, ThirExpr hi, boolean inclusive, Ty ty, Span span) implements ThirPat {}

  /**
   * @param middle the pattern of the {@code ..}, {@link Wild} for a bare one; null if there is none
   *     (then the length must be exact)
   */
  record Slice(List<ThirPat> prefix, ThirPat middle, List<ThirPat> suffix, Ty ty, Span span)
      implements ThirPat {}

  record Or(List<ThirPat> alternatives, Ty ty, Span span) implements ThirPat {}

  /** Never matches: the pattern of the empty type. */
  record Never(Ty ty, Span span) implements ThirPat {}
}
