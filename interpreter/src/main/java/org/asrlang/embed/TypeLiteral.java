package org.asrlang.embed;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A Java type with its arguments, which a {@link Class} cannot tell: {@code new
 * TypeLiteral<List<Quote>>() {}}. It can stand wherever a {@link Type} is asked for.
 *
 * <p>After Neal Gafter's "super type tokens" (2006).
 */
public abstract class TypeLiteral<T> implements Type {
  private final Type type;

  protected TypeLiteral() {
    if (!(getClass().getGenericSuperclass() instanceof ParameterizedType p)) {
      throw new IllegalStateException("needs a type: new TypeLiteral<List<String>>() {}");
    }
    type = p.getActualTypeArguments()[0];
  }

  public final Type type() {
    return type;
  }

  /** The type that is meant: a literal's own, or the type itself. */
  static Type of(Type type) {
    return type instanceof TypeLiteral<?> l ? l.type : type;
  }

  @Override
  public final String getTypeName() {
    return type.getTypeName();
  }

  @Override
  public final String toString() {
    return type.getTypeName();
  }
}
