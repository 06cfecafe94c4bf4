package org.asrlang.exec.number;

import java.math.BigInteger;

/**
 * A 128-bit integer, {@code i128} or {@code u128} by how it is looked at. Immutable; two's
 * complement in two longs. Operations wrap around; what overflows is asked for separately.
 */
public record Wide(long hi, long lo) {
  public static final Wide ZERO = new Wide(0, 0);
  public static final Wide ONE = new Wide(0, 1);
  public static final Wide MIN = new Wide(Long.MIN_VALUE, 0);
  private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);

  public static Wide signed(long v) {
    return new Wide(v >> 63, v);
  }

  public static Wide unsigned(long v) {
    return new Wide(0, v);
  }

  public static Wide of(BigInteger v) {
    BigInteger b = v.and(MASK);
    return new Wide(b.shiftRight(64).longValue(), b.longValue());
  }

  public BigInteger toBig(boolean signed) {
    BigInteger low = new BigInteger(Long.toUnsignedString(lo));
    BigInteger high = signed ? BigInteger.valueOf(hi) : new BigInteger(Long.toUnsignedString(hi));
    return high.shiftLeft(64).add(low);
  }

  public Wide add(Wide o) {
    long l = lo + o.lo;
    long carry = Long.compareUnsigned(l, lo) < 0 ? 1 : 0;
    return new Wide(hi + o.hi + carry, l);
  }

  public Wide sub(Wide o) {
    long borrow = Long.compareUnsigned(lo, o.lo) < 0 ? 1 : 0;
    return new Wide(hi - o.hi - borrow, lo - o.lo);
  }

  public Wide mul(Wide o) {
    long l = lo * o.lo;
    long h = Math.unsignedMultiplyHigh(lo, o.lo) + hi * o.lo + lo * o.hi;
    return new Wide(h, l);
  }

  /** The divisor is not zero; {@code MIN / -1} wraps. */
  public Wide div(Wide o, boolean signed) {
    if (fitsLong(signed) && o.fitsLong(signed)) {
      return signed ? signed(lo).divSmall(o) : unsigned(Long.divideUnsigned(lo, o.lo));
    }
    return of(toBig(signed).divide(o.toBig(signed)));
  }

  private Wide divSmall(Wide o) {
    return lo == Long.MIN_VALUE && o.lo == -1
        ? new Wide(0, Long.MIN_VALUE)
        : signed(lo / o.lo);
  }

  public Wide rem(Wide o, boolean signed) {
    if (fitsLong(signed) && o.fitsLong(signed)) {
      return signed ? signed(lo % o.lo) : unsigned(Long.remainderUnsigned(lo, o.lo));
    }
    return of(toBig(signed).remainder(o.toBig(signed)));
  }

  private boolean fitsLong(boolean signed) {
    return signed ? hi == lo >> 63 : hi == 0;
  }

  public Wide neg() {
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

  /** The amount is taken modulo 128. */
  public Wide shl(int n) {
    n &= 127;
    return n == 0
        ? this
        : n >= 64 ? new Wide(lo << (n - 64), 0) : new Wide(hi << n | lo >>> (64 - n), lo << n);
  }

  /** The amount is taken modulo 128. */
  public Wide shr(int n, boolean signed) {
    n &= 127;
    if (n == 0) {
      return this;
    }
    if (n >= 64) {
      return signed ? new Wide(hi >> 63, hi >> (n - 64)) : new Wide(0, hi >>> (n - 64));
    }
    return new Wide(signed ? hi >> n : hi >>> n, lo >>> n | hi << (64 - n));
  }

  public int compare(Wide o, boolean signed) {
    int high = signed ? Long.compare(hi, o.hi) : Long.compareUnsigned(hi, o.hi);
    return high != 0 ? high : Long.compareUnsigned(lo, o.lo);
  }

  public boolean addOverflows(Wide o, boolean signed) {
    Wide sum = add(o);
    return signed
        ? ((hi ^ sum.hi) & (o.hi ^ sum.hi)) < 0
        : sum.compare(this, false) < 0;
  }

  public boolean subOverflows(Wide o, boolean signed) {
    Wide diff = sub(o);
    return signed ? ((hi ^ o.hi) & (hi ^ diff.hi)) < 0 : compare(o, false) < 0;
  }

  public boolean mulOverflows(Wide o, boolean signed) {
    if (fitsLong(signed) && o.fitsLong(signed)) {
      return false;
    }
    BigInteger exact = toBig(signed).multiply(o.toBig(signed));
    return signed ? exact.bitLength() > 127 : exact.bitLength() > 128;
  }

  public int leadingZeros() {
    return hi != 0 ? Long.numberOfLeadingZeros(hi) : 64 + Long.numberOfLeadingZeros(lo);
  }

  public int trailingZeros() {
    return lo != 0 ? Long.numberOfTrailingZeros(lo) : 64 + Long.numberOfTrailingZeros(hi);
  }

  public int countOnes() {
    return Long.bitCount(hi) + Long.bitCount(lo);
  }

  public Wide reverseBytes() {
    return new Wide(Long.reverseBytes(lo), Long.reverseBytes(hi));
  }

  public Wide reverseBits() {
    return new Wide(Long.reverse(lo), Long.reverse(hi));
  }

  public double toDouble(boolean signed) {
    return fitsLong(true) && (signed || lo >= 0) && hi == 0
        ? (double) lo
        : toBig(signed).doubleValue();
  }

  /** Saturates, as {@code as} does; NaN is 0. */
  public static Wide fromDouble(double v, boolean signed) {
    if (Double.isNaN(v)) {
      return ZERO;
    }
    double limit = Math.scalb(1.0, signed ? 127 : 128);
    if (v >= limit) {
      return signed ? MIN.not() : ZERO.not();
    }
    if (signed ? v < -limit : v < 0) {
      return signed ? MIN : ZERO;
    }
    return of(new java.math.BigDecimal(v).toBigInteger());
  }

  @Override
  public String toString() {
    return toBig(true).toString();
  }
}
