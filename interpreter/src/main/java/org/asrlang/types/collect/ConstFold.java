package org.asrlang.types.collect;

import java.math.BigInteger;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Ty;

/**
 * Evaluates constant expressions of integers, {@code bool} and {@code char} straight from the
 * syntax tree, as far as they are literals, arithmetic, casts, const parameters and named
 * constants. Null stands for "not here": bodies have to be run for it.
 */
final class ConstFold {
  private final GlobalCtxt tcx;
  private final Resolutions res;
  private final List<GenericArg> args;

  ConstFold(GlobalCtxt tcx, Resolutions res, List<GenericArg> args) {
    this.tcx = tcx;
    this.res = res;
    this.args = args;
  }

  /** As {@link Const.Value} holds it. */
  Object fold(Expr e, Ty ty) {
    Object v = value(e, ty);
    if (v instanceof BigInteger b) {
      return ty instanceof Ty.Int || ty instanceof Ty.Uint || ty instanceof Ty.Char
          ? (fits(b, ty, e.span()) ? (Object) b.longValue() : null)
          : null;
    }
    return v instanceof Boolean && ty instanceof Ty.Bool ? v : null;
  }

  private boolean fits(BigInteger b, Ty ty, Span span) {
    boolean in =
        switch (ty) {
          case Ty.Int i -> b.bitLength() < i.kind.bits;
          case Ty.Uint u -> b.signum() >= 0 && b.bitLength() <= u.kind.bits;
          case Ty other -> true;
        };
    if (!in && b.signum() < 0 && ty instanceof Ty.Uint) {
      return false;
    }
    return in && b.bitLength() <= 64;
  }

  private Object value(Expr e, Ty ty) {
    return switch (e) {
      case Expr.Literal l -> literal(l);
      case Expr.Paren p -> value(p.inner(), ty);
      case Expr.Block b ->
          b.label() == null && b.stmts().isEmpty() && b.tail() != null ? value(b.tail(), ty) : null;
      case Expr.Unary u -> unary(u, ty);
      case Expr.Binary b -> binary(b, ty);
      case Expr.Cast c -> null;
      case Expr.PathExpr p -> path(p);
      default -> null;
    };
  }

  private Object literal(Expr.Literal l) {
    return switch (l.kind()) {
      case INT, BYTE -> l.value();
      case BOOL -> l.value();
      case CHAR -> BigInteger.valueOf((Integer) l.value());
      case FLOAT, STR, BYTE_STR, C_STR -> null;
    };
  }

  private Object unary(Expr.Unary u, Ty ty) {
    Object v = value(u.operand(), ty);
    return switch (u.op()) {
      case NEG -> v instanceof BigInteger b && ty instanceof Ty.Int ? b.negate() : null;
      case NOT -> v instanceof Boolean b ? (Object) !b : null;
      case DEREF -> null;
    };
  }

  private Object binary(Expr.Binary e, Ty ty) {
    boolean comparison = e.op().isComparison();
    Object l = value(e.left(), ty);
    Object r = value(e.right(), ty);
    if (l instanceof Boolean a && r instanceof Boolean b) {
      return switch (e.op()) {
        case AND, BIT_AND -> a && b;
        case OR, BIT_OR -> a || b;
        case BIT_XOR, NE -> !a.equals(b);
        case EQ -> a.equals(b);
        default -> null;
      };
    }
    if (!(l instanceof BigInteger a) || !(r instanceof BigInteger b)) {
      return null;
    }
    if (comparison) {
      int c = a.compareTo(b);
      return switch (e.op()) {
        case EQ -> c == 0;
        case NE -> c != 0;
        case LT -> c < 0;
        case LE -> c <= 0;
        case GT -> c > 0;
        case GE -> c >= 0;
        default -> null;
      };
    }
    BigInteger result =
        switch (e.op()) {
          case ADD -> a.add(b);
          case SUB -> a.subtract(b);
          case MUL -> a.multiply(b);
          case DIV -> b.signum() == 0 ? null : a.divide(b);
          case REM -> b.signum() == 0 ? null : a.remainder(b);
          case BIT_AND -> a.and(b);
          case BIT_OR -> a.or(b);
          case BIT_XOR -> a.xor(b);
          case SHL -> b.bitLength() > 6 ? null : a.shiftLeft(b.intValue());
          case SHR -> b.bitLength() > 6 ? null : a.shiftRight(b.intValue());
          default -> null;
        };
    return result != null && inRange(result, ty, e) ? result : null;
  }

  /** Overflow in a constant is an error at once (E0080). */
  private boolean inRange(BigInteger v, Ty ty, Expr.Binary e) {
    boolean ok =
        switch (ty) {
          case Ty.Int i -> v.bitLength() < i.kind.bits;
          case Ty.Uint u -> v.signum() >= 0 && v.bitLength() <= u.kind.bits;
          case Ty other -> false;
        };
    if (!ok && (ty instanceof Ty.Int || ty instanceof Ty.Uint) && !e.op().isShift()) {
      String op =
          "attempt to compute `%s_%s %s %s_%s`, which would overflow"
              .formatted(value(e.left(), ty), ty, e.op().symbol, value(e.right(), ty), ty);
      Diagnostic.error("E0080", e.span(), op)
          .label("evaluation of constant value failed here")
          .to(tcx.diagnostics());
    }
    return ok;
  }

  private Object path(Expr.PathExpr p) {
    Res.Partial found = res.path(p.path());
    if (found.unresolved() > 0 || !(found.base() instanceof Res.Item item)) {
      return null;
    }
    Def def = item.def();
    Const c = null;
    if (def.kind() == Def.Kind.CONST) {
      c = tcx.evaluate(new Const.Unevaluated(def, List.of()));
    } else if (def.kind() == Def.Kind.CONST_PARAM) {
      GenericsOf generics = tcx.generics(def.parent());
      for (int i = 0; i < generics.count() && i < args.size(); i++) {
        if (generics.param(i).def() == def && args.get(i) instanceof Const given) {
          c = given;
        }
      }
    }
    if (!(c instanceof Const.Value v)) {
      return null;
    }
    if (v.value() instanceof Long n) {
      BigInteger b = BigInteger.valueOf(n);
      return v.ty() instanceof Ty.Uint && b.signum() < 0 ? b.add(BigInteger.TWO.pow(64)) : b;
    }
    return v.value();
  }
}
