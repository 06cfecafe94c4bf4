package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;

/** Which places expressions are, as far as closures can capture them. */
final class UsePlaces {
  private final FnCtxt fcx;

  UsePlaces(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** The place of an expression after all of its adjustments; null if it is a value then. */
  PlaceUse adjusted(Expr e) {
    return adjusted(e, fcx.results.adjustmentsOf(e).size());
  }

  /** The place of an expression after some of its adjustments; null if it is a value then. */
  PlaceUse adjusted(Expr e, int count) {
    if (count == 0) {
      return plain(e);
    }
    if (!(fcx.results.adjustmentsOf(e).get(count - 1) instanceof Adjustment.Deref d)) {
      return null;
    }
    PlaceUse base = adjusted(e, count - 1);
    return base == null || d.overloaded() != null
        ? PlaceUse.temp(d.target())
        : base.step(new Capture.DerefStep(fcx.resolve(d.target())));
  }

  /** The place of an expression before adjustments, or null. */
  PlaceUse plain(Expr e) {
    return switch (e) {
      case Expr.Paren p ->
          fcx.results.adjustmentsOf(p.inner()).isEmpty() ? plain(p.inner()) : adjusted(p.inner());
      case Expr.PathExpr p ->
          fcx.resolutions.path(p.path()).base() instanceof Res.Var v
              ? new PlaceUse(v.local(), fcx.resolve(fcx.localType(v.local())), List.of(), List.of())
              : fcx.resolutions.path(p.path()).base() instanceof Res.Item i
                      && i.def().kind() == Def.Kind.STATIC
                  ? PlaceUse.temp(fcx.results.typeOf(e))
                  : null;
      case Expr.Field f -> {
        Integer index = fcx.results.fieldIndices.get(f);
        PlaceUse base = adjusted(f.object());
        if (base == null || index == null) {
          yield null;
        }
        yield base.step(new Capture.FieldStep(0, index, fcx.resolve(fcx.results.typeOf(f))));
      }
      case Expr.Unary u when u.op() == Expr.UnOp.DEREF -> {
        if (fcx.results.callees.containsKey(u)) {
          yield PlaceUse.temp(fcx.results.typeOf(u));
        }
        PlaceUse base = adjusted(u.operand());
        yield base == null
            ? null
            : base.step(new Capture.DerefStep(fcx.resolve(fcx.results.typeOf(u))));
      }
      case Expr.Index i when !fcx.results.callees.containsKey(i) -> {
        PlaceUse base = adjusted(i.object());
        Ty element = fcx.resolve(fcx.results.typeOf(i));
        yield base == null
            ? null
            : base.root() == null ? PlaceUse.temp(element) : base.inside(element);
      }
      case Expr x -> null;
    };
  }

  /** The place that a closure has captured. */
  PlaceUse captured(Capture capture) {
    List<Ty> before = new ArrayList<>();
    Ty at = fcx.resolve(fcx.localType(capture.variable()));
    Ty root = at;
    for (Capture.Step s : capture.path()) {
      before.add(at);
      at = s.ty();
    }
    return new PlaceUse(capture.variable(), root, capture.path(), before);
  }
}
