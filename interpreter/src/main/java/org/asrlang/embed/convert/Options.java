package org.asrlang.embed.convert;

import java.util.Optional;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;

/** {@code Option<T>} to an {@link Optional}, or to a value that may be null. */
final class Options extends Converter {
  private final Layout layout;
  private final Converter some;
  private final boolean optional;
  private final int someIndex;

  Options(Layout layout, Converter some, boolean optional) {
    this.layout = layout;
    this.some = some;
    this.optional = optional;
    this.someIndex = Variants.names(layout).indexOf("Some");
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    Object value =
        Variants.index(layout, guest) == someIndex
            ? some.toJava(layout.getField(guest, someIndex, 0), stack)
            : null;
    return optional ? Optional.ofNullable(value) : value;
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    Object value = java instanceof Optional<?> o ? o.orElse(null) : java;
    return value == null
        ? NativeCall.variant(layout, "None")
        : NativeCall.variant(layout, "Some", some.toGuest(value, stack));
  }
}
