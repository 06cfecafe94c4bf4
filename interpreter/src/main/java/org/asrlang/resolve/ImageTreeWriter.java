package org.asrlang.resolve;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.TokenTree;

/**
 * Writes resolved trees: behind each node stands what resolution learnt about it. Members of traits
 * and impls, and bodies, are left to their own definitions. {@link ImageTreeReader} reads it, one
 * method for one method.
 */
final class ImageTreeWriter extends ImageExprWriter {
  ImageTreeWriter(ImageOut out, Numbers numbers, Map<Node, Def> nodes) {
    super(out, numbers, nodes);
  }

  /**
   * An item.
   *
   * @param body what was learnt about the body, to which a function's parameters belong
   */
  void item(Item item, Resolutions signature, Resolutions body) {
    res = signature;
    patterns = body;
    begin(signature);
    item(item);
  }

  /** The body of the item that was written last. */
  void body(Expr body) {
    res = patterns;
    begin(res);
    expr(body);
  }

  /** The rules of a macro. */
  void tokens(TokenTree.Delimited body) {
    res = new Resolutions();
    tokenTree(body);
  }

  void begin(Resolutions r) {
    out.unit();
    labels.clear();
    targets = java.util.Collections.newSetFromMap(new IdentityHashMap<>());
    targets.addAll(r.jumpTargets.values());
  }

  void selfParam(Item.SelfParam s) {
    out.bool(s != null);
    if (s != null) {
      out.bool(s.byRef());
      lifetime(s.lifetime());
      out.bool(s.mutable());
      type(s.type());
      out.span(s.span());
      Local l = patterns.selfParams.get(s);
      out.bool(l != null);
      if (l != null) {
        local(l);
      }
    }
  }

  void fnParam(Item.Param p) {
    attrs(p.attrs());
    Resolutions signature = res;
    res = patterns;
    pat(p.pat());
    res = signature;
    type(p.type());
    out.span(p.span());
  }

  void visibility(Item.Visibility v) {
    out.bool(v != Item.Visibility.INHERITED);
    if (v != Item.Visibility.INHERITED) {
      out.bool(v.isPub());
      path(v.path());
      out.span(v.span());
    }
  }

  void fieldDef(Item.FieldDef f) {
    def(nodes.get(f));
    attrs(f.attrs());
    visibility(f.visibility());
    ident(f.ident());
    type(f.type());
    out.span(f.span());
  }

  void variant(Item.Variant v) {
    def(nodes.get(v));
    attrs(v.attrs());
    ident(v.ident());
    variantData(v.data());
    expr(v.discriminant());
    out.span(v.span());
  }

  void bodyMark(Expr body) {
    out.bool(body != null);
    if (body != null) {
      out.span(body.span());
    }
  }

  void noItems(List<Item> members) {}

  void item(Item n) {
    if (n == null) {
      out.u(0);
      return;
    }
    switch (n) {
      case Item.Fn x -> {
        out.u(1);
        attrs(x.attrs());
        visibility(x.visibility());
        header(x.header());
        ident(x.ident());
        generics(x.generics());
        selfParam(x.self());
        fnParams(x.params());
        type(x.output());
        bodyMark(x.body());
        out.span(x.span());
      }
      case Item.Struct x -> {
        out.u(2);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        variantData(x.data());
        out.span(x.span());
      }
      case Item.Enum x -> {
        out.u(3);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        variants(x.variants());
        out.span(x.span());
      }
      case Item.Trait x -> {
        out.u(4);
        attrs(x.attrs());
        visibility(x.visibility());
        out.bool(x.isUnsafe());
        out.bool(x.isAuto());
        ident(x.ident());
        generics(x.generics());
        bounds(x.supertraits());
        noItems(x.items());
        out.span(x.span());
      }
      case Item.Impl x -> {
        out.u(5);
        attrs(x.attrs());
        out.bool(x.isUnsafe());
        generics(x.generics());
        out.bool(x.negative());
        path(x.trait());
        type(x.self());
        noItems(x.items());
        out.span(x.span());
      }
      case Item.TypeAlias x -> {
        out.u(6);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        bounds(x.bounds());
        type(x.type());
        out.span(x.span());
      }
      case Item.Const x -> {
        out.u(7);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        generics(x.generics());
        type(x.type());
        bodyMark(x.value());
        out.span(x.span());
      }
      case Item.Static x -> {
        out.u(8);
        attrs(x.attrs());
        visibility(x.visibility());
        out.bool(x.mutable());
        ident(x.ident());
        type(x.type());
        bodyMark(x.value());
        out.span(x.span());
      }
      case Item.Module x -> {
        out.u(9);
        attrs(x.attrs());
        visibility(x.visibility());
        ident(x.ident());
        attrs(x.innerAttrs());
        noItems(x.items());
        out.span(x.span());
      }
      default -> throw new IllegalStateException("no definition: " + n);
    }
  }

  void header(Item.FnHeader x) {
    out.span(x.constSpan());
    out.span(x.asyncSpan());
    out.span(x.unsafeSpan());
    out.span(x.externSpan());
  }

  void variantData(Item.VariantData x) {
    out.u(x.kind().ordinal());
    fieldDefs(x.fields());
  }

  void fieldDefs(List<Item.FieldDef> xs) {
    out.u(xs.size());
    for (Item.FieldDef x : xs) {
      fieldDef(x);
    }
  }

  void fnParams(List<Item.Param> xs) {
    out.u(xs.size());
    for (Item.Param x : xs) {
      fnParam(x);
    }
  }

  void variants(List<Item.Variant> xs) {
    out.u(xs.size());
    for (Item.Variant x : xs) {
      variant(x);
    }
  }
}
