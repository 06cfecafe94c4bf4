package org.asrlang.syntax;

import java.util.ArrayList;
import java.util.List;

/** Copies of items. */
final class Items {
  private Items() {}

  /** The item with more attributes in front of its own. */
  static Item withAttrs(Item item, List<Attribute> more) {
    if (more.isEmpty()) {
      return item;
    }
    List<Attribute> a = new ArrayList<>(more);
    a.addAll(item.attrs());
    return switch (item) {
      case Item.Fn f ->
          new Item.Fn(
              a,
              f.visibility(),
              f.header(),
              f.ident(),
              f.generics(),
              f.self(),
              f.params(),
              f.output(),
              f.body(),
              f.span());
      case Item.Struct s ->
          new Item.Struct(a, s.visibility(), s.ident(), s.generics(), s.data(), s.span());
      case Item.Enum e ->
          new Item.Enum(a, e.visibility(), e.ident(), e.generics(), e.variants(), e.span());
      case Item.Union u ->
          new Item.Union(a, u.visibility(), u.ident(), u.generics(), u.data(), u.span());
      case Item.Trait t ->
          new Item.Trait(
              a,
              t.visibility(),
              t.isUnsafe(),
              t.isAuto(),
              t.ident(),
              t.generics(),
              t.supertraits(),
              t.items(),
              t.span());
      case Item.Impl i ->
          new Item.Impl(
              a,
              i.isUnsafe(),
              i.generics(),
              i.negative(),
              i.trait(),
              i.self(),
              i.items(),
              i.span());
      case Item.TypeAlias t ->
          new Item.TypeAlias(
              a, t.visibility(), t.ident(), t.generics(), t.bounds(), t.type(), t.span());
      case Item.Const c ->
          new Item.Const(a, c.visibility(), c.ident(), c.generics(), c.type(), c.value(), c.span());
      case Item.Static s ->
          new Item.Static(a, s.visibility(), s.mutable(), s.ident(), s.type(), s.value(), s.span());
      case Item.Module m ->
          new Item.Module(a, m.visibility(), m.ident(), m.innerAttrs(), m.items(), m.span());
      case Item.Use u -> new Item.Use(a, u.visibility(), u.tree(), u.span());
      case Item.MacroRules m -> new Item.MacroRules(a, m.ident(), m.body(), m.span());
      case Item.MacroItem m -> new Item.MacroItem(a, m.call(), m.span());
      case Item.ExternCrate e ->
          new Item.ExternCrate(a, e.visibility(), e.ident(), e.rename(), e.span());
      case Item.ExternBlock e -> new Item.ExternBlock(a, e.span());
    };
  }
}
