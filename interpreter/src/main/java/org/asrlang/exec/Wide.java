package org.asrlang.exec;

import java.math.BigInteger;

/** A value of {@code i128} or {@code u128}: 128 bits, immutable. Signedness belongs to the type. */
public record Wide(long hi, long lo) {
  public static final Wide ZERO = new Wide(0, 0);
  private static final BigInteger TWO_64 = BigInteger.ONE.shiftLeft(64);
  private static final BigInteger TWO_128 = BigInteger.ONE.shiftLeft(128);
  public static final BigInteger MIN_SIGNED = BigInteger.ONE.shiftLeft(127).negate();
  public static final BigInteger MAX_SIGNED =
      BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE);
  public static final BigInteger MAX_UNSIGNED = TWO_128.subtract(BigInteger.ONE);

  /** The lowest 128 bits. */
  public static Wide of(BigInteger v) {
    return new Wide(v.shiftRight(64).longValue(), v.longValue());
  }

  /** From a 64-bit value of that signedness. */
  public static Wide ofLong(long v, boolean signed) {
    return new Wide(signed ? v >> 63 : 0, v);
  }

  public BigInteger big(boolean signed) {
    BigInteger low = BigInteger.valueOf(lo);
    if (lo < 0) {
      low = low.add(TWO_64);
    }
    BigInteger v = BigInteger.valueOf(hi).shiftLeft(64).add(low);
    return !signed && hi < 0 ? v.add(TWO_128) : v;
  }

  public static boolean fits(BigInteger v, boolean signed) {
    return signed
        ? v.compareTo(MIN_SIGNED) >= 0 && v.compareTo(MAX_SIGNED) <= 0
        : v.signum() >= 0 && v.compareTo(MAX_UNSIGNED) <= 0;
  }

  public Wide add(Wide o) {
    long low = lo + o.lo;
    long carry = Long.compareUnsigned(low, lo) < 0 ? 1 : 0;
    return new Wide(hi + o.hi + carry, low);
  }

  public Wide sub(Wide o) {
    long borrow = Long.compareUnsigned(lo, o.lo) < 0 ? 1 : 0;
    return new Wide(hi - o.hi - borrow, lo - o.lo);
  }

  public Wide mul(Wide o) {
    long high = Math.unsignedMultiplyHigh(lo, o.lo) + hi * o.lo + lo * o.hi;
    return new Wide(high, lo * o.lo);
  }

  public Wide negate() {
    return ZERO.sub(this);
  }

  public Wide not() {
    return new Wide(~hi, ~lo);
  }

  public Wide and(Wide o) {
    return new Wide(hi & o.hi, lo & o.lo);
  }

  public Wide or(Wide o) {
    return new Wide(hi | o.hi, lo | o.lo);
  }

  public Wide xor(Wide o) {
    return new Wide(hi ^ o.hi, lo ^ o.lo);
  }

  /** By 0 … 127. */
  public Wide shl(int n) {
    if (n == 0) {
      return this;
    }
    return n >= 64 ? new Wide(lo << (n - 64), 0) : new Wide(hi << n | lo >>> (64 - n), lo << n);
  }

  /** By 0 … 127. */
  public Wide shr(int n, boolean signed) {
    if (n == 0) {
      return this;
    }
    if (n >= 64) {
      return signed ? new Wide(hi >> 63, hi >> (n - 64)) : new Wide(0, hi >>> (n - 64));
    }
    long low = lo >>> n | hi << (64 - n);
    return new Wide(signed ? hi >> n : hi >>> n, low);
  }

  public int compare(Wide o, boolean signed) {
    int c = signed ? Long.compare(hi, o.hi) : Long.compareUnsigned(hi, o.hi);
    return c != 0 ? c : Long.compareUnsigned(lo, o.lo);
  }

  public double toDouble(boolean signed) {
    return big(signed).doubleValue();
  }

  /** As {@code as} converts: saturating, NaN gives 0. */
  public static Wide ofDouble(double v, boolean signed) {
    if (Double.isNaN(v)) {
      return ZERO;
    }
    if (Double.isInfinite(v)) {
      return v > 0 ? of(signed ? MAX_SIGNED : MAX_UNSIGNED) : signed ? of(MIN_SIGNED) : ZERO;
    }
    BigInteger b = new java.math.BigDecimal(v).toBigInteger();
    if (fits(b, signed)) {
      return of(b);
    }
    return b.signum() > 0 ? of(signed ? MAX_SIGNED : MAX_UNSIGNED) : signed ? of(MIN_SIGNED) : ZERO;
  }
}
