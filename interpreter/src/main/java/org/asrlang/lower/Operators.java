package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Layout.Rep;
import org.asrlang.exec.Node;
import org.asrlang.exec.Site;
import org.asrlang.exec.node.Bits;
import org.asrlang.exec.node.Compare;
import org.asrlang.exec.node.Constants;
import org.asrlang.exec.node.Floats;
import org.asrlang.exec.node.Fused;
import org.asrlang.exec.node.Ints;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.LongBin;
import org.asrlang.exec.node.Numbers;
import org.asrlang.exec.node.Sums;
import org.asrlang.exec.node.Wides;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.*;

/** Lowers the built-in operators: the node is chosen by the operands' type. */
final class Operators {
  private final FnLowering fn;

  Operators(FnLowering fn) {
    this.fn = fn;
  }

  Node unary(Unary u) {
    Layout l = fn.layout(u.ty());
    Site site = fn.site(u.span());
    if (u.op() == UnOp.NEG && u.operand() instanceof Literal lit) {
      // -128i8: the literal alone would not fit
      return switch (lit.value()) {
        case java.math.BigInteger i -> Values.literal(i.negate(), l);
        case Double d -> Values.literal(-d, l);
        default -> throw new Bug("negated literal");
      };
    }
    Node operand = fn.values.value(u.operand());
    return switch (u.op()) {
      case NEG ->
          switch (l.rep) {
            case FLOAT -> new Floats.Neg(operand);
            case WIDE -> new Wides.Neg(operand, site);
            default -> new Numbers.Neg(operand, Ints.min(l.bits, true), site);
          };
      case NOT ->
          switch (l.rep) {
            case BOOL -> new Numbers.NotBool(operand);
            case WIDE -> new Wides.Not(operand);
            default -> new Numbers.Not(operand, l.bits, l.signed);
          };
    };
  }

  Node logical(Logical l) {
    Node left = fn.values.value(l.left());
    Node right = fn.values.value(l.right());
    return l.and() ? new Numbers.And(left, right) : new Numbers.Or(left, right);
  }

  Node binary(Binary b) {
    Layout l = fn.layout(b.left().ty());
    Node left = fn.values.value(b.left());
    Node right = fn.values.value(b.right());
    if (b.op().isComparison()) {
      return compare(b.op(), l, left, right);
    }
    Site site = fn.site(b.span());
    return switch (l.rep) {
      case FLOAT -> floats(b.op(), l, left, right);
      case WIDE -> new Wides.Bin(b.op(), l.signed, left, wideRight(b.op(), b.right(), right), site);
      default -> {
        Node fused = fusedSum(b.op(), l, left, right, site);
        yield fused != null
            ? fused
            : longs(b.op(), l, left, amount(b.op(), b.right(), right), site);
      }
    };
  }

  /** The right side of a shift may be of another type than the left one. */
  private Node amount(BinOp op, ThirExpr right, Node node) {
    boolean shift = op == BinOp.SHL || op == BinOp.SHR;
    return shift && fn.layout(right.ty()).rep == Rep.WIDE ? new Wides.ToAmount(node) : node;
  }

  private Node wideRight(BinOp op, ThirExpr right, Node node) {
    Layout l = fn.layout(right.ty());
    return (op == BinOp.SHL || op == BinOp.SHR) && l.rep != Rep.WIDE
        ? new Wides.OfLong(node, l.signed)
        : node;
  }

  private static Node fusedSum(BinOp op, Layout l, Node left, Node right, Site site) {
    if (!(left instanceof Locals.LoadLong a && right instanceof Constants.OfLong c)
        || op != BinOp.ADD && op != BinOp.SUB
        || l.rep != Rep.INT) {
      return null;
    }
    boolean add = op == BinOp.ADD;
    if (l.bits == 64) {
      if (l.signed) {
        return add
            ? new Fused.AddI64Const(a.slot, c.value, site)
            : new Fused.SubI64Const(a.slot, c.value, site);
      }
      return add
          ? new Fused.AddU64Const(a.slot, c.value, site)
          : new Fused.SubU64Const(a.slot, c.value, site);
    }
    if (l.bits == 32 && l.signed) {
      return add
          ? new Fused.AddI32Const(a.slot, c.value, site)
          : new Fused.SubI32Const(a.slot, c.value, site);
    }
    return null;
  }

