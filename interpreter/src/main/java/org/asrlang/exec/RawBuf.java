package org.asrlang.exec;

/** The lang type {@code RawBuf<T>}: an allocation that can grow. A storage object. */
public final class RawBuf {
  public Object array;

  public RawBuf(Object array) {
    this.array = array;
  }
}
