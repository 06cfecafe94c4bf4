package org.asrlang.types.check;

import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.resolve.Resolutions;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.traits.Cause;

/** Type checks one body: a function's, a constant's or a static's, with the closures inside. */
public final class TypeChecker {
  private TypeChecker() {}

  /**
   * @param owner a FN or ASSOC_FN with a body, CONST, ASSOC_CONST, STATIC or ANON_CONST
   * @return complete; tainted where there were errors
   */
  public static TypeckResults check(TyCtxt tcx, Def owner) {
    Resolutions resolutions = tcx.defs().body(owner);
    FnCtxt fcx = new FnCtxt(tcx, owner, resolutions, tcx.paramEnv(owner));
    if (owner.isFnLike()) {
      function(fcx);
    } else {
      constant(fcx);
    }
    finish(fcx);
    if (fcx.abandoned >= 0) {
      tcx.diagnostics().truncate(fcx.abandoned);
    }
    return fcx.results;
  }

  private static void function(FnCtxt fcx) {
    Item.Fn fn = fcx.tcx.defs().function(fcx.owner);
    FnSig declared =
        BoundRegions.instantiate(
            fcx.types,
            fcx.tcx.fnSig(fcx.owner),
            b -> new Region.LateParam(fcx.owner, b.index(), b.def()));
    FnSig sig = fcx.normalizeSig(fcx.owner.span(), declared);
    Ty output = fcx.openOwnOpaques(sig.output());
    if (output instanceof Ty.Dynamic) {
      // told with the signature
      output = fcx.types.error;
    }
    if (output.has(Ty.HAS_ERROR) || sig.inputs().stream().anyMatch(t -> t.has(Ty.HAS_ERROR))) {
      fcx.taint();
    }
    fcx.returns = new CoerceMany(fcx, output);
    int at = 0;
    if (fn.self() != null) {
      Local self = fcx.resolutions.selfParam(fn.self());
      if (self != null) {
        fcx.results.localTypes.put(self, sig.inputs().get(0));
        fcx.registerSized(fn.self().span(), sig.inputs().get(0), Cause.What.SIZED_ARGUMENT);
      }
      fcx.registerSized(fn.self().span(), sig.inputs().get(0), Cause.What.SIZED_ARGUMENT);
      at = 1;
    }
    fcx.inParameters = true;
    for (int i = 0; i < fn.params().size(); i++) {
      Ty ty = at + i < sig.inputs().size() ? sig.inputs().get(at + i) : fcx.types.error;
      fcx.patterns.check(fn.params().get(i).pat(), ty, null);
      fcx.registerSized(fn.params().get(i).type().span(), ty, Cause.What.SIZED_ARGUMENT);
    }
    fcx.inParameters = false;
    fcx.diverges = false;
    Expr body = fcx.tcx.defs().expandedBody(fcx.owner);
    Ty ty = fcx.exprs.check(body, Expectation.has(output));
    fcx.returns.add(body, ty, body.span(), "");
    Ty result = fcx.returns.complete();
    if (result instanceof Ty.Never && fcx.resolve(output) instanceof Ty.Infer) {
      fcx.divergingDefault(output);
    }
  }

  private static void constant(FnCtxt fcx) {
    Ty ty = fcx.normalize(fcx.owner.span(), fcx.tcx.typeOf(fcx.owner));
    Expr body = fcx.tcx.defs().expandedBody(fcx.owner);
    if (body != null) {
      fcx.exprs.checkCoerced(body, ty);
    }
  }

  private static void finish(FnCtxt fcx) {
    fcx.select();
    fcx.inferredArgs.check();
    Fallback.apply(fcx);
    fcx.select();
    fcx.casts.finish();
    fcx.deferredChecks.forEach(Runnable::run);
    fcx.select();
    new Upvars(fcx).analyze();
    fcx.select();
    Fallback.apply(fcx);
    fcx.report(fcx.fulfill.selectAllOrError());
    Writeback.apply(fcx);
    if (!fcx.results.tainted) {
      fcx.ifSound.forEach(d -> d.to(fcx.tcx.diagnostics()));
    }
  }
}
