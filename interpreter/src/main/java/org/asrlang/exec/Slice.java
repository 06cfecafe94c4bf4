package org.asrlang.exec;

import java.nio.charset.StandardCharsets;

/**
 * {@code &[T]}, {@code &mut [T]}, {@code Box<[T]>}; over UTF-8 bytes also {@code &str}. Immutable.
 */
public final class Slice {
  public final Object array;
  public final int offset;
  public final int length;

  public Slice(Object array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A {@code &'static str}. */
  public static Slice str(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new Slice(utf8, 0, utf8.length);
  }

  public static Slice bytes(byte[] bytes) {
    return new Slice(bytes, 0, bytes.length);
  }

  /** The text of a {@code &str}. */
  public String text() {
    return new String((byte[]) array, offset, length, StandardCharsets.UTF_8);
  }

  /** A copy of the bytes of a {@code &str} or {@code &[u8]}. */
  public byte[] toBytes() {
    byte[] copy = new byte[length];
    System.arraycopy(array, offset, copy, 0, length);
    return copy;
  }

  public Slice range(int from, int to) {
    return new Slice(array, offset + from, to - from);
  }

  @Override
  public String toString() {
    return array instanceof byte[] ? text() : "[…; " + length + "]";
  }
}
