package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/** Unary operations and conversions of numbers. */
public final class Numbers {
  private Numbers() {}

  /** {@code -x} of a signed integer. */
  public static final class Neg extends Node.OfLong {
    final Node operand;
    final long min;
    final Site site;

    public Neg(Node operand, long min, Site site) {
      this.operand = operand;
      this.min = min;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long v = operand.executeLong(s);
      if (v == min) {
        throw Panics.overflow(s, "negate", site);
      }
      return -v;
    }
  }

  /** {@code !x} of an integer. */
  public static final class Not extends Node.OfLong {
    final Node operand;
    final int bits;
    final boolean signed;

    public Not(Node operand, int bits, boolean signed) {
      this.operand = operand;
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long executeLong(Stack s) {
      return Ints.wrap(~operand.executeLong(s), bits, signed);
    }
  }

  /** {@code !x} of a {@code bool}. */
  public static final class NotBool extends Node.OfBoolean {
    final Node operand;

    public NotBool(Node operand) {
      this.operand = operand;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return !operand.executeBoolean(s);
    }
  }

  public static final class And extends Node.OfBoolean {
    final Node left;
    final Node right;

    public And(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return left.executeBoolean(s) && right.executeBoolean(s);
    }
  }

  public static final class Or extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Or(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return left.executeBoolean(s) || right.executeBoolean(s);
    }
  }

  /** To an integer of other width or sign. */
  public static final class Wrap extends Node.OfLong {
    final Node operand;
    final int bits;
    final boolean signed;

    public Wrap(Node operand, int bits, boolean signed) {
      this.operand = operand;
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long executeLong(Stack s) {
      return Ints.wrap(operand.executeLong(s), bits, signed);
    }
  }

  public static final class ToDouble extends Node.OfDouble {
    final Node operand;
    final boolean unsigned64;
    final boolean single;

    public ToDouble(Node operand, boolean unsigned64, boolean single) {
      this.operand = operand;
      this.unsigned64 = unsigned64;
      this.single = single;
    }

    @Override
    public double executeDouble(Stack s) {
      long v = operand.executeLong(s);
      return single ? Ints.toFloat(v, unsigned64) : Ints.toDouble(v, unsigned64);
    }
  }

  public static final class OfDouble extends Node.OfLong {
    final Node operand;
    final int bits;
    final boolean signed;

    public OfDouble(Node operand, int bits, boolean signed) {
      this.operand = operand;
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long executeLong(Stack s) {
      return Ints.ofDouble(operand.executeDouble(s), bits, signed);
    }
  }

  /** {@code f64} to {@code f32}. */
  public static final class ToSingle extends Node.OfDouble {
    final Node operand;

    public ToSingle(Node operand) {
      this.operand = operand;
    }

    @Override
    public double executeDouble(Stack s) {
      return (float) operand.executeDouble(s);
    }
  }

  /** {@code as} of a field-less enum whose discriminants are not its variants' indices. */
  public static final class Discriminant extends Node.OfLong {
    final Node operand;
    final long[] values;

    public Discriminant(Node operand, long[] values) {
      this.operand = operand;
      this.values = values;
    }

    @Override
    public long executeLong(Stack s) {
      return values[(int) operand.executeLong(s)];
    }
  }
}
