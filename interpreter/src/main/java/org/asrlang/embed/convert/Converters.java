package org.asrlang.embed.convert;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.embed.convert.Collections.Kind;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.lower.Lowering;
import org.asrlang.resolve.Def;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.LangItems;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/**
 * Finds the converter for a guest type and a Java type: once, when a function is bound, so that a
 * type that does not fit is told then. Thread-safe; one for each program.
 */
public final class Converters {
  /** Which way values go. */
  public enum Way {
    /** A Java type may know less than the guest's. */
    TO_JAVA,
    /** It must have all the parts. */
    TO_GUEST
  }

  private record Key(Ty ty, Type type, Way way) {}

  private final Lowering lowering;
  private final TyCtxt tcx;
  private final ConcurrentHashMap<Key, Converter> made = new ConcurrentHashMap<>();

  private final Map<Key, Deferred> making = new HashMap<>(); // guarded by itself

  /** Stands for a converter while it is being made. */
  private static final class Deferred extends Converter {
    private volatile Converter converter;

    @Override
    public Object toJava(Object guest, Stack stack) {
      return converter.toJava(guest, stack);
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      return converter.toGuest(java, stack);
    }
  }

  public Converters(Lowering lowering, TyCtxt tcx) {
    this.lowering = lowering;
    this.tcx = tcx;
  }

  /**
   * The converter for a type without regions and parameters.
   *
   * @param type a Java type with its arguments; {@link Object} for the natural one
   * @throws IllegalArgumentException if they do not fit, with the reason
   */
  public Converter of(Ty ty, Type type, Way way) {
    Key key = new Key(ty, type, way);
    Converter found = made.get(key);
    if (found != null) {
      return found;
    }
    synchronized (making) {
      if (making.containsKey(key)) {
        return making.get(key); // a type that contains itself
      }
      Deferred deferred = new Deferred();
      making.put(key, deferred);
      try {
        deferred.converter = make(ty, type, way);
      } finally {
        making.remove(key);
      }
      made.put(key, deferred.converter);
      return deferred.converter;
    }
  }

  private Converter make(Ty ty, Type type, Way way) {
    Class<?> raw = JavaTypes.raw(type);
    return switch (ty) {
      case Ty.Bool b -> {
        oneOf(raw, ty, boolean.class, Boolean.class);
        yield new Scalars.Bool();
      }
      case Ty.Char c -> {
        oneOf(raw, ty, String.class, char.class, Character.class);
        yield new Scalars.Char(raw);
      }
      case Ty.Int i -> integer(ty, raw);
      case Ty.Uint i -> integer(ty, raw);
      case Ty.Float f -> {
        oneOf(raw, ty, double.class, Double.class, float.class, Float.class, Number.class);
        yield new Scalars.Float(raw);
      }
      case Ty.Tuple t when t.elements.isEmpty() -> {
        oneOf(raw, ty, void.class, Void.class);
        yield new Scalars.Nothing();
      }
      case Ty.Tuple t -> tuple(t, type, way);
      case Ty.Ref r -> reference(r, type, way);
      case Ty.Array a -> row(ty, a.element, type, way);
      case Ty.Adt a -> adt(a, type, way);
      default -> throw cannot(ty);
    };
  }

  private static IllegalArgumentException cannot(Ty ty) {
    return new IllegalArgumentException("a `" + ty + "` has no counterpart in Java");
  }

  private static IllegalArgumentException no(Ty ty, Type type) {
    return new IllegalArgumentException(
        "`" + ty + "` is no " + type.getTypeName().replaceAll("\\b[\\w.]+[.$](?=\\w)", ""));
  }

  private static void oneOf(Class<?> raw, Ty ty, Class<?>... classes) {
    if (raw != Object.class && !List.of(classes).contains(raw)) {
      throw no(ty, raw);
    }
  }

  private Converter integer(Ty ty, Class<?> raw) {
    if (!Scalars.Integer.fits(raw)) {
      throw no(ty, raw);
    }
    return new Scalars.Integer(lowering.layout(ty), raw);
  }

