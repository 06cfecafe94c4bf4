package org.asrlang.resolve;

import org.asrlang.syntax.Item;

/** How messages call what a name refers to. */
final class Describe {
  private Describe() {}

  static String of(Binding b) {
    return b.macro() != null ? "macro" : of(b.res(), true);
  }

  /**
   * @param value whether it was used as a value: then a struct is its constructor
   */
  static String of(Res res, boolean value) {
    return switch (res) {
      case null -> "macro";
      case Res.Item i -> of(i.def(), value);
      case Res.Var v -> "local variable";
      case Res.Prim p -> "builtin type";
      case Res.SelfType s -> "self type";
      case Res.SelfCtor s -> "self constructor";
      case Res.Err e -> "unresolved item";
    };
  }

  static String of(Def d, boolean value) {
    return switch (d.kind()) {
      case CRATE -> "crate";
      case MODULE -> "module";
      case STRUCT ->
          switch (value && d.node() instanceof Item.Struct s
              ? s.data().kind()
              : Item.DataKind.NAMED) {
            case UNIT -> "unit struct";
            case TUPLE -> "tuple struct";
            case NAMED -> "struct";
          };
      case ENUM -> "enum";
      case VARIANT ->
          switch (d.node() instanceof Item.Variant v ? v.data().kind() : Item.DataKind.NAMED) {
            case UNIT -> value ? "unit variant" : "variant";
            case TUPLE -> value ? "tuple variant" : "variant";
            case NAMED -> value ? "struct variant" : "variant";
          };
      case FIELD -> "field";
      case TRAIT -> "trait";
      case TYPE_ALIAS -> "type alias";
      case ASSOC_TYPE -> "associated type";
      case FN -> "function";
      case ASSOC_FN ->
          d.node() instanceof Item.Fn f && f.self() != null ? "method" : "associated function";
      case CONST -> "constant";
      case ASSOC_CONST -> "associated constant";
      case STATIC -> "static";
      case IMPL -> "implementation";
      case LIFETIME_PARAM -> "lifetime parameter";
      case TYPE_PARAM -> "type parameter";
      case CONST_PARAM -> "const parameter";
      case CLOSURE -> "closure";
      case OPAQUE -> "opaque type";
      case ANON_CONST -> "constant expression";
      case MACRO -> "macro";
    };
  }

  static String article(String noun) {
    return ("aeiou".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }
}
