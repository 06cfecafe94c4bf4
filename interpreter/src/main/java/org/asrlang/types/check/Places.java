package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/**
 * What is a place, and the switch from {@code Deref}/{@code Index} to their mutable twins where a
 * place turns out to be used mutably (rustc's {@code convert_place_derefs_to_mutable}).
 */
final class Places {
  private final FnCtxt fcx;

  Places(FnCtxt fcx) {
    this.fcx = fcx;
  }

  boolean isPlace(Expr e) {
    return switch (e) {
      case Expr.PathExpr p -> {
        Res base = fcx.resolutions.path(p.path()).base();
        yield base instanceof Res.Var
            || base instanceof Res.Item i && i.def().kind() == Def.Kind.STATIC
            || base instanceof Res.Err;
      }
      case Expr.Field f -> true;
      case Expr.Index i -> true;
      case Expr.Unary u -> u.op() == Expr.UnOp.DEREF;
      case Expr.Paren p -> isPlace(p.inner());
      case Expr x -> false;
    };
  }

  boolean isAssignable(Expr e) {
    return isPlace(e) || e instanceof Expr.ErrorExpr;
  }

  boolean isDestructuring(Expr e) {
    return switch (e) {
      case Expr.Tuple t -> true;
      case Expr.Array a -> true;
      case Expr.StructLit s -> true;
      case Expr.Underscore u -> true;
      case Expr.Call c -> c.callee() instanceof Expr.PathExpr;
      case Expr.Paren p -> isRest(p.inner()) || isDestructuring(p.inner());
      case Expr x -> false;
    };
  }

  /** {@code (a, b.c, _) = value}: each target is a place of the matching part's type. */
  void destructure(Expr target, Ty value) {
    switch (target) {
      case Expr.Paren p when isRest(p.inner()) -> {
        // `(..)`, as in a pattern: a tuple with nothing but a rest
        Ty at = fcx.structurally(value);
        if (!(at instanceof Ty.Tuple || at instanceof Ty.Error)) {
          fcx.mismatch(target.span(), value, fcx.types.unit, "");
        }
      }
      case Expr.Paren p -> destructure(p.inner(), value);
      case Expr.Underscore u -> {}
      case Expr.Tuple t -> {
        List<Ty> parts = new ArrayList<>();
        int rest = restIndex(t.elements());
        Ty at = fcx.structurally(value);
        if (rest >= 0 && at instanceof Ty.Tuple whole) {
          for (int i = 0; i < rest; i++) {
            destructure(t.elements().get(i), whole.elements.get(i));
          }
          int tail = t.elements().size() - rest - 1;
          for (int i = 0; i < tail; i++) {
            destructure(
                t.elements().get(rest + 1 + i),
                whole.elements.get(whole.elements.size() - tail + i));
          }
        } else {
          for (Expr e : t.elements()) {
            parts.add(fcx.freshTy(e.span()));
          }
          Ty tuple = fcx.types.tuple(parts);
          if (!fcx.unify(tuple, value)) {
            fcx.mismatch(target.span(), value, tuple, "");
          }
          for (int i = 0; i < parts.size(); i++) {
            destructure(t.elements().get(i), parts.get(i));
          }
        }
        fcx.results.exprTypes.put(t, value);
      }
      case Expr.Array a -> {
        Ty at = fcx.structurally(value);
        Ty element =
            at instanceof Ty.Array arr ? arr.element : at instanceof Ty.Slice s ? s.element : null;
        if (element == null) {
          fcx.mismatch(
              target.span(),
              value,
              fcx.types.array(fcx.freshTy(a.span()), a.elements().size()),
              "");
          element = fcx.types.error;
        }
        for (Expr e : a.elements()) {
          if (!isRest(e)) {
            destructure(e, element);
          }
        }
        fcx.results.exprTypes.put(a, value);
      }
      case Expr.Call c -> {
        Ty callee = fcx.exprs.check(c.callee());
        if (fcx.structurally(callee) instanceof Ty.FnDef f
            && (f.def.kind() == Def.Kind.STRUCT || f.def.kind() == Def.Kind.VARIANT)) {
          var sig = fcx.instantiateSig(f);
          if (!fcx.unify(sig.output(), value)) {
            fcx.mismatch(target.span(), value, sig.output(), "");
          }
          int rest = restIndex(c.args());
          for (int i = 0; i < c.args().size(); i++) {
            int field = rest < 0 || i < rest ? i : sig.inputs().size() - (c.args().size() - i);
            if (i != rest && field >= 0 && field < sig.inputs().size()) {
              destructure(c.args().get(i), sig.inputs().get(field));
            }
          }
          int count = rest < 0 ? c.args().size() : c.args().size() - 1;
          if (rest < 0 ? count != sig.inputs().size() : count > sig.inputs().size()) {
            org.asrlang.diagnostic.Diagnostic.error(
                    "E0023",
                    c.span(),
                    "this pattern has "
                        + count
                        + " field"
                        + (count == 1 ? "" : "s")
                        + ", but the corresponding tuple struct or variant has "
                        + sig.inputs().size())
                .to(fcx.errors());
          }
          fcx.results.exprTypes.put(c, value);
        } else {
          place(target, value);
        }
      }
      case Expr.StructLit s -> fcx.fields.destructure(s, value);
      case Expr e -> place(e, value);
    }
  }

