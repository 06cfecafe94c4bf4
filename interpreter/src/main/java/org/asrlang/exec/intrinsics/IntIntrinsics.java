package org.asrlang.exec.intrinsics;

import java.math.BigInteger;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Wide;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;

/** {@code int::}: one name for all integer types; the instance's type decides. */
final class IntIntrinsics {
  private IntIntrinsics() {}

  /** An integer type: width and signedness. */
  private record Type(int bits, boolean signed) {
    static Type of(Layout l) {
      return l.rep == Layout.Rep.WIDE ? new Type(128, l.signed) : new Type(l.bits, l.signed);
    }

    boolean wide() {
      return bits == 128;
    }

    /** The lowest bits of a long as a value of the type. */
    long wrap(long v) {
      if (bits == 64) {
        return v;
      }
      int n = 64 - bits;
      return signed ? v << n >> n : v << n >>> n;
    }

    BigInteger big(long v) {
      return signed || v >= 0 ? BigInteger.valueOf(v) : new BigInteger(Long.toUnsignedString(v));
    }

    boolean fits(BigInteger v) {
      return signed ? v.bitLength() < bits : v.signum() >= 0 && v.bitLength() <= bits;
    }
  }

  private interface LongOp {
    long apply(Type t, long a, long b);
  }

  private interface WideOp {
    Wide apply(Type t, Wide a, Wide b);
  }

  private interface BigOp {
    BigInteger apply(BigInteger a, BigInteger b);
  }

  private static Wide wide(Stack s, int slot) {
    return (Wide) s.getRef(slot);
  }

  /** {@code (self, Self) -> Self}. */
  private static void binary(Registrar r, String name, LongOp op, WideOp wide) {
    r.node(
        name,
        sig -> {
          Type t = Type.of(sig.param(0));
          return t.wide()
              ? new NativeNodes.OfObject(s -> wide.apply(t, wide(s, 0), wide(s, 1)))
              : new NativeNodes.OfLong(s -> op.apply(t, s.getLong(0), s.getLong(1)));
        });
  }

  /** {@code (self, Self) -> bool}. */
  private static void overflows(Registrar r, String name, LongOp small, BigOp exact) {
    r.node(
        name,
        sig -> {
          Type t = Type.of(sig.param(0));
          if (t.wide()) {
            return new NativeNodes.OfLong(s ->
                t.fits(exact.apply(wide(s, 0).big(t.signed), wide(s, 1).big(t.signed))) ? 0 : 1);
          }
          if (t.bits < 64) {
            return new NativeNodes.OfLong(s -> {
              long v = small.apply(t, s.getLong(0), s.getLong(1));
              return t.wrap(v) == v ? 0 : 1;
            });
          }
          return new NativeNodes.OfLong(
              s -> overflows64(t, s.getLong(0), s.getLong(1), small, exact) ? 1 : 0);
        });
  }

  private static boolean overflows64(Type t, long a, long b, LongOp small, BigOp exact) {
    boolean isSmall =
        t.signed
            ? Math.abs(a >> 1) < 1 << 29 && Math.abs(b >> 1) < 1 << 29
            : a >= b && b >= 0 && a < 1L << 31;
    if (isSmall) {
      return false;
    }
    return !t.fits(exact.apply(t.big(a), t.big(b)));
  }

  private interface LongCount {
    long count(Type t, long v);
  }

  private interface WideCount {
    long count(Wide v);
  }

  private static void count(Registrar r, String name, LongCount f, WideCount wide) {
    r.node(
        name,
        sig -> {
          Type t = Type.of(sig.param(0));
          return t.wide()
              ? new NativeNodes.OfLong(s -> wide.count(wide(s, 0)))
              : new NativeNodes.OfLong(s -> f.count(t, s.getLong(0)));
        });
  }

  private interface LongShift {
    long apply(Type t, long v, int n);
  }

  private interface WideShift {
    Wide apply(Type t, Wide v, int n);
  }

  /** {@code (self, u32) -> Self}. */
  private static void shift(Registrar r, String name, LongShift f, WideShift wide) {
    r.node(
        name,
        sig -> {
          Type t = Type.of(sig.param(0));
          return t.wide()
              ? new NativeNodes.OfObject(s -> wide.apply(t, wide(s, 0), (int) s.getLong(0)))
              : new NativeNodes.OfLong(s -> f.apply(t, s.getLong(0), (int) s.getLong(1)));
        });
  }

