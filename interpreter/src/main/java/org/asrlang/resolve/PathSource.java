package org.asrlang.resolve;

import org.asrlang.syntax.Item;

/** What a path must be where it stands, and how rustc says so. */
enum PathSource {
  TYPE(Ns.TYPE, "type", "E0573", "E0425"),
  TRAIT(Ns.TYPE, "trait", "E0404", "E0405"),
  EXPR(Ns.VALUE, "value", "E0423", "E0425"),
  CALL(Ns.VALUE, "function", "E0423", "E0425"),
  PAT(Ns.VALUE, "unit struct, unit variant or constant", "E0532", "E0531"),
  TUPLE_STRUCT(Ns.VALUE, "tuple struct or tuple variant", "E0532", "E0531"),
  STRUCT(Ns.TYPE, "struct, variant or union type", "E0574", "E0422");

  final Ns ns;
  final String expected;
  final String unexpectedCode;
  final String missingCode;

  PathSource(Ns ns, String expected, String unexpectedCode, String missingCode) {
    this.ns = ns;
    this.expected = expected;
    this.unexpectedCode = unexpectedCode;
    this.missingCode = missingCode;
  }

  boolean accepts(Res res, LateResolver at) {
    return switch (this) {
      case TYPE ->
          switch (res) {
            case Res.Item i ->
                switch (i.def().kind()) {
                  case STRUCT, ENUM, TRAIT, TYPE_ALIAS, ASSOC_TYPE, TYPE_PARAM -> true;
                  default -> false;
                };
            case Res.Prim p -> true;
            case Res.SelfType s -> true;
            default -> false;
          };
      case TRAIT -> res instanceof Res.Item i && i.def().kind() == Def.Kind.TRAIT;
      case EXPR, CALL ->
          switch (res) {
            case Res.Item i ->
                switch (i.def().kind()) {
                  case FN, ASSOC_FN, CONST, ASSOC_CONST, STATIC, CONST_PARAM -> true;
                  case STRUCT ->
                      i.def().node() instanceof Item.Struct s
                          && s.data().kind() != Item.DataKind.NAMED;
                  case VARIANT ->
                      i.def().node() instanceof Item.Variant v
                          && v.data().kind() != Item.DataKind.NAMED;
                  default -> false;
                };
            case Res.Var v -> true;
            case Res.SelfCtor s -> true;
            default -> false;
          };
      case PAT ->
          switch (res) {
            case Res.Item i ->
                switch (i.def().kind()) {
                  case CONST, ASSOC_CONST -> true;
                  case STRUCT -> isCtor(i.def(), Item.DataKind.UNIT);
                  case VARIANT -> isCtor(i.def(), Item.DataKind.UNIT);
                  default -> false;
                };
            case Res.SelfCtor s -> true;
            default -> false;
          };
      case TUPLE_STRUCT ->
          switch (res) {
            case Res.Item i -> isCtor(i.def(), Item.DataKind.TUPLE);
            case Res.SelfCtor s -> true;
            default -> false;
          };
      case STRUCT ->
          switch (res) {
            case Res.Item i ->
                switch (i.def().kind()) {
                  case STRUCT, VARIANT, TYPE_ALIAS, ASSOC_TYPE -> true;
                  default -> false;
                };
            case Res.SelfType s -> true;
            default -> false;
          };
    };
  }

  static boolean isCtor(Def d, Item.DataKind kind) {
    return d.node() instanceof Item.Struct s && s.data().kind() == kind
        || d.node() instanceof Item.Variant v && v.data().kind() == kind;
  }
}