  /** An operation on numbers up to 64 bits; of no nodes, to be applied by another one. */
  LongBin longs(BinOp op, Layout l, Node a, Node b, Site site) {
    boolean i32 = l.signed && l.bits == 32;
    long min = Ints.min(l.bits, l.signed);
    long max = Ints.max(l.bits, l.signed);
    if (l.bits == 64) {
      return switch (op) {
        case ADD -> l.signed ? new Sums.AddI64(a, b, site) : new Sums.AddU64(a, b, site);
        case SUB -> l.signed ? new Sums.SubI64(a, b, site) : new Sums.SubU64(a, b, site);
        case MUL -> l.signed ? new Sums.MulI64(a, b, site) : new Sums.MulU64(a, b, site);
        default -> bits(op, l, a, b, site);
      };
    }
    return switch (op) {
      case ADD -> i32 ? new Sums.AddI32(a, b, site) : new Sums.AddNarrow(a, b, site, min, max);
      case SUB -> i32 ? new Sums.SubI32(a, b, site) : new Sums.SubNarrow(a, b, site, min, max);
      case MUL -> i32 ? new Sums.MulI32(a, b, site) : new Sums.MulNarrow(a, b, site, min, max);
      default -> bits(op, l, a, b, site);
    };
  }

  private static LongBin bits(BinOp op, Layout l, Node a, Node b, Site site) {
    long min = Ints.min(l.bits, l.signed);
    return switch (op) {
      case DIV -> l.signed ? new Bits.DivSigned(a, b, site, min) : new Bits.DivUnsigned(a, b, site);
      case REM -> l.signed ? new Bits.RemSigned(a, b, site, min) : new Bits.RemUnsigned(a, b, site);
      case BIT_AND -> new Bits.And(a, b, site);
      case BIT_OR -> new Bits.Or(a, b, site);
      case BIT_XOR -> new Bits.Xor(a, b, site);
      case SHL -> new Bits.Shl(a, b, site, l.bits, l.signed);
      case SHR -> new Bits.Shr(a, b, site, l.bits, l.signed);
      default -> throw new Bug("operator " + op);
    };
  }

  Floats.Bin floats(BinOp op, Layout l, Node a, Node b) {
    Floats.Bin node =
        switch (op) {
          case ADD -> new Floats.Add(a, b);
          case SUB -> new Floats.Sub(a, b);
          case MUL -> new Floats.Mul(a, b);
          case DIV -> new Floats.Div(a, b);
          case REM -> new Floats.Rem(a, b);
          default -> throw new Bug("operator " + op + " of floats");
        };
    return l.bits == 32 ? new Floats.Rounded(node) : node;
  }

  Node compare(BinOp op, Layout l, Node a, Node b) {
    return switch (l.rep) {
      case FLOAT ->
          switch (op) {
            case EQ -> new Compare.EqF(a, b);
            case NE -> new Compare.NeF(a, b);
            case LT -> new Compare.LtF(a, b);
            case LE -> new Compare.LeF(a, b);
            case GT -> new Compare.GtF(a, b);
            case GE -> new Compare.GeF(a, b);
            default -> throw new Bug("comparison " + op);
          };
      case WIDE -> new Wides.Comparison(op, l.signed, a, b);
      case ZST ->
          FnLowering.seq(
              List.of(a, b),
              new Constants.OfLong(op == BinOp.EQ || op == BinOp.LE || op == BinOp.GE ? 1 : 0));
      case POINTER -> pointers(op, a, b);
      default -> compareLongs(op, l, a, b);
    };
  }

  private static Node pointers(BinOp op, Node a, Node b) {
    Node same = new org.asrlang.exec.node.Calls.SameFn(a, b);
    return op == BinOp.EQ ? same : new Numbers.NotBool(same);
  }

  private static Node compareLongs(BinOp op, Layout l, Node a, Node b) {
    boolean u64 = l.rep == Rep.INT && l.bits == 64 && !l.signed;
    boolean ordered = op != BinOp.EQ && op != BinOp.NE;
    if (a instanceof Locals.LoadLong x && !(u64 && ordered)) {
      if (b instanceof Constants.OfLong c) {
        return switch (op) {
          case EQ -> new Fused.EqConst(x.slot, c.value);
          case NE -> new Fused.NeConst(x.slot, c.value);
          case LT -> new Fused.LtConst(x.slot, c.value);
          case LE -> new Fused.LeConst(x.slot, c.value);
          case GT -> new Fused.GtConst(x.slot, c.value);
          case GE -> new Fused.GeConst(x.slot, c.value);
          default -> throw new Bug("comparison " + op);
        };
      }
      if (b instanceof Locals.LoadLong y) {
        return switch (op) {
          case EQ -> new Fused.EqLocal(x.slot, y.slot);
          case NE -> new Fused.NeLocal(x.slot, y.slot);
          case LT -> new Fused.LtLocal(x.slot, y.slot);
          case LE -> new Fused.LeLocal(x.slot, y.slot);
          case GT -> new Fused.GtLocal(x.slot, y.slot);
          case GE -> new Fused.GeLocal(x.slot, y.slot);
          default -> throw new Bug("comparison " + op);
        };
      }
    }
    return switch (op) {
      case EQ -> new Compare.Eq(a, b);
      case NE -> new Compare.Ne(a, b);
      case LT -> u64 ? new Compare.LtU64(a, b) : new Compare.Lt(a, b);
      case LE -> u64 ? new Compare.LeU64(a, b) : new Compare.Le(a, b);
      case GT -> u64 ? new Compare.GtU64(a, b) : new Compare.Gt(a, b);
      case GE -> u64 ? new Compare.GeU64(a, b) : new Compare.Ge(a, b);
      default -> throw new Bug("comparison " + op);
    };
  }

