package org.asrlang.thir;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.IntKind;
import org.asrlang.types.Ty;

/** Which constructors a type has, their fields, and patterns taken apart into them. */
final class PatternSpace {
  private final BodyTypes types;
  private final Def owner;
  private final Set<Ty> asking = new HashSet<>();

  PatternSpace(BodyTypes types, Def owner) {
    this.types = types;
    this.owner = owner;
  }

  /** The present and the missing constructors of a column. */
  record Split(List<Ctor> present, List<Ctor> missing) {}

  // ---- numbers

  static final BigInteger ONE = BigInteger.ONE;

  static boolean isNumber(Ty ty) {
    return ty instanceof Ty.Int || ty instanceof Ty.Uint || ty instanceof Ty.Char;
  }

  /**
   * The least value; of {@code isize} and {@code usize} the ends stand one beyond the real ones,
   * since their width is not to be relied on.
   */
  static BigInteger min(Ty ty, boolean real) {
    return switch (ty) {
      case Ty.Int i -> {
        BigInteger n = ONE.shiftLeft(i.kind.bits - 1).negate();
        yield i.kind == IntKind.SIZE && !real ? n.subtract(ONE) : n;
      }
      case Ty t -> BigInteger.ZERO;
    };
  }

  static BigInteger max(Ty ty, boolean real) {
    return switch (ty) {
      case Ty.Int i -> {
        BigInteger n = ONE.shiftLeft(i.kind.bits - 1).subtract(ONE);
        yield i.kind == IntKind.SIZE && !real ? n.add(ONE) : n;
      }
      case Ty.Uint u -> {
        BigInteger n = ONE.shiftLeft(u.kind.bits).subtract(ONE);
        yield u.kind == IntKind.SIZE && !real ? n.add(ONE) : n;
      }
      case Ty t -> BigInteger.valueOf(0x10ffff);
    };
  }

  private static List<Ctor.IntRange> whole(Ty ty) {
    if (ty instanceof Ty.Char) {
      return List.of(
          new Ctor.IntRange(BigInteger.ZERO, BigInteger.valueOf(0xd7ff)),
          new Ctor.IntRange(BigInteger.valueOf(0xe000), BigInteger.valueOf(0x10ffff)));
    }
    return List.of(new Ctor.IntRange(min(ty, false), max(ty, false)));
  }

  static BigInteger number(Object literal) {
    return literal instanceof Integer c ? BigInteger.valueOf(c) : (BigInteger) literal;
  }

  // ---- patterns

  DeconstructedPat lower(ThirPat pat) {
    Ty ty = pat.ty();
    return switch (pat) {
      case ThirPat.Wild p -> make(Ctor.WILDCARD, List.of(), p);
      case ThirPat.Binding p -> {
        DeconstructedPat sub = p.sub() == null ? DeconstructedPat.wild(ty) : lower(p.sub());
        yield new DeconstructedPat(sub.ctor, sub.fields, ty, sub.alternatives, p);
      }
      case ThirPat.Variant p -> fields(new Ctor.Variant(p.variant()), p.fields(), p);
      case ThirPat.Leaf p -> fields(new Ctor.Struct(), p.fields(), p);
      case ThirPat.Deref p -> make(new Ctor.Ref(), List.of(lower(p.inner())), p);
      case ThirPat.Constant p -> constant(p);
      case ThirPat.Range p -> range(p);
      case ThirPat.Slice p -> {
        int array =
            ty instanceof Ty.Array a
                    && a.length instanceof Const.Value v
                    && v.value() instanceof Long n
                ? n.intValue()
                : -1;
        List<DeconstructedPat> parts = new ArrayList<>();
        p.prefix().forEach(x -> parts.add(lower(x)));
        p.suffix().forEach(x -> parts.add(lower(x)));
        boolean open = p.middle() != null && parts.size() != array;
        yield make(
            open
                ? new Ctor.Slice(array, true, p.prefix().size(), p.suffix().size())
                : new Ctor.Slice(array, false, parts.size(), 0),
            parts,
            p);
      }
      case ThirPat.Or p ->
          new DeconstructedPat(
              Ctor.WILDCARD, List.of(), ty, p.alternatives().stream().map(this::lower).toList(), p);
      case ThirPat.Never p -> make(Ctor.WILDCARD, List.of(), p);
    };
  }

