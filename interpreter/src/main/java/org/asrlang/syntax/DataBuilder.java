package org.asrlang.syntax;

import static org.asrlang.grammar.AsrParser.*;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;
import org.asrlang.syntax.ItemBuilder.Draft;

/** Structs, enums, unions, type aliases, constants and statics. */
final class DataBuilder {
  private final TreeBuilder b;

  DataBuilder(TreeBuilder b) {
    this.b = b;
  }

  private Item.VariantData data(NodeContext c) {
    if (Cst.hasChild(c, RULE_structFields)) {
      return new Item.VariantData(
          Item.DataKind.NAMED, GenericsBuilder.orEmpty(Cst.child(c, RULE_structFields)));
    }
    if (Cst.hasChild(c, RULE_tupleFields)) {
      return new Item.VariantData(
          Item.DataKind.TUPLE, GenericsBuilder.orEmpty(Cst.child(c, RULE_tupleFields)));
    }
    return new Item.VariantData(Item.DataKind.UNIT, List.of());
  }

  Draft struct(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    Item.VariantData data = data(c);
    return h -> new Item.Struct(h.attrs(), h.visibility(), name, generics, data, h.span());
  }

  Draft union(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    Item.VariantData data = data(c);
    return h -> new Item.Union(h.attrs(), h.visibility(), name, generics, data, h.span());
  }

  List<Item.FieldDef> namedFields(NodeContext c) {
    return b.elements(c, "identifier", RULE_structField);
  }

  Item.FieldDef namedField(NodeContext c) {
    TypeExpr type = b.types.child(c, RULE_type);
    return new Item.FieldDef(
        Cst.all(c, RULE_outerAttribute),
        TreeBuilder.visibility(Cst.child(c, RULE_visibility)),
        b.name(c),
        type == null ? new TypeExpr.ErrorType(Cst.span(c)) : type,
        Cst.span(c));
  }

  List<Item.FieldDef> tupleFields(NodeContext c) {
    List<Item.FieldDef> fields = b.elements(c, "type", RULE_tupleField);
    List<Item.FieldDef> out = new ArrayList<>(fields.size());
    for (int i = 0; i < fields.size(); i++) {
      Item.FieldDef f = fields.get(i);
      Ident name = new Ident(String.valueOf(i), f.ident().span());
      out.add(new Item.FieldDef(f.attrs(), f.visibility(), name, f.type(), f.span()));
    }
    return out;
  }

  Item.FieldDef tupleField(NodeContext c) {
    TypeExpr type = b.types.child(c, RULE_type);
    return new Item.FieldDef(
        Cst.all(c, RULE_outerAttribute),
        TreeBuilder.visibility(Cst.child(c, RULE_visibility)),
        new Ident("", Cst.span(c)),
        type == null ? new TypeExpr.ErrorType(Cst.span(c)) : type,
        Cst.span(c));
  }

  Draft enumeration(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    List<Item.Variant> variants = b.elements(c, "identifier", RULE_enumVariant);
    return h -> new Item.Enum(h.attrs(), h.visibility(), name, generics, variants, h.span());
  }

  private void asVisibleAsTheEnum(Item.Visibility v) {
    if (v != null && (v.isPub() || v.path() != null)) {
      Diagnostic.error("E0449", v.span(), "visibility qualifiers are not permitted here")
          .fix("remove the qualifier", v.span(), "", Diagnostic.Shown.LABEL)
          .note(
              "enum variants and their fields always share the visibility of the enum they are in")
          .to(b.diagnostics);
    }
  }

  Item.Variant variant(NodeContext c) {
    Item.VariantData data = data(c);
    asVisibleAsTheEnum(Cst.child(c, RULE_visibility));
    data.fields().forEach(f -> asVisibleAsTheEnum(f.visibility()));
    return new Item.Variant(
        Cst.all(c, RULE_outerAttribute),
        b.name(c),
        data,
        Cst.child(c, RULE_expression),
        Cst.span(c));
  }

  Draft typeAlias(NodeContext c) {
    Ident name = b.name(c);
    Generics generics = b.generics.of(c);
    List<Generics.Bound> bounds = GenericsBuilder.orEmpty(Cst.child(c, RULE_typeParamBounds));
    TypeExpr type = b.types.child(c, RULE_type);
    return h ->
        new Item.TypeAlias(h.attrs(), h.visibility(), name, generics, bounds, type, h.span());
  }

  Draft constant(NodeContext c) {
    Ident name = Cst.child(c, RULE_identifier);
    if (name == null) {
      SourceToken wild = Cst.token(c, UNDERSCORE);
      name = wild == null ? b.name(c) : new Ident("_", wild.span());
    }
    Ident ident = name;
    Generics generics = b.generics.of(c);
    TypeExpr type = typeOf(c, "const", ident);
    Expr value = value(c);
    return h -> new Item.Const(h.attrs(), h.visibility(), ident, generics, type, value, h.span());
  }

  private static Expr value(NodeContext c) {
    Expr value = Cst.child(c, RULE_expression);
    return value == null && Cst.has(c, EQ) ? new Expr.ErrorExpr(Cst.span(c)) : value;
  }

  Draft staticItem(NodeContext c) {
    Ident name = b.name(c);
    boolean mutable = Cst.has(c, MUT);
    TypeExpr type = typeOf(c, "static", name);
    Expr value = value(c);
    return h -> new Item.Static(h.attrs(), h.visibility(), mutable, name, type, value, h.span());
  }

  private TypeExpr typeOf(NodeContext c, String what, Ident name) {
    TypeExpr type = b.types.child(c, RULE_type);
    if (type != null) {
      return type;
    }
    Span at = name.span().shrinkToEnd();
    if (!Cst.has(c, COLON)) {
      Diagnostic.error(null, at, "missing type for `" + what + "` item")
          .help("provide a type for the item: `: <type>`")
          .to(b.diagnostics);
    }
    return new TypeExpr.ErrorType(at);
  }
}
