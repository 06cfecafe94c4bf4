package org.asrlang.types.check;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Callee;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;

/**
 * The arms of {@code select!} and {@code race!} (T12): closures given to a function with {@code
 * #[select_arms]}. One that consists of a single call of a registered operation stays in the
 * calling task; any other becomes the body of a child task, so it and its value have to be {@code
 * Send}.
 */
final class SelectArms {
  private SelectArms() {}

  /** A closure was given to such a function: decides when the types of the body are known. */
  static void add(FnCtxt fcx, Expr.Closure arm) {
    fcx.deferredChecks.add(() -> check(fcx, arm));
  }

  private static void check(FnCtxt fcx, Expr.Closure arm) {
    Def def = fcx.resolutions.def(arm);
    Ty.Closure ty = fcx.closures.type(def);
    if (isOperation(fcx, arm.body())) {
      fcx.results.eventArms.add(def);
      return;
    }
    Def send = fcx.tcx.lang().get("send");
    if (ty == null || send == null) {
      return;
    }
    fcx.register(arm.body().span(), new TraitRef(send, List.of(ty)), Cause.What.SELECT_ARM);
    Ty output = fcx.resolve(((Ty.FnPtr) fcx.resolve(ty.sigTy())).sig.output());
    fcx.register(arm.body().span(), new TraitRef(send, List.of(output)), Cause.What.SELECT_ARM);
  }

  private static boolean isOperation(FnCtxt fcx, Expr e) {
    if (!fcx.results.adjustmentsOf(e).isEmpty()) {
      return false;
    }
    return switch (e) {
      case Expr.Paren p -> isOperation(fcx, p.inner());
      case Expr.Block b when b.stmts().isEmpty() && b.label() == null && b.tail() != null ->
          isOperation(fcx, b.tail());
      case Expr.MethodCall m ->
          isPlace(m.receiver()) && isRegistered(fcx, fcx.results.callees.get(m));
      case Expr.Call c ->
          c.callee() instanceof Expr.PathExpr p
              && isRegistered(fcx, fcx.results.pathTargets.get(p.path()));
      case Expr x -> false;
    };
  }

  private static boolean isRegistered(FnCtxt fcx, Callee callee) {
    return callee != null && fcx.tcx.defs().hasAttr(callee.def(), "event");
  }

  /** What is borrowed until the arm wins must not be a temporary, which would be dropped before. */
  private static boolean isPlace(Expr e) {
    return switch (e) {
      case Expr.PathExpr p -> true;
      case Expr.Field f -> isPlace(f.object());
      case Expr.Paren p -> isPlace(p.inner());
      case Expr.Borrow b -> isPlace(b.operand());
      case Expr.Index i -> isPlace(i.object()) && isPlace(i.index());
      case Expr.Literal l -> true;
      case Expr.Unary u -> u.op() == Expr.UnOp.DEREF && isPlace(u.operand());
      case Expr x -> false;
    };
  }
}
