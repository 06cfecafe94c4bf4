package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Layout.Field;
import org.asrlang.exec.Layout.Rep;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.IntKind;
import org.asrlang.types.Ty;

/** The query <i>layout of</i>, and what else follows from a concrete type alone. */
public final class Layouts {
  /** What a reference to a type is. */
  public enum Pointee {
    /** An object or {@link org.asrlang.exec.Ref}. */
    THIN,
    /** A {@link org.asrlang.exec.Slice}. */
    SLICE,
    /** A {@link org.asrlang.exec.DynRef}. */
    DYN
  }

  private final TypeQueries q;
  private final ConcurrentHashMap<Ty, Layout> layouts = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Ty, Optional<Ty>> tails = new ConcurrentHashMap<>();
  private final Def box;
  private final Def ptr;
  private final Def vec;
  private final Def rawBuf;
  private final Def nativeType;
  private final Def phantom;
  private final Def manuallyDrop;

  public Layouts(TypeQueries q) {
    this.q = q;
    box = q.lang("owned_box");
    ptr = q.lang("ptr");
    vec = q.lang("Vec");
    rawBuf = q.lang("raw_buf");
    nativeType = q.lang("native");
    phantom = q.lang("phantom_data");
    manuallyDrop = q.lang("manually_drop");
  }

  public Layout of(Ty ty) {
    Layout found = layouts.get(ty);
    if (found == null) {
      synchronized (q) {
        found = make(ty);
      }
      Layout other = layouts.putIfAbsent(ty, found);
      return other != null ? other : found;
    }
    return found;
  }

  public boolean isBox(Ty ty) {
    return ty instanceof Ty.Adt a && a.def == box;
  }

  /** Whether it is an object of the engine's, such as an atomic's cell. */
  public boolean isNative(Ty ty) {
    return ty instanceof Ty.Adt a && a.def == nativeType;
  }

  /** Whether it is std's {@code Vec}: its buffer and length are its first fields of their kinds. */
  public boolean isVec(Ty ty) {
    return ty instanceof Ty.Adt a && a.def == vec && vec != null;
  }

  /** What a reference, box or {@code Ptr} points to; null for other types. */
  public Ty pointeeOf(Ty ty) {
    return switch (ty) {
      case Ty.Ref r -> r.target;
      case Ty.Adt a when a.def == box || a.def == ptr -> (Ty) a.args.get(0);
      default -> null;
    };
  }

  public Pointee pointee(Ty ty) {
    return switch (unsizedTail(ty)) {
      case null -> Pointee.THIN;
      case Ty.Dynamic d -> Pointee.DYN;
      default -> Pointee.SLICE;
    };
  }

  public boolean isUnsized(Ty ty) {
    return unsizedTail(ty) != null;
  }

  /** The slice, {@code str} or {@code dyn} at the end of a type, or null if it is sized. */
  public Ty unsizedTail(Ty ty) {
    Optional<Ty> found = tails.get(ty);
    if (found == null) {
      synchronized (q) {
        found = Optional.ofNullable(findTail(ty));
      }
      tails.put(ty, found);
    }
    return found.orElse(null);
  }

  private Ty findTail(Ty ty) {
    return switch (ty) {
      case Ty.Str s -> ty;
      case Ty.Slice s -> ty;
      case Ty.Dynamic d -> ty;
      case Ty.Adt a when a.def.kind() == Def.Kind.STRUCT -> {
        if (a.def == box || a.def == ptr || a.def == rawBuf || a.def == phantom) {
          yield null;
        }
        List<AdtDef.Field> fields = q.adt(a.def).struct().fields();
        yield fields.isEmpty()
            ? null
            : unsizedTail(q.instantiate(fields.get(fields.size() - 1).ty(), a.args));
      }
      case Ty.Tuple t when !t.elements.isEmpty() ->
          unsizedTail(t.elements.get(t.elements.size() - 1));
      default -> null;
    };
  }

  /** The types of the fields of a variant, struct, tuple or closure. */
  public List<Ty> fieldTypes(Ty ty, int variant) {
    return switch (ty) {
      case Ty.Tuple t -> t.elements;
      case Ty.Closure c -> ((Ty.Tuple) c.upvarsTy()).elements;
      case Ty.Adt a -> {
        List<Ty> types = new ArrayList<>();
        for (AdtDef.Field f : q.adt(a.def).variants().get(variant).fields()) {
          types.add(q.instantiate(f.ty(), a.args));
        }
        yield types;
      }
      default -> throw new IllegalStateException("no fields in " + ty);
    };
  }

