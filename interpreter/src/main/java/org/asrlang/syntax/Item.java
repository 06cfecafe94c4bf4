package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** An item: what stands in modules, blocks, traits and impls. */
public sealed interface Item extends Node {
  List<Attribute> attrs();

  Visibility visibility();

  /** The item's name; for impls, uses and the like a made-up or empty one. */
  Ident ident();

  /**
   * {@code pub}, {@code pub(crate)}, {@code pub(in path)} or nothing.
   *
   * @param path null for {@code pub} and for inherited visibility
   */
  record Visibility(boolean isPub, Path path, Span span) implements Node {
    public static final Visibility INHERITED = new Visibility(false, null, Span.NONE);
  }

  /**
   * A function, method or associated function.
   *
   * @param header qualifiers as written
   * @param self the receiver, or null
   * @param output null for {@code ()}
   * @param body null for a required trait method
   */
  record Fn(
      List<Attribute> attrs,
      Visibility visibility,
      FnHeader header,
      Ident ident,
      Generics generics,
      SelfParam self,
      List<Param> params,
      TypeExpr output,
      Expr.Block body,
      Span span)
      implements Item {}

  /** Qualifiers; {@code asyncSpan} and the like are null where the word was not written. */
  record FnHeader(Span constSpan, Span asyncSpan, Span unsafeSpan, Span externSpan) {
    public static final FnHeader NONE = new FnHeader(null, null, null, null);
  }

  /**
   * {@code self}, {@code mut self}, {@code &'a mut self}, {@code self: Box<Self>}.
   *
   * @param byRef written with {@code &}
   * @param mutable {@code mut} of the binding, or of the reference where {@code byRef}
   * @param type the explicit type, or null
   */
  record SelfParam(boolean byRef, Lifetime lifetime, boolean mutable, TypeExpr type, Span span)
      implements Node {}

  record Param(List<Attribute> attrs, Pat pat, TypeExpr type, Span span) implements Node {}

  record Struct(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      Generics generics,
      VariantData data,
      Span span)
      implements Item {}

  record Enum(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      Generics generics,
      List<Variant> variants,
      Span span)
      implements Item {}

  /**
   * @param discriminant {@code = expr}, or null
   */
  record Variant(List<Attribute> attrs, Ident ident, VariantData data, Expr discriminant, Span span)
      implements Node {}

  enum DataKind {
    UNIT,
    TUPLE,
    NAMED
  }

  record VariantData(DataKind kind, List<FieldDef> fields) {}

  /**
   * @param ident the digits for tuple fields
   */
  record FieldDef(
      List<Attribute> attrs, Visibility visibility, Ident ident, TypeExpr type, Span span)
      implements Node {}

  /** Parsed to be rejected by name (A0006). */
  record Union(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      Generics generics,
      VariantData data,
      Span span)
      implements Item {}

  record Trait(
      List<Attribute> attrs,
      Visibility visibility,
      boolean isUnsafe,
      boolean isAuto,
      Ident ident,
      Generics generics,
      List<Generics.Bound> supertraits,
      List<Item> items,
      Span span)
      implements Item {}

  /**
   * {@code impl<T> !Trait for Type { … }}.
   *
   * @param trait null for an inherent impl
   */
  record Impl(
      List<Attribute> attrs,
      boolean isUnsafe,
      Generics generics,
      boolean negative,
      Path trait,
      TypeExpr self,
      List<Item> items,
      Span span)
      implements Item {
    @Override
    public Visibility visibility() {
      return Visibility.INHERITED;
    }

    @Override
    public Ident ident() {
      return new Ident("impl", span);
    }
  }

  /**
   * A type alias or an associated type.
   *
   * @param bounds of an associated type
   * @param type null for an associated type without default
   */
  record TypeAlias(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      Generics generics,
      List<Generics.Bound> bounds,
      TypeExpr type,
      Span span)
      implements Item {}

  /**
   * A constant or an associated constant; {@code _} is a name.
   *
   * @param value null for a required associated constant
   */
  record Const(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      Generics generics,
      TypeExpr type,
      Expr value,
      Span span)
      implements Item {}

  record Static(
      List<Attribute> attrs,
      Visibility visibility,
      boolean mutable,
      Ident ident,
      TypeExpr type,
      Expr value,
      Span span)
      implements Item {}

  /**
   * @param items null for {@code mod name;}, until the file is loaded
   */
  record Module(
      List<Attribute> attrs,
      Visibility visibility,
      Ident ident,
      List<Attribute> innerAttrs,
      List<Item> items,
      Span span)
      implements Item {}

  record Use(List<Attribute> attrs, Visibility visibility, UseTree tree, Span span)
      implements Item {
    @Override
    public Ident ident() {
      return new Ident("use", span);
    }
  }

  /** A {@code use} tree; the prefix path has no segments for {@code {a, b}} and {@code *}. */
  sealed interface UseTree extends Node {
    Path prefix();
  }

  /**
   * {@code a::b as c}.
   *
   * @param rename null without {@code as}; named {@code _} for {@code as _}
   */
  record UseSimple(Path prefix, Ident rename, Span span) implements UseTree {}

  record UseGlob(Path prefix, Span span) implements UseTree {}

  record UseNested(Path prefix, List<UseTree> trees, Span span) implements UseTree {}

  /** {@code macro_rules! name { … }}. */
  record MacroRules(List<Attribute> attrs, Ident ident, TokenTree.Delimited body, Span span)
      implements Item {
    @Override
    public Visibility visibility() {
      return Visibility.INHERITED;
    }
  }

  /** A macro call in item position. */
  record MacroItem(List<Attribute> attrs, MacroCall call, Span span) implements Item {
    @Override
    public Visibility visibility() {
      return Visibility.INHERITED;
    }

    @Override
    public Ident ident() {
      return new Ident("", span);
    }
  }

  /** {@code extern crate name as other;}. */
  record ExternCrate(
      List<Attribute> attrs, Visibility visibility, Ident ident, Ident rename, Span span)
      implements Item {}

  /** {@code extern "C" { … }}: parsed to be rejected by name (A0005). */
  record ExternBlock(List<Attribute> attrs, Span span) implements Item {
    @Override
    public Visibility visibility() {
      return Visibility.INHERITED;
    }

    @Override
    public Ident ident() {
      return new Ident("extern", span);
    }
  }
}
