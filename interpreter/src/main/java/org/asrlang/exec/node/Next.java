package org.asrlang.exec.node;

import org.asrlang.exec.Agg2;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;

/**
 * {@code next} of std's commonest iterators where a {@code for} looks at its result at once:
 * whether there is an item, which is then in a slot. What they do is what std's own source does.
 */
public final class Next {
  private Next() {}

  /** Of a {@code Range} of integers. */
  public static final class OfRange extends Node.OfBoolean {
    final Node range;
    final int slot;
    final boolean unsigned64;

    public OfRange(Node range, int slot, boolean unsigned64) {
      this.range = range;
      this.slot = slot;
      this.unsigned64 = unsigned64;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      Agg2 r = (Agg2) range.execute(s);
      long value = r.l0;
      boolean more = unsigned64 ? Long.compareUnsigned(value, r.l1) < 0 : value < r.l1;
      if (more) {
        r.l0 = value + 1;
        s.longs[s.lb + slot] = value;
      }
      return more;
    }
  }

  /** Of a slice's {@code Iter} (or {@code IterMut}), whose item goes into an object slot. */
  public static final class OfSlice extends Node.OfBoolean {
    final Node iter;
    final int slot;
    final int kind;
    final boolean storage;

    public OfSlice(Node iter, int slot, int kind, boolean storage) {
      this.iter = iter;
      this.slot = slot;
      this.kind = kind;
      this.storage = storage;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      Agg2 it = (Agg2) iter.execute(s);
      long i = it.l0;
      if (i >= it.l1) {
        return false;
      }
      it.l0 = i + 1;
      Slice slice = (Slice) it.r0;
      int at = slice.offset + (int) i;
      s.refs[s.rb + slot] =
          storage ? Elems.getObj(kind, slice.array, at) : new Ref.Elem(kind, slice.array, at);
      return true;
    }
  }

  /** Of a slice's {@code Iter} of numbers whose item is copied out of its reference at once. */
  public static final class OfLongs extends Node.OfBoolean {
    final Node iter;
    final int slot;
    final int kind;

    public OfLongs(Node iter, int slot, int kind) {
      this.iter = iter;
      this.slot = slot;
      this.kind = kind;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      Agg2 it = (Agg2) iter.execute(s);
      long i = it.l0;
      if (i >= it.l1) {
        return false;
      }
      it.l0 = i + 1;
      Slice slice = (Slice) it.r0;
      s.longs[s.lb + slot] = Elems.getLong(kind, slice.array, slice.offset + (int) i);
      return true;
    }
  }
}
