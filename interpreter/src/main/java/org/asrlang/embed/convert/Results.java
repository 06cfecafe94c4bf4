package org.asrlang.embed.convert;

import org.asrlang.embed.ErrException;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;

/**
 * {@code Result<T, E>} as a {@code T} or an {@link ErrException} that carries the {@code E}: thrown
 * to the caller of a function, returned by a host function.
 */
public final class Results extends Converter {
  private final Layout layout;
  private final Converter ok;
  private final Converter err;
  private final int okIndex;

  Results(Layout layout, Converter ok, Converter err) {
    this.layout = layout;
    this.ok = ok;
    this.err = err;
    this.okIndex = Variants.names(layout).indexOf("Ok");
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    int i = Variants.index(layout, guest);
    Object data = layout.getField(guest, i, 0);
    return i == okIndex ? ok.toJava(data, stack) : new ErrException(err.toJava(data, stack));
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    return java instanceof ErrException e
        ? NativeCall.variant(layout, "Err", err.toGuest(e.error(), stack))
        : NativeCall.variant(layout, "Ok", ok.toGuest(java, stack));
  }
}
