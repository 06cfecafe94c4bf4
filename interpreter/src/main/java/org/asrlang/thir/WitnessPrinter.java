package org.asrlang.thir;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.types.AdtDef;
import org.asrlang.types.IntKind;
import org.asrlang.types.Ty;

/** Writes what is not covered as rustc writes it. */
final class WitnessPrinter {
  private static final int LIMIT = 3;

  private final BodyTypes types;

  WitnessPrinter(BodyTypes types) {
    this.types = types;
  }

  /** Such as {@code `A`, `B` and `C`}, or {@code `A`, `B`, `C` and 2 more}. */
  String joined(List<Usefulness.Witness> witnesses) {
    List<String> all = witnesses.stream().map(w -> "`" + print(w) + "`").toList();
    if (all.size() == 1) {
      return all.getFirst();
    }
    if (all.size() <= LIMIT) {
      return String.join(", ", all.subList(0, all.size() - 1)) + " and " + all.getLast();
    }
    return String.join(", ", all.subList(0, LIMIT)) + " and " + (all.size() - LIMIT) + " more";
  }

  String print(Usefulness.Witness w) {
    return switch (w.ctor()) {
      case Ctor.Wildcard c -> "_";
      case Ctor.NonExhaustive c -> "_";
      case Ctor.Never c -> "_";
      case Ctor.Opaque c -> "_";
      case Ctor.Struct c -> struct(w, 0);
      case Ctor.Variant c -> struct(w, c.index());
      case Ctor.Ref c ->
          (w.ty() instanceof Ty.Ref r ? r.mutable ? "&mut " : "&" : "box ")
              + print(w.fields().getFirst());
      case Ctor.Bool c -> String.valueOf(c.value());
      case Ctor.IntRange c -> range(c, w.ty());
      case Ctor.FloatRange c -> c.lo() == c.hi() ? c.lo() + "" : c.lo() + "..=" + c.hi();
      case Ctor.Str c -> "\"" + c.bytes() + "\"";
      case Ctor.Slice c -> slice(c, w.fields());
    };
  }

  private String struct(Usefulness.Witness w, int variant) {
    List<String> parts = w.fields().stream().map(this::print).toList();
    if (!(w.ty() instanceof Ty.Adt a)) {
      return "(" + String.join(", ", parts) + (parts.size() == 1 ? ",)" : ")");
    }
    AdtDef adt = types.tcx.adt(a.def);
    if (adt.isBox()) {
      return "Box(_, _)";
    }
    AdtDef.Variant v = adt.variants().get(variant);
    boolean plain =
        !adt.isEnum()
            || types.tcx.lang().is(a.def, "Option")
            || types.tcx.lang().is(a.def, "Result");
    String name = plain ? v.name() : a.def.name() + "::" + v.name();
    return switch (v.ctor()) {
      case UNIT -> name;
      case TUPLE -> name + "(" + String.join(", ", parts) + ")";
      case NAMED -> {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
          if (!w.fields().get(i).isWild()) {
            shown.add(v.fields().get(i).name() + ": " + parts.get(i));
          }
        }
        if (shown.size() < parts.size()) {
          shown.add("..");
        }
        yield shown.isEmpty() ? name + " {}" : name + " { " + String.join(", ", shown) + " }";
      }
    };
  }

  private String slice(Ctor.Slice c, List<Usefulness.Witness> fields) {
    List<String> parts = new ArrayList<>();
    int prefix = c.open() ? c.prefix() : fields.size();
    int suffix = prefix;
    if (c.open() && c.array() >= 0) {
      while (prefix > 0 && fields.get(prefix - 1).isWild()) {
        prefix--;
      }
      while (suffix < fields.size() && fields.get(suffix).isWild()) {
        suffix++;
      }
    }
    fields.subList(0, prefix).forEach(f -> parts.add(print(f)));
    if (c.open()) {
      parts.add("..");
    }
    fields.subList(suffix, fields.size()).forEach(f -> parts.add(print(f)));
    return "[" + String.join(", ", parts) + "]";
  }

  private static String range(Ctor.IntRange r, Ty ty) {
    BigInteger least = PatternSpace.min(ty, true);
    BigInteger most = PatternSpace.max(ty, true);
    if (r.lo().equals(PatternSpace.min(ty, false))
        && r.hi().equals(PatternSpace.max(ty, false))
        && !(ty instanceof Ty.Int i && i.kind != IntKind.SIZE)
        && !(ty instanceof Ty.Uint u && u.kind != IntKind.SIZE)) {
      return "_";
    }
    if (r.lo().compareTo(least) < 0) {
      // below what `isize` can hold: the range is half-open
      return r.hi().compareTo(least) < 0 ? ".." + number(least, ty) : "..=" + number(r.hi(), ty);
    }
    if (r.hi().compareTo(most) > 0) {
      return number(r.lo().min(most), ty) + "..";
    }
    return r.lo().equals(r.hi())
        ? number(r.lo(), ty)
        : number(r.lo(), ty) + "..=" + number(r.hi(), ty);
  }

  private static String number(BigInteger n, Ty ty) {
    if (ty instanceof Ty.Char) {
      return character(n.intValue());
    }
    if (n.equals(PatternSpace.max(ty, true))) {
      return ty + "::MAX";
    }
    if (ty instanceof Ty.Int && n.equals(PatternSpace.min(ty, true))) {
      return ty + "::MIN";
    }
    return n + "_" + ty;
  }

  private static String character(int c) {
    String escaped =
        switch (c) {
          case 0 -> "\\0";
          case '\n' -> "\\n";
          case '\r' -> "\\r";
          case '\t' -> "\\t";
          case '\'' -> "\\'";
          case '\\' -> "\\\\";
          default ->
              c >= 0x20 && c < 0x7f || c > 0xa0 && Character.isLetterOrDigit(c)
                  ? Character.toString(c)
                  : "\\u{" + Integer.toHexString(c) + "}";
        };
    return "'" + escaped + "'";
  }
}