  private static void unary(Registrar r, String name, LongShift f, WideShift wide) {
    r.node(
        name,
        sig -> {
          Type t = Type.of(sig.param(0));
          return t.wide()
              ? new NativeNodes.OfObject(s -> wide.apply(t, wide(s, 0), 0))
              : new NativeNodes.OfLong(s -> f.apply(t, s.getLong(0), 0));
        });
  }

  static void register(Registrar r) {
    binary(r, "int::wrapping_add", (t, a, b) -> t.wrap(a + b), (t, a, b) -> a.add(b));
    binary(r, "int::wrapping_sub", (t, a, b) -> t.wrap(a - b), (t, a, b) -> a.sub(b));
    binary(r, "int::wrapping_mul", (t, a, b) -> t.wrap(a * b), (t, a, b) -> a.mul(b));
    unary(r, "int::wrapping_neg", (t, v, n) -> t.wrap(-v), (t, v, n) -> v.negate());
    shift(
        r,
        "int::wrapping_shl",
        (t, v, n) -> t.wrap(v << (n & (t.bits - 1))),
        (t, v, n) -> v.shl(n & 127));
    shift(
        r,
        "int::wrapping_shr",
        (t, v, n) -> t.signed ? v >> (n & (t.bits - 1)) : v >>> (n & (t.bits - 1)),
        (t, v, n) -> v.shr(n & 127, t.signed));
    overflows(r, "int::add_overflows", (t, a, b) -> a + b, BigInteger::add);
    overflows(r, "int::sub_overflows", (t, a, b) -> a - b, BigInteger::subtract);
    overflows(r, "int::mul_overflows", (t, a, b) -> a * b, BigInteger::multiply);
    count(
        r,
        "int::leading_zeros",
        (t, v) ->
            Long.numberOfLeadingZeros(v << (64 - t.bits)) >= t.bits
                ? t.bits
                : Long.numberOfLeadingZeros(v << (64 - t.bits)),
        v ->
            v.hi() != 0
                ? Long.numberOfLeadingZeros(v.hi())
                : 64 + Long.numberOfLeadingZeros(v.lo()));
    count(
        r,
        "int::trailing_zeros",
        (t, v) -> Math.min(t.bits, Long.numberOfTrailingZeros(v)),
        v ->
            v.lo() != 0
                ? Long.numberOfTrailingZeros(v.lo())
                : 64 + Long.numberOfTrailingZeros(v.hi()));
    count(
        r,
        "int::count_ones",
        (t, v) -> Long.bitCount(v << (64 - t.bits)),
        v -> Long.bitCount(v.hi()) + Long.bitCount(v.lo()));
    shift(
        r,
        "int::rotate_left",
        (t, v, n) -> rotate(t, v, n & (t.bits - 1)),
        (t, v, n) -> rotate(v, n & 127));
    shift(
        r,
        "int::rotate_right",
        (t, v, n) -> rotate(t, v, (t.bits - n) & (t.bits - 1)),
        (t, v, n) -> rotate(v, (128 - n) & 127));
    unary(
        r,
        "int::swap_bytes",
        (t, v, n) -> t.wrap(Long.reverseBytes(v) >>> (64 - t.bits)),
        (t, v, n) -> new Wide(Long.reverseBytes(v.lo()), Long.reverseBytes(v.hi())));
    unary(
        r,
        "int::reverse_bits",
        (t, v, n) -> t.wrap(Long.reverse(v) >>> (64 - t.bits)),
        (t, v, n) -> new Wide(Long.reverse(v.lo()), Long.reverse(v.hi())));
    r.node("int::pow", sig -> pow(sig, true));
    r.node("int::wrapping_pow", sig -> pow(sig, false));
    r.node("int::cast", IntIntrinsics::cast);
    r.node("int::to_str_radix", IntIntrinsics::toText);
    r.node("int::parse_radix", IntIntrinsics::parse);
  }

  private static long rotate(Type t, long v, int n) {
    if (n == 0) {
      return v;
    }
    long u = t.bits == 64 ? v : v & ((1L << t.bits) - 1);
    return t.wrap(u << n | u >>> (t.bits - n));
  }

  private static Wide rotate(Wide v, int n) {
    return n == 0 ? v : v.shl(n).or(v.shr(128 - n, false));
  }

