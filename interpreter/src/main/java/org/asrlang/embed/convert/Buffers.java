package org.asrlang.embed.convert;

import org.asrlang.exec.Layout;
import org.asrlang.exec.RawBuf;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Unit;
import org.asrlang.types.Ty;

/** {@code Vec} and {@code String} as their buffer and length, wherever std's source keeps them. */
final class Buffers {
  private Buffers() {}

  /** The initialised part of one; shared, not copied. */
  static Slice read(Layout layout, Object guest) {
    Object[] found = new Object[2];
    find(layout, guest, found);
    return new Slice(((RawBuf) found[0]).array, 0, (int) (long) (Long) found[1]);
  }

  private static void find(Layout l, Object v, Object[] found) {
    if (l.rep == Layout.Rep.RAW_BUF) {
      found[0] = v;
    } else if (l.ty instanceof Ty.Uint) {
      found[1] = v;
    } else if (l.variants != null) {
      for (int i = 0; i < l.variants[0].length; i++) {
        find(l.variants[0][i].layout(), l.getField(v, 0, i), found);
      }
    }
  }

  /** One around an array that is full. */
  static Object make(Layout l, Object array, int length) {
    if (l.rep == Layout.Rep.RAW_BUF) {
      return new RawBuf(array);
    }
    if (l.ty instanceof Ty.Uint) {
      return (long) length;
    }
    if (l.isZst()) {
      return Unit.UNIT;
    }
    Layout.Field[] fields = l.variants[0];
    Object[] parts = new Object[fields.length];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = make(fields[i].layout(), array, length);
    }
    return l.build(0, parts);
  }
}
