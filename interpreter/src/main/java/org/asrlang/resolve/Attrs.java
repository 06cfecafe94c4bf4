package org.asrlang.resolve;

import java.util.List;
import org.asrlang.expand.Expander;
import org.asrlang.expand.StringLiterals;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.TokenTree;

/** The attributes of definitions. */
final class Attrs {
  private Attrs() {}

  static List<Attribute> of(Node node) {
    return switch (node) {
      case Item i -> i.attrs();
      case Item.Variant v -> v.attrs();
      case Item.FieldDef f -> f.attrs();
      case Generics.TypeParam p -> p.attrs();
      case Generics.LifetimeParam p -> p.attrs();
      case Generics.ConstParam p -> p.attrs();
      case null, default -> List.of();
    };
  }

  /**
   * The text of {@code name = "text"} or {@code name(key = "text")}; null if it is not of that
   * form.
   */
  static String text(Attribute a) {
    List<TokenTree> ts = a.tokens();
    if (ts.size() == 1 && ts.get(0) instanceof TokenTree.Delimited d && d.trees().size() >= 3) {
      ts = d.trees().subList(1, 3);
    }
    if (ts.isEmpty() || ts.size() > 2) {
      return null;
    }
    TokenTree last = ts.get(ts.size() - 1);
    while (last instanceof TokenTree.Interpolated f && f.trees().size() == 1) {
      // a macro's `$name:literal`
      last = f.trees().get(0);
    }
    return last instanceof TokenTree.Token t ? StringLiterals.value(t) : null;
  }

  /** The item with {@code cfg_attr} replaced by what it stands for. */
  static Item withoutCfgAttr(Item item, Expander x) {
    List<Attribute> old = item.attrs();
    if (old.isEmpty() || old.stream().noneMatch(a -> a.is("cfg_attr"))) {
      return item;
    }
    List<Attribute> now = x.attributes(old);
    return switch (item) {
      case Item.Fn i ->
          new Item.Fn(
              now,
              i.visibility(),
              i.header(),
              i.ident(),
              i.generics(),
              i.self(),
              i.params(),
              i.output(),
              i.body(),
              i.span());
      case Item.Struct i ->
          new Item.Struct(now, i.visibility(), i.ident(), i.generics(), i.data(), i.span());
      case Item.Enum i ->
          new Item.Enum(now, i.visibility(), i.ident(), i.generics(), i.variants(), i.span());
      case Item.Union i ->
          new Item.Union(now, i.visibility(), i.ident(), i.generics(), i.data(), i.span());
      case Item.Trait i ->
          new Item.Trait(
              now,
              i.visibility(),
              i.isUnsafe(),
              i.isAuto(),
              i.ident(),
              i.generics(),
              i.supertraits(),
              i.items(),
              i.span());
      case Item.Impl i ->
          new Item.Impl(
              now,
              i.isUnsafe(),
              i.generics(),
              i.negative(),
              i.trait(),
              i.self(),
              i.items(),
              i.span());
      case Item.TypeAlias i ->
          new Item.TypeAlias(
              now, i.visibility(), i.ident(), i.generics(), i.bounds(), i.type(), i.span());
      case Item.Const i ->
          new Item.Const(
              now, i.visibility(), i.ident(), i.generics(), i.type(), i.value(), i.span());
      case Item.Static i ->
          new Item.Static(
              now, i.visibility(), i.mutable(), i.ident(), i.type(), i.value(), i.span());
      case Item.Module i ->
          new Item.Module(now, i.visibility(), i.ident(), i.innerAttrs(), i.items(), i.span());
      case Item.Use i -> new Item.Use(now, i.visibility(), i.tree(), i.span());
      case Item.MacroRules i -> new Item.MacroRules(now, i.ident(), i.body(), i.span());
      case Item.MacroItem i -> new Item.MacroItem(now, i.call(), i.span());
      case Item.ExternCrate i ->
          new Item.ExternCrate(now, i.visibility(), i.ident(), i.rename(), i.span());
      case Item.ExternBlock i -> new Item.ExternBlock(now, i.span());
    };
  }
}
