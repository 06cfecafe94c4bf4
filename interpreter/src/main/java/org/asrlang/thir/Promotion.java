package org.asrlang.thir;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

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
      case ThirExpr.Call x ->
          types.tcx.defs().hasAttr(x.callee().def, "rustc_promotable")
              && x.args().stream().allMatch(this::isPromotable);
      case ThirExpr x -> false;
    };
  }

  private boolean isPromoted(Place p) {
    return switch (p) {
      case Place.Promoted x -> true;
      case Place.Static x -> types.owner().kind() == Def.Kind.STATIC;
      case Place.Field x -> isPromoted(x.base());
      case Place.Deref x -> x.base() instanceof Place.Promoted;
      case Place x -> false;
    };
  }

  /** A part of a promotable value; null where there is none, or where it cannot be promoted. */
  Place part(Place p) {
    return switch (p) {
      case Place.Temp t -> isPromotable(t.init()) ? new Place.Promoted(t.init(), t.span()) : null;
      case Place.Field f -> {
        Place base = part(f.base());
        yield base == null ? null : new Place.Field(base, f.variant(), f.field(), f.ty(), f.span());
      }
      case Place.Index x -> {
        Place base = x.base().ty() instanceof Ty.Array ? part(x.base()) : null;
        yield base == null ? null : new Place.Index(base, x.index(), x.ty(), x.span());
      }
      case Place x -> null;
    };
  }

  /** A named constant whose copies nobody can tell apart. */
  boolean isPlain(ThirExpr.NamedConst x) {
    return isPlain(x, Qualif.DROP) && isPlain(x, Qualif.CELL);
  }

  private boolean isPlain(ThirExpr.NamedConst x, Qualif q) {
    if (isPlain(x.ty(), q)) {
      return true;
    }
    Body body =
        types.tcx.traitOf(x.def()) == null ? ThirBuilder.ofConstant(types.tcx, x.def()) : null;
    return body != null && isPlain(body.root(), q, new HashMap<>());
  }

  private boolean isPlain(Ty ty, Qualif q) {
    return q == Qualif.DROP ? !types.needsDrop(ty) : types.isFreeze(ty);
  }

  /** Whether a value that lives for ever has nothing that could change it. */
  boolean isFreeze(ThirExpr value) {
    return isPlain(value, Qualif.CELL, new HashMap<>());
  }

  /** What the type alone would not tell: of {@code None} there is nothing to drop. */
  private boolean isPlain(ThirExpr e, Qualif q, Map<LocalDecl, ThirExpr> locals) {
    return switch (e) {
      case ThirExpr.NamedConst x -> isPlain(x, q);
      case ThirExpr.Tuple x -> x.elements().stream().allMatch(v -> isPlain(v, q, locals));
      case ThirExpr.Array x -> x.elements().stream().allMatch(v -> isPlain(v, q, locals));
      case ThirExpr.Repeat x -> isPlain(x.value(), q, locals) || isPlain(x.ty(), q);
      case ThirExpr.Adt x ->
          isPlain(x.ty(), q)
              || x.base() == null
                  && types.tcx.dropImpl(x.ty().def) == null
                  && !types.tcx.adt(x.ty().def).isBox()
                  && !types.tcx.lang().is(x.ty().def, "unsafe_cell")
                  && x.fields().stream().allMatch(f -> isPlain(f.value(), q, locals));
      case ThirExpr.Scope x -> isPlain(x.body(), q, locals);
      case ThirExpr.Block x -> {
        for (ThirExpr s : x.stmts()) {
          if (s instanceof ThirExpr.Init i && !i.local().mutable) {
            locals.put(i.local(), i.value());
          }
        }
        yield x.tail() == null || isPlain(x.tail(), q, locals);
      }
      case ThirExpr.Use x -> {
        ThirExpr value = x.place() instanceof Place.Local l ? locals.get(l.local()) : null;
        yield value == null ? isPlain(x.ty(), q) : isPlain(value, q, locals);
      }
      case ThirExpr x -> isPlain(x.ty(), q);
    };
  }

  /** rustc's {@code NeedsDrop} and {@code HasMutInterior}. */
  private enum Qualif {
    DROP,
    CELL
  }

  private static boolean cannotDivideByZero(ThirExpr.Binary x) {
    if (x.op() != BinOp.DIV && x.op() != BinOp.REM) {
      return true;
    }
    return x.right() instanceof ThirExpr.Literal l
        && (l.value() instanceof BigInteger n ? n.signum() > 0 : l.value() instanceof Double);
  }
}