  private static DeconstructedPat make(Ctor ctor, List<DeconstructedPat> fields, ThirPat origin) {
    return new DeconstructedPat(ctor, fields, origin.ty(), null, origin);
  }

  private DeconstructedPat fields(Ctor ctor, List<ThirPat.FieldPat> given, ThirPat pat) {
    List<DeconstructedPat> all = new ArrayList<>();
    for (Ty ty : fieldTypes(ctor, pat.ty())) {
      all.add(DeconstructedPat.wild(ty));
    }
    for (ThirPat.FieldPat f : given) {
      if (f.field() >= 0 && f.field() < all.size()) {
        all.set(f.field(), lower(f.pat()));
      }
    }
    return make(ctor, all, pat);
  }

  private DeconstructedPat constant(ThirPat.Constant p) {
    Object value = p.value() instanceof ThirExpr.Literal l ? l.value() : null;
    Ty ty = p.ty();
    return switch (value) {
      case BigInteger n -> make(new Ctor.IntRange(n, n), List.of(), p);
      case Integer c -> make(new Ctor.IntRange(number(c), number(c)), List.of(), p);
      case Boolean v -> make(new Ctor.Bool(v), List.of(), p);
      case Double d -> make(new Ctor.FloatRange(d, d, true), List.of(), p);
      case byte[] bytes when ty instanceof Ty.Ref r -> {
        if (r.target instanceof Ty.Str) {
          Ctor text = new Ctor.Str(new String(bytes, StandardCharsets.ISO_8859_1));
          yield make(
              new Ctor.Ref(),
              List.of(new DeconstructedPat(text, List.of(), r.target, null, null)),
              p);
        }
        List<DeconstructedPat> elements = new ArrayList<>();
        for (byte x : bytes) {
          BigInteger n = BigInteger.valueOf(x & 0xff);
          elements.add(
              new DeconstructedPat(new Ctor.IntRange(n, n), List.of(), types.types.u8, null, null));
        }
        int array = r.target instanceof Ty.Array ? bytes.length : -1;
        Ctor slice = new Ctor.Slice(array, false, bytes.length, 0);
        yield make(
            new Ctor.Ref(),
            List.of(new DeconstructedPat(slice, elements, r.target, null, null)),
            p);
      }
      case null, default -> make(new Ctor.Opaque(), List.of(), p);
    };
  }

  private DeconstructedPat range(ThirPat.Range p) {
    Ty ty = p.ty();
    Object lo = p.lo() instanceof ThirExpr.Literal l ? l.value() : null;
    Object hi = p.hi() instanceof ThirExpr.Literal l ? l.value() : null;
    if (isNumber(ty)) {
      BigInteger from = lo == null ? min(ty, false) : number(lo);
      BigInteger to = hi == null ? max(ty, false) : number(hi);
      if (hi != null && !p.inclusive()) {
        to = to.subtract(ONE);
      }
      return from.compareTo(to) > 0
          ? make(new Ctor.Opaque(), List.of(), p)
          : make(new Ctor.IntRange(from, to), List.of(), p);
    }
    double from = lo instanceof Double d ? d : Double.NEGATIVE_INFINITY;
    double to = hi instanceof Double d ? d : Double.POSITIVE_INFINITY;
    return make(new Ctor.FloatRange(from, to, hi == null || p.inclusive()), List.of(), p);
  }

  // ---- constructors

