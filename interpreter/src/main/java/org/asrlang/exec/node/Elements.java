package org.asrlang.exec.node;

import org.asrlang.exec.Agg;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.RawBuf;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Site;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;

/** Elements of arrays and slices, with their bounds check. Stores evaluate the value first. */
public final class Elements {
  private Elements() {}

  /** Where an element is: array or slice, index, and how elements are stored. */
  public abstract static class At {
    final Node base;
    final Node index;
    final int kind;
    final Site site;

    At(Node base, Node index, int kind, Site site) {
      this.base = base;
      this.index = index;
      this.kind = kind;
      this.site = site;
    }

    public int kind() {
      return kind;
    }
  }

  /** As a length: the base is a slice. */
  public static final long IN_SLICE = -1;

  /** As a length: the base is a {@code Vec}. */
  public static final long IN_VEC = -2;

  /** In an array of {@code length}, or in a slice or {@code Vec}. */
  public static final class Place extends At {
    final long length;

    public Place(Node base, Node index, int kind, long length, Site site) {
      super(base, index, kind, site);
      this.length = length;
    }

    long loadLong(Stack s) {
      Object b = base.execute(s);
      long i = index.executeLong(s);
      if (length >= 0) {
        if (i < 0 || i >= length) {
          throw Panics.bounds(s, i, length, site);
        }
        return Elems.getLong(kind, b, (int) i);
      }
      if (length == IN_SLICE) {
        Slice slice = (Slice) b;
        if (i < 0 || i >= slice.length) {
          throw Panics.bounds(s, i, slice.length, site);
        }
        return Elems.getLong(kind, slice.array, slice.offset + (int) i);
      }
      Agg vec = (Agg) b;
      if (i < 0 || i >= vec.l0) {
        throw Panics.bounds(s, i, vec.l0, site);
      }
      return Elems.getLong(kind, ((RawBuf) vec.r0).array, (int) i);
    }

    /** The index into the Java array, checked. */
    int index(Stack s, Object b) {
      long i = index.executeLong(s);
      if (length >= 0) {
        if (i < 0 || i >= length) {
          throw Panics.bounds(s, i, length, site);
        }
        return (int) i;
      }
      if (length == IN_SLICE) {
        Slice slice = (Slice) b;
        if (i < 0 || i >= slice.length) {
          throw Panics.bounds(s, i, slice.length, site);
        }
        return slice.offset + (int) i;
      }
      long n = ((Agg) b).l0;
      if (i < 0 || i >= n) {
        throw Panics.bounds(s, i, n, site);
      }
      return (int) i;
    }

    Object array(Object b) {
      return length >= 0
          ? b
          : length == IN_SLICE ? ((Slice) b).array : ((RawBuf) ((Agg) b).r0).array;
    }
  }

  /** A number; the usual kinds of elements have nodes of their own. */
  public static Node loadLong(Place at) {
    return new LoadLong(at);
  }

  static final class LoadLong extends Node.OfLong {
    final Place at;

    LoadLong(Place at) {
      this.at = at;
    }

    @Override
    public long executeLong(Stack s) {
      return at.loadLong(s);
    }
  }

  public static final class LoadDouble extends Node.OfDouble {
    final Place at;

    public LoadDouble(Place at) {
      this.at = at;
    }

    @Override
    public double executeDouble(Stack s) {
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      return Elems.getDouble(at.kind, at.array(b), i);
    }
  }

  public static final class LoadObj extends Node.OfObject {
    final Place at;

    public LoadObj(Place at) {
      this.at = at;
    }

    @Override
    public Object execute(Stack s) {
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      return Elems.getObj(at.kind, at.array(b), i);
    }
  }

  /** Only the check: an element without content. */
  public static final class Check extends Node.OfVoid {
    final Place at;

    public Check(Place at) {
      this.at = at;
    }

    @Override
    public int exec(Stack s) {
      at.index(s, at.base.execute(s));
      return NORMAL;
    }
  }

  public static final class TakeObj extends Node.OfObject {
    final Place at;

    public TakeObj(Place at) {
      this.at = at;
    }

    @Override
    public Object execute(Stack s) {
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Object[] array = (Object[]) at.array(b);
      Object value = array[i];
      array[i] = null;
      return value;
    }
  }

  public static final class StoreLong extends Node.OfVoid {
    final Place at;
    final Node value;

