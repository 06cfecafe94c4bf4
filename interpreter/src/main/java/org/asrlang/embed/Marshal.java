package org.asrlang.embed;

import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.RawBuf;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.exec.Wide;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.resolve.Def;
import org.asrlang.types.Ty;

/**
 * Values of programs to Java's and back, by copying. Guest values are boxed: {@link Long}, {@link
 * Double}, an object.
 */
final class Marshal {
  private final Stack stack;
  private final NativeSig.Linker linker;

  Marshal(Stack stack, NativeSig.Linker linker) {
    this.stack = stack;
    this.linker = linker;
  }

  // ---- to Java

  /**
   * @param wanted the Java class asked for; {@link Object} for the natural one
   * @throws IllegalArgumentException if the value cannot become that
   */
  Object toJava(Layout l, Object v, Class<?> wanted) {
    return switch (l.ty) {
      case Ty.Bool b -> (Long) v != 0;
      case Ty.Char c -> Character.toString((int) (long) (Long) v);
      case Ty.Int i -> integer(l, v, wanted);
      case Ty.Uint i -> integer(l, v, wanted);
      case Ty.Float f ->
          wanted == float.class || wanted == Float.class ? (Object) ((Double) v).floatValue() : v;
      case Ty.Tuple t -> t.elements.isEmpty() ? null : tuple(l, v, wanted);
      case Ty.Ref r -> reference(r, v, wanted);
      case Ty.Adt a -> adt(l, a, v, wanted);
      case Ty.Array a -> elements(l.element, v, 0, (int) l.length);
      case Ty t ->
          throw new IllegalArgumentException(
              "a value of type `" + t + "` cannot leave the program");
    };
  }

  private static Object integer(Layout l, Object v, Class<?> wanted) {
    if (v instanceof Wide w) {
      return w.big(l.signed);
    }
    long n = (Long) v;
    if (wanted == int.class || wanted == Integer.class) {
      return Math.toIntExact(n);
    }
    if (wanted == short.class || wanted == Short.class) {
      return (short) n;
    }
    if (wanted == byte.class || wanted == Byte.class) {
      return (byte) n;
    }
    if (wanted == BigInteger.class) {
      return l.signed ? BigInteger.valueOf(n) : new BigInteger(Long.toUnsignedString(n));
    }
    return n;
  }

  private Object reference(Ty.Ref r, Object v, Class<?> wanted) {
    return switch (r.target) {
      case Ty.Str s -> ((Slice) v).text();
      case Ty.Slice s -> {
        Slice slice = (Slice) v;
        yield elements(linker.layout(s.element), slice.array, slice.offset, slice.length);
      }
      case Ty t -> {
        Layout target = linker.layout(t);
        yield toJava(target, target.read(v), wanted);
      }
    };
  }

  private Object tuple(Layout l, Object v, Class<?> wanted) {
    List<Object> out = new ArrayList<>();
    RecordComponent[] components = wanted.isRecord() ? wanted.getRecordComponents() : null;
    for (int i = 0; i < l.variants[0].length; i++) {
      Class<?> part = components == null ? Object.class : components[i].getType();
      out.add(toJava(l.variants[0][i].layout(), l.getField(v, 0, i), part));
    }
    return components == null ? out : newRecord(wanted, components, out);
  }

