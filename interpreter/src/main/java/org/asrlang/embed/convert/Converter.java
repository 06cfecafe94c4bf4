package org.asrlang.embed.convert;

import org.asrlang.exec.Stack;

/**
 * Copies values of one guest type to one Java type and back. Guest values are boxed: {@link Long},
 * {@link Double}, an object. Made when a function is bound; immutable.
 */
public abstract class Converter {
  /**
   * @param stack of the calling task: collections are taken apart by guest code
   * @throws ValueException if this value has no counterpart
   */
  public abstract Object toJava(Object guest, Stack stack);

  /**
   * @param stack of the calling task: collections are put together by guest code
   * @throws ValueException if this value has no counterpart
   */
  public abstract Object toGuest(Object java, Stack stack);

  static ValueException unexpected(String expected, Object got) {
    return new ValueException(
        "expected "
            + expected
            + ", got "
            + (got == null ? "null" : got.getClass().getSimpleName()));
  }

  static <T> T expect(Class<T> type, Object value) {
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw unexpected("a " + type.getSimpleName(), value);
  }
}
