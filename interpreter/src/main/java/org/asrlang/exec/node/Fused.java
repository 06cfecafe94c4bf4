package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/** Comparisons and sums of a local with a constant or another local: what loops are made of. */
public final class Fused {
  private Fused() {}

  /** {@code ==} of a local and a constant. */
  public static final class EqConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public EqConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] == constant;
    }
  }

  /** {@code ==} of a local and a local. */
  public static final class EqLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public EqLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] == s.longs[s.lb + other];
    }
  }

  /** {@code !=} of a local and a constant. */
  public static final class NeConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public NeConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] != constant;
    }
  }

  /** {@code !=} of a local and a local. */
  public static final class NeLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public NeLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] != s.longs[s.lb + other];
    }
  }

  /** {@code <} of a local and a constant. */
  public static final class LtConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public LtConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] < constant;
    }
  }

  /** {@code <} of a local and a local. */
  public static final class LtLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public LtLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] < s.longs[s.lb + other];
    }
  }

  /** {@code <=} of a local and a constant. */
  public static final class LeConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public LeConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] <= constant;
    }
  }

  /** {@code <=} of a local and a local. */
  public static final class LeLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public LeLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] <= s.longs[s.lb + other];
    }
  }

  /** {@code >} of a local and a constant. */
  public static final class GtConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public GtConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] > constant;
    }
  }

  /** {@code >} of a local and a local. */
  public static final class GtLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public GtLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] > s.longs[s.lb + other];
    }
  }

  /** {@code >=} of a local and a constant. */
  public static final class GeConst extends Node.OfBoolean {
    final int slot;
    final long constant;

    public GeConst(int slot, long constant) {
      this.slot = slot;
      this.constant = constant;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] >= constant;
    }
  }

  /** {@code >=} of a local and a local. */
  public static final class GeLocal extends Node.OfBoolean {
    final int slot;
    final int other;

    public GeLocal(int slot, int other) {
      this.slot = slot;
      this.other = other;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return s.longs[s.lb + slot] >= s.longs[s.lb + other];
    }
  }

  /** A local plus a constant, {@code i32}. */
  public static final class AddI32Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public AddI32Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a + constant;
      if (r != (int) r) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }
  }

  /** A local plus a constant, {@code i64}. */
  public static final class AddI64Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public AddI64Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a + constant;
      if (((a ^ r) & (constant ^ r)) < 0) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }
  }

  /** A local plus a constant, {@code u64}. */
  public static final class AddU64Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public AddU64Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a + constant;
      if (Long.compareUnsigned(r, a) < 0) {
        throw Panics.overflow(s, "add", site);
      }
      return r;
    }
  }

  /** A local less a constant, {@code i32}. */
  public static final class SubI32Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public SubI32Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a - constant;
      if (r != (int) r) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }
  }

  /** A local less a constant, {@code i64}. */
  public static final class SubI64Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public SubI64Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a - constant;
      if (((a ^ constant) & (a ^ r)) < 0) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }
  }

  /** A local less a constant, {@code u64}. */
  public static final class SubU64Const extends Node.OfLong {
    final int slot;
    final long constant;
    final Site site;

    public SubU64Const(int slot, long constant, Site site) {
      this.slot = slot;
      this.constant = constant;
      this.site = site;
    }

    @Override
    public long executeLong(Stack s) {
      long a = s.longs[s.lb + slot];
      long r = a - constant;
      if (Long.compareUnsigned(a, constant) < 0) {
        throw Panics.overflow(s, "subtract", site);
      }
      return r;
    }
  }
}
