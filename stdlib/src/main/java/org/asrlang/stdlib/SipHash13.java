package org.asrlang.stdlib;

/**
 * SipHash-1-3 over a stream of bytes, as {@code std::hash::DefaultHasher} computes it: one round
 * for each word and three at the end. Not safe for use by several threads at once.
 *
 * <p>After J.-P. Aumasson and D. J. Bernstein, "SipHash: a fast short-input PRF" (2012).
 */
final class SipHash13 {
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  /** Bytes that do not make a word yet, the first one lowest. */
  private long tail;

  /** How many bytes {@link #tail} holds: 0 to 7. */
  private int tailBytes;

  /** All bytes so far; only the lowest eight bits matter. */
  private int length;

  SipHash13(long k0, long k1) {
    v0 = k0 ^ 0x736f_6d65_7073_6575L;
    v1 = k1 ^ 0x646f_7261_6e64_6f6dL;
    v2 = k0 ^ 0x6c79_6765_6e65_7261L;
    v3 = k1 ^ 0x7465_6462_7974_6573L;
  }

  private SipHash13(SipHash13 other) {
    v0 = other.v0;
    v1 = other.v1;
    v2 = other.v2;
    v3 = other.v3;
    tail = other.tail;
    tailBytes = other.tailBytes;
    length = other.length;
  }

  SipHash13 copy() {
    return new SipHash13(this);
  }

  /** Takes the lowest {@code bytes} (1 to 8) bytes of a number, the lowest first. */
  void write(long number, int bytes) {
    long n = bytes == 8 ? number : number & ((1L << (8 * bytes)) - 1);
    length += bytes;
    long word = tail | n << (8 * tailBytes);
    int free = 8 - tailBytes;
    if (bytes < free) {
      tail = word;
      tailBytes += bytes;
      return;
    }
    compress(word);
    tail = free == 8 ? 0 : n >>> (8 * free);
    tailBytes = bytes - free;
  }

  void write(byte[] bytes, int from, int count) {
    int i = from;
    int end = from + count;
    for (; end - i >= 8; i += 8) {
      write(little(bytes, i, 8), 8);
    }
    if (i < end) {
      write(little(bytes, i, end - i), end - i);
    }
  }

  /** The hash of what was written so far; more may be written afterwards. */
  long finish() {
    SipHash13 end = copy();
    end.compress((long) length << 56 | tail);
    end.v2 ^= 0xFF;
    end.round();
    end.round();
    end.round();
    return end.v0 ^ end.v1 ^ end.v2 ^ end.v3;
  }

  private void compress(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private void round() {
    v0 += v1;
    v2 += v3;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v1;
    v0 += v3;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 = Long.rotateLeft(v2, 32);
  }

  private static long little(byte[] bytes, int from, int count) {
    long word = 0;
    for (int k = 0; k < count; k++) {
      word |= (bytes[from + k] & 0xFFL) << (8 * k);
    }
    return word;
  }
}
