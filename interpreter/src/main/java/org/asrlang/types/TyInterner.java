package org.asrlang.types;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.resolve.Def;

/**
 * Makes types, each only once. Thread-safe; one per session of compilation, so that types of two
 * engines are never mixed.
 */
public final class TyInterner {
  private final ConcurrentHashMap<Object, Ty> made = new ConcurrentHashMap<>();

  /** Compared so often that what records do by themselves is too slow, above all at first. */
  private record Key(String tag, Object a, Object b, Object c, Object d) {
    @Override
    public boolean equals(Object o) {
      return o instanceof Key k
          && tag == k.tag // a literal
          && same(a, k.a)
          && same(b, k.b)
          && same(c, k.c)
          && same(d, k.d);
    }

    private static boolean same(Object x, Object y) {
      if (x == y || !(x instanceof List<?> list)) {
        return x == y || x != null && !(x instanceof Ty) && x.equals(y);
      }
      if (!(y instanceof List<?> other) || list.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (!same(list.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int h = tag.hashCode();
      h = mix(h, a);
      h = mix(h, b);
      h = mix(h, c);
      return mix(h, d);
    }

    /** Region variables are numbered one after the other: a sum would be the same for many. */
    private static int mix(int h, Object x) {
      if (x instanceof List<?> list) {
        for (int i = 0; i < list.size(); i++) {
          h = mix(h, list.get(i));
        }
        return h;
      }
      h = (h ^ (x == null ? 0 : x.hashCode())) * 0x9E3779B9;
      return h ^ h >>> 15;
    }
  }

  public final Ty bool = basic(new Ty.Bool(), 1);
  public final Ty chr = basic(new Ty.Char(), 2);
  public final Ty str = basic(new Ty.Str(), 3);
  public final Ty never = basic(new Ty.Never(), 4);
  public final Ty error = errorTy();
  public final Ty unit = tuple(List.of());
  public final Ty i8 = integer(true, IntKind.W8);
  public final Ty i16 = integer(true, IntKind.W16);
  public final Ty i32 = integer(true, IntKind.W32);
  public final Ty i64 = integer(true, IntKind.W64);
  public final Ty i128 = integer(true, IntKind.W128);
  public final Ty isize = integer(true, IntKind.SIZE);
  public final Ty u8 = integer(false, IntKind.W8);
  public final Ty u16 = integer(false, IntKind.W16);
  public final Ty u32 = integer(false, IntKind.W32);
  public final Ty u64 = integer(false, IntKind.W64);
  public final Ty u128 = integer(false, IntKind.W128);
  public final Ty usize = integer(false, IntKind.SIZE);
  public final Ty f32 = floating(32);
  public final Ty f64 = floating(64);

  /** The primitive type of that name, or null. */
  public Ty primitive(String name) {
    return switch (name) {
      case "bool" -> bool;
      case "char" -> chr;
      case "str" -> str;
      case "i8" -> i8;
      case "i16" -> i16;
      case "i32" -> i32;
      case "i64" -> i64;
      case "i128" -> i128;
      case "isize" -> isize;
      case "u8" -> u8;
      case "u16" -> u16;
      case "u32" -> u32;
      case "u64" -> u64;
      case "u128" -> u128;
      case "usize" -> usize;
      case "f32" -> f32;
      case "f64" -> f64;
      default -> null;
    };
  }

  public Ty integer(boolean signed, IntKind kind) {
    return intern(
        new Key("int", signed, kind, null, null), signed ? new Ty.Int(kind) : new Ty.Uint(kind), 0);
  }

  public Ty floating(int bits) {
    return intern(new Key("float", bits, null, null, null), new Ty.Float(bits), 0);
  }

  public Ty tuple(List<Ty> elements) {
    Key key = new Key("tuple", elements, null, null, null);
    Ty found = made.get(key);
    return found != null
        ? found
        : intern(key, new Ty.Tuple(List.copyOf(elements)), flags(elements));
  }

  public Ty adt(Def def, List<? extends GenericArg> args) {
    Key key = new Key("adt", def, args, null, null);
    Ty found = made.get(key);
    return found != null ? found : intern(key, new Ty.Adt(def, List.copyOf(args)), flags(args));
  }

  public Ty ref(Region region, Ty target, boolean mutable) {
    Key key = new Key("ref", region, target, mutable, null);
    Ty found = made.get(key);
    return found != null
        ? found
        : intern(key, new Ty.Ref(region, target, mutable), flags(region) | target.flags);
  }

  public Ty slice(Ty element) {
    return intern(
        new Key("slice", element, null, null, null), new Ty.Slice(element), element.flags);
  }

  public Ty array(Ty element, Const length) {
    return intern(
        new Key("array", element, length, null, null),
        new Ty.Array(element, length),
        element.flags | flags(length));
  }

  public Ty array(Ty element, long length) {
    return array(element, new Const.Value(length, usize));
  }

  public Ty fnDef(Def def, List<? extends GenericArg> args) {
    return intern(
        new Key("fndef", def, args, null, null), new Ty.FnDef(def, List.copyOf(args)), flags(args));
  }

  public Ty fnPtr(FnSig sig) {
    return intern(
        new Key("fnptr", sig, null, null, null),
        new Ty.FnPtr(sig),
        flags(sig.inputs()) | sig.output().flags);
  }

  public Ty closure(Def def, List<? extends GenericArg> args) {
    return intern(
        new Key("closure", def, args, null, null),
        new Ty.Closure(def, List.copyOf(args)),
        flags(args) | Ty.HAS_CLOSURE);
  }

  public Ty dynamic(
      Ty.ExistentialTraitRef principal,
      List<Ty.ExistentialProjection> projections,
      List<Def> autoTraits,
      Region region) {
    int flags = flags(region) | (principal == null ? 0 : flags(principal.args()));
    for (Ty.ExistentialProjection p : projections) {
      flags |= flags(p.args()) | p.ty().flags;
    }
    return intern(
        new Key("dyn", principal, projections, autoTraits, region),
        new Ty.Dynamic(principal, List.copyOf(projections), List.copyOf(autoTraits), region),
        flags);
  }

  public Ty param(Def def, int index, String name) {
    return intern(
        new Key("param", def, index, name, null), new Ty.Param(def, index, name), Ty.HAS_PARAM);
  }

  public Ty projection(Def assocType, List<? extends GenericArg> args) {
    return intern(
        new Key("proj", assocType, args, null, null),
        new Ty.Projection(assocType, List.copyOf(args)),
        flags(args) | Ty.HAS_ALIAS);
  }

  public Ty opaque(Def def, List<? extends GenericArg> args) {
    return intern(
        new Key("opaque", def, args, null, null),
        new Ty.Opaque(def, List.copyOf(args)),
        flags(args) | Ty.HAS_ALIAS);
  }

  public Ty infer(Ty.InferKind kind, int id) {
    return intern(new Key("infer", kind, id, null, null), new Ty.Infer(kind, id), Ty.HAS_INFER);
  }

  private Ty basic(Ty ty, int hash) {
    ty.hash = hash * 0x9E3779B9;
    return ty;
  }

  private Ty errorTy() {
    Ty ty = basic(new Ty.Error(), 5);
    ty.flags = Ty.HAS_ERROR_TY;
    return ty;
  }

  private Ty intern(Key key, Ty ty, int flags) {
    Ty found = made.get(key);
    if (found != null) {
      return found;
    }
    ty.flags = flags;
    ty.hash = key.hashCode();
    Ty other = made.putIfAbsent(key, ty);
    return other != null ? other : ty;
  }

  static int flags(List<? extends GenericArg> args) {
    int flags = 0;
    for (GenericArg arg : args) {
      flags |= flags(arg);
    }
    return flags;
  }

  static int flags(GenericArg arg) {
    return switch (arg) {
      case Ty t -> t.flags;
      case Region.Erased e -> Ty.HAS_ERASED;
      case Region.Error e -> Ty.HAS_REGION | Ty.HAS_ERROR_REGION;
      case Region.Var v -> Ty.HAS_REGION | Ty.HAS_REGION_VAR;
      case Region.Bound b -> Ty.HAS_REGION | Ty.HAS_BOUND;
      case Region r -> Ty.HAS_REGION;
      case Const.Param p -> Ty.HAS_PARAM;
      case Const.Infer i -> Ty.HAS_INFER;
      case Const.Unevaluated u -> flags(u.args()) | Ty.HAS_ALIAS;
      case Const.Error e -> Ty.HAS_ERROR_TY;
      case Const.Value v -> 0;
    };
  }
}
