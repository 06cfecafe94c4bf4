package org.asrlang.lint;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.thir.Body;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirWalk;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/**
 * {@code arithmetic_overflow} and {@code unconditional_panic}: what is certain to panic when it
 * runs. Known are literals, constants, and variables that are initialised once, never changed and
 * never borrowed. What a known condition rules out is not looked at.
 */
final class KnownPanics {
  private final TyCtxt tcx;
  private final Map<LocalDecl, Object> known = new HashMap<>();
  private final Set<LocalDecl> unknown = new HashSet<>();

  private KnownPanics(TyCtxt tcx) {
    this.tcx = tcx;
  }

  /** Constants are evaluated anyway: overflow in them is E0080. */
  static void check(TyCtxt tcx, Def owner, TypeckResults types) {
    if (owner.isFnLike()) {
      body(tcx, tcx.thir(owner));
      types.closures.keySet().forEach(c -> body(tcx, tcx.thir(c)));
    }
  }

  private static void body(TyCtxt tcx, Body body) {
    if (body != null) {
      new KnownPanics(tcx).visit(body.root());
    }
  }

  // ---- the walk

  private void visit(ThirExpr e) {
    switch (e) {
      case ThirExpr.If i -> {
        visit(i.condition());
        Object holds = value(i.condition());
        if (holds != Boolean.FALSE) {
          visit(i.then());
        }
        if (holds != Boolean.TRUE && i.otherwise() != null) {
          visit(i.otherwise());
        }
      }
      case ThirExpr.Logical l -> {
        visit(l.left());
        if (!(value(l.left()) instanceof Boolean b) || b == l.and()) {
          visit(l.right());
        }
      }
      case ThirExpr.Match m -> {
        place(m.scrutinee());
        // of a known value only some arms are taken: they are left alone
        if (value(m.scrutinee()) == null) {
          for (ThirExpr.Arm a : m.arms()) {
            if (a.guard() != null) {
              visit(a.guard());
            }
            visit(a.body());
          }
        }
      }
      case ThirExpr.Init i -> {
        visit(i.value());
        initialise(i.local(), value(i.value()));
      }
      case ThirExpr.Unary u -> {
        visit(u.operand());
        negation(u);
      }
      case ThirExpr.Binary b -> {
        visit(b.left());
        visit(b.right());
        binary(b.op(), value(b.left()), b.left().ty(), value(b.right()), b.right().ty(), b.span());
      }
      case ThirExpr.AssignOp a -> {
        visit(a.value());
        place(a.place());
        Ty ty = a.place().ty();
        binary(a.op(), null, ty, value(a.value()), a.value().ty(), a.span());
      }
      default -> ThirWalk.children(e, this::visit, this::place);
    }
  }

  private void place(Place p) {
    ThirWalk.children(p, this::visit);
    for (Place at = p; at != null; at = at.base()) {
      if (at instanceof Place.Index i) {
        index(i);
      }
    }
  }

  private void initialise(LocalDecl local, Object value) {
    if (value == null || local.mutable || local.borrowed || known.containsKey(local)) {
      known.remove(local);
      unknown.add(local);
    } else if (!unknown.contains(local)) {
      known.put(local, value);
    }
  }

  // ---- what is known

