package org.asrlang.types.check;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.AdtDef;
import org.asrlang.types.FnSig;
import org.asrlang.types.Predicate;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;

/**
 * What a function takes and returns by value is Sized. Most signatures say that by themselves; of
 * the others it is demanded where the function is named.
 */
final class SizedCalls {
  private static final int DEEP = 8;
  private final FnCtxt fcx;

  SizedCalls(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Demands it once types are known. */
  void named(Ty.FnDef fn, Expr.PathExpr path) {
    if (fcx.owner.crate().name().equals("std")) {
      return; // a boxed function gives itself away
    }
    FnSig declared = fcx.tcx.fnSig(fn.def);
    Expr.Call call = fcx.callOf(path);
    for (int i = 0; i < declared.inputs().size(); i++) {
      if (mayBeUnsized(declared.inputs().get(i), fn.def, 0)) {
        boolean given = call != null && i < call.args().size();
        later(fn, i, given ? call.args().get(i).span() : path.span(), Cause.What.SIZED_ARGUMENT);
      }
    }
    if (mayBeUnsized(declared.output(), fn.def, 0)) {
      later(fn, -1, call != null ? call.span() : path.span(), Cause.What.SIZED_RETURN);
    }
  }

  private void later(Ty.FnDef fn, int input, Span span, Cause.What what) {
    fcx.deferredChecks.add(() -> {
      FnSig sig = fcx.normalizeSig(span, fcx.instantiateSig(fn));
      fcx.registerSized(span, input < 0 ? sig.output() : sig.inputs().get(input), what);
    });
  }

  /** Without a look at what generic parameters stand for. */
  private boolean mayBeUnsized(Ty ty, Def fn, int depth) {
    return switch (ty) {
      case Ty.Str s -> true;
      case Ty.Slice s -> true;
      case Ty.Dynamic d -> true;
      case Ty.Param p -> !demanded(p, fcx.tcx.predicates(fn));
      case Ty.Projection p -> !demanded(null, fcx.tcx.itemBounds(p.assocType));
      case Ty.Adt a -> {
        AdtDef adt = fcx.tcx.adt(a.def);
        if (adt.isEnum() || depth > DEEP || adt.variants().getFirst().fields().isEmpty()) {
          yield false;
        }
        Ty tail = adt.variants().getFirst().fields().getLast().ty();
        yield (tail instanceof Ty.Param || mayBeUnsized(tail, a.def, depth + 1))
            && mayBeUnsized(Subst.apply(fcx.types, tail, a.args), fn, depth + 1);
      }
      case Ty t -> false;
    };
  }

  /**
   * @param of null for whatever the predicates are about
   */
  private boolean demanded(Ty of, List<Predicate> predicates) {
    Def sized = fcx.tcx.lang().get("sized");
    for (Predicate p : predicates) {
      if (p instanceof Predicate.Trait t
          && t.traitRef().trait() == sized
          && (of == null || t.traitRef().self() == of)) {
        return true;
      }
    }
    return false;
  }
}
