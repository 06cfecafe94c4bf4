package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;

/** Structs and enums: variants, fields, discriminants. */
final class AdtCollector {
  private final GlobalCtxt tcx;
  private final TyInterner types;

  AdtCollector(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.types = tcx.types();
  }

  AdtDef adt(Def def) {
    boolean isBox = tcx.lang().is(def, "owned_box");
    return switch (def.node()) {
      case Item.Struct s ->
          new AdtDef(def, false, isBox, List.of(variant(def, def.name(), 0, s.data(), def)));
      case Item.Enum e -> new AdtDef(def, true, isBox, variants(def));
      default -> new AdtDef(def, false, isBox, List.of());
    };
  }

  private List<AdtDef.Variant> variants(Def def) {
    List<Def> defs = def.children(Def.Kind.VARIANT);
    List<AdtDef.Variant> out = new ArrayList<>();
    for (int i = 0; i < defs.size(); i++) {
      Item.Variant v = (Item.Variant) defs.get(i).node();
      out.add(variant(defs.get(i), v.ident().name(), i, v.data(), defs.get(i)));
    }
    return out;
  }

  /** Of one variant; what stands before an implicit one is asked for only then. */
  long discriminant(Def variant) {
    Def adt = variant.parent();
    Ty repr = repr(adt);
    List<Def> defs = adt.children(Def.Kind.VARIANT);
    int base = defs.indexOf(variant);
    while (base > 0 && ((Item.Variant) defs.get(base).node()).discriminant() == null) {
      base--;
    }
    Expr explicit = ((Item.Variant) defs.get(base).node()).discriminant();
    long value = 0;
    if (explicit != null && defs.get(base) != variant) {
      value = tcx.discriminant(defs.get(base));
    } else if (explicit != null) {
      Long given = discriminant(adt, explicit, repr);
      value = given == null ? 0 : given;
    }
    for (int i = base; defs.get(i) != variant; i++) {
      value = after(value, repr);
    }
    return value;
  }

  private static long after(long value, Ty repr) {
    return value != max(repr) ? value + 1 : repr instanceof Ty.Int ? -value - 1 : 0;
  }

  void checkDiscriminants(Def adt) {
    if (!(adt.node() instanceof Item.Enum)) {
      return;
    }
    Ty repr = repr(adt);
    Map<Long, Item.Variant> taken = new HashMap<>();
    List<Def> defs = adt.children(Def.Kind.VARIANT);
    int before = tcx.diagnostics().errorCount();
    for (Def d : defs) {
      tcx.discriminant(d);
    }
    if (tcx.diagnostics().errorCount() > before) {
      return;
    }
    for (int i = 0; i < defs.size(); i++) {
      Item.Variant v = (Item.Variant) defs.get(i).node();
      long value = tcx.discriminant(defs.get(i));
      Item.Variant other = taken.putIfAbsent(value, v);
      if (other != null) {
        Diagnostic.error(
                "E0081", adt.head(), "discriminant value `" + value + "` assigned more than once")
            .label(shown(other), "`" + value + "` assigned here")
            .label(shown(v), "`" + value + "` assigned here")
            .to(tcx.diagnostics());
      }
      if (value == max(repr) && i + 1 < defs.size()) {
        overflow((Item.Variant) defs.get(i + 1).node(), value, repr);
      }
    }
  }

  /** As a discriminant is held: of {@code u64} it is -1. */
  private static long max(Ty repr) {
    int bits = repr instanceof Ty.Int i ? i.kind.bits : ((Ty.Uint) repr).kind.bits;
    return repr instanceof Ty.Int ? (1L << (bits - 1)) - 1 : bits == 64 ? -1 : (1L << bits) - 1;
  }

  private void overflow(Item.Variant v, long after, Ty repr) {
    if (v.discriminant() == null) {
      String shown = repr instanceof Ty.Uint ? Long.toUnsignedString(after) : "" + after;
      Diagnostic.error("E0370", v.span(), "enum discriminant overflowed")
          .label("overflowed on value after " + shown)
          .note("explicitly set `" + v.ident() + " = 0` if that is desired outcome")
          .to(tcx.diagnostics());
    }
  }

  private static Span shown(Item.Variant v) {
    return v.discriminant() != null ? v.discriminant().span() : v.ident().span();
  }

  /** The integer type that discriminants have: {@code #[repr(u8)]} or {@code isize}. */
  Ty repr(Def def) {
    return def.node() instanceof Item item
        ? types.primitive(Attribute.discriminantType(item.attrs()))
        : types.isize;
  }

  private Long discriminant(Def adt, Expr e, Ty repr) {
    ItemCtx cx = new ItemCtx(tcx, adt, null);
    return new ConstLowering(tcx, cx).lower(e, repr) instanceof Const.Value v
            && v.value() instanceof Long l
        ? l
        : null;
  }

  private AdtDef.Variant variant(
      Def def, String name, int index, Item.VariantData data, Def fieldsOf) {
    List<AdtDef.Field> fields = new ArrayList<>();
    List<Def> fieldDefs = fieldsOf.children(Def.Kind.FIELD);
    for (int i = 0; i < fieldDefs.size(); i++) {
      Def f = fieldDefs.get(i);
      fields.add(new AdtDef.Field(f, f.name(), tcx.typeOf(f)));
    }
    return new AdtDef.Variant(def, name, index, ctor(data.kind()), List.copyOf(fields));
  }

  private static AdtDef.Ctor ctor(Item.DataKind kind) {
    return switch (kind) {
      case UNIT -> AdtDef.Ctor.UNIT;
      case TUPLE -> AdtDef.Ctor.TUPLE;
      case NAMED -> AdtDef.Ctor.NAMED;
    };
  }
}
