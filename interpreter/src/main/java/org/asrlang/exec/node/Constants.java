package org.asrlang.exec.node;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;

/** Values that are known when lowering. */
public final class Constants {
  private Constants() {}

  public static final class OfLong extends Node.OfLong {
    public final long value;

    public OfLong(long value) {
      this.value = value;
    }

    @Override
    public long executeLong(Stack s) {
      return value;
    }
  }

  public static final class OfDouble extends Node.OfDouble {
    final double value;

    public OfDouble(double value) {
      this.value = value;
    }

    @Override
    public double executeDouble(Stack s) {
      return value;
    }
  }

  public static final class OfObject extends Node.OfObject {
    final Object value;

    public OfObject(Object value) {
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      return value;
    }
  }

  /** A constant of a Copy storage type: each use is a copy. */
  public static final class CopyOf extends Node.OfObject {
    final Layout layout;
    final Object value;

    public CopyOf(Layout layout, Object value) {
      this.layout = layout;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      return layout.copyOf(value);
    }
  }

  /** The unit value, and anything else without content. */
  public static final class Nothing extends Node.OfVoid {
    public static final Nothing NODE = new Nothing();

    @Override
    public int exec(Stack s) {
      return NORMAL;
    }

    @Override
    public Object execute(Stack s) {
      return Unit.UNIT;
    }
  }

  /** A place that is made once and lives for ever, with the value of a constant expression. */
  public static final class Promoted extends Node.OfObject {
    final Layout layout;
    final Node value;
    private Object place;

    public Promoted(Layout layout, Node value) {
      this.layout = layout;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      Object p = place;
      if (p == null) {
        // Two tasks may make one each: nobody can tell them apart.
        place = p = layout.newBox(value.executeBoxed(layout.kind, s));
      }
      return p;
    }
  }

  /** A boxed value as a constant node. */
  public static Node of(Layout layout, Object value) {
    return switch (layout.kind) {
      case ZST -> Nothing.NODE;
      case LONG -> new OfLong((Long) value);
      case DOUBLE -> new OfDouble((Double) value);
      case OBJECT -> layout.isStorage() ? new CopyOf(layout, value) : new OfObject(value);
    };
  }
}
