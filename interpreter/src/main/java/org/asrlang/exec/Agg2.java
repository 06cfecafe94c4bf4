package org.asrlang.exec;

/** A storage object with up to two fields of each kind. */
public class Agg2 extends Agg {
  public long l1;
  public Object r1;

  public Agg2() {}

  public Agg2(int tag) {
    super(tag);
  }

  @Override
  public long getLong(int slot) {
    return slot == 0 ? l0 : l1;
  }

  @Override
  public void setLong(int slot, long value) {
    if (slot == 0) {
      l0 = value;
    } else {
      l1 = value;
    }
  }

  @Override
  public Object getRef(int slot) {
    return slot == 0 ? r0 : r1;
  }

  @Override
  public void setRef(int slot, Object value) {
    if (slot == 0) {
      r0 = value;
    } else {
      r1 = value;
    }
  }

  @Override
  public void assignFrom(Agg other) {
    super.assignFrom(other);
    Agg2 o = (Agg2) other;
    l1 = o.l1;
    r1 = o.r1;
  }
}
