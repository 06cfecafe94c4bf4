package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Arithmetic of {@code f32} and {@code f64}; {@code f32} is rounded after each operation. */
public final class Floats {
  private Floats() {}

  /** As {@link LongBin}, of floats. */
  public abstract static class Bin extends Node.OfDouble {
    final Node left;
    final Node right;

    Bin(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    public abstract double apply(double a, double b);
  }

  public static final class Add extends Bin {
    public Add(Node left, Node right) {
      super(left, right);
    }

    @Override
    public double apply(double a, double b) {
      return a + b;
    }

    @Override
    public double executeDouble(Stack s) {
      double a = left.executeDouble(s);
      return a + right.executeDouble(s);
    }
  }

  public static final class Sub extends Bin {
    public Sub(Node left, Node right) {
      super(left, right);
    }

    @Override
    public double apply(double a, double b) {
      return a - b;
    }

    @Override
    public double executeDouble(Stack s) {
      double a = left.executeDouble(s);
      return a - right.executeDouble(s);
    }
  }

  public static final class Mul extends Bin {
    public Mul(Node left, Node right) {
      super(left, right);
    }

    @Override
    public double apply(double a, double b) {
      return a * b;
    }

    @Override
    public double executeDouble(Stack s) {
      double a = left.executeDouble(s);
      return a * right.executeDouble(s);
    }
  }

  public static final class Div extends Bin {
    public Div(Node left, Node right) {
      super(left, right);
    }

    @Override
    public double apply(double a, double b) {
      return a / b;
    }

    @Override
    public double executeDouble(Stack s) {
      double a = left.executeDouble(s);
      return a / right.executeDouble(s);
    }
  }

  public static final class Rem extends Bin {
    public Rem(Node left, Node right) {
      super(left, right);
    }

    @Override
    public double apply(double a, double b) {
      return a % b;
    }

    @Override
    public double executeDouble(Stack s) {
      double a = left.executeDouble(s);
      return a % right.executeDouble(s);
    }
  }

  /** Rounds the result of an operation of {@code f32}. */
  public static final class Rounded extends Bin {
    final Bin op;

    public Rounded(Bin op) {
      super(null, null);
      this.op = op;
    }

    @Override
    public double apply(double a, double b) {
      return (float) op.apply(a, b);
    }

    @Override
    public double executeDouble(Stack s) {
      return (float) op.executeDouble(s);
    }
  }

  public static final class Neg extends Node.OfDouble {
    final Node operand;

    public Neg(Node operand) {
      this.operand = operand;
    }

    @Override
    public double executeDouble(Stack s) {
      return -operand.executeDouble(s);
    }
  }
}
