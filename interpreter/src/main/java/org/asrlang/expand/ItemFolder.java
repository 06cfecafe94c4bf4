package org.asrlang.expand;

import java.util.List;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** A folder that can rebuild items too, but for bodies, values and members. */
class ItemFolder extends Folder {
  Item.Param param(Item.Param p) {
    Pat q = pat(p.pat());
    TypeExpr t = type(p.type());
    return q == p.pat() && t == p.type() ? p : new Item.Param(p.attrs(), q, t, p.span());
  }

  Item.VariantData data(Item.VariantData d) {
    List<Item.FieldDef> f = each(kept(d.fields(), Item.FieldDef::attrs), this::fieldDef);
    return f == d.fields() ? d : new Item.VariantData(d.kind(), f);
  }

  private Item.FieldDef fieldDef(Item.FieldDef f) {
    TypeExpr t = type(f.type());
    return t == f.type() ? f : new Item.FieldDef(f.attrs(), f.visibility(), f.ident(), t, f.span());
  }

  private Item.Variant variant(Item.Variant v) {
    Item.VariantData d = data(v.data());
    Expr x = maybe(v.discriminant());
    return d == v.data() && x == v.discriminant()
        ? v
        : new Item.Variant(v.attrs(), v.ident(), d, x, v.span());
  }

  /**
   * The item with everything but function bodies, values and members rebuilt: what its signature
   * consists of.
   */
  Item header(Item item) {
    return switch (item) {
      case Item.Fn i -> {
        Generics g = generics(i.generics());
        Item.SelfParam s = i.self();
        if (s != null && s.type() != null) {
          TypeExpr t = type(s.type());
          s =
              t == s.type()
                  ? s
                  : new Item.SelfParam(s.byRef(), s.lifetime(), s.mutable(), t, s.span());
        }
        List<Item.Param> ps = each(kept(i.params(), Item.Param::attrs), this::param);
        TypeExpr o = maybe(i.output());
        yield g == i.generics() && s == i.self() && ps == i.params() && o == i.output()
            ? i
            : new Item.Fn(
                i.attrs(), i.visibility(), i.header(), i.ident(), g, s, ps, o, i.body(), i.span());
      }
      case Item.Struct i -> {
        Generics g = generics(i.generics());
        Item.VariantData d = data(i.data());
        yield g == i.generics() && d == i.data()
            ? i
            : new Item.Struct(i.attrs(), i.visibility(), i.ident(), g, d, i.span());
      }
      case Item.Enum i -> {
        Generics g = generics(i.generics());
        List<Item.Variant> v = each(kept(i.variants(), Item.Variant::attrs), this::variant);
        yield g == i.generics() && v == i.variants()
            ? i
            : new Item.Enum(i.attrs(), i.visibility(), i.ident(), g, v, i.span());
      }
      case Item.Union i -> i;
      case Item.Trait i -> {
        Generics g = generics(i.generics());
        List<Generics.Bound> b = each(i.supertraits(), this::bound);
        yield g == i.generics() && b == i.supertraits()
            ? i
            : new Item.Trait(
                i.attrs(),
                i.visibility(),
                i.isUnsafe(),
                i.isAuto(),
                i.ident(),
                g,
                b,
                i.items(),
                i.span());
      }
      case Item.Impl i -> {
        Generics g = generics(i.generics());
        Path t = i.trait() == null ? null : path(i.trait());
        TypeExpr s = type(i.self());
        yield g == i.generics() && t == i.trait() && s == i.self()
            ? i
            : new Item.Impl(i.attrs(), i.isUnsafe(), g, i.negative(), t, s, i.items(), i.span());
      }
      case Item.TypeAlias i -> {
        Generics g = generics(i.generics());
        List<Generics.Bound> b = each(i.bounds(), this::bound);
        TypeExpr t = maybe(i.type());
        yield g == i.generics() && b == i.bounds() && t == i.type()
            ? i
            : new Item.TypeAlias(i.attrs(), i.visibility(), i.ident(), g, b, t, i.span());
      }
      case Item.Const i -> {
        Generics g = generics(i.generics());
        TypeExpr t = type(i.type());
        yield g == i.generics() && t == i.type()
            ? i
            : new Item.Const(i.attrs(), i.visibility(), i.ident(), g, t, i.value(), i.span());
      }
      case Item.Static i -> {
        TypeExpr t = type(i.type());
        yield t == i.type()
            ? i
            : new Item.Static(
                i.attrs(), i.visibility(), i.mutable(), i.ident(), t, i.value(), i.span());
      }
      case Item.Module i -> i;
      case Item.Use i -> i;
      case Item.MacroRules i -> i;
      case Item.MacroItem i -> i;
      case Item.ExternCrate i -> i;
      case Item.ExternBlock i -> i;
    };
  }
}