  public long lengthOf(Const c) {
    return switch (q.evaluate(c)) {
      case Const.Value(Long v, Ty t) -> v;
      case Const other -> throw new Bug("array length " + other);
    };
  }

  private Layout make(Ty ty) {
    return switch (ty) {
      case Ty.Bool b -> copy(ty, Rep.BOOL, 8, false);
      case Ty.Char c -> copy(ty, Rep.CHAR, 32, false);
      case Ty.Int i -> integer(ty, i.kind, true);
      case Ty.Uint u -> integer(ty, u.kind, false);
      case Ty.Float f -> copy(ty, Rep.FLOAT, f.bits, true);
      case Ty.Never n -> copy(ty, Rep.ZST, 0, false);
      case Ty.FnDef f -> copy(ty, Rep.ZST, 0, false);
      case Ty.FnPtr f -> copy(ty, Rep.POINTER, 0, false);
      case Ty.Ref r -> {
        Layout.Builder b = new Layout.Builder(ty, Rep.POINTER);
        b.copy = !r.mutable;
        yield b.build();
      }
      case Ty.Tuple t -> struct(ty, t.elements, false);
      case Ty.Closure c -> struct(ty, ((Ty.Tuple) c.upvarsTy()).elements, false);
      case Ty.Array a -> array(a);
      case Ty.Adt a -> adt(a);
      default -> throw new Bug("no layout of " + ty);
    };
  }

  private Layout copy(Ty ty, Rep rep, int bits, boolean signed) {
    Layout.Builder b = new Layout.Builder(ty, rep);
    b.bits = bits;
    b.signed = signed;
    b.copy = true;
    return b.build();
  }

  private Layout integer(Ty ty, IntKind kind, boolean signed) {
    return copy(ty, kind.bits == 128 ? Rep.WIDE : Rep.INT, kind.bits, signed);
  }

  private Layout array(Ty.Array a) {
    Layout element = of(a.element);
    Layout.Builder b =
        new Layout.Builder(a, element.isZst() && !element.needsDrop ? Rep.ZST : Rep.ARRAY);
    b.element = element;
    b.length = lengthOf(a.length);
    if (b.rep == Rep.ARRAY && (b.length < 0 || b.length > Ty.Array.MAX_LENGTH)) {
      throw new LoweringError(
          null,
          "values of the type `" + a + "` are too big for the target architecture",
          Span.NONE);
    }
    b.copy = element.copy;
    b.needsDrop = element.needsDrop && b.length != 0;
    return b.build();
  }

  private Layout adt(Ty.Adt a) {
    if (a.def == phantom) {
      Layout.Builder b = new Layout.Builder(a, Rep.ZST);
      b.copy = true;
      b.variants = new Field[][] {{}};
      return b.build();
    }
    if (a.def == ptr || a.def == nativeType) {
      return copy(a, Rep.POINTER, 0, false);
    }
    if (a.def == box) {
      Layout.Builder b = new Layout.Builder(a, Rep.POINTER);
      b.needsDrop = true;
      return b.build();
    }
    if (a.def == rawBuf) {
      // Not its elements' layout: they may contain the buffer's owner again.
      return new Layout.Builder(a, Rep.RAW_BUF).build();
    }
    AdtDef def = q.adt(a.def);
    if (a.def == manuallyDrop) {
      return withoutDrop(a, of(fieldTypes(a, 0).get(0)));
    }
    return def.isEnum() ? enumeration(a, def) : struct(a, fieldTypes(a, 0), hasDrop(a));
  }

  private boolean hasDrop(Ty.Adt a) {
    return q.dropImpl(a.def) != null;
  }

  private Layout withoutDrop(Ty.Adt a, Layout inner) {
    Layout.Builder b = builderOf(a, inner);
    b.variants = new Field[][] {{new Field(inner, 0, true)}};
    return b.build();
  }

  private static Layout.Builder builderOf(Ty ty, Layout inner) {
    Layout.Builder b = new Layout.Builder(ty, inner.rep);
    b.bits = inner.bits;
    b.signed = inner.signed;
    b.copy = inner.copy;
    b.inner = inner;
    b.longs = inner.longs;
    b.refs = inner.refs;
    b.element = inner.element;
    b.length = inner.length;
    b.discriminants = inner.discriminants;
    return b;
  }

