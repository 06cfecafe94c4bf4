package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Ty;

/**
 * Finds the one type that several expressions coerce to: arms, branches, {@code break}s, {@code
 * return}s, array elements. After rustc's {@code CoerceMany}.
 */
final class CoerceMany {
  private final FnCtxt fcx;
  private final Ty expected;
  private final List<Expr> seen = new ArrayList<>();
  private final List<Expr> never = new ArrayList<>();
  private Ty merged;

  /**
   * @param expected the type to coerce to, or a variable
   */
  CoerceMany(FnCtxt fcx, Ty expected) {
    this.fcx = fcx;
    this.expected = expected;
  }

  /** What was expected before there was anything. */
  Ty wanted() {
    return expected;
  }

  Ty expected() {
    return merged != null ? merged : expected;
  }

  /** What is demanded, whatever came. */
  Ty declared() {
    return expected;
  }

  boolean isEmpty() {
    return merged == null && never.isEmpty();
  }

  /**
   * @param expr null for an implied {@code ()}
   */
  void add(Expr expr, Ty ty, Span span, String why) {
    ty = fcx.structurally(ty);
    if (ty.has(Ty.HAS_ERROR) || merged != null && merged.has(Ty.HAS_ERROR)) {
      merged = fcx.types.error;
      return;
    }
    if (ty instanceof Ty.Never && expr != null) {
      never.add(expr);
      return;
    }
    if (expr == null) {
      Ty target = merged == null ? expected : merged;
      if (!fcx.unify(target, ty)) {
        fcx.mismatch(span, target, ty, why);
        target = fcx.types.error;
      }
      merged = fcx.resolve(target);
      return;
    }
    if (merged == null) {
      if (fcx.coercion.coerce(expr, ty, expected)) {
        Ty target = fcx.resolve(expected);
        merged = target;
      } else {
        fcx.resultMismatch(expr, expected, ty, why);
        merged = fcx.types.error;
      }
    } else {
      merge(expr, ty, why);
    }
    seen.add(expr);
  }

  private void merge(Expr expr, Ty ty, String why) {
    Ty before = fcx.resolve(merged);
    if (isFnLike(before) && isFnLike(ty) && before != ty) {
      Ty ptr = fcx.coercion.fnPointer(before);
      Ty other = fcx.coercion.fnPointer(ty);
      if (ptr != null && other != null && fcx.unify(ptr, other)) {
        for (Expr e : seen) {
          fcx.coercion.reify(e, before, ptr);
        }
        fcx.coercion.reify(expr, ty, ptr);
        merged = ptr;
        return;
      }
    }
    boolean general = !isFnLike(ty) || !(before instanceof Ty.FnPtr p) || isGeneral(ty, p);
    if (general && fcx.coercion.coerce(expr, ty, before)) {
      return;
    }
    // a function pointer after items: what came before becomes pointers
    if (isFnLike(before) && ty instanceof Ty.FnPtr) {
      Ty ptr = fcx.coercion.fnPointer(before);
      if (ptr != null && fcx.unify(ptr, ty)) {
        for (Expr e : seen) {
          fcx.coercion.reify(e, before, ty);
        }
        merged = ty;
        return;
      }
    }
    boolean plain = seen.stream().allMatch(e -> fcx.results.adjustmentsOf(e).isEmpty());
    if (plain && ty instanceof Ty.Ref && before instanceof Ty.Ref) {
      boolean all = true;
      for (Expr e : seen) {
        all &= fcx.coercion.coerce(e, before, ty);
      }
      if (all) {
        merged = ty;
        return;
      }
    }
    fcx.mismatch(fcx.blame(expr), before, ty, why);
    merged = fcx.types.error; // what follows is not held against it
  }

  /** Pointers that bind lifetimes have no other type in common than the same. */
  private boolean isGeneral(Ty fn, Ty.FnPtr before) {
    Ty own = fcx.coercion.fnPointer(fn);
    return own == null
        || fcx.infcx.probe(() ->
            !fcx.infcx.unify(own, before) || fcx.infcx.unifyHeader(List.of(own), List.of(before)));
  }

  private static boolean isFnLike(Ty ty) {
    return ty instanceof Ty.FnDef || ty instanceof Ty.Closure;
  }

  /** The type of the whole; {@code !} if nothing but diverging expressions came. */
  Ty complete() {
    if (merged == null) {
      return fcx.types.never;
    }
    Ty result = fcx.resolve(merged);
    for (Expr e : never) {
      if (result instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
        fcx.divergingDefault(result);
      }
      if (!(result instanceof Ty.Never)) {
        fcx.results.adjust(e, List.of(new Adjustment.NeverToAny(result)));
      }
    }
    return result;
  }
}
