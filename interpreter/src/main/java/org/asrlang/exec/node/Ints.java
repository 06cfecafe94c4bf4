package org.asrlang.exec.node;

/** Integers in longs: signed ones sign-extended, unsigned ones zero-extended. */
public final class Ints {
  private Ints() {}

  /** The lowest bits as a value of the type. */
  public static long wrap(long v, int bits, boolean signed) {
    if (bits == 64) {
      return v;
    }
    int shift = 64 - bits;
    return signed ? v << shift >> shift : v << shift >>> shift;
  }

  public static long min(int bits, boolean signed) {
    return signed ? Long.MIN_VALUE >> (64 - bits) : 0;
  }

  /** For unsigned 64 bits: -1. */
  public static long max(int bits, boolean signed) {
    return signed ? Long.MAX_VALUE >> (64 - bits) : -1L >>> (64 - bits);
  }

  /** The value as a double: exact rounding for unsigned 64 bits too. */
  public static double toDouble(long v, boolean unsigned64) {
    if (!unsigned64 || v >= 0) {
      return (double) v;
    }
    // Halve with the lost bit kept sticky, so that it is rounded once.
    return (double) (v >>> 1 | v & 1) * 2.0;
  }

  public static float toFloat(long v, boolean unsigned64) {
    return !unsigned64 || v >= 0 ? (float) v : (float) (v >>> 1 | v & 1) * 2.0f;
  }

  /** As {@code as} converts: saturating, NaN gives 0. */
  public static long ofDouble(double v, int bits, boolean signed) {
    if (signed) {
      long r = (long) v;
      return Math.max(min(bits, true), Math.min(max(bits, true), r));
    }
    if (!(v > 0)) {
      return 0;
    }
    if (bits < 64) {
      return Math.min(max(bits, false), (long) v);
    }
    if (v >= 0x1p64) {
      return -1;
    }
    return v < 0x1p63 ? (long) v : (long) (v - 0x1p63) ^ Long.MIN_VALUE;
  }
}
