package org.asrlang.exec.node;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;

/** Places behind references, cells of borrowed locals among them. */
public final class Refs {
  private Refs() {}

  public static final class LoadLong extends Node.OfLong {
    final Node base;

    public LoadLong(Node base) {
      this.base = base;
    }

    @Override
    public long executeLong(Stack s) {
      Object r = base.execute(s);
      return r instanceof Ref.LongCell c ? c.value : ((Ref) r).getLong();
    }
  }

  public static final class LoadDouble extends Node.OfDouble {
    final Node base;

    public LoadDouble(Node base) {
      this.base = base;
    }

    @Override
    public double executeDouble(Stack s) {
      return ((Ref) base.execute(s)).getDouble();
    }
  }

  public static final class LoadObj extends Node.OfObject {
    final Node base;

    public LoadObj(Node base) {
      this.base = base;
    }

    @Override
    public Object execute(Stack s) {
      Object r = base.execute(s);
      return r instanceof Ref.ObjCell c ? c.value : ((Ref) r).get();
    }
  }

  /** Moves out: the place is null afterwards. */
  public static final class TakeObj extends Node.OfObject {
    final Node base;

    public TakeObj(Node base) {
      this.base = base;
    }

    @Override
    public Object execute(Stack s) {
      Ref r = (Ref) base.execute(s);
      Object value = r.get();
      r.set(null);
      return value;
    }
  }

  /** Stores evaluate the value first, then the reference. */
  public static final class StoreLong extends Node.OfVoid {
    final Node base;
    final Node value;

    public StoreLong(Node base, Node value) {
      this.base = base;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      ((Ref) base.execute(s)).setLong(v);
      return NORMAL;
    }
  }

  public static final class StoreDouble extends Node.OfVoid {
    final Node base;
    final Node value;

    public StoreDouble(Node base, Node value) {
      this.base = base;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      ((Ref) base.execute(s)).setDouble(v);
      return NORMAL;
    }
  }

  public static final class StoreObj extends Node.OfVoid {
    final Node base;
    final Node value;

    public StoreObj(Node base, Node value) {
      this.base = base;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Object v = value.execute(s);
      ((Ref) base.execute(s)).set(v);
      return NORMAL;
    }
  }

  public static final class UpdateLong extends Node.OfVoid {
    final Node base;
    final LongBin op;
    final Node value;

    public UpdateLong(Node base, LongBin op, Node value) {
      this.base = base;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      long v = value.executeLong(s);
      Ref r = (Ref) base.execute(s);
      r.setLong(op.apply(s, r.getLong(), v));
      return NORMAL;
    }
  }

  public static final class UpdateDouble extends Node.OfVoid {
    final Node base;
    final Floats.Bin op;
    final Node value;

    public UpdateDouble(Node base, Floats.Bin op, Node value) {
      this.base = base;
      this.op = op;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      double v = value.executeDouble(s);
      Ref r = (Ref) base.execute(s);
      r.setDouble(op.apply(r.getDouble(), v));
      return NORMAL;
    }
  }

  /** {@code *r = value} of a storage type: overwrites the object. */
  public static final class Overwrite extends Node.OfVoid {
    final Layout layout;
    final Node base;
    final Node value;

    public Overwrite(Layout layout, Node base, Node value) {
      this.layout = layout;
      this.base = base;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      Object v = value.execute(s);
      layout.assign(base.execute(s), v);
      return NORMAL;
    }
  }

  /** A copy of a Copy storage object. */
  public static final class CopyStorage extends Node.OfObject {
    final Layout layout;
    final Node value;

    public CopyStorage(Layout layout, Node value) {
      this.layout = layout;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      return layout.copyOf(value.execute(s));
    }
  }

  /** A new heap place with a value: a box. */
  public static final class NewBox extends Node.OfObject {
    final Layout layout;
    final Node value;

    public NewBox(Layout layout, Node value) {
      this.layout = layout;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      return switch (layout.kind) {
        case ZST -> value.execute(s);
        case LONG -> new Ref.LongCell(value.executeLong(s));
        case DOUBLE -> new Ref.LongCell(Double.doubleToRawLongBits(value.executeDouble(s)));
        case OBJECT -> layout.isStorage() ? value.execute(s) : new Ref.ObjCell(value.execute(s));
      };
    }
  }
}
