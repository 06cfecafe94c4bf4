package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/**
 * Checked sums, differences and products of integers up to 64 bits. Narrow ones are checked against
 * their range, in which 64 bits never overflow unnoticed.
 */
public final class Sums {
  private Sums() {}

  /** Of {@code i32}. */
  public static final class AddI32 extends LongBin {
    public AddI32(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a + b;
      if (r != (int) r) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of integers narrower than 64 bits, by their range. */
  public static final class AddNarrow extends LongBin {
    final long min;
    final long max;

    public AddNarrow(Node left, Node right, Site site, long min, long max) {
      super(left, right, site);
      this.min = min;
      this.max = max;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a + b;
      if (r < min || r > max) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code i64}. */
  public static final class AddI64 extends LongBin {
    public AddI64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a + b;
      if (((a ^ r) & (b ^ r)) < 0) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code u64}. */
  public static final class AddU64 extends LongBin {
    public AddU64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a + b;
      if (Long.compareUnsigned(r, a) < 0) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code i32}. */
  public static final class SubI32 extends LongBin {
    public SubI32(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a - b;
      if (r != (int) r) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of integers narrower than 64 bits, by their range. */
  public static final class SubNarrow extends LongBin {
    final long min;
    final long max;

    public SubNarrow(Node left, Node right, Site site, long min, long max) {
      super(left, right, site);
      this.min = min;
      this.max = max;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a - b;
      if (r < min || r > max) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code i64}. */
  public static final class SubI64 extends LongBin {
    public SubI64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a - b;
      if (((a ^ b) & (a ^ r)) < 0) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code u64}. */
  public static final class SubU64 extends LongBin {
    public SubU64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (Long.compareUnsigned(a, b) < 0) {
        throw Panics.overflow(s, "subtract", site);
      }
      return a - b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code i32}. */
  public static final class MulI32 extends LongBin {
    public MulI32(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a * b;
      if (r != (int) r) {
        throw Panics.overflow(s, "multiply", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of integers narrower than 64 bits, by their range. */
  public static final class MulNarrow extends LongBin {
    final long min;
    final long max;

    public MulNarrow(Node left, Node right, Site site, long min, long max) {
      super(left, right, site);
      this.min = min;
      this.max = max;
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a * b;
      if (r < min || r > max) {
        throw Panics.overflow(s, "multiply", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code i64}. */
  public static final class MulI64 extends LongBin {
    public MulI64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      long r = a * b;
      if (Math.multiplyHigh(a, b) != r >> 63) {
        throw Panics.overflow(s, "multiply", site);
      }
      return r;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }

  /** Of {@code u64}. */
  public static final class MulU64 extends LongBin {
    public MulU64(Node left, Node right, Site site) {
      super(left, right, site);
    }

    @Override
    public long apply(Stack s, long a, long b) {
      if (Math.unsignedMultiplyHigh(a, b) != 0) {
        throw Panics.overflow(s, "multiply", site);
      }
      return a * b;
    }

    @Override
    public long executeLong(Stack s) {
      long a = left.executeLong(s);
      return apply(s, a, right.executeLong(s));
    }
  }
}
