package org.asrlang.types;

/** The width of an integer type; {@code SIZE} is 64 bits wide. */
public enum IntKind {
  W8(8),
  W16(16),
  W32(32),
  W64(64),
  W128(128),
  SIZE(64);

  public final int bits;

  IntKind(int bits) {
    this.bits = bits;
  }
}
