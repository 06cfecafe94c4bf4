package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/** Divisions, shifts and bit operations of integers up to 64 bits, with Rust's checks. */
public final class Bits {
  private Bits() {}

  /** Of signed integers, whose least value is {@code min}. */
  public static final class DivSigned extends LongBin {
    final long min;

    public DivSigned(Node left, Node right, Site site, long min) {
      super(left, right, site);
      this.min = min;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b == 0) {
        throw Panics.divideByZero(s, site);
      }
      if (b == -1 && a == min) {
        throw Panics.overflow(s, "divide", site);
      }
      return a / b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of unsigned integers. */
  public static final class DivUnsigned extends LongBin {
    public DivUnsigned(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b == 0) {
        throw Panics.divideByZero(s, site);
      }
      return (a | b) >= 0 ? a / b : Long.divideUnsigned(a, b);
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of signed integers, whose least value is {@code min}. */
  public static final class RemSigned extends LongBin {
    final long min;

    public RemSigned(Node left, Node right, Site site, long min) {
      super(left, right, site);
      this.min = min;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b == 0) {
        throw Panics.remainderByZero(s, site);
      }
      if (b == -1 && a == min) {
        throw Panics.overflow(s, "calculate the remainder", site);
      }
      return a % b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of unsigned integers. */
  public static final class RemUnsigned extends LongBin {
    public RemUnsigned(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b == 0) {
        throw Panics.remainderByZero(s, site);
      }
      return (a | b) >= 0 ? a % b : Long.remainderUnsigned(a, b);
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Keeps the lowest {@code bits}. */
  public static final class Shl extends LongBin {
    final int bits;
    final boolean signed;

    public Shl(Node left, Node right, Site site, int bits, boolean signed) {
      super(left, right, site);
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b < 0 || b >= bits) {
        throw Panics.overflow(s, "shift left", site);
      }
      return Ints.wrap(a << b, bits, signed);
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  public static final class Shr extends LongBin {
    final int bits;
    final boolean signed;

    public Shr(Node left, Node right, Site site, int bits, boolean signed) {
      super(left, right, site);
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (b < 0 || b >= bits) {
        throw Panics.overflow(s, "shift right", site);
      }
      return signed ? a >> b : a >>> b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** {@code &}, of {@code bool} too. */
  public static final class And extends LongBin {
    public And(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      return a & b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** {@code |}, of {@code bool} too. */
  public static final class Or extends LongBin {
    public Or(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      return a | b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** {@code ^}, of {@code bool} too. */
  public static final class Xor extends LongBin {
    public Xor(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      return a ^ b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }
}