  /** {@code place op= value}: the value first, then the place, once. */
  Node assignOp(AssignOp a) {
    Layout l = fn.layout(a.place().ty());
    Site site = fn.site(a.span());
    if (!Operands.isPure(a.place())) {
      return assignOpWithEffects(a, l, site);
    }
    Node value = fn.values.value(a.value());
    return fn.values.place(a.place(), p -> update(a, l, p, value, site));
  }

  private Node assignOpWithEffects(AssignOp a, Layout l, Site site) {
    return fn.withTemps(() -> {
      List<Node> first = new ArrayList<>();
      Frame.Var temp = fn.frame.newTemp(fn.layout(a.value().ty()));
      first.add(temp.init(fn.values.value(a.value())));
      Place place = fn.places.stable(a.place(), first);
      Access access = fn.places.access(place, first);
      return FnLowering.seq(first, update(a, l, access, fn.readTemp(temp), site));
    });
  }

  private Node update(AssignOp a, Layout l, Access p, Node value, Site site) {
    return switch (l.rep) {
      case FLOAT -> p.update(floats(a.op(), l, null, null), value);
      case WIDE -> {
        Node right = wideRight(a.op(), a.value(), value);
        yield p.store(new Wides.Bin(a.op(), l.signed, p.load(), right, site));
      }
      default -> p.update(longs(a.op(), l, null, null, site), amount(a.op(), a.value(), value));
    };
  }

  Node cast(Cast c) {
    Node v = fn.values.value(c.operand());
    Layout from = fn.layout(c.operand().ty());
    Layout to = fn.layout(c.ty());
    return switch (c.kind()) {
      case COERCION -> v;
      case INT_TO_INT, BOOL_TO_INT, CHAR_TO_INT, U8_TO_CHAR -> intToInt(v, from, to);
      case ENUM_TO_INT ->
          intToInt(
              from.rep == Rep.ZST
                  ? new Constants.OfLong(0)
                  : from.inner.discriminants == null
                      ? v
                      : new Numbers.Discriminant(v, from.inner.discriminants),
              from,
              to);
      case INT_TO_FLOAT -> {
        boolean single = to.bits == 32;
        yield from.rep == Rep.WIDE
            ? new Wides.ToDouble(v, from.signed, single)
            : new Numbers.ToDouble(v, from.bits == 64 && !from.signed, single);
      }
      case FLOAT_TO_INT ->
          to.rep == Rep.WIDE
              ? new Wides.OfDouble(v, to.signed)
              : new Numbers.OfDouble(v, to.bits, to.signed);
      case FLOAT_TO_FLOAT -> to.bits == 32 && from.bits == 64 ? new Numbers.ToSingle(v) : v;
    };
  }

  /** Between integers of any width; {@code bool} and {@code char} are unsigned. */
  static Node intToInt(Node v, Layout from, Layout to) {
    if (to.rep == Rep.WIDE) {
      boolean signed = from.signed || from.rep == Rep.ENUM;
      return from.rep == Rep.WIDE ? v : new Wides.OfLong(v, signed);
    }
    if (from.rep == Rep.WIDE) {
      return new Wides.ToLong(v, to.bits, to.signed);
    }
    boolean fits =
        from.rep == Rep.INT && to.rep == Rep.INT
            ? from.signed == to.signed && from.bits <= to.bits
                || !from.signed && from.bits < to.bits
                || to.bits == 64
            : to.bits >= 32 && from.rep != Rep.ENUM && from.rep != Rep.INT
                || to.rep == Rep.CHAR
                || to.bits == 64;
    return fits ? v : new Numbers.Wrap(v, to.bits, to.signed);
  }
}
