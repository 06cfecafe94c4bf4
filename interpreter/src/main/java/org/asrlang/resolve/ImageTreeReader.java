package org.asrlang.resolve;

import java.util.List;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;

/** Reads what {@link ImageTreeWriter} wrote: a tree, and what resolution learnt about its nodes. */
final class ImageTreeReader extends ImageExprReader {
  ImageTreeReader(ImageIn in, Numbers numbers) {
    super(in, numbers);
  }

  /**
   * An item.
   *
   * @param locals takes the locals of the parameters, for the body
   */
  Item item(int at, Resolutions signature, Resolutions body, List<Local> locals) {
    in.seek(at);
    begin(signature, body, locals);
    Item item = item();
    end();
    return item;
  }

  Expr body(int at, Resolutions body, List<Local> locals) {
    in.seek(at);
    begin(body, body, locals);
    Expr e = expr();
    end();
    return e;
  }

  void begin(Resolutions of, Resolutions ofPatterns, List<Local> known) {
    res = of;
    patterns = ofPatterns;
    locals = known;
    labels = null;
    jumps = null;
  }

  void end() {
    if (jumps != null) {
      for (int i = 0; i < jumps.size(); i++) {
        res.jumpTargets.put(jumps.get(i), labels.get(jumpLabels.get(i)));
      }
    }
  }

  Item.SelfParam selfParam() {
    if (!in.bool()) {
      return null;
    }
    Item.SelfParam s = new Item.SelfParam(in.bool(), lifetime(), in.bool(), type(), in.span());
    if (in.bool()) {
      patterns.selfParams.put(s, local());
    }
    return s;
  }

  Item.Param fnParam() {
    List<Attribute> attrs = attrs();
    Resolutions signature = res;
    res = patterns;
    Pat pat = pat();
    res = signature;
    return new Item.Param(attrs, pat, type(), in.span());
  }

  Item.Visibility visibility() {
    return in.bool()
        ? new Item.Visibility(in.bool(), path(), in.span())
        : Item.Visibility.INHERITED;
  }

  Item.FieldDef fieldDef() {
    int node = in.u();
    Item.FieldDef f = new Item.FieldDef(attrs(), visibility(), ident(), type(), in.span());
    if (node != 0) {
      numbers.node(node - 1, f, res);
    }
    return f;
  }

  Item.Variant variant() {
    int node = in.u();
    Item.Variant v = new Item.Variant(attrs(), ident(), variantData(), expr(), in.span());
    if (node != 0) {
      numbers.node(node - 1, v, res);
    }
    return v;
  }

  Expr.Block bodyMark() {
    return in.bool() ? new Expr.Block(null, List.of(), List.of(), null, in.span()) : null;
  }

  List<Item> noItems() {
    return List.of();
  }

  Item item() {
    int tag = in.u();
    return switch (tag) {
      case 0 -> null;
      case 1 ->
          new Item.Fn(
              attrs(),
              visibility(),
              header(),
              ident(),
              generics(),
              selfParam(),
              fnParams(),
              type(),
              bodyMark(),
              in.span());
      case 2 ->
          new Item.Struct(attrs(), visibility(), ident(), generics(), variantData(), in.span());
      case 3 -> new Item.Enum(attrs(), visibility(), ident(), generics(), variants(), in.span());
      case 4 ->
          new Item.Trait(
              attrs(),
              visibility(),
              in.bool(),
              in.bool(),
              ident(),
              generics(),
              bounds(),
              noItems(),
              in.span());
      case 5 ->
          new Item.Impl(
              attrs(), in.bool(), generics(), in.bool(), path(), type(), noItems(), in.span());
      case 6 ->
          new Item.TypeAlias(
              attrs(), visibility(), ident(), generics(), bounds(), type(), in.span());
      case 7 ->
          new Item.Const(attrs(), visibility(), ident(), generics(), type(), bodyMark(), in.span());
      case 8 ->
          new Item.Static(attrs(), visibility(), in.bool(), ident(), type(), bodyMark(), in.span());
      case 9 -> new Item.Module(attrs(), visibility(), ident(), attrs(), noItems(), in.span());
      default -> throw in.corrupt(tag);
    };
  }

  Item.FnHeader header() {
    return new Item.FnHeader(in.span(), in.span(), in.span(), in.span());
  }

  Item.VariantData variantData() {
    return new Item.VariantData(DATA_KINDS[in.u()], fieldDefs());
  }

  List<Item.FieldDef> fieldDefs() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.FieldDef[] all = new Item.FieldDef[n];
    for (int i = 0; i < n; i++) {
      all[i] = fieldDef();
    }
    return List.of(all);
  }

  List<Item.Param> fnParams() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.Param[] all = new Item.Param[n];
    for (int i = 0; i < n; i++) {
      all[i] = fnParam();
    }
    return List.of(all);
  }

  List<Item.Variant> variants() {
    int n = in.u();
    if (n == 0) {
      return List.of();
    }
    Item.Variant[] all = new Item.Variant[n];
    for (int i = 0; i < n; i++) {
      all[i] = variant();
    }
    return List.of(all);
  }
}