  private void place(Expr e, Ty value) {
    Ty ty = fcx.exprs.check(e);
    if (!isAssignable(e)) {
      org.asrlang.diagnostic.Diagnostic.error(
              "E0070", e.span(), "invalid left-hand side of assignment")
          .label("cannot assign to this expression")
          .to(fcx.errors());
    } else if (!fcx.unify(ty, value)) {
      fcx.mismatch(e.span(), ty, value, "");
    }
    makeMutable(e);
  }

  static boolean isRest(Expr e) {
    return e instanceof Expr.Range r && r.lo() == null && r.hi() == null;
  }

  static int restIndex(List<Expr> es) {
    for (int i = 0; i < es.size(); i++) {
      if (isRest(es.get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The place is written, or borrowed mutably: its overloaded derefs and indices must be too. */
  void makeMutable(Expr e) {
    List<Adjustment> steps = fcx.results.adjustments.get(e);
    switch (e) {
      case Expr.Paren p -> makeMutable(p.inner());
      case Expr.Field f -> {
        adjustmentsMutable(f.object());
        makeMutable(f.object());
      }
      case Expr.Index i -> {
        Callee callee = fcx.results.callees.get(i);
        if (callee != null && fcx.tcx.lang().is(callee.def().parent(), "index")) {
          Def trait = fcx.tcx.lang().get("index_mut");
          if (fcx.registerMutable(i.span(), new org.asrlang.types.TraitRef(trait, callee.args()))) {
            fcx.results.callees.put(i, new Callee(fcx.onlyMethod(trait), callee.args()));
            borrowMutably(i.object());
          }
        }
        adjustmentsMutable(i.object());
        makeMutable(i.object());
      }
      case Expr.Unary u when u.op() == Expr.UnOp.DEREF -> {
        Callee callee = fcx.results.callees.get(u);
        if (callee != null && fcx.tcx.lang().is(callee.def().parent(), "deref")) {
          Def trait = fcx.tcx.lang().get("deref_mut");
          if (fcx.registerMutable(u.span(), new org.asrlang.types.TraitRef(trait, callee.args()))) {
            fcx.results.callees.put(u, new Callee(fcx.onlyMethod(trait), callee.args()));
            borrowMutably(u.operand());
          }
          adjustmentsMutable(u.operand());
          makeMutable(u.operand());
        } else {
          Ty operand = fcx.resolve(fcx.results.adjustedType(u.operand()));
          adjustmentsMutable(u.operand());
          // through a `&mut` or a box the way to the place must be mutable as well
          if (!(operand instanceof Ty.Ref r) || r.mutable) {
            makeMutable(u.operand());
          }
        }
      }
      case Expr x -> {}
    }
  }

  /** Turns the auto-ref at the end of the adjustments (and an unsizing after it) mutable. */
  private void borrowMutably(Expr e) {
    List<Adjustment> steps = fcx.results.adjustments.get(e);
    if (steps == null) {
      return;
    }
    List<Adjustment> out = new ArrayList<>(steps);
    for (int i = out.size() - 1; i >= 0; i--) {
      if (out.get(i) instanceof Adjustment.Unsize u && u.target() instanceof Ty.Ref r) {
        out.set(i, new Adjustment.Unsize(fcx.types.ref(Region.ERASED, r.target, true)));
      } else if (out.get(i) instanceof Adjustment.Borrow b && b.target() instanceof Ty.Ref r) {
        out.set(
            i, new Adjustment.Borrow(true, false, fcx.types.ref(Region.ERASED, r.target, true)));
        break;
      } else {
        break;
      }
    }
    fcx.results.adjustments.put(e, out);
  }

  private void adjustmentsMutable(Expr e) {
    List<Adjustment> steps = fcx.results.adjustments.get(e);
    if (steps != null) {
      List<Adjustment> out = new ArrayList<>(steps);
      makeAdjustmentsMutable(e.span(), out);
      fcx.results.adjustments.put(e, out);
    }
  }

  /** Replaces {@code deref} by {@code deref_mut} in a list of adjustments. */
  void makeAdjustmentsMutable(Span span, List<Adjustment> steps) {
    Def trait = fcx.tcx.lang().get("deref_mut");
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i) instanceof Adjustment.Deref d
          && d.overloaded() != null
          && fcx.tcx.lang().is(d.overloaded().def().parent(), "deref")) {
        List<GenericArg> args = d.overloaded().args();
        if (fcx.registerMutable(span, new org.asrlang.types.TraitRef(trait, args))) {
          steps.set(i, new Adjustment.Deref(new Callee(fcx.onlyMethod(trait), args), d.target()));
        }
      }
    }
  }
}
