package org.asrlang.embed;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * A Java type with its arguments, which a {@link Class} cannot tell: {@code new
 * TypeLiteral<List<Quote>>() {}}.
 *
 * <p>After Neal Gafter's "super type tokens" (2006).
 */
public abstract class TypeLiteral<T> {
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
}
