package org.asrlang.exec.intrinsics;

import java.util.Arrays;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;

/** {@code slice::}. */
final class SliceIntrinsics {
  private SliceIntrinsics() {}

  private static Slice slice(Stack s, int slot) {
    return (Slice) s.getRef(slot);
  }

  static void register(Registrar r) {
    r.longBody("slice::len", s -> slice(s, 0).length);
    r.node("slice::get_unchecked", sig -> PtrIntrinsics.element(sig.typeLayout(0)));
    r.node("slice::get_unchecked_mut", sig -> PtrIntrinsics.element(sig.typeLayout(0)));
    for (String name : new String[] {"slice::range_unchecked", "slice::range_unchecked_mut"}) {
      r.objectBody(name, s -> slice(s, 0).range((int) s.getLong(0), (int) s.getLong(1)));
    }
    r.node("slice::swap", SliceIntrinsics::swap);
    r.node(
        "slice::copy_from_slice",
        sig -> {
          Layout l = sig.typeLayout(0);
          return new NativeNodes.OfVoid(s -> {
            Slice to = slice(s, 0);
            RawBufIntrinsics.copyElements(l, l.elemKind, slice(s, 1), to.array, to.offset);
          });
        });
    r.node("slice::fill", SliceIntrinsics::fill);
    r.node(
        "slice::reverse",
        sig -> {
          int kind = sig.typeLayout(0).elemKind;
          return new NativeNodes.OfVoid(s -> {
            Slice a = slice(s, 0);
            for (int i = a.offset, j = a.offset + a.length - 1; i < j; i++, j--) {
              Elems.swap(kind, a.array, i, a.array, j);
            }
          });
        });
    r.longBody("slice::bytes_eq", s -> bytesEqual(slice(s, 0), slice(s, 1)) ? 1 : 0);
    r.longBody(
        "slice::bytes_cmp",
        s -> {
          Slice a = slice(s, 0);
          Slice b = slice(s, 1);
          return Integer.signum(
              Arrays.compareUnsigned(
                  (byte[]) a.array,
                  a.offset,
                  a.offset + a.length,
                  (byte[]) b.array,
                  b.offset,
                  b.offset + b.length));
        });
    r.longBody("slice::bytes_find", s -> find(slice(s, 0), slice(s, 1), (int) s.getLong(0)));
    r.longBody("slice::bytes_rfind", s -> rfind(slice(s, 0), slice(s, 1), (int) s.getLong(0)));
  }

  static boolean bytesEqual(Slice a, Slice b) {
    return a.length == b.length
        && Arrays.equals(
            (byte[]) a.array,
            a.offset,
            a.offset + a.length,
            (byte[]) b.array,
            b.offset,
            b.offset + b.length);
  }

  private static boolean matches(byte[] h, int at, byte[] n, int from, int length) {
    for (int i = 0; i < length; i++) {
      if (h[at + i] != n[from + i]) {
        return false;
      }
    }
    return true;
  }

  private static long find(Slice hay, Slice needle, int from) {
    byte[] h = (byte[]) hay.array;
    byte[] n = (byte[]) needle.array;
    for (int i = from; i + needle.length <= hay.length; i++) {
      if (matches(h, hay.offset + i, n, needle.offset, needle.length)) {
        return i;
      }
    }
    return -1;
  }

  private static long rfind(Slice hay, Slice needle, int end) {
    byte[] h = (byte[]) hay.array;
    byte[] n = (byte[]) needle.array;
    for (int i = Math.min(end, hay.length) - needle.length; i >= 0; i--) {
      if (matches(h, hay.offset + i, n, needle.offset, needle.length)) {
        return i;
      }
    }
    return -1;
  }

  private static Node swap(NativeSig sig) {
    int kind = sig.typeLayout(0).elemKind;
    return new NativeNodes.OfVoid(s -> {
      Slice a = slice(s, 0);
      long i = s.getLong(0);
      long j = s.getLong(1);
      long bad = Long.compareUnsigned(i, a.length) >= 0 ? i : j;
      if (Long.compareUnsigned(bad, a.length) >= 0) {
        String message =
            "index out of bounds: the len is "
                + a.length
                + " but the index is "
                + Long.toUnsignedString(bad);
        throw Panics.panicFormatted(s, message, s.getRef(1) instanceof Location at ? at : null);
      }
      Elems.swap(kind, a.array, a.offset + (int) i, a.array, a.offset + (int) j);
    });
  }

  private static Node fill(NativeSig sig) {
    Layout l = sig.typeLayout(0);
    int kind = l.elemKind;
    return new NativeNodes.OfVoid(
        switch (l.kind) {
          case ZST -> s -> {};
          case LONG ->
              s -> {
                Slice a = slice(s, 0);
                for (int i = 0; i < a.length; i++) {
                  Elems.setLong(kind, a.array, a.offset + i, s.getLong(0));
                }
              };
          case DOUBLE ->
              s -> {
                Slice a = slice(s, 0);
                double v = Double.longBitsToDouble(s.getLong(0));
                for (int i = 0; i < a.length; i++) {
                  Elems.setDouble(kind, a.array, a.offset + i, v);
                }
              };
          case OBJECT ->
              s -> {
                Slice a = slice(s, 0);
                for (int i = 0; i < a.length; i++) {
                  ((Object[]) a.array)[a.offset + i] = l.copyOf(s.getRef(1));
                }
              };
        });
  }
}