  private Object adt(Layout l, Ty.Adt a, Object v, Class<?> wanted) {
    String name = a.def.name();
    if (a.def.crate().name().equals("std")) {
      switch (name) {
        case "String" -> {
          Slice bytes = vec(l, v);
          return bytes.text();
        }
        case "Vec" -> {
          Slice s = vec(l, v);
          return elements(linker.layout((Ty) a.args.get(0)), s.array, s.offset, s.length);
        }
        case "Option" -> {
          int variant = variant(l, v);
          boolean some = variantName(a, variant).equals("Some");
          Object inner =
              some
                  ? toJava(l.variants[variant][0].layout(), l.getField(v, variant, 0), Object.class)
                  : null;
          return wanted == Optional.class || wanted == Object.class
              ? Optional.ofNullable(inner)
              : inner;
        }
        case "Box" -> {
          Layout inner = linker.layout((Ty) a.args.get(0));
          return toJava(inner, inner.read(v), wanted);
        }
        default -> {}
      }
    }
    int variant = variant(l, v);
    if (a.def.kind() == Def.Kind.ENUM && (l.variants == null || l.variants[variant].length == 0)) {
      return enumConstant(variantName(a, variant), wanted);
    }
    if (l.variants == null) {
      return fieldless(wanted);
    }
    List<Def> fields = fields(a, variant);
    if (wanted.isRecord()) {
      return record(l, v, variant, fields, wanted);
    }
    Map<String, Object> out = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      out.put(
          fields.get(i).name(),
          toJava(l.variants[variant][i].layout(), l.getField(v, variant, i), Object.class));
    }
    return out;
  }

  private static Object fieldless(Class<?> wanted) {
    return wanted.isRecord()
        ? newRecord(wanted, wanted.getRecordComponents(), List.of())
        : Map.of();
  }

  private Object record(Layout l, Object v, int variant, List<Def> fields, Class<?> wanted) {
    RecordComponent[] components = wanted.getRecordComponents();
    List<Object> out = new ArrayList<>();
    for (RecordComponent c : components) {
      int at = -1;
      for (int i = 0; i < fields.size(); i++) {
        if (fields.get(i).name().equals(c.getName())) {
          at = i;
        }
      }
      if (at < 0) {
        throw new IllegalArgumentException("`" + l.ty + "` has no field `" + c.getName() + "`");
      }
      out.add(toJava(l.variants[variant][at].layout(), l.getField(v, variant, at), c.getType()));
    }
    return newRecord(wanted, components, out);
  }

  private static Object newRecord(
      Class<?> type, RecordComponent[] components, List<Object> values) {
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot make a " + type.getName() + ": " + e, e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static Object enumConstant(String name, Class<?> wanted) {
    if (!wanted.isEnum()) {
      return name;
    }
    for (Object c : wanted.getEnumConstants()) {
      String constant = ((Enum) c).name();
      if (constant.equals(name) || constant.replace("_", "").equalsIgnoreCase(name)) {
        return c;
      }
    }
    throw new IllegalArgumentException(wanted.getName() + " has no constant for `" + name + "`");
  }

  static int variant(Layout l, Object v) {
    return switch (l.rep) {
      case ENUM -> (int) (long) (Long) v;
      case AGG -> l.variants.length == 1 ? 0 : ((Agg) v).tag;
      case ZST, INT, BOOL, CHAR, FLOAT, WIDE, POINTER, ARRAY, RAW_BUF -> 0;
    };
  }

  private static String variantName(Ty.Adt a, int variant) {
    return a.def.children(Def.Kind.VARIANT).get(variant).name();
  }

  private static List<Def> fields(Ty.Adt a, int variant) {
    Def owner =
        a.def.kind() == Def.Kind.ENUM ? a.def.children(Def.Kind.VARIANT).get(variant) : a.def;
    return owner.children(Def.Kind.FIELD);
  }

  private List<Object> elements(Layout element, Object array, int from, int length) {
    List<Object> out = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      out.add(toJava(element, Elems.getBoxed(element.elemKind, array, from + i), Object.class));
    }
    return out;
  }

  /** The initialised part of a {@code Vec} or {@code String}: its buffer and its length. */
  private Slice vec(Layout l, Object v) {
    Object[] found = new Object[2];
    find(l, v, found);
    return new Slice(((RawBuf) found[0]).array, 0, (int) (long) (Long) found[1]);
  }

  private static void find(Layout l, Object v, Object[] found) {
    if (l.rep == Layout.Rep.RAW_BUF) {
      found[0] = v;
    } else if (l.ty instanceof Ty.Uint) {
      found[1] = v;
    } else if (l.variants != null) {
      for (int i = 0; i < l.variants[0].length; i++) {
        find(l.variants[0][i].layout(), l.getField(v, 0, i), found);
      }
    }
  }

  // ---- to the program

  /**
   * @throws IllegalArgumentException if the value does not fit the type
   */
  Object toGuest(Layout l, Object v) {
    return switch (l.ty) {
      case Ty.Bool b -> expect(v, Boolean.class, l) ? 1L : 0L;
      case Ty.Char c -> (long) expect(v, String.class, l).codePointAt(0);
      case Ty.Int i -> fromInteger(l, v);
      case Ty.Uint i -> fromInteger(l, v);
      case Ty.Float f -> expect(v, Number.class, l).doubleValue();
      case Ty.Tuple t when t.elements.isEmpty() -> Unit.UNIT;
      case Ty.Tuple t -> parts(l, 0, expect(v, List.class, l));
      case Ty.Ref r when r.target instanceof Ty.Str -> Slice.str(expect(v, String.class, l));
      case Ty.Adt a -> toAdt(l, a, v);
      case Ty t ->
          throw new IllegalArgumentException(
              "a value of type `" + t + "` cannot enter the program");
    };
  }

  private static <T> T expect(Object v, Class<T> type, Layout l) {
    if (type.isInstance(v)) {
      return type.cast(v);
    }
    throw new IllegalArgumentException(
        "expected a "
            + type.getSimpleName()
            + " for `"
            + l.ty
            + "`, got "
            + (v == null ? "null" : v.getClass().getSimpleName()));
  }

  private static Object fromInteger(Layout l, Object v) {
    BigInteger n =
        v instanceof BigInteger b ? b : BigInteger.valueOf(expect(v, Number.class, l).longValue());
    int bits = l.rep == Layout.Rep.WIDE ? 128 : l.bits;
    boolean fits = l.signed ? n.bitLength() < bits : n.signum() >= 0 && n.bitLength() <= bits;
    if (!fits) {
      throw new IllegalArgumentException(n + " does not fit into `" + l.ty + "`");
    }
    return bits == 128 ? Wide.of(n) : (Object) n.longValue();
  }

  private Object parts(Layout l, int variant, List<?> values) {
    Layout.Field[] fields = l.variants[variant];
    if (values.size() != fields.length) {
      throw new IllegalArgumentException(
          "`" + l.ty + "` has " + fields.length + " parts, got " + values.size());
    }
    Object[] out = new Object[fields.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = toGuest(fields[i].layout(), values.get(i));
    }
    return l.build(variant, out);
  }

  private Object toAdt(Layout l, Ty.Adt a, Object v) {
    if (a.def.crate().name().equals("std")) {
      switch (a.def.name()) {
        case "String" -> {
          Slice s = Slice.str(expect(v, String.class, l));
          return buildVec(l, s.array, s.length);
        }
        case "Vec" -> {
          List<?> list = expect(v, List.class, l);
          Layout element = linker.layout((Ty) a.args.get(0));
          Object array = Elems.newArray(element.elemKind, list.size());
          for (int i = 0; i < list.size(); i++) {
            Elems.setBoxed(element.elemKind, array, i, toGuest(element, list.get(i)));
          }
          return buildVec(l, array, list.size());
        }
        case "Option" -> {
          Object inner = v instanceof Optional<?> o ? o.orElse(null) : v;
          if (inner == null) {
            return NativeCall.variant(l, "None");
          }
          Layout some = linker.layout((Ty) a.args.get(0));
          return NativeCall.variant(l, "Some", toGuest(some, inner));
        }
        default -> {}
      }
    }
    if (a.def.kind() == Def.Kind.ENUM) {
      String name = v instanceof Enum<?> e ? e.name() : expect(v, String.class, l);
      return NativeCall.variant(l, name);
    }
    Map<String, Object> byName = new LinkedHashMap<>();
    if (v instanceof Map<?, ?> m) {
      m.forEach((k, x) -> byName.put(String.valueOf(k), x));
    } else if (v instanceof Record record) {
      recordParts(record, byName);
    } else {
      throw new IllegalArgumentException("expected a record or map for `" + l.ty + "`");
    }
    List<Object> values = new ArrayList<>();
    for (Def f : fields(a, 0)) {
      if (!byName.containsKey(f.name())) {
        throw new IllegalArgumentException("field `" + f.name() + "` of `" + l.ty + "` is missing");
      }
      values.add(byName.get(f.name()));
    }
    return parts(l, 0, values);
  }

  private static void recordParts(Record record, Map<String, Object> out) {
    try {
      for (RecordComponent c : record.getClass().getRecordComponents()) {
        c.getAccessor().setAccessible(true);
        out.put(c.getName(), c.getAccessor().invoke(record));
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + record.getClass().getName(), e);
    }
  }

  /** A {@code Vec} or {@code String} around an array that is full. */
  private Object buildVec(Layout l, Object array, int length) {
    if (l.rep == Layout.Rep.RAW_BUF) {
      return new RawBuf(array);
    }
    if (l.ty instanceof Ty.Uint) {
      return (long) length;
    }
    if (l.isZst()) {
      return Unit.UNIT;
    }
    Layout.Field[] fields = l.variants[0];
    Object[] parts = new Object[fields.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = buildVec(fields[i].layout(), array, length);
    }
    return l.build(0, parts);
  }

  /** Whether a Java class can stand for the type, for errors at bind time. */
  boolean fits(Ty ty, Class<?> type) {
    if (type == Object.class) {
      return true;
    }
    return switch (ty) {
      case Ty.Bool b -> type == boolean.class || type == Boolean.class;
      case Ty.Char c -> type == String.class;
      case Ty.Int i -> isInteger(type);
      case Ty.Uint i -> isInteger(type);
      case Ty.Float f ->
          type == double.class
              || type == Double.class
              || type == float.class
              || type == Float.class;
      case Ty.Tuple t ->
          t.elements.isEmpty()
              ? type == void.class || type == Void.class
              : type == List.class
                  || type.isRecord() && type.getRecordComponents().length == t.elements.size();
      case Ty.Ref r ->
          r.target instanceof Ty.Str
              ? type == String.class
              : r.target instanceof Ty.Slice ? type == List.class : fits(r.target, type);
      case Ty.Array a -> type == List.class;
      case Ty.Adt a -> fitsAdt(a, type);
      case Ty t -> false;
    };
  }

  private boolean fitsAdt(Ty.Adt a, Class<?> type) {
    if (a.def.crate().name().equals("std")) {
      switch (a.def.name()) {
        case "String" -> {
          return type == String.class;
        }
        case "Vec" -> {
          return type == List.class;
        }
        case "Option" -> {
          return type == Optional.class || !type.isPrimitive() && fits((Ty) a.args.get(0), type);
        }
        case "Box" -> {
          return fits((Ty) a.args.get(0), type);
        }
        default -> {}
      }
    }
    if (a.def.kind() == Def.Kind.ENUM) {
      return type.isEnum() || type == String.class || type == Map.class;
    }
    if (type.isRecord()) {
      List<Def> fields = a.def.children(Def.Kind.FIELD);
      for (RecordComponent c : type.getRecordComponents()) {
        if (fields.stream().noneMatch(f -> f.name().equals(c.getName()))) {
          return false;
        }
      }
      return true;
    }
    return type == Map.class;
  }

  private static boolean isInteger(Class<?> type) {
    return type == long.class
        || type == Long.class
        || type == int.class
        || type == Integer.class
        || type == short.class
        || type == Short.class
        || type == byte.class
        || type == Byte.class
        || type == BigInteger.class;
  }

  /** Drops a guest value once it has been copied. */
  void drop(Layout l, Object v) {
    if (l.needsDrop) {
      var glue = linker.glue(l.ty);
      if (glue != null) {
        stack.ensure(1, 1);
        glue.drop(stack, 0, 0, v);
      }
    }
  }

  /** A reference to a value for a parameter that takes one. */
  Object borrow(Layout l, Object v) {
    return l.isStorage() ? v : l.kind == Layout.Kind.OBJECT ? new Ref.ObjCell(v) : l.newBox(v);
  }
}
