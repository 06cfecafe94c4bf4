package org.asrlang.types.collect;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;

/** The type that a definition has or stands for. */
final class TypeOf {
  private final GlobalCtxt tcx;
  private final TyInterner types;

  TypeOf(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.types = tcx.types();
  }

  Ty compute(Def def) {
    return switch (def.kind()) {
      case STRUCT, ENUM -> types.adt(def, tcx.identityArgs(def));
      case VARIANT ->
          ((Item.Variant) def.node()).data().kind() == Item.DataKind.TUPLE
              ? types.fnDef(def, tcx.identityArgs(def))
              : types.adt(def.parent(), tcx.identityArgs(def.parent()));
      case FN, ASSOC_FN -> types.fnDef(def, tcx.identityArgs(def));
      case IMPL -> conv(def, ItemCtx.anonymous(tcx, def)).lower(((Item.Impl) def.node()).self());
      case FIELD -> conv(def, null).lower(((Item.FieldDef) def.node()).type());
      case TYPE_ALIAS, ASSOC_TYPE -> alias(def);
      case CONST, ASSOC_CONST -> conv(def, ItemCtx.STATIC).lower(((Item.Const) def.node()).type());
      case STATIC ->
          def.node() == null
              ? tcx.placeType(def)
              : conv(def, ItemCtx.STATIC).lower(((Item.Static) def.node()).type());
      case TYPE_PARAM -> param(def);
      case CONST_PARAM -> constParam(def);
      case TRAIT -> types.param(def, 0, "Self");
      case ANON_CONST -> tcx.anonConstType(def);
      case OPAQUE -> opaque(def);
      case CRATE, MODULE, LIFETIME_PARAM, CLOSURE, MACRO -> types.error;
    };
  }

  private AstConv conv(Def def, ItemCtx.Policy policy) {
    return new AstConv(tcx, new ItemCtx(tcx, def, policy));
  }

  private Ty alias(Def def) {
    Item.TypeAlias a = (Item.TypeAlias) def.node();
    return a.type() == null ? types.error : conv(def, null).lower(a.type());
  }

  private Ty param(Def def) {
    GenericsOf generics = tcx.generics(def.parent());
    for (int i = 0; i < generics.count(); i++) {
      if (generics.param(i).def() == def) {
        return types.param(def, i, def.name());
      }
    }
    return types.error;
  }

  private Ty constParam(Def def) {
    Generics.ConstParam p = (Generics.ConstParam) def.node();
    Ty ty = conv(def, null).lower(p.type());
    boolean ok =
        ty instanceof Ty.Int
            || ty instanceof Ty.Uint
            || ty instanceof Ty.Bool
            || ty instanceof Ty.Char
            || ty instanceof Ty.Error;
    if (!ok) {
      Diagnostic.error(
              null,
              p.type().span(),
              "`" + ty + "` is forbidden as the type of a const generic parameter")
          .note("the only supported types are integers, `bool`, and `char`")
          .to(tcx.diagnostics());
      return types.error;
    }
    return ty;
  }

  /** The hidden type: what the function's body returns there. */
  private Ty opaque(Def def) {
    Ty hidden = tcx.typeck(def.parent()).opaqueTypes.get(def);
    return hidden == null ? types.error : hidden;
  }

  GenericArg defaultOf(Def param) {
    return switch (param.node()) {
      case Generics.TypeParam t when t.defaultType() != null ->
          conv(param.parent(), null).lower(t.defaultType());
      case Generics.ConstParam c when c.defaultValue() != null ->
          conv(param.parent(), null).lowerConst(c.defaultValue(), tcx.typeOf(param));
      case Generics.ConstParam c -> new Const.Error();
      default -> types.error;
    };
  }
}
