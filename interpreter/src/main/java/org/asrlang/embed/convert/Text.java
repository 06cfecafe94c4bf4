package org.asrlang.embed.convert;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.types.Ty;

/** {@code &str} and {@code String} to {@link String}. A lone surrogate becomes {@code ?}. */
public final class Text extends Converter {
  private final Layout layout;
  private final boolean owned;

  /**
   * @param layout of {@code &str} or {@code String}
   */
  public Text(Layout layout) {
    this.layout = layout;
    this.owned = layout.ty instanceof Ty.Adt;
  }

  @Override
  public String toJava(Object guest, Stack stack) {
    return (owned ? Buffers.read(layout, guest) : (Slice) guest).text();
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    if (!(java instanceof CharSequence)) {
      throw unexpected("a String for `" + layout.ty + "`", java);
    }
    Slice utf8 = Slice.str(java.toString());
    return owned ? Buffers.make(layout, utf8.array, utf8.length) : utf8;
  }
}
