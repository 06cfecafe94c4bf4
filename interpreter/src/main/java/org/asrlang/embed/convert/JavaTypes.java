package org.asrlang.embed.convert;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;

/** Java's generic types as far as conversions look at them. */
final class JavaTypes {
  private JavaTypes() {}

  /** The class without its arguments; of a wildcard its bound, of a type variable Object. */
  static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p -> (Class<?>) p.getRawType();
      case WildcardType w -> raw(w.getUpperBounds()[0]);
      case GenericArrayType a -> raw(a.getGenericComponentType()).arrayType();
      default -> Object.class;
    };
  }

  /** The i-th type argument, Object where none is given. */
  static Type argument(Type type, int i) {
    return switch (type) {
      case ParameterizedType p -> p.getActualTypeArguments()[i];
      case WildcardType w -> argument(w.getUpperBounds()[0], i);
      default -> Object.class;
    };
  }

  /** The elements' type of an array. */
  static Type component(Type type) {
    return switch (type) {
      case GenericArrayType a -> a.getGenericComponentType();
      case Class<?> c -> c.getComponentType();
      default -> Object.class;
    };
  }
}