  private Converter reference(Ty.Ref r, Type type, Way way) {
    if (r.target instanceof Ty.Str) {
      return text(r, type);
    }
    if (r.target instanceof Ty.Slice s) {
      return row(r, s.element, type, way);
    }
    if (way == Way.TO_GUEST && r.mutable) {
      throw new IllegalArgumentException("a `" + r + "` would be changed behind Java's back");
    }
    return new Pointers(lowering.layout(r.target), of(r.target, type, way));
  }

  private Converter text(Ty ty, Type type) {
    oneOf(JavaTypes.raw(type), ty, String.class, CharSequence.class);
    return new Text(lowering.layout(ty));
  }

  private Converter row(Ty ty, Ty element, Type type, Way way) {
    Class<?> raw = JavaTypes.raw(type);
    boolean list = raw == Object.class || raw.isAssignableFrom(List.class);
    if (!list && !raw.isArray()) {
      throw no(ty, type);
    }
    Type each = list ? JavaTypes.argument(type, 0) : JavaTypes.component(type);
    return new Rows(
        lowering.layout(ty),
        lowering.layout(element),
        of(element, each, way),
        list ? null : raw.getComponentType());
  }

  private Converter tuple(Ty.Tuple t, Type type, Way way) {
    Class<?> raw = JavaTypes.raw(type);
    int size = t.elements.size();
    if (raw == Map.Entry.class && size == 2) {
      Converter[] parts = {
        of(t.elements.get(0), JavaTypes.argument(type, 0), way),
        of(t.elements.get(1), JavaTypes.argument(type, 1), way)
      };
      return new Product(
          lowering.layout(t), 0, Products.positions(size), parts, new Shape.OfEntry());
    }
    return products().make(lowering.layout(t), 0, null, t.elements, type, way);
  }

  private Products products() {
    return new Products(this);
  }

  private Converter adt(Ty.Adt a, Type type, Way way) {
    if (a.def.crate().name().equals("std")) {
      return std(a, type, way);
    }
    if (!a.def.children(Def.Kind.VARIANT).isEmpty()) {
      return sum(a, type, way);
    }
    if (a.def.kind() == Def.Kind.STRUCT) {
      return products()
          .make(lowering.layout(a), 0, a.def.children(Def.Kind.FIELD), null, type, way);
    }
    throw cannot(a);
  }

  private Converter std(Ty.Adt a, Type type, Way way) {
    Class<?> raw = JavaTypes.raw(type);
    return switch (a.def.name()) {
      case "String" -> text(a, type);
      case "Vec" -> row(a, argument(a, 0), type, way);
      case "Box" -> {
        Ty target = argument(a, 0);
        if (target instanceof Ty.Str
            || target instanceof Ty.Slice
            || target instanceof Ty.Dynamic) {
          throw cannot(a);
        }
        yield new Pointers(lowering.layout(target), of(target, type, way));
      }
      case "Option" -> {
        boolean optional = raw == Optional.class || raw == Object.class;
        Ty some = argument(a, 0);
        if (raw.isPrimitive() || !optional && some instanceof Ty.Adt s && s.def == a.def) {
          throw no(a, type);
        }
        Type inner = optional ? JavaTypes.argument(type, 0) : type;
        yield new Options(lowering.layout(a), of(some, inner, way), optional);
      }
      case "Result" ->
          new Results(
              lowering.layout(a),
              of(argument(a, 0), type, way),
              of(argument(a, 1), Object.class, way));
      case "HashMap", "BTreeMap" -> {
        oneOf(raw, a, Map.class);
        yield map(a, type, way);
      }
      case "HashSet", "BTreeSet" -> {
        oneOf(raw, a, Set.class, Collection.class);
        yield collection(Kind.SET, a, type, way);
      }
      case "VecDeque", "LinkedList", "BinaryHeap" -> {
        oneOf(raw, a, List.class, Collection.class);
        yield collection(Kind.LIST, a, type, way);
      }
      default -> throw cannot(a);
    };
  }