  private Layout struct(Ty ty, List<Ty> types, boolean hasDrop) {
    int n = types.size();
    Layout[] parts = new Layout[n];
    int solid = 0;
    int only = -1;
    boolean needsDrop = hasDrop;
    for (int i = 0; i < n; i++) {
      if (i == n - 1 && isUnsized(types.get(i))) {
        solid += 2; // its place is found through the pointer
        continue;
      }
      parts[i] = of(types.get(i));
      needsDrop |= parts[i].needsDrop;
      if (!parts[i].isZst()) {
        solid++;
        only = i;
      }
    }
    // where the fields lie must not depend on a tail that references of other types do not know
    boolean withTail = solid > 0 && only != n - 1 && ty instanceof Ty.Adt a && mayEndUnsized(a);
    if (solid == 1 && !hasDrop && !withTail) {
      return transparent(ty, parts, only);
    }
    Layout.Builder b = new Layout.Builder(ty, solid == 0 && !hasDrop ? Rep.ZST : Rep.AGG);
    b.copy = n == 0 && !(ty instanceof Ty.Adt) || q.isCopy(ty);
    b.needsDrop = needsDrop;
    int[] next = {0, 0};
    b.variants = new Field[][] {slots(parts, next)};
    b.longs = next[0];
    b.refs = next[1];
    return b.build();
  }

  private boolean mayEndUnsized(Ty.Adt a) {
    return a.def.kind() == Def.Kind.STRUCT && q.mayEndUnsized(a.def);
  }

  /**
   * Whether a reference to a struct or tuple with an unsized tail is one to its last field: there
   * is nothing else in it.
   */
  public boolean isTailAlone(Ty ty) {
    if (ty instanceof Ty.Adt a && hasDrop(a)) {
      return false;
    }
    List<Ty> types = fieldTypes(ty, 0);
    return types.subList(0, types.size() - 1).stream().allMatch(t -> of(t).isZst());
  }

  private Layout transparent(Ty ty, Layout[] parts, int only) {
    Layout.Builder b = builderOf(ty, parts[only]);
    b.needsDrop = parts[only].needsDrop;
    b.copy = parts[only].copy && q.isCopy(ty);
    Field[] fields = new Field[parts.length];
    for (int i = 0; i < parts.length; i++) {
      fields[i] = new Field(parts[i], 0, i == only);
    }
    b.variants = new Field[][] {fields};
    return b.build();
  }

  private static Field[] slots(Layout[] parts, int[] next) {
    Field[] fields = new Field[parts.length];
    for (int i = 0; i < parts.length; i++) {
      Layout p = parts[i];
      int slot =
          p == null
              ? 0
              : switch (p.kind) {
                case ZST -> 0;
                case LONG, DOUBLE -> next[0]++;
                case OBJECT -> next[1]++;
              };
      fields[i] = new Field(p, slot, false);
    }
    return fields;
  }

  private Layout enumeration(Ty.Adt a, AdtDef def) {
    int n = def.variants().size();
    Field[][] variants = new Field[n][];
    long[] discriminants = null;
    boolean data = hasDrop(a);
    boolean needsDrop = data;
    int longs = 0;
    int refs = 0;
    for (int v = 0; v < n; v++) {
      List<Ty> types = fieldTypes(a, v);
      Layout[] parts = new Layout[types.size()];
      for (int i = 0; i < parts.length; i++) {
        parts[i] = of(types.get(i));
        data |= !parts[i].isZst();
        needsDrop |= parts[i].needsDrop;
      }
      int[] next = {0, 0};
      variants[v] = slots(parts, next);
      longs = Math.max(longs, next[0]);
      refs = Math.max(refs, next[1]);
      long d = q.discriminant(def.variants().get(v).def());
      if (d != v && discriminants == null) {
        discriminants = new long[n];
        for (int i = 0; i < v; i++) {
          discriminants[i] = i;
        }
      }
      if (discriminants != null) {
        discriminants[v] = d;
      }
    }
    Layout.Builder b = new Layout.Builder(a, data ? Rep.AGG : n == 0 ? Rep.ZST : Rep.ENUM);
    b.bits = n <= 256 ? 8 : 32;
    b.copy = q.isCopy(a);
    b.needsDrop = needsDrop;
    b.variants = variants;
    b.longs = longs;
    b.refs = refs;
    b.discriminants = discriminants;
    return b.build();
  }
}
