package org.asrlang.types.check;

import org.asrlang.types.Ty;

/**
 * Defaults of what nothing determines: {@code i32}, {@code f64}, and {@code !} (edition 2024). In a
 * body with errors it is in error, closures' captures included, so that nothing is said of it.
 */
final class Fallback {
  private Fallback() {}

  static void apply(FnCtxt fcx) {
    if (fcx.isTainted()) {
      // What is unknown may be so because of the error that was told.
      for (Ty.Infer v : fcx.infcx.unboundTys()) {
        fcx.infcx.unify(v, fcx.types.error);
      }
      return;
    }
    for (Ty.Infer v : fcx.infcx.unboundTys()) {
      switch (v.kind) {
        case INTEGER -> fcx.infcx.unify(v, fcx.types.i32);
        case FLOAT -> fcx.infcx.unify(v, fcx.types.f64);
        case GENERAL -> {}
      }
    }
    fcx.select();
    for (Ty ty : fcx.divergingVars()) {
      if (fcx.resolve(ty) instanceof Ty.Infer v && v.kind == Ty.InferKind.GENERAL) {
        fcx.infcx.unify(v, fcx.types.never);
      }
    }
  }
}
