package org.asrlang.exec;

/**
 * The storage of a struct, tuple, enum with data or closure; a reference to it is the object.
 * Fields have slots among the numbers and among the objects; this class holds the first of each,
 * the subclasses more. Which field is where is known to the {@link Layout} only.
 */
public class Agg implements Cloneable {
  /** The variant's index; 0 for others than enums. */
  public int tag;

  public long l0;
  public Object r0;

  public Agg() {}

  public Agg(int tag) {
    this.tag = tag;
  }

  public long getLong(int slot) {
    return l0;
  }

  public void setLong(int slot, long value) {
    l0 = value;
  }

  public Object getRef(int slot) {
    return r0;
  }

  public void setRef(int slot, Object value) {
    r0 = value;
  }

  /** Overwrites the content by that of another one of the same type, bitwise. */
  public void assignFrom(Agg other) {
    tag = other.tag;
    l0 = other.l0;
    r0 = other.r0;
  }

  /** A bitwise copy: storage objects inside are shared. */
  public Agg shallowCopy() {
    try {
      return (Agg) super.clone();
    } catch (CloneNotSupportedException e) {
      throw new AssertionError(e);
    }
  }
}
