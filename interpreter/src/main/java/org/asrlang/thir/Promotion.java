package org.asrlang.thir;

import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr.BinOp;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Const;
import org.asrlang.types.Ty;

/**
 * Which values a shared reference may keep alive for ever: constant expressions that cannot fail,
 * need no drop and have no interior mutability (rustc's {@code promote_consts}, RFC 3027).
 */
final class Promotion {
  private final BodyTypes types;

  /** The bodies of {@code const { … }}. */
  private final Set<ThirExpr> constBlocks = Collections.newSetFromMap(new IdentityHashMap<>());

  Promotion(BodyTypes types) {
    this.types = types;
  }

  void constBlock(ThirExpr block) {
    constBlocks.add(block);
  }

  boolean isPromotable(ThirExpr e) {
    if (constBlocks.contains(e)) {
      return isPlain(e, Qualif.DROP, new HashMap<>()) && isPlain(e, Qualif.CELL, new HashMap<>());
    }
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
      case ThirExpr.Binary x -> cannotFail(x) && isPromotable(x.left()) && isPromotable(x.right());
      case ThirExpr.Cast x -> isPromotable(x.operand());
      case ThirExpr.Coerce x ->
          !(x.adjustment() instanceof Adjustment.NeverToAny) && isPromotable(x.operand());
      case ThirExpr.Closure x -> x.captures().isEmpty();
      case ThirExpr.Borrow x -> isPromoted(x.place());
      case ThirExpr.Use x -> x.copy() && isInBounds(x.place()) && part(x.place()) != null;
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
      case Place.Index x -> isInBounds(x) && isPromoted(x.base());
      case Place.Deref x -> x.base() instanceof Place.Promoted;
      case Place x -> false;
    };
  }

  /** What is read must be known to be there; a reference to it is checked when it is made. */
  private boolean isInBounds(Place p) {
    return switch (p) {
      case Place.Field f -> isInBounds(f.base());
      case Place.Index x -> {
        BigInteger at = number(x.index());
        yield at != null
            && x.base().ty() instanceof Ty.Array a
            && a.length instanceof Const.Value v
            && v.value() instanceof Long n
            && at.compareTo(BigInteger.valueOf(n)) < 0
            && isInBounds(x.base());
      }
      case Place x -> true;
    };
  }

  /** A part of a promotable value; null where there is none, or where it cannot be promoted. */
  Place part(Place p) {
    return switch (p) {
      case Place.Promoted x -> isPromotable(x.value()) ? x : null;
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

  /** A division, for which rustc looks at the operands: others are checked and promoted. */
  private boolean cannotFail(ThirExpr.Binary x) {
    if (x.op() != BinOp.DIV && x.op() != BinOp.REM
        || !(x.ty() instanceof Ty.Int || x.ty() instanceof Ty.Uint)) {
      return true;
    }
    BigInteger by = number(x.right());
    return by != null
        && by.signum() != 0
        && (!by.equals(BigInteger.ONE.negate()) || number(x.left()) != null);
  }

  /** The value of an integer constant; null where it is not one. */
  private BigInteger number(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Literal l when l.value() instanceof BigInteger n -> n;
      case ThirExpr.NamedConst c
          when types.tcx.evaluate(new Const.Unevaluated(c.def(), c.args()))
              instanceof Const.Value v ->
          v.value() instanceof Long n ? BigInteger.valueOf(n) : null;
      case ThirExpr x -> null;
    };
  }
}
