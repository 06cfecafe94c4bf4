package org.asrlang.embed.convert;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;

/** {@code &T} and {@code Box<T>}: copied as what they point to. */
final class Pointers extends Converter {
  private final Layout target;
  private final Converter inner;

  Pointers(Layout target, Converter inner) {
    this.target = target;
    this.inner = inner;
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    return inner.toJava(target.read(guest), stack);
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    return target.newBox(inner.toGuest(java, stack));
  }
}
