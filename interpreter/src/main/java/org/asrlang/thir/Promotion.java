package org.asrlang.thir;

import java.math.BigInteger;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.types.Adjustment;

/**
 * Which values a shared reference may keep alive for ever: constant expressions that cannot fail,
 * need no drop and have no interior mutability (rustc's {@code promote_consts}, RFC 3027).
 */
final class Promotion {
  private final BodyTypes types;

  Promotion(BodyTypes types) {
    this.types = types;
  }

  boolean isPromotable(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Literal x -> true;
      case ThirExpr.Unit x -> true;
      case ThirExpr.ConstValue x -> true;
      case ThirExpr.FnItem x -> true;
      case ThirExpr.NamedConst x -> isPlain(x);
      case ThirExpr.Tuple x -> x.elements().stream().allMatch(this::isPromotable);
      case ThirExpr.Array x -> x.elements().stream().allMatch(this::isPromotable);
      case ThirExpr.Repeat x -> isPromotable(x.value());
      case ThirExpr.Adt x ->
          x.base() == null
              && types.tcx.dropImpl(x.ty().def) == null
              && !types.tcx.adt(x.ty().def).isBox()
              && !types.tcx.lang().is(x.ty().def, "unsafe_cell")
              && x.fields().stream().allMatch(f -> isPromotable(f.value()));
      case ThirExpr.Unary x -> isPromotable(x.operand());
      case ThirExpr.Binary x ->
          cannotDivideByZero(x) && isPromotable(x.left()) && isPromotable(x.right());
      case ThirExpr.Cast x -> isPromotable(x.operand());
      case ThirExpr.Coerce x ->
          !(x.adjustment() instanceof Adjustment.NeverToAny) && isPromotable(x.operand());
      case ThirExpr.Closure x -> x.captures().isEmpty();
      case ThirExpr.Borrow x -> isPromoted(x.place());
      case ThirExpr x -> false;
    };
  }

  private static boolean isPromoted(Place p) {
    return switch (p) {
      case Place.Promoted x -> true;
      case Place.Field x -> isPromoted(x.base());
      case Place.Deref x -> x.base() instanceof Place.Promoted;
      case Place x -> false;
    };
  }

  /** A named constant whose copies nobody can tell apart. */
  boolean isPlain(ThirExpr.NamedConst x) {
    return !types.needsDrop(x.ty()) && types.isFreeze(x.ty());
  }

  private static boolean cannotDivideByZero(ThirExpr.Binary x) {
    if (x.op() != BinOp.DIV && x.op() != BinOp.REM) {
      return true;
    }
    return x.right() instanceof ThirExpr.Literal l
        && (l.value() instanceof BigInteger n ? n.signum() > 0 : l.value() instanceof Double);
  }
}
