package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Comparisons of numbers up to 64 bits and floats. */
public final class Compare {
  private Compare() {}

  /** {@code ==} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Eq extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Eq(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a == b;
    }
  }

  /** {@code !=} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Ne extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Ne(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a != b;
    }
  }

  /** {@code <} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Lt extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Lt(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a < b;
    }
  }

  /** {@code <=} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Le extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Le(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a <= b;
    }
  }

  /** {@code >} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Gt extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Gt(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a > b;
    }
  }

  /** {@code >=} of signed numbers, and of unsigned ones below 64 bits. */
  public static final class Ge extends Node.OfBoolean {
    final Node left;
    final Node right;

    public Ge(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return a >= b;
    }
  }

  /** {@code <} of {@code u64}. */
  public static final class LtU64 extends Node.OfBoolean {
    final Node left;
    final Node right;

    public LtU64(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return Long.compareUnsigned(a, b) < 0;
    }
  }

  /** {@code <=} of {@code u64}. */
  public static final class LeU64 extends Node.OfBoolean {
    final Node left;
    final Node right;

    public LeU64(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return Long.compareUnsigned(a, b) <= 0;
    }
  }

  /** {@code >} of {@code u64}. */
  public static final class GtU64 extends Node.OfBoolean {
    final Node left;
    final Node right;

    public GtU64(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return Long.compareUnsigned(a, b) > 0;
    }
  }

  /** {@code >=} of {@code u64}. */
  public static final class GeU64 extends Node.OfBoolean {
    final Node left;
    final Node right;

    public GeU64(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      long a = left.executeLong(s);
      long b = right.executeLong(s);
      return Long.compareUnsigned(a, b) >= 0;
    }
  }

  /** {@code ==} of floats. */
  public static final class EqF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public EqF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a == b;
    }
  }

  /** {@code !=} of floats. */
  public static final class NeF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public NeF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a != b;
    }
  }

  /** {@code <} of floats. */
  public static final class LtF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public LtF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a < b;
    }
  }

  /** {@code <=} of floats. */
  public static final class LeF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public LeF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a <= b;
    }
  }

  /** {@code >} of floats. */
  public static final class GtF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public GtF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a > b;
    }
  }

  /** {@code >=} of floats. */
  public static final class GeF extends Node.OfBoolean {
    final Node left;
    final Node right;

    public GeF(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      double a = left.executeDouble(s);
      double b = right.executeDouble(s);
      return a >= b;
    }
  }
}