    public StoreLong(Place at, Node value) {
      this.at = at;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Elems.setLong(at.kind, at.array(b), i, v);
      return NORMAL;
    }
  }

  public static final class StoreDouble extends Node.OfVoid {
    final Place at;
    final Node value;

    public StoreDouble(Place at, Node value) {
      this.at = at;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Elems.setDouble(at.kind, at.array(b), i, v);
      return NORMAL;
    }
  }

  public static final class StoreObj extends Node.OfVoid {
    final Place at;
    final Node value;

    public StoreObj(Place at, Node value) {
      this.at = at;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Object v = value.execute(s);
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Elems.setObj(at.kind, at.array(b), i, v);
      return NORMAL;
    }
  }

  public static final class UpdateLong extends Node.OfVoid {
    final Place at;
    final LongBin op;
    final Node value;

    public UpdateLong(Place at, LongBin op, Node value) {
      this.at = at;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Object array = at.array(b);
      Elems.setLong(at.kind, array, i, op.apply(s, Elems.getLong(at.kind, array, i), v));
      return NORMAL;
    }
  }

  public static final class UpdateDouble extends Node.OfVoid {
    final Place at;
    final Floats.Bin op;
    final Node value;

    public UpdateDouble(Place at, Floats.Bin op, Node value) {
      this.at = at;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      Object array = at.array(b);
      Elems.setDouble(at.kind, array, i, op.apply(Elems.getDouble(at.kind, array, i), v));
      return NORMAL;
    }
  }

  /** {@code &array[i]} of a number or an immutable object. */
  public static final class RefTo extends Node.OfObject {
    final Place at;

    public RefTo(Place at) {
      this.at = at;
    }

    @Override
    public Object execute(Stack s) {
      Object b = at.base.execute(s);
      int i = at.index(s, b);
      return new Ref.Elem(at.kind, at.array(b), i);
    }
  }

  /** An index from the front or the end, for slice patterns; the length has been tested. */
  public static final class ConstIndex extends Node.OfLong {
    final Node slice;
    final int fromEnd;

    /** The slice is only asked for its length. */
    public ConstIndex(Node slice, int fromEnd) {
      this.slice = slice;
      this.fromEnd = fromEnd;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Slice) slice.execute(s)).length - fromEnd;
    }
  }

  /** {@code [from .. len - to]} of a slice. */
  public static final class Subslice extends Node.OfObject {
    final Node slice;
    final int from;
    final int to;

    public Subslice(Node slice, int from, int to) {
      this.slice = slice;
      this.from = from;
      this.to = to;
    }

    @Override
    public Object execute(Stack s) {
      Slice v = (Slice) slice.execute(s);
      return v.range(from, v.length - to);
    }
  }

  /** A slice of all of an array. */
  public static final class OfArray extends Node.OfObject {
    final Node array;
    final int length;

    public OfArray(Node array, int length) {
      this.array = array;
      this.length = length;
    }

    @Override
    public Object execute(Stack s) {
      return new Slice(array.execute(s), 0, length);
    }
  }

  /** Whether a slice has that length, or at least that length. */
  public static final class LengthIs extends Node.OfBoolean {
    final Node slice;
    final int length;
    final boolean orMore;

    public LengthIs(Node slice, int length, boolean orMore) {
      this.slice = slice;
      this.length = length;
      this.orMore = orMore;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      int n = ((Slice) slice.execute(s)).length;
      return orMore ? n >= length : n == length;
    }
  }

  public static final class Length extends Node.OfLong {
    final Node slice;

    public Length(Node slice) {
      this.slice = slice;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Slice) slice.execute(s)).length;
    }
  }

  /** The elements of an array from an index on, as a new array. */
  public static final class SubArray extends Node.OfObject {
    final Node array;
    final int from;
    final int length;
    final int kind;
    final boolean take;

    /**
     * @param take whether the elements are moved out
     */
    public SubArray(Node array, int from, int length, int kind, boolean take) {
      this.take = take;
      this.array = array;
      this.from = from;
      this.length = length;
      this.kind = kind;
    }

    /** The same, moving the elements out. */
    public SubArray taking() {
      return new SubArray(array, from, length, kind, true);
    }

    @Override
    public Object execute(Stack s) {
      Object part = Elems.newArray(kind, length);
      Object whole = array.execute(s);
      Elems.copy(kind, whole, from, part, 0, length);
      if (take) {
        java.util.Arrays.fill((Object[]) whole, from, from + length, null);
      }
      return part;
    }
  }
}
