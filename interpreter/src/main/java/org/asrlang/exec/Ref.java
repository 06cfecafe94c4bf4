package org.asrlang.exec;

/**
 * A reference to a place that holds a number or an immutable object (a reference, box, function
 * pointer, wide integer). References to storage objects are the objects themselves.
 */
public abstract class Ref {
  public long getLong() {
    throw new IllegalStateException();
  }

  public void setLong(long value) {
    throw new IllegalStateException();
  }

  public double getDouble() {
    return Double.longBitsToDouble(getLong());
  }

  public void setDouble(double value) {
    setLong(Double.doubleToRawLongBits(value));
  }

  public Object get() {
    throw new IllegalStateException();
  }

  public void set(Object value) {
    throw new IllegalStateException();
  }

  /** Whether both refer to the same place. */
  public boolean samePlace(Ref other) {
    return this == other;
  }

  /** Equal for the same place. */
  public int placeHash() {
    return System.identityHashCode(this);
  }

  /** A heap cell with a number: a borrowed local, a boxed scalar, a static. */
  public static final class LongCell extends Ref {
    public long value;

    public LongCell(long value) {
      this.value = value;
    }

    @Override
    public long getLong() {
      return value;
    }

    @Override
    public void setLong(long value) {
      this.value = value;
    }
  }

  /** A heap cell with an object; null where its content was moved out. */
  public static final class ObjCell extends Ref {
    public Object value;

    public ObjCell(Object value) {
      this.value = value;
    }

    @Override
    public Object get() {
      return value;
    }

    @Override
    public void set(Object value) {
      this.value = value;
    }
  }

  /** A number in a storage object. */
  public static final class FieldLong extends Ref {
    final Agg agg;
    final int slot;

    public FieldLong(Agg agg, int slot) {
      this.agg = agg;
      this.slot = slot;
    }

    @Override
    public long getLong() {
      return slot == 0 ? agg.l0 : agg.getLong(slot);
    }

    @Override
    public void setLong(long value) {
      if (slot == 0) {
        agg.l0 = value;
      } else {
        agg.setLong(slot, value);
      }
    }

    @Override
    public boolean samePlace(Ref other) {
      return other instanceof FieldLong f && f.agg == agg && f.slot == slot;
    }

    @Override
    public int placeHash() {
      return System.identityHashCode(agg) + 8 * slot;
    }
  }

  /** An object in a storage object. */
  public static final class FieldObj extends Ref {
    final Agg agg;
    final int slot;

    public FieldObj(Agg agg, int slot) {
      this.agg = agg;
      this.slot = slot;
    }

    @Override
    public Object get() {
      return slot == 0 ? agg.r0 : agg.getRef(slot);
    }

    @Override
    public void set(Object value) {
      agg.setRef(slot, value);
    }

    @Override
    public boolean samePlace(Ref other) {
      return other instanceof FieldObj f && f.agg == agg && f.slot == slot;
    }

    @Override
    public int placeHash() {
      return System.identityHashCode(agg) + 8 * slot + 4;
    }
  }

  /** An element of an array. */
  public static final class Elem extends Ref {
    final Object array;
    final int index;
    final int kind;

    /** The kind is one of {@link Elems}. */
    public Elem(int kind, Object array, int index) {
      this.kind = kind;
      this.array = array;
      this.index = index;
    }

    @Override
    public long getLong() {
      return Elems.getLong(kind, array, index);
    }

    @Override
    public void setLong(long value) {
      Elems.setLong(kind, array, index, value);
    }

    @Override
    public double getDouble() {
      return Elems.getDouble(kind, array, index);
    }

    @Override
    public void setDouble(double value) {
      Elems.setDouble(kind, array, index, value);
    }

    @Override
    public Object get() {
      return ((Object[]) array)[index];
    }

    @Override
    public void set(Object value) {
      ((Object[]) array)[index] = value;
    }

    @Override
    public boolean samePlace(Ref other) {
      return other instanceof Elem e && e.array == array && e.index == index;
    }

    @Override
    public int placeHash() {
      return System.identityHashCode(array) + 8 * index;
    }
  }
}
