package org.asrlang.exec;

/** A storage object with any number of fields: slots from 2 on are in the arrays. */
public final class AggN extends Agg2 {
  private static final long[] NO_LONGS = {};
  private static final Object[] NO_REFS = {};

  public long[] ls;
  public Object[] rs;

  /** The numbers of fields of each kind, the first two included. */
  public AggN(int tag, int longs, int refs) {
    super(tag);
    ls = longs > 2 ? new long[longs - 2] : NO_LONGS;
    rs = refs > 2 ? new Object[refs - 2] : NO_REFS;
  }

  @Override
  public long getLong(int slot) {
    return slot >= 2 ? ls[slot - 2] : slot == 0 ? l0 : l1;
  }

  @Override
  public void setLong(int slot, long value) {
    if (slot >= 2) {
      ls[slot - 2] = value;
    } else {
      super.setLong(slot, value);
    }
  }

  @Override
  public Object getRef(int slot) {
    return slot >= 2 ? rs[slot - 2] : slot == 0 ? r0 : r1;
  }

  @Override
  public void setRef(int slot, Object value) {
    if (slot >= 2) {
      rs[slot - 2] = value;
    } else {
      super.setRef(slot, value);
    }
  }

  @Override
  public void assignFrom(Agg other) {
    super.assignFrom(other);
    AggN o = (AggN) other;
    // The other one may live on as a place of its own (mem::swap): its arrays stay its own.
    ls = o.ls.length == 0 ? NO_LONGS : o.ls.clone();
    rs = o.rs.length == 0 ? NO_REFS : o.rs.clone();
  }

  @Override
  public Agg shallowCopy() {
    AggN copy = (AggN) super.shallowCopy();
    if (ls.length > 0) {
      copy.ls = ls.clone();
    }
    if (rs.length > 0) {
      copy.rs = rs.clone();
    }
    return copy;
  }
}
