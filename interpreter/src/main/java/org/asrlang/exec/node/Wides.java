package org.asrlang.exec.node;

import java.math.BigInteger;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Wide;
import org.asrlang.syntax.Expr.BinOp;

/** Arithmetic of {@code i128} and {@code u128}. */
public final class Wides {
  private Wides() {}

  /** As {@link LongBin}; the right side of shifts is a number, given as a Wide too. */
  public static final class Bin extends Node.OfObject {
    final BinOp op;
    final boolean signed;
    final Node left;
    final Node right;
    final Site site;

    public Bin(BinOp op, boolean signed, Node left, Node right, Site site) {
      this.op = op;
      this.signed = signed;
      this.left = left;
      this.right = right;
      this.site = site;
    }

    @Override
    public Object execute(Stack s) {
      Wide a = (Wide) left.execute(s);
      return apply(s, a, (Wide) right.execute(s));
    }

    public Wide apply(Stack s, Wide a, Wide b) {
      return switch (op) {
        case ADD -> checked(s, a.big(signed).add(b.big(signed)), "add");
        case SUB -> checked(s, a.big(signed).subtract(b.big(signed)), "subtract");
        case MUL -> checked(s, a.big(signed).multiply(b.big(signed)), "multiply");
        case DIV -> {
          if (b.equals(Wide.ZERO)) {
            throw Panics.divideByZero(s, site);
          }
          yield checked(s, a.big(signed).divide(b.big(signed)), "divide");
        }
        case REM -> {
          if (b.equals(Wide.ZERO)) {
            throw Panics.remainderByZero(s, site);
          }
          BigInteger x = a.big(signed);
          BigInteger y = b.big(signed);
          if (signed && x.equals(Wide.MIN_SIGNED) && y.equals(BigInteger.ONE.negate())) {
            throw Panics.overflow(s, "calculate the remainder", site);
          }
          yield Wide.of(x.remainder(y));
        }
        case BIT_AND -> a.and(b);
        case BIT_OR -> a.or(b);
        case BIT_XOR -> a.xor(b);
        case SHL -> a.shl(amount(s, b, "shift left"));
        case SHR -> a.shr(amount(s, b, "shift right"), signed);
        case AND, OR, EQ, NE, LT, LE, GT, GE -> throw new IllegalStateException();
      };
    }

    private int amount(Stack s, Wide b, String verb) {
      if (b.hi() != 0 || b.lo() < 0 || b.lo() > 127) {
        throw Panics.overflow(s, verb, site);
      }
      return (int) b.lo();
    }

    private Wide checked(Stack s, BigInteger v, String verb) {
      if (!Wide.fits(v, signed)) {
        throw Panics.overflow(s, verb, site);
      }
      return Wide.of(v);
    }
  }

  public static final class Comparison extends Node.OfBoolean {
    final BinOp op;
    final boolean signed;
    final Node left;
    final Node right;

    public Comparison(BinOp op, boolean signed, Node left, Node right) {
      this.op = op;
      this.signed = signed;
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      Wide a = (Wide) left.execute(s);
      int c = a.compare((Wide) right.execute(s), signed);
      return switch (op) {
        case EQ -> c == 0;
        case NE -> c != 0;
        case LT -> c < 0;
        case LE -> c <= 0;
        case GT -> c > 0;
        case GE -> c >= 0;
        default -> throw new IllegalStateException();
      };
    }
  }

  public static final class Neg extends Node.OfObject {
    final Node operand;
    final Site site;

    public Neg(Node operand, Site site) {
      this.operand = operand;
      this.site = site;
    }

    @Override
    public Object execute(Stack s) {
      Wide v = (Wide) operand.execute(s);
      if (v.hi() == Long.MIN_VALUE && v.lo() == 0) {
        throw Panics.overflow(s, "negate", site);
      }
      return v.negate();
    }
  }

  public static final class Not extends Node.OfObject {
    final Node operand;

    public Not(Node operand) {
      this.operand = operand;
    }

    @Override
    public Object execute(Stack s) {
      return ((Wide) operand.execute(s)).not();
    }
  }

  /** A number up to 64 bits as a Wide. */
  public static final class OfLong extends Node.OfObject {
    final Node operand;
    final boolean signed;

    public OfLong(Node operand, boolean signed) {
      this.operand = operand;
      this.signed = signed;
    }

    @Override
    public Object execute(Stack s) {
      return Wide.ofLong(operand.executeLong(s), signed);
    }
  }

  /** The lowest bits of a Wide. */
  public static final class ToLong extends Node.OfLong {
    final Node operand;
    final int bits;
    final boolean signed;

    public ToLong(Node operand, int bits, boolean signed) {
      this.operand = operand;
      this.bits = bits;
      this.signed = signed;
    }

    @Override
    public long executeLong(Stack s) {
      return Ints.wrap(((Wide) operand.execute(s)).lo(), bits, signed);
    }
  }

  /** The amount of a shift: anything that does not fit is too large anyway. */
  public static final class ToAmount extends Node.OfLong {
    final Node operand;

    public ToAmount(Node operand) {
      this.operand = operand;
    }

    @Override
    public long executeLong(Stack s) {
      Wide v = (Wide) operand.execute(s);
      return v.hi() == 0 && v.lo() >= 0 ? v.lo() : -1;
    }
  }

  public static final class ToDouble extends Node.OfDouble {
    final Node operand;
    final boolean signed;
    final boolean single;

    public ToDouble(Node operand, boolean signed, boolean single) {
      this.operand = operand;
      this.signed = signed;
      this.single = single;
    }

    @Override
    public double executeDouble(Stack s) {
      BigInteger v = ((Wide) operand.execute(s)).big(signed);
      return single ? v.floatValue() : v.doubleValue();
    }
  }

  public static final class OfDouble extends Node.OfObject {
    final Node operand;
    final boolean signed;

    public OfDouble(Node operand, boolean signed) {
      this.operand = operand;
      this.signed = signed;
    }

    @Override
    public Object execute(Stack s) {
      return Wide.ofDouble(operand.executeDouble(s), signed);
    }
  }
}
