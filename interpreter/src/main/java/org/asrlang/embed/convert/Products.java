package org.asrlang.embed.convert;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.asrlang.embed.convert.Converters.Way;
import org.asrlang.exec.Layout;
import org.asrlang.resolve.Def;
import org.asrlang.types.Ty;

/** Makes the converters of structs, tuples and variants. */
final class Products {
  private final Converters converters;

  Products(Converters converters) {
    this.converters = converters;
  }

  static List<String> positions(int size) {
    return IntStream.range(0, size).mapToObj(Integer::toString).toList();
  }

  /**
   * @param fields of a struct or variant; null for a tuple
   * @param elements of a tuple; null for others
   */
  Converter make(
      Layout layout, int variant, List<Def> fields, List<Ty> elements, Type type, Way way) {
    int size = fields == null ? elements.size() : fields.size();
    boolean named =
        fields != null && size > 0 && !Character.isDigit(fields.get(0).name().charAt(0));
    List<String> names = named ? fields.stream().map(Def::name).toList() : positions(size);
    Class<?> raw = JavaTypes.raw(type);
    Shape shape = shape(layout, raw, named ? names : null, size, fields != null);
    Converter[] parts = new Converter[size];
    for (int i = 0; i < size; i++) {
      if (shape instanceof Shape.OfRecord r && !r.has(i)) {
        if (way == Way.TO_GUEST) {
          throw new IllegalArgumentException(
              raw.getSimpleName() + " has no component for field `" + names.get(i) + "`");
        }
        continue;
      }
      Ty part =
          fields == null
              ? elements.get(i)
              : converters.normalize(
                  converters.tcx().typeOf(fields.get(i)), ((Ty.Adt) layout.ty).args);
      try {
        parts[i] = converters.of(part, javaType(shape, type, i), way);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("field `" + names.get(i) + "`: " + e.getMessage(), e);
      }
    }
    return new Product(layout, variant, names, parts, shape);
  }

  private static Shape shape(
      Layout layout, Class<?> raw, List<String> names, int size, boolean adt) {
    if (raw.isRecord()) {
      return Shape.OfRecord.of(raw, names, size);
    }
    if (names != null && (raw == Map.class || raw == Object.class)) {
      return new Shape.OfMap(names);
    }
    if (names == null && adt && size == 1) {
      return new Shape.OfOne();
    }
    if (names == null && (raw == List.class || raw == Object.class)) {
      return new Shape.OfList(size);
    }
    throw new IllegalArgumentException("`" + layout.ty + "` is no " + raw.getSimpleName());
  }

  private static Type javaType(Shape shape, Type type, int part) {
    return switch (shape) {
      case Shape.OfRecord r -> {
        RecordComponent[] components = JavaTypes.raw(type).getRecordComponents();
        for (int i = 0; i < components.length; i++) {
          if (r.partOf()[i] == part) {
            yield components[i].getGenericType();
          }
        }
        throw new IllegalStateException();
      }
      case Shape.OfMap m -> JavaTypes.argument(type, 1);
      case Shape.OfList l -> JavaTypes.argument(type, 0);
      case Shape.OfOne o -> type;
      case Shape.OfEntry e -> JavaTypes.argument(type, part);
    };
  }
}