  List<Ty> fieldTypes(Ctor ctor, Ty ty) {
    return switch (ctor) {
      case Ctor.Struct s ->
          switch (ty) {
            case Ty.Tuple t -> t.elements;
            case Ty.Adt a -> types.fields(a, 0);
            case Ty t -> List.of();
          };
      case Ctor.Variant v -> ty instanceof Ty.Adt a ? types.fields(a, v.index()) : List.of();
      case Ctor.Ref r -> List.of(types.pointee(ty));
      case Ctor.Slice s -> {
        Ty element =
            ty instanceof Ty.Array a ? a.element : ty instanceof Ty.Slice x ? x.element : ty;
        List<Ty> out = new ArrayList<>();
        for (int i = 0; i < s.arity(); i++) {
          out.add(element);
        }
        yield out;
      }
      case Ctor.Bool x -> List.of();
      case Ctor.IntRange x -> List.of();
      case Ctor.FloatRange x -> List.of();
      case Ctor.Str x -> List.of();
      case Ctor.Opaque x -> List.of();
      case Ctor.Wildcard x -> List.of();
      case Ctor.NonExhaustive x -> List.of();
      case Ctor.Never x -> List.of();
    };
  }

  /**
   * Splits the type's constructors so that each part is covered wholly or not at all by every one
   * that was seen.
   *
   * @param valid whether the place certainly holds a valid value: then empty variants do not count
   */
  Split split(Ty ty, List<Ctor> seen, boolean valid, boolean top) {
    List<Ctor> present = new ArrayList<>();
    List<Ctor> missing = new ArrayList<>();
    switch (ty) {
      case Ty.Bool t ->
          sort(List.of(new Ctor.Bool(false), new Ctor.Bool(true)), seen, present, missing);
      case Ty.Char t -> ranges(ty, seen, present, missing);
      case Ty.Int t -> ranges(ty, seen, present, missing);
      case Ty.Uint t -> ranges(ty, seen, present, missing);
      case Ty.Ref t -> sort(List.of(new Ctor.Ref()), seen, present, missing);
      case Ty.Tuple t -> struct(ty, seen, valid, present, missing);
      case Ty.Array t -> slices(ty, seen, present, missing);
      case Ty.Slice t -> slices(ty, seen, present, missing);
      case Ty.Never t -> {
        if (!valid && !top) {
          missing.add(new Ctor.Never());
        }
      }
      case Ty.Adt t -> adt(t, seen, valid, top, present, missing);
      case Ty t -> {
        present.addAll(known(seen));
        missing.add(new Ctor.NonExhaustive());
      }
    }
    return new Split(present, missing);
  }

  private void struct(
      Ty ty, List<Ctor> seen, boolean valid, List<Ctor> present, List<Ctor> missing) {
    if (valid && known(seen).isEmpty() && isEmpty(ty)) {
      return;
    }
    sort(List.of(new Ctor.Struct()), seen, present, missing);
  }

  private void adt(
      Ty.Adt t,
      List<Ctor> seen,
      boolean valid,
      boolean top,
      List<Ctor> present,
      List<Ctor> missing) {
    AdtDef adt = types.tcx.adt(t.def);
    if (!adt.isEnum()) {
      if (seen.stream().anyMatch(c -> c instanceof Ctor.Ref)) {
        present.add(new Ctor.Ref());
        return;
      }
      struct(t, seen, valid, present, missing);
      return;
    }
    if (adt.variants().isEmpty()) {
      if (!valid && !top) {
        missing.add(new Ctor.Never());
      }
      return;
    }
    for (AdtDef.Variant v : adt.variants()) {
      Ctor ctor = new Ctor.Variant(v.index());
      if (seen.contains(ctor)) {
        present.add(ctor);
      } else if (!valid || types.fields(t, v.index()).stream().noneMatch(this::isEmpty)) {
        missing.add(ctor);
      }
    }
    if (isOpenFromOutside(t.def)) {
      missing.add(new Ctor.NonExhaustive());
    }
  }

