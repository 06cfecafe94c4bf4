package org.asrlang.types.check;

import org.asrlang.types.Ty;

/** Defaults of what nothing determines: {@code i32}, {@code f64}, and {@code !} (edition 2024). */
final class Fallback {
  private Fallback() {}

  static void apply(FnCtxt fcx) {
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