  private static Ty argument(Ty.Adt a, int i) {
    int at = 0;
    for (GenericArg g : a.args) {
      if (g instanceof Ty t && at++ == i) {
        return t;
      }
    }
    throw cannot(a);
  }

  // ---- enums

  private Converter sum(Ty.Adt a, Type type, Way way) {
    Class<?> raw = JavaTypes.raw(type);
    Layout layout = lowering.layout(a);
    List<Def> variants = Variants.of(layout);
    if (variants.stream().allMatch(v -> v.children(Def.Kind.FIELD).isEmpty())
        && (raw.isEnum() || raw == String.class || raw == Object.class)) {
      return new Constants(layout, raw.isEnum() ? raw : null);
    }
    if (raw != Object.class && raw != Map.class && !raw.isSealed()) {
      throw no(a, type);
    }
    Converter[] each = new Converter[variants.size()];
    Class<?>[] classes = raw.isSealed() ? new Class<?>[each.length] : null;
    for (int i = 0; i < each.length; i++) {
      List<Def> fields = variants.get(i).children(Def.Kind.FIELD);
      if (classes != null) {
        classes[i] = subclass(raw, variants.get(i).name());
      }
      if (classes != null || !fields.isEmpty()) {
        Type of = classes != null ? classes[i] : Object.class;
        each[i] = products().make(layout, i, fields, null, of, way);
      }
    }
    return new Sums(layout, each, classes);
  }

  private static Class<?> subclass(Class<?> sealed, String name) {
    for (Class<?> c : sealed.getPermittedSubclasses()) {
      if (c.isRecord() && Variants.sameName(c.getSimpleName(), name)) {
        return c;
      }
    }
    throw new IllegalArgumentException(
        sealed.getSimpleName() + " permits no record named `" + name + "`");
  }

  // ---- collections

  private Converter map(Ty.Adt a, Type type, Way way) {
    Ty key = argument(a, 0);
    Ty value = argument(a, 1);
    return collection(
        Kind.MAP,
        a,
        way,
        (tuple, to) -> {
          Ty.Tuple t = (Ty.Tuple) tuple;
          Converter[] parts = {
            of(t.elements.get(0), JavaTypes.argument(type, 0), to),
            of(t.elements.get(1), JavaTypes.argument(type, 1), to)
          };
          return new Product(
              lowering.layout(t), 0, Products.positions(2), parts, new Shape.OfList(2));
        });
  }

  private Converter collection(Kind kind, Ty.Adt a, Type type, Way way) {
    Type each = JavaTypes.argument(type, 0);
    return collection(kind, a, way, (item, to) -> of(item, each, to));
  }

  /** Makes the converter of one element. */
  private interface Element {
    Converter of(Ty item, Way way);
  }

  private Converter collection(Kind kind, Ty.Adt a, Way way, Element element) {
    // `items` lends the elements, so they only go out; `collect` takes them
    LangItems lang = tcx.lang();
    Def items = lang.get("embed_items");
    Def collect = lang.get("embed_collect");
    FnSig lent = tcx.fnSig(items);
    Ty.Adt lentRow = (Ty.Adt) lowering.normalize(lent.output(), List.of(a));
    Ty.Adt ownedRow = (Ty.Adt) lowering.normalize(tcx.fnSig(collect).inputs().get(0), List.of(a));
    return new Collections(
        kind,
        lowering.layout(a),
        lowering.code(items, List.of(a)),
        rows(lentRow, element, Way.TO_JAVA),
        way == Way.TO_JAVA ? null : lowering.code(collect, List.of(a)),
        way == Way.TO_JAVA ? null : rows(ownedRow, element, way));
  }

  private Converter rows(Ty.Adt row, Element element, Way way) {
    Ty item = argument(row, 0);
    return new Rows(lowering.layout(row), lowering.layout(item), element.of(item, way), null);
  }

  Ty normalize(Ty generic, List<GenericArg> args) {
    return lowering.normalize(generic, args);
  }

  TyCtxt tcx() {
    return tcx;
  }
}
