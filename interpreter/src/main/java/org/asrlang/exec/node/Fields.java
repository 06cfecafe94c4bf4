package org.asrlang.exec.node;

import org.asrlang.exec.Agg;
import org.asrlang.exec.Agg2;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;

/** Fields of storage objects, by slot. Stores evaluate the value first, then the object. */
public final class Fields {
  private Fields() {}

  public static Node loadLong(Node base, int slot) {
    return slot == 0
        ? new LoadLong0(base)
        : slot == 1 ? new LoadLong1(base) : new LoadLong(base, slot);
  }

  public static Node loadRef(Node base, int slot) {
    return slot == 0
        ? new LoadRef0(base)
        : slot == 1 ? new LoadRef1(base) : new LoadRef(base, slot);
  }

  static final class LoadLong0 extends Node.OfLong {
    final Node base;

    LoadLong0(Node base) {
      this.base = base;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Agg) base.execute(s)).l0;
    }
  }

  static final class LoadLong1 extends Node.OfLong {
    final Node base;

    LoadLong1(Node base) {
      this.base = base;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Agg2) base.execute(s)).l1;
    }
  }

  static final class LoadLong extends Node.OfLong {
    final Node base;
    final int slot;

    LoadLong(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Agg) base.execute(s)).getLong(slot);
    }
  }

  public static final class LoadDouble extends Node.OfDouble {
    final Node base;
    final int slot;

    public LoadDouble(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public double executeDouble(Stack s) {
      Agg agg = (Agg) base.execute(s);
      return Double.longBitsToDouble(slot == 0 ? agg.l0 : agg.getLong(slot));
    }
  }

  static final class LoadRef0 extends Node.OfObject {
    final Node base;

    LoadRef0(Node base) {
      this.base = base;
    }

    @Override
    public Object execute(Stack s) {
      return ((Agg) base.execute(s)).r0;
    }
  }

  static final class LoadRef1 extends Node.OfObject {
    final Node base;

    LoadRef1(Node base) {
      this.base = base;
    }

    @Override
    public Object execute(Stack s) {
      return ((Agg2) base.execute(s)).r1;
    }
  }

  static final class LoadRef extends Node.OfObject {
    final Node base;
    final int slot;

    LoadRef(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      return ((Agg) base.execute(s)).getRef(slot);
    }
  }

  /** Moves out: the field is null afterwards. */
  public static final class TakeRef extends Node.OfObject {
    final Node base;
    final int slot;

    public TakeRef(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      Agg agg = (Agg) base.execute(s);
      Object value = agg.getRef(slot);
      agg.setRef(slot, null);
      return value;
    }
  }

  public static final class StoreLong extends Node.OfVoid {
    final Node base;
    final int slot;
    final Node value;

    public StoreLong(Node base, int slot, Node value) {
      this.base = base;
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      Agg agg = (Agg) base.execute(s);
      if (slot == 0) {
        agg.l0 = v;
      } else {
        agg.setLong(slot, v);
      }
      return NORMAL;
    }
  }

  public static final class StoreDouble extends Node.OfVoid {
    final Node base;
    final int slot;
    final Node value;

    public StoreDouble(Node base, int slot, Node value) {
      this.base = base;
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      ((Agg) base.execute(s)).setLong(slot, Double.doubleToRawLongBits(v));
      return NORMAL;
    }
  }

  public static final class StoreRef extends Node.OfVoid {
    final Node base;
    final int slot;
    final Node value;

    public StoreRef(Node base, int slot, Node value) {
      this.base = base;
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Object v = value.execute(s);
      ((Agg) base.execute(s)).setRef(slot, v);
      return NORMAL;
    }
  }

  /** {@code object.field op= value}. */
  public static final class UpdateLong extends Node.OfVoid {
    final Node base;
    final int slot;
    final LongBin op;
    final Node value;

    public UpdateLong(Node base, int slot, LongBin op, Node value) {
      this.base = base;
      this.slot = slot;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      Agg agg = (Agg) base.execute(s);
      agg.setLong(slot, op.apply(s, agg.getLong(slot), v));
      return NORMAL;
    }
  }

  public static final class UpdateDouble extends Node.OfVoid {
    final Node base;
    final int slot;
    final Floats.Bin op;
    final Node value;

    public UpdateDouble(Node base, int slot, Floats.Bin op, Node value) {
      this.base = base;
      this.slot = slot;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      Agg agg = (Agg) base.execute(s);
      double old = Double.longBitsToDouble(agg.getLong(slot));
      agg.setLong(slot, Double.doubleToRawLongBits(op.apply(old, v)));
      return NORMAL;
    }
  }

  /** {@code &object.field} of a number. */
  public static final class RefLong extends Node.OfObject {
    final Node base;
    final int slot;

    public RefLong(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      return new Ref.FieldLong((Agg) base.execute(s), slot);
    }
  }

  /** {@code &object.field} of an immutable object. */
  public static final class RefObj extends Node.OfObject {
    final Node base;
    final int slot;

    public RefObj(Node base, int slot) {
      this.base = base;
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      return new Ref.FieldObj((Agg) base.execute(s), slot);
    }
  }

  /** The variant that an enum's storage holds. */
  public static final class Tag extends Node.OfLong {
    final Node base;

    public Tag(Node base) {
      this.base = base;
    }

    @Override
    public long executeLong(Stack s) {
      return ((Agg) base.execute(s)).tag;
    }
  }

  /** Whether an enum's storage holds that variant. */
  public static final class TagIs extends Node.OfBoolean {
    final Node base;
    final int tag;

    public TagIs(Node base, int tag) {
      this.base = base;
      this.tag = tag;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return ((Agg) base.execute(s)).tag == tag;
    }
  }
}
