package org.asrlang.types.check;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Callee;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/** Types of branches, loops, jumps and {@code ?}. */
final class Flow {
  private final FnCtxt fcx;

  Flow(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** A condition: {@code let}s and {@code &&} chains included. */
  private void condition(Expr e) {
    Ty ty = fcx.exprs.check(e, Expectation.has(fcx.types.bool));
    fcx.exprs.demand(e, ty, fcx.types.bool, "");
  }

  Ty checkIf(Expr.If e, Expectation expected) {
    condition(e.condition());
    boolean condDiverges = fcx.diverges;
    Expectation branch = expected.adjustForBranches(fcx);
    Ty wanted = branch.onlyHasType(fcx);
    CoerceMany all = new CoerceMany(fcx, wanted != null ? wanted : fcx.freshTy(e.span()));
    fcx.diverges = false;
    if (e.otherwise() == null) {
      if (wanted == fcx.types.unit) {
        Ty then = fcx.exprs.check(e.then(), Expectation.has(fcx.types.unit));
        if (!fcx.coercion.coerce(e.then(), then, fcx.types.unit)) {
          fcx.mismatchAt(e.then(), fcx.types.unit, then, "");
        }
        fcx.diverges = condDiverges;
        return fcx.types.unit;
      }
      Ty then = fcx.exprs.check(e.then(), branch);
      all.add(e.then(), then, e.then().span(), "");
      fcx.diverges = condDiverges;
      Ty value = fcx.structurally(all.complete());
      if (value instanceof Ty.Error) {
        return value;
      }
      if (!(value instanceof Ty.Never) && !fcx.unify(value, fcx.types.unit)) {
        Diagnostic.error("E0317", e.span(), "`if` may be missing an `else` clause")
            .label("expected `" + fcx.resolve(value) + "`, found `()`")
            .note("`if` expressions without `else` evaluate to `()`")
            .help("consider adding an `else` block that evaluates to the expected type")
            .to(fcx.errors());
        return fcx.types.error;
      }
      return fcx.types.unit;
    }
    Ty then = fcx.exprs.check(e.then(), branch);
    all.add(e.then(), then, e.then().span(), "");
    boolean thenDiverges = fcx.diverges;
    fcx.diverges = false;
    Ty other = fcx.exprs.check(e.otherwise(), branch);
    all.add(e.otherwise(), other, e.otherwise().span(), "`if` and `else` have incompatible types");
    fcx.diverges = condDiverges || thenDiverges && fcx.diverges;
    return all.complete();
  }

  Ty checkMatch(Expr.Match e, Expectation expected) {
    Ty scrutinee = fcx.patterns.checkScrutinee(e.scrutinee(), e.arms());
    boolean scrutineeDiverges = fcx.diverges;
    for (Expr.Arm arm : e.arms()) {
      fcx.patterns.check(arm.pat(), scrutinee, e.scrutinee());
    }
    Expectation branch = expected.adjustForBranches(fcx);
    Ty wanted = branch.onlyHasType(fcx);
    CoerceMany all = new CoerceMany(fcx, wanted != null ? wanted : fcx.freshTy(e.span()));
    boolean allDiverge = true;
    for (Expr.Arm arm : e.arms()) {
      fcx.diverges = false;
      if (arm.guard() != null) {
        condition(arm.guard());
        fcx.diverges = false;
      }
      Ty ty = fcx.exprs.check(arm.body(), branch);
      all.add(arm.body(), ty, arm.body().span(), "`match` arms have incompatible types");
      allDiverge &= fcx.diverges;
    }
    fcx.diverges = scrutineeDiverges || allDiverge;
    return all.complete();
  }

  Ty checkLoop(Expr.Loop e, Expectation expected) {
    Ty wanted = expected.onlyHasType(fcx);
    CoerceMany all = new CoerceMany(fcx, wanted != null ? wanted : fcx.freshTy(e.span()));
    fcx.jumps.put(e, all);
    loopBody(e.body());
    if (all.isEmpty()) {
      return fcx.types.never;
    }
    fcx.diverges = false;
    return all.complete();
  }

  Ty checkWhile(Expr.While e) {
    fcx.jumps.put(e, new CoerceMany(fcx, fcx.types.unit));
    condition(e.condition());
    loopBody(e.body());
    fcx.diverges = false;
    return fcx.types.unit;
  }

  private void loopBody(Expr.Block body) {
    Ty ty = fcx.exprs.check(body, Expectation.has(fcx.types.unit));
    if (!fcx.coercion.coerce(body, ty, fcx.types.unit)) {
      fcx.mismatchAt(body, fcx.types.unit, ty, "");
    }
  }

  Ty checkFor(Expr.ForLoop e) {
    Ty iterable = fcx.structurally(fcx.exprs.check(e.iterator()));
    fcx.givenTo(e.iterator(), iterable);
    boolean diverges = fcx.diverges;
    Def trait = fcx.tcx.lang().get("IntoIterator");
    Def intoIter = fcx.tcx.lang().get("into_iter");
    Def iterator = fcx.tcx.lang().get("iterator");
    Ty item;
    if (trait == null || intoIter == null || iterator == null) {
      item = fcx.types.error;
    } else if (iterable instanceof Ty.Error) {
      item = iterable;
    } else {
      fcx.registerFor(e.iterator().span(), new TraitRef(trait, List.of(iterable)), "iterator");
      fcx.results.callees.put(e, new Callee(intoIter, List.of(iterable)));
      Ty iter =
          fcx.normalize(
              e.iterator().span(),
              fcx.types.projection(fcx.assoc(trait, "IntoIter"), List.of(iterable)));
      fcx.results.iteratorTypes.put(e, iter);
      item =
          fcx.structurally(
              fcx.normalize(
                  e.iterator().span(),
                  fcx.types.projection(fcx.assoc(iterator, "Item"), List.of(iter))));
    }
    fcx.patterns.check(e.pat(), item, null);
    fcx.jumps.put(e, new CoerceMany(fcx, fcx.types.unit));
    fcx.diverges = false;
    loopBody(e.body());
    fcx.diverges = diverges;
    return fcx.types.unit;
  }

  /** Where to was resolved, and reported if it is nowhere. */
  Ty checkContinue(Expr.Continue e) {
    Expr target = fcx.resolutions.jumpTarget(e);
    if (target == null || target instanceof Expr.Block) {
      fcx.results.tainted = true;
    }
    return fcx.types.never;
  }

  Ty checkBreak(Expr.Break e) {
    Expr target = fcx.resolutions.jumpTarget(e);
    CoerceMany all = target == null ? null : fcx.jumps.get(target);
    if (all == null) {
      if (e.value() != null) {
        fcx.exprs.check(e.value());
      }
      fcx.results.tainted = true;
      return fcx.types.never;
    }
    if (e.value() == null) {
      if (target instanceof Expr.Loop || target instanceof Expr.Block) {
        all.add(null, fcx.types.unit, e.span(), "");
      }
      return fcx.types.never;
    }
    if (!(target instanceof Expr.Loop || target instanceof Expr.Block)) {
      String loop = target instanceof Expr.While ? "while" : "for";
      Diagnostic.error("E0571", e.span(), "`break` with value from a `" + loop + "` loop")
          .label("can only break with a value inside `loop` or breakable block")
          .label(target.span(), "you can't `break` with a value in a `" + loop + "` loop")
          .to(fcx.errors());
      fcx.exprs.check(e.value());
      return fcx.types.never;
    }
    Ty ty = fcx.exprs.check(e.value(), Expectation.has(all.expected()));
    all.add(e.value(), ty, e.value().span(), "");
    return fcx.types.never;
  }

  Ty checkReturn(Expr.Return e) {
    if (fcx.returns == null) {
      Diagnostic.error("E0572", e.span(), "return statement outside of function body")
          .to(fcx.errors());
      return fcx.types.never;
    }
    if (e.value() == null) {
      if (!fcx.unify(fcx.returns.expected(), fcx.types.unit)) {
        Diagnostic.error("E0069", e.span(), "`return;` in a function whose return type is not `()`")
            .label("return type is not `()`")
            .to(fcx.errors());
      } else {
        fcx.returns.add(null, fcx.types.unit, e.span(), "");
      }
      return fcx.types.never;
    }
    Ty ty = fcx.exprs.check(e.value(), Expectation.has(fcx.returns.expected()));
    fcx.returns.add(e.value(), ty, e.value().span(), "");
    return fcx.types.never;
  }

  Ty checkTry(Expr.Try e) {
    Ty operand = fcx.structurally(fcx.exprs.check(e.operand()));
    Def trait = fcx.tcx.lang().get("Try");
    Def residual = fcx.tcx.lang().get("FromResidual");
    if (operand instanceof Ty.Error || trait == null || residual == null) {
      return fcx.types.error;
    }
    if (operand instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
      fcx.annotationsNeeded(e.operand().span(), operand);
      return fcx.types.error;
    }
    Span mark = new Span(e.span().file(), e.span().hi() - 1, e.span().hi(), e.span().expansion());
    if (!fcx.mayHold(new Predicate.Trait(new TraitRef(trait, List.of(operand))))) {
      Diagnostic.error(
              "E0277",
              e.span(),
              "the `?` operator can only be applied to values that implement `Try`")
          .label("the `?` operator cannot be applied to type `" + fcx.resolve(operand) + "`")
          .help("the trait `Try` is not implemented for `" + fcx.resolve(operand) + "`")
          .to(fcx.errors());
      Ty returned = fcx.returns == null ? fcx.types.unit : fcx.returns.expected();
      TraitRef any = new TraitRef(residual, List.of(returned, fcx.freshTy(mark)));
      if (!fcx.mayHold(new Predicate.Trait(any))) {
        fcx.tryOutside(mark, returned);
      }
      return fcx.types.error;
    }
    fcx.results.callees.put(e, new Callee(fcx.tcx.lang().get("branch"), List.of(operand)));
    Ty output =
        fcx.normalize(e.span(), fcx.types.projection(fcx.assoc(trait, "Output"), List.of(operand)));
    Ty rest =
        fcx.normalize(
            e.span(), fcx.types.projection(fcx.assoc(trait, "Residual"), List.of(operand)));
    if (fcx.returns == null) {
      fcx.tryOutside(mark, fcx.types.unit);
      return output;
    }
    Ty returned = fcx.structurally(fcx.returns.expected());
    TraitRef from = new TraitRef(residual, List.of(returned, rest));
    fcx.results.residualCallees.put(
        e, new Callee(fcx.tcx.lang().get("from_residual"), List.of(returned, rest)));
    fcx.registerTry(mark, from);
    // The arm that returns is of type `!`: in `Err(e)?` nothing else says what the value is.
    fcx.divergingDefault(output);
    return output;
  }
}