  /** A {@link BigInteger} or {@link Boolean}; null if it is not known. */
  private Object value(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Literal l ->
          l.value() instanceof BigInteger n && inRange(n, l.ty()) || l.value() instanceof Boolean
              ? l.value()
              : null;
      case ThirExpr.Use u -> value(u.place());
      case ThirExpr.Scope s -> value(s.body());
      case ThirExpr.Block b -> b.stmts().isEmpty() && b.tail() != null ? value(b.tail()) : null;
      case ThirExpr.NamedConst c when isScalar(c.ty()) && isConcrete(c) ->
          constant(tcx.evaluate(new Const.Unevaluated(c.def(), c.args())), c.ty());
      case ThirExpr.ConstValue c -> constant(c.value(), c.ty());
      case ThirExpr.Unary u -> unary(u);
      case ThirExpr.Binary b -> {
        Object l = value(b.left());
        Object r = value(b.right());
        yield l instanceof BigInteger x && r instanceof BigInteger y
            ? compute(b.op(), x, y, b.ty())
            : null;
      }
      case ThirExpr.Cast c ->
          value(c.operand()) instanceof BigInteger n && isInteger(c.ty()) ? wrap(n, c.ty()) : null;
      case ThirExpr x -> null;
    };
  }

  private Object value(Place p) {
    return switch (p) {
      case Place.Local l -> known.get(l.local());
      case Place.Temp t -> t.local().borrowed ? null : value(t.init());
      case Place other -> null;
    };
  }

  private Object unary(ThirExpr.Unary u) {
    return switch (value(u.operand())) {
      case Boolean b when u.op() == ThirExpr.UnOp.NOT -> !b;
      case BigInteger n when u.op() == ThirExpr.UnOp.NEG && inRange(n.negate(), u.ty()) ->
          n.negate();
      case BigInteger n when u.op() == ThirExpr.UnOp.NOT -> wrap(n.not(), u.ty());
      case null, default -> null;
    };
  }

  private static boolean isConcrete(ThirExpr.NamedConst c) {
    for (GenericArg a : c.args()) {
      if (a instanceof Ty t && t.has(Ty.HAS_PARAM) || a instanceof Const.Param) {
        return false;
      }
    }
    return true;
  }

  private static Object constant(Const c, Ty ty) {
    if (!(c instanceof Const.Value v)) {
      return null;
    }
    return switch (v.value()) {
      case Boolean b -> b;
      case BigInteger n -> n;
      case Long n when ty instanceof Ty.Uint ->
          n < 0 ? new BigInteger(Long.toUnsignedString(n)) : BigInteger.valueOf(n);
      case Long n when ty instanceof Ty.Int -> BigInteger.valueOf(n);
      case null, default -> null;
    };
  }

  /** Null where it would panic. */
  private static Object compute(BinOp op, BigInteger l, BigInteger r, Ty ty) {
    if (op.isComparison()) {
      int c = l.compareTo(r);
      return switch (op) {
        case EQ -> c == 0;
        case NE -> c != 0;
        case LT -> c < 0;
        case LE -> c <= 0;
        case GT -> c > 0;
        default -> c >= 0;
      };
    }
    BigInteger out = exact(op, l, r, ty);
    return out == null ? null : op == BinOp.SHL ? wrap(out, ty) : inRange(out, ty) ? out : null;
  }

  /** Without regard to the type's range; null where there is no result. */
  private static BigInteger exact(BinOp op, BigInteger l, BigInteger r, Ty ty) {
    return switch (op) {
      case ADD -> l.add(r);
      case SUB -> l.subtract(r);
      case MUL -> l.multiply(r);
      case DIV -> r.signum() == 0 ? null : l.divide(r);
      case REM -> r.signum() == 0 ? null : l.remainder(r);
      case BIT_AND -> l.and(r);
      case BIT_OR -> l.or(r);
      case BIT_XOR -> l.xor(r);
      case SHL -> shiftable(r, ty) ? l.shiftLeft(r.intValue()) : null;
      case SHR -> shiftable(r, ty) ? l.shiftRight(r.intValue()) : null;
      case AND, OR, EQ, LT, LE, NE, GE, GT -> null;
    };
  }

  private static boolean shiftable(BigInteger by, Ty ty) {
    return by.signum() >= 0 && by.compareTo(BigInteger.valueOf(bits(ty))) < 0;
  }

  // ---- what panics

  private void negation(ThirExpr.Unary u) {
    if (u.op() == ThirExpr.UnOp.NEG
        && isInteger(u.ty())
        && value(u.operand()) instanceof BigInteger n
        && !inRange(n.negate(), u.ty())) {
      overflow(u.span(), "attempt to negate `" + show(n, u.ty()) + "`, which would overflow");
    }
  }

  private void binary(BinOp op, Object left, Ty ty, Object right, Ty rightTy, Span span) {
    if (!isInteger(ty) || !(right instanceof BigInteger r)) {
      return;
    }
    String l = left instanceof BigInteger n ? show(n, ty) : "_";
    switch (op) {
      case DIV, REM -> {
        if (r.signum() == 0) {
          String what =
              op == BinOp.DIV
                  ? "attempt to divide `" + l + "` by zero"
                  : "attempt to calculate the remainder of `" + l + "` with a divisor of zero";
          panic(span, what);
        } else if (left instanceof BigInteger n && !inRange(n.divide(r), ty)) {
          panic(span, computing(op, l, show(r, rightTy)));
        }
      }
      case SHL, SHR -> {
        if (!shiftable(r, ty)) {
          String way = op == BinOp.SHL ? "left" : "right";
          overflow(
              span,
              "attempt to shift " + way + " by `" + show(r, rightTy) + "`, which would overflow");
        }
      }
      case ADD, SUB, MUL -> {
        if (left instanceof BigInteger n && !inRange(exact(op, n, r, ty), ty)) {
          overflow(span, computing(op, l, show(r, rightTy)));
        }
      }
      default -> {}
    }
  }

  private static String computing(BinOp op, String left, String right) {
    return "attempt to compute `"
        + left
        + " "
        + op.symbol
        + " "
        + right
        + "`, which would overflow";
  }

  private void index(Place.Index i) {
    if (i.base().ty() instanceof Ty.Array a
        && a.length instanceof Const.Value n
        && n.value() instanceof Long length
        && value(i.index()) instanceof BigInteger at
        && at.compareTo(BigInteger.valueOf(length)) >= 0) {
      panic(i.span(), "index out of bounds: the length is " + length + " but the index is " + at);
    }
  }

  private void overflow(Span at, String label) {
    lint(Lint.ARITHMETIC_OVERFLOW, at, "this arithmetic operation will overflow", label);
  }

  private void panic(Span at, String label) {
    lint(Lint.UNCONDITIONAL_PANIC, at, "this operation will panic at runtime", label);
  }

  private void lint(Lint lint, Span at, String message, String label) {
    Diagnostic.warning(lint.key, at, message).label(label).to(tcx.diagnostics());
  }

  // ---- integers

  private static boolean isInteger(Ty ty) {
    return ty instanceof Ty.Int || ty instanceof Ty.Uint;
  }

  private static boolean isScalar(Ty ty) {
    return isInteger(ty) || ty instanceof Ty.Bool;
  }

  static int bits(Ty ty) {
    return ty instanceof Ty.Int i ? i.kind.bits : ((Ty.Uint) ty).kind.bits;
  }

  static BigInteger max(Ty ty) {
    int bits = ty instanceof Ty.Int ? bits(ty) - 1 : bits(ty);
    return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
  }

  static BigInteger min(Ty ty) {
    return ty instanceof Ty.Int ? max(ty).not() : BigInteger.ZERO;
  }

  static boolean inRange(BigInteger n, Ty ty) {
    return !isInteger(ty) || n.compareTo(min(ty)) >= 0 && n.compareTo(max(ty)) <= 0;
  }

  static BigInteger wrap(BigInteger n, Ty ty) {
    BigInteger low = n.and(BigInteger.ONE.shiftLeft(bits(ty)).subtract(BigInteger.ONE));
    return low.compareTo(max(ty)) > 0 ? low.subtract(BigInteger.ONE.shiftLeft(bits(ty))) : low;
  }

  /** As rustc shows it: {@code 200_u8}, {@code u8::MAX}. */
  private static String show(BigInteger n, Ty ty) {
    return n.equals(max(ty))
        ? ty + "::MAX"
        : ty instanceof Ty.Int && n.equals(min(ty)) ? ty + "::MIN" : n + "_" + ty;
  }
}