  private static Node pow(NativeSig sig, boolean checked) {
    Type t = Type.of(sig.param(0));
    if (t.wide()) {
      return new NativeNodes.OfObject(s -> {
        BigInteger v = wide(s, 0).big(t.signed).pow((int) s.getLong(0));
        if (checked && !t.fits(v)) {
          throw Panics.panic(s, "attempt to multiply with overflow", (Location) s.getRef(1));
        }
        return Wide.of(v);
      });
    }
    return new NativeNodes.OfLong(s -> {
      long base = s.getLong(0);
      long exponent = s.getLong(1);
      long result = 1;
      boolean over = false;
      while (exponent > 0) {
        if ((exponent & 1) != 0) {
          over |= checked && mulOverflows(t, result, base);
          result = t.wrap(result * base);
        }
        exponent >>>= 1;
        if (exponent > 0) {
          over |= checked && mulOverflows(t, base, base);
          base = t.wrap(base * base);
        }
      }
      if (over) {
        throw Panics.panic(s, "attempt to multiply with overflow", (Location) s.getRef(0));
      }
      return result;
    });
  }

  private static boolean mulOverflows(Type t, long a, long b) {
    if (t.bits <= 32) {
      long v = a * b;
      return t.wrap(v) != v;
    }
    return t.signed
        ? Math.multiplyHigh(a, b) != (a * b) >> 63
        : Math.unsignedMultiplyHigh(a, b) != 0;
  }

  private static Node cast(NativeSig sig) {
    Type from = Type.of(sig.param(0));
    Type to = Type.of(sig.result());
    if (to.wide()) {
      return new NativeNodes.OfObject(
          from.wide() ? s -> s.getRef(0) : s -> Wide.ofLong(s.getLong(0), from.signed));
    }
    return new NativeNodes.OfLong(
        from.wide() ? s -> to.wrap(wide(s, 0).lo()) : s -> to.wrap(s.getLong(0)));
  }

  /** {@code (self, radix, upper)}. */
  private static Node toText(NativeSig sig) {
    Type t = Type.of(sig.param(0));
    return new NativeNodes.OfObject(s -> {
      int at = t.wide() ? 0 : 1;
      int radix = (int) s.getLong(at);
      boolean upper = s.getLong(at + 1) != 0;
      String text;
      if (t.wide()) {
        text = wide(s, 0).big(t.signed && radix == 10).toString(radix);
      } else {
        long v = s.getLong(0);
        if (radix == 10) {
          text = t.signed ? Long.toString(v) : Long.toUnsignedString(v);
        } else {
          long bits = t.bits == 64 ? v : v & ((1L << t.bits) - 1);
          text = Long.toUnsignedString(bits, radix);
        }
      }
      return Slice.str(upper ? text.toUpperCase(java.util.Locale.ROOT) : text);
    });
  }

  private static final int DONE = 0;
  private static final int EMPTY = 1;
  private static final int INVALID = 2;
  private static final int TOO_LARGE = 3;
  private static final int TOO_SMALL = 4;

  /** {@code (s: &[u8], radix: u32, out: &mut Self) -> u32}. */
  private static Node parse(NativeSig sig) {
    Layout out = sig.linker().layout(((org.asrlang.types.Ty.Ref) sig.param(2).ty).target);
    Type t = Type.of(out);
    return new NativeNodes.OfLong(s -> {
      byte[] b = ((Slice) s.getRef(0)).toBytes();
      int radix = (int) s.getLong(0);
      int i = 0;
      boolean negative = false;
      if (b.length == 0) {
        return EMPTY;
      }
      if (b[0] == '+' || b[0] == '-' && t.signed) {
        negative = b[0] == '-';
        i = 1;
        if (b.length == 1) {
          return INVALID;
        }
      }
      BigInteger big = null;
      long v = 0;
      int firstDigit = i;
      for (; i < b.length; i++) {
        int d = b[i] < 0 ? -1 : Character.digit((char) b[i], radix);
        if (d < 0) {
          return INVALID;
        }
        if (i - firstDigit < 10) {
          v = v * radix + d;
        } else {
          big =
              (big == null ? BigInteger.valueOf(v) : big)
                  .multiply(BigInteger.valueOf(radix))
                  .add(BigInteger.valueOf(d));
        }
      }
      BigInteger result = big != null ? big : BigInteger.valueOf(v);
      result = negative ? result.negate() : result;
      if (!t.fits(result)) {
        return negative ? TOO_SMALL : TOO_LARGE;
      }
      Ref place = (Ref) s.getRef(1);
      if (t.wide()) {
        place.set(Wide.of(result));
      } else {
        place.setLong(result.longValue());
      }
      return DONE;
    });
  }
}
