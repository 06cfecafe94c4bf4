package org.asrlang.exec.intrinsics;

import org.asrlang.exec.RawBuf;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Registrar;

/** {@code str::}: text is UTF-8 bytes. */
final class StrIntrinsics {
  private StrIntrinsics() {}

  private static Slice str(Stack s) {
    return (Slice) s.getRef(0);
  }

  static void register(Registrar r) {
    r.longBody("str::len", s -> str(s).length);
    for (String same :
        new String[] {
          "str::as_bytes",
          "str::from_utf8_unchecked",
          "str::from_boxed_utf8_unchecked",
          "str::into_boxed_bytes"
        }) {
      r.objectBody(same, s -> s.getRef(0));
    }
    r.objectBody("str::range_unchecked", s -> str(s).range((int) s.getLong(0), (int) s.getLong(1)));
    r.longBody(
        "str::is_char_boundary",
        s -> {
          Slice t = str(s);
          long i = s.getLong(0);
          return i == 0
                  || i == t.length
                  || i > 0 && i < t.length && ((byte[]) t.array)[t.offset + (int) i] >= -0x40
              ? 1
              : 0;
        });
    r.longBody("str::char_at", s -> decode(str(s), (int) s.getLong(0)));
    r.longBody(
        "str::char_before",
        s -> {
          Slice t = str(s);
          int i = (int) s.getLong(0) - 1;
          while (((byte[]) t.array)[t.offset + i] < -0x40) {
            i--;
          }
          return decode(t, i);
        });
    r.longBody("str::utf8_error", s -> validUpTo(str(s)));
    r.longBody("str::utf8_error_len", s -> errorLength(str(s), (int) s.getLong(0)));
    r.longBody(
        "str::encode_utf8",
        s -> encode((int) s.getLong(0), (byte[]) ((RawBuf) s.getRef(0)).array, (int) s.getLong(1)));
  }

  private static int decode(Slice t, int at) {
    byte[] b = (byte[]) t.array;
    int i = t.offset + at;
    int first = b[i];
    if (first >= 0) {
      return first;
    }
    int second = b[i + 1] & 0x3F;
    if ((first & 0xE0) == 0xC0) {
      return (first & 0x1F) << 6 | second;
    }
    int third = b[i + 2] & 0x3F;
    if ((first & 0xF0) == 0xE0) {
      return (first & 0x0F) << 12 | second << 6 | third;
    }
    return (first & 0x07) << 18 | second << 12 | third << 6 | b[i + 3] & 0x3F;
  }

  private static int encode(int c, byte[] to, int at) {
    if (c < 0x80) {
      to[at] = (byte) c;
      return 1;
    }
    if (c < 0x800) {
      to[at] = (byte) (0xC0 | c >> 6);
      to[at + 1] = (byte) (0x80 | c & 0x3F);
      return 2;
    }
    if (c < 0x10000) {
      to[at] = (byte) (0xE0 | c >> 12);
      to[at + 1] = (byte) (0x80 | c >> 6 & 0x3F);
      to[at + 2] = (byte) (0x80 | c & 0x3F);
      return 3;
    }
    to[at] = (byte) (0xF0 | c >> 18);
    to[at + 1] = (byte) (0x80 | c >> 12 & 0x3F);
    to[at + 2] = (byte) (0x80 | c >> 6 & 0x3F);
    to[at + 3] = (byte) (0x80 | c & 0x3F);
    return 4;
  }

  private static long validUpTo(Slice t) {
    byte[] b = (byte[]) t.array;
    int end = t.offset + t.length;
    int i = t.offset;
    while (i < end) {
      int n = sequence(b, i, end);
      if (n <= 0) {
        return i - t.offset;
      }
      i += n;
    }
    return -1;
  }

  private static long errorLength(Slice t, int at) {
    int n = sequence((byte[]) t.array, t.offset + at, t.offset + t.length);
    return n == Integer.MIN_VALUE ? 0 : -n;
  }

  /**
   * Bytes of the valid sequence at i; negative: bytes of a bad one; MIN_VALUE: cut off at the end.
   * The ranges are those of the Unicode standard's table 3-7.
   */
  private static int sequence(byte[] b, int i, int end) {
    int first = b[i] & 0xFF;
    if (first < 0x80) {
      return 1;
    }
    int length =
        first >= 0xC2 && first <= 0xDF
            ? 2
            : (first & 0xF0) == 0xE0 ? 3 : first >= 0xF0 && first <= 0xF4 ? 4 : 0;
    if (length == 0) {
      return -1;
    }
    int lo = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    int hi = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    for (int k = 1; k < length; k++) {
      if (i + k >= end) {
        return Integer.MIN_VALUE;
      }
      int next = b[i + k] & 0xFF;
      if (next < (k == 1 ? lo : 0x80) || next > (k == 1 ? hi : 0xBF)) {
        return -k;
      }
    }
    return length;
  }
}
