package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;

/** Reading and writing slots of the frame. */
public final class Locals {
  private Locals() {}

  public static final class LoadLong extends Node.OfLong {
    public final int slot;

    public LoadLong(int slot) {
      this.slot = slot;
    }

    @Override
    public long executeLong(Stack s) {
      return s.longs[s.lb + slot];
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] != 0;
    }
  }

  public static final class LoadDouble extends Node.OfDouble {
    final int slot;

    public LoadDouble(int slot) {
      this.slot = slot;
    }

    @Override
    public double executeDouble(Stack s) {
      return Double.longBitsToDouble(s.longs[s.lb + slot]);
    }
  }

  public static final class LoadRef extends Node.OfObject {
    public final int slot;

    public LoadRef(int slot) {
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      return s.refs[s.rb + slot];
    }
  }

  /** Moves out: the slot is empty afterwards. */
  public static final class TakeRef extends Node.OfObject {
    final int slot;

    public TakeRef(int slot) {
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      int at = s.rb + slot;
      Object value = s.refs[at];
      s.refs[at] = null;
      return value;
    }
  }

  public static final class StoreLong extends Node.OfVoid {
    final int slot;
    final Node value;

    public StoreLong(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      s.longs[s.lb + slot] = v;
      return NORMAL;
    }
  }

  public static final class StoreDouble extends Node.OfVoid {
    final int slot;
    final Node value;

    public StoreDouble(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      s.longs[s.lb + slot] = Double.doubleToRawLongBits(v);
      return NORMAL;
    }
  }

  public static final class StoreRef extends Node.OfVoid {
    final int slot;
    final Node value;

    public StoreRef(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Object v = value.execute(s);
      s.refs[s.rb + slot] = v;
      return NORMAL;
    }
  }

  /** Empties slots. */
  public static final class ClearRefs extends Node.OfVoid {
    final int from;
    final int to;

    public ClearRefs(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public int exec(Stack s) {
      s.clear(from, to);
      return NORMAL;
    }
  }

  /** Puts a number into a new cell in the slot. */
  public static final class NewLongCell extends Node.OfVoid {
    final int slot;
    final Node value;

    public NewLongCell(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Ref.LongCell cell = new Ref.LongCell(value.executeLong(s));
      s.refs[s.rb + slot] = cell;
      return NORMAL;
    }
  }

  public static final class NewDoubleCell extends Node.OfVoid {
    final int slot;
    final Node value;

    public NewDoubleCell(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Ref.LongCell cell = new Ref.LongCell(Double.doubleToRawLongBits(value.executeDouble(s)));
      s.refs[s.rb + slot] = cell;
      return NORMAL;
    }
  }

  public static final class NewObjCell extends Node.OfVoid {
    final int slot;
    final Node value;

    public NewObjCell(int slot, Node value) {
      this.slot = slot;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Ref.ObjCell cell = new Ref.ObjCell(value.execute(s));
      s.refs[s.rb + slot] = cell;
      return NORMAL;
    }
  }

  /** Assignment to a local in a cell that may not exist yet: {@code let x; x = 1;}. */
  public static final class AssignCell extends Node.OfVoid {
    final int slot;
    final Node value;
    final org.asrlang.exec.Layout.Kind kind;

    public AssignCell(int slot, org.asrlang.exec.Layout.Kind kind, Node value) {
      this.slot = slot;
      this.kind = kind;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      switch (kind) {
        case LONG -> {
          long v = value.executeLong(s);
          if (s.refs[s.rb + slot] instanceof Ref cell) {
            cell.setLong(v);
          } else {
            s.refs[s.rb + slot] = new Ref.LongCell(v);
          }
        }
        case DOUBLE -> {
          double v = value.executeDouble(s);
          if (s.refs[s.rb + slot] instanceof Ref cell) {
            cell.setDouble(v);
          } else {
            s.refs[s.rb + slot] = new Ref.LongCell(Double.doubleToRawLongBits(v));
          }
        }
        case OBJECT -> {
          Object v = value.execute(s);
          if (s.refs[s.rb + slot] instanceof Ref cell) {
            cell.set(v);
          } else {
            s.refs[s.rb + slot] = new Ref.ObjCell(v);
          }
        }
        case ZST -> value.exec(s);
      }
      return NORMAL;
    }
  }

  /** {@code local op= value}. */
  public static final class UpdateLong extends Node.OfVoid {
    final int slot;
    final LongBin op;
    final Node value;

    public UpdateLong(int slot, LongBin op, Node value) {
      this.slot = slot;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      int at = s.lb + slot;
      s.longs[at] = op.apply(s, s.longs[at], v);
      return NORMAL;
    }
  }

  public static final class UpdateDouble extends Node.OfVoid {
    final int slot;
    final Floats.Bin op;
    final Node value;

    public UpdateDouble(int slot, Floats.Bin op, Node value) {
      this.slot = slot;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      int at = s.lb + slot;
      double old = Double.longBitsToDouble(s.longs[at]);
      s.longs[at] = Double.doubleToRawLongBits(op.apply(old, v));
      return NORMAL;
    }
  }

  /** Moves out of a local's cell; null if there is no cell yet. */
  public static final class TakeCell extends Node.OfObject {
    final int slot;

    public TakeCell(int slot) {
      this.slot = slot;
    }

    @Override
    public Object execute(Stack s) {
      if (!(s.refs[s.rb + slot] instanceof Ref cell)) {
        return null;
      }
      Object value = cell.get();
      cell.set(null);
      return value;
    }
  }
}