  /** {@code #[non_exhaustive]} of another crate. */
  boolean isOpenFromOutside(Def adt) {
    return adt.crate() != owner.crate() && types.tcx.defs().hasAttr(adt, "non_exhaustive");
  }

  private static List<Ctor> known(List<Ctor> seen) {
    Set<Ctor> out = new LinkedHashSet<>();
    for (Ctor c : seen) {
      if (!(c instanceof Ctor.Wildcard || c instanceof Ctor.Opaque)) {
        out.add(c);
      }
    }
    return List.copyOf(out);
  }

  private static void sort(
      List<? extends Ctor> all, List<Ctor> seen, List<Ctor> present, List<Ctor> missing) {
    for (Ctor c : all) {
      boolean covered =
          seen.stream().anyMatch(s -> !(s instanceof Ctor.Wildcard) && c.isCoveredBy(s));
      (covered ? present : missing).add(c);
    }
  }

  private static void ranges(Ty ty, List<Ctor> seen, List<Ctor> present, List<Ctor> missing) {
    TreeSet<BigInteger> starts = new TreeSet<>();
    for (Ctor c : seen) {
      if (c instanceof Ctor.IntRange r) {
        starts.add(r.lo());
        starts.add(r.hi().add(ONE));
      }
    }
    List<Ctor.IntRange> parts = new ArrayList<>();
    for (Ctor.IntRange w : whole(ty)) {
      BigInteger from = w.lo();
      for (BigInteger next : starts.tailSet(w.lo(), false)) {
        if (next.compareTo(w.hi()) > 0) {
          break;
        }
        parts.add(new Ctor.IntRange(from, next.subtract(ONE)));
        from = next;
      }
      parts.add(new Ctor.IntRange(from, w.hi()));
    }
    sort(parts, seen, present, missing);
  }

  private static void slices(Ty ty, List<Ctor> seen, List<Ctor> present, List<Ctor> missing) {
    int array =
        ty instanceof Ty.Array a && a.length instanceof Const.Value v && v.value() instanceof Long n
            ? n.intValue()
            : -1;
    int fixed = -1;
    int prefix = 0;
    int suffix = 0;
    for (Ctor c : seen) {
      if (c instanceof Ctor.Slice s) {
        if (s.open()) {
          prefix = Math.max(prefix, s.prefix());
          suffix = Math.max(suffix, s.suffix());
        } else {
          fixed = Math.max(fixed, s.arity());
        }
      }
    }
    List<Ctor> parts = new ArrayList<>();
    if (array >= 0) {
      parts.add(
          fixed >= 0 || prefix + suffix >= array
              ? new Ctor.Slice(array, false, array, 0)
              : new Ctor.Slice(array, true, prefix, suffix));
    } else {
      if (fixed + 1 >= prefix + suffix) {
        prefix = fixed + 1 - suffix;
      }
      for (int n = 0; n < prefix + suffix; n++) {
        parts.add(new Ctor.Slice(-1, false, n, 0));
      }
      parts.add(new Ctor.Slice(-1, true, prefix, suffix));
    }
    sort(parts, seen, present, missing);
  }

  /** Whether the type certainly has no values. */
  boolean isEmpty(Ty ty) {
    return switch (ty) {
      case Ty.Never t -> true;
      case Ty.Tuple t -> t.elements.stream().anyMatch(this::isEmpty);
      case Ty.Array t ->
          t.length instanceof Const.Value v
              && v.value() instanceof Long n
              && n > 0
              && isEmpty(t.element);
      case Ty.Adt t -> {
        if (!asking.add(t)) {
          yield false;
        }
        try {
          AdtDef adt = types.tcx.adt(t.def);
          boolean empty = !isOpenFromOutside(t.def);
          for (AdtDef.Variant v : adt.variants()) {
            empty &= types.fields(t, v.index()).stream().anyMatch(this::isEmpty);
          }
          yield empty;
        } finally {
          asking.remove(t);
        }
      }
      case Ty t -> false;
    };
  }
}
