package org.asrlang.embed.convert;

import java.math.BigInteger;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.exec.Wide;

/** Numbers, {@code bool}, {@code char} and {@code ()}. */
final class Scalars {
  private Scalars() {}

  static final class Bool extends Converter {
    @Override
    public Object toJava(Object guest, Stack stack) {
      return (Long) guest != 0;
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      return expect(Boolean.class, java) ? 1L : 0L;
    }
  }

  /** To a {@link String} of one code point, or to a Java {@code char} where it is one. */
  static final class Char extends Converter {
    private final boolean toChar;

    Char(Class<?> type) {
      toChar = type == char.class || type == Character.class;
    }

    @Override
    public Object toJava(Object guest, Stack stack) {
      int c = (int) (long) (Long) guest;
      if (toChar && !Character.isBmpCodePoint(c)) {
        throw new ValueException("`" + Character.toString(c) + "` does not fit into a Java char");
      }
      return toChar ? (Object) (char) c : Character.toString(c);
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      String text = java instanceof Character c ? c.toString() : expect(String.class, java);
      boolean one = !text.isEmpty() && text.codePointCount(0, text.length()) == 1;
      int c = one ? text.codePointAt(0) : 0;
      if (!one || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw new ValueException("expected one character, got \"" + text + "\"");
      }
      return (long) c;
    }
  }

  static final class Float extends Converter {
    private final boolean single;

    Float(Class<?> type) {
      single = type == float.class || type == java.lang.Float.class;
    }

    @Override
    public Object toJava(Object guest, Stack stack) {
      return single ? (Object) ((Double) guest).floatValue() : guest;
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      return expect(Number.class, java).doubleValue();
    }
  }

  /** Exact in both directions: what does not fit is an error, never cut off. */
  static final class Integer extends Converter {
    private final Layout layout;
    private final Class<?> type;
    private final int bits;

    Integer(Layout layout, Class<?> type) {
      this.layout = layout;
      this.type = type;
      this.bits = layout.rep == Layout.Rep.WIDE ? 128 : layout.bits;
    }

    static boolean fits(Class<?> type) {
      return type == Object.class
          || type == Number.class
          || type == long.class
          || type == Long.class
          || type == int.class
          || type == java.lang.Integer.class
          || type == short.class
          || type == Short.class
          || type == byte.class
          || type == Byte.class
          || type == BigInteger.class;
    }

    @Override
    public Object toJava(Object guest, Stack stack) {
      if (guest instanceof Wide w) {
        return narrow(w.big(layout.signed));
      }
      long n = (Long) guest;
      if (n < 0 && !layout.signed) {
        return narrow(new BigInteger(Long.toUnsignedString(n)));
      }
      if (type == long.class || type == Long.class || type == Object.class) {
        return n;
      }
      return narrow(BigInteger.valueOf(n));
    }

    private Object narrow(BigInteger n) {
      if (type == BigInteger.class) {
        return n;
      }
      int size = n.bitLength() + 1;
      if (type == Object.class || type == Number.class) {
        return size <= 64 ? (Object) n.longValue() : n;
      }
      if ((type == long.class || type == Long.class) && size <= 64) {
        return n.longValue();
      }
      if ((type == int.class || type == java.lang.Integer.class) && size <= 32) {
        return n.intValue();
      }
      if ((type == short.class || type == Short.class) && size <= 16) {
        return n.shortValue();
      }
      if ((type == byte.class || type == Byte.class) && size <= 8) {
        return n.byteValue();
      }
      throw new ValueException(n + " does not fit into a Java " + type.getSimpleName());
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      BigInteger n =
          switch (java) {
            case BigInteger b -> b;
            case Long l -> BigInteger.valueOf(l);
            case java.lang.Integer i -> BigInteger.valueOf(i);
            case Short s -> BigInteger.valueOf(s);
            case Byte b -> BigInteger.valueOf(b);
            case null, default -> throw unexpected("an integer for `" + layout.ty + "`", java);
          };
      boolean fits =
          layout.signed ? n.bitLength() < bits : n.signum() >= 0 && n.bitLength() <= bits;
      if (!fits) {
        throw new ValueException(n + " does not fit into `" + layout.ty + "`");
      }
      return bits == 128 ? Wide.of(n) : (Object) n.longValue();
    }
  }

  static final class Nothing extends Converter {
    @Override
    public Object toJava(Object guest, Stack stack) {
      return null;
    }

    @Override
    public Object toGuest(Object java, Stack stack) {
      return Unit.UNIT;
    }
  }
}
