package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Ty;

/** Branches, loops, {@code match} and {@code ?}, desugared as rustc does. */
final class Flow {
  private final ThirBuilder b;

  Flow(ThirBuilder b) {
    this.b = b;
  }

  // ---- conditions

  /**
   * A condition with its {@code let}s.
   *
   * @param bindings the scope of the variables that the {@code let}s bind
   */
  ThirExpr condition(Expr e, Scopes.Open bindings) {
    return switch (e) {
      case Expr.Let l -> let(l, bindings, null);
      case Expr.Paren p when b.results.adjustmentsOf(p).isEmpty() -> condition(p.inner(), bindings);
      case Expr.Binary x when x.op().isLazy() && b.results.adjustmentsOf(x).isEmpty() ->
          new ThirExpr.Logical(
              x.op() == Expr.BinOp.AND,
              condition(x.left(), bindings),
              condition(x.right(), bindings),
              b.bool(),
              x.span());
      case Expr x -> {
        Scopes.Open temps = b.scopes.open(ThirExpr.Scope.Kind.CONDITION);
        yield b.scopes.close(temps, b.values.build(x), x.span());
      }
    };
  }

  private ThirExpr let(Expr.Let l, Scopes.Open bindings, String alone) {
    Place raw = b.places.matched(l.scrutinee(), List.of(l.pat()));
    ThirPat pat = b.patterns.build(l.pat(), bindings);
    b.check.let(pat, l, alone);
    return let(pat, raw, l.span());
  }

  ThirExpr let(ThirPat pat, Place raw, Span span) {
    Place place = b.places.tryFinish(raw);
    if (place == null) {
      return b.partial.condition(pat, raw, span);
    }
    b.patterns.markBorrows(pat, place);
    return new ThirExpr.Let(pat, place, b.bool(), span);
  }

  /** A {@code let} that is not in a condition: the parser has let it pass. */
  ThirExpr looseLet(Expr.Let l) {
    return let(l, b.scopes.top(), null);
  }

  private static boolean hasLet(Expr e) {
    return switch (e) {
      case Expr.Let l -> true;
      case Expr.Paren p -> hasLet(p.inner());
      case Expr.Binary x -> x.op().isLazy() && (hasLet(x.left()) || hasLet(x.right()));
      case Expr x -> false;
    };
  }

  /** A condition and what runs if it holds, within one scope. */
  private final class Guarded {
    private final Scopes.Open scope = b.scopes.open(ThirExpr.Scope.Kind.CONDITION);
    private final Scopes.Open bindings = b.scopes.detached(ThirExpr.Scope.Kind.ARM);
    private final ThirExpr condition;

    /**
     * @param keyword {@code if} or {@code while}
     */
    Guarded(Expr e, String keyword) {
      boolean chain = hasLet(e) && !(e.withoutParens() instanceof Expr.Let);
      condition =
          e.withoutParens() instanceof Expr.Let l
              ? let(l, bindings, keyword + " let")
              : Flow.this.condition(e, chain ? scope : bindings);
      if (chain && scope.locals.stream().noneMatch(this::variableNeedsDrop)) {
        // what the first `let` has bound need not be dropped if a later condition fails
        bindings.locals.addAll(scope.locals.stream().filter(Guarded::isVariable).toList());
        scope.locals.removeIf(Guarded::isVariable);
      }
    }

    private static boolean isVariable(LocalDecl l) {
      return l.kind == LocalDecl.Kind.USER;
    }

    private boolean variableNeedsDrop(LocalDecl l) {
      return isVariable(l) && b.types.needsDrop(l.ty);
    }

    ThirExpr then(ThirExpr body, Span span) {
      return b.scopes.wrap(bindings, body, span);
    }
  }

  ThirExpr buildIf(Expr.If e) {
    Ty ty = b.typeOf(e);
    Span span = e.span();
    Guarded guarded = new Guarded(e.condition(), "if");
    ThirExpr then = guarded.then(b.values.build(e.then()), e.then().span());
    b.scopes.leave(guarded.scope);
    ThirExpr otherwise = e.otherwise() == null ? null : b.values.build(e.otherwise());
    if (otherwise == null || b.scopes.kept(guarded.scope).isEmpty()) {
      ThirExpr test = new ThirExpr.If(guarded.condition, then, otherwise, ty, span);
      return b.scopes.wrap(guarded.scope, test, span);
    }
    // since edition 2024 the condition's temporaries are dropped before `else` runs
    ThirExpr.Target end = new ThirExpr.Target(null, false);
    ThirExpr leave = toUnit(new ThirExpr.Break(end, then, b.never(), e.then().span()));
    ThirExpr test = new ThirExpr.If(guarded.condition, leave, null, b.unit(), span);
    ThirExpr body =
        new ThirExpr.Block(
            List.of(b.scopes.wrap(guarded.scope, test, span)), otherwise, otherwise.ty(), span);
    return new ThirExpr.Labelled(end, body, ty, span);
  }

  ThirExpr toUnit(ThirExpr value) {
    return value.ty() == b.never()
        ? new ThirExpr.Coerce(new Adjustment.NeverToAny(b.unit()), value, value.span())
        : value;
  }

  // ---- loops

  ThirExpr loop(Expr.Loop e) {
    ThirExpr.Target target = b.target(e, e.label() == null ? null : e.label().name(), true);
    return new ThirExpr.Loop(target, b.values.build(e.body()), b.typeOf(e), e.span());
  }

  /** {@code loop { if condition { body } else { break } }}. */
  ThirExpr buildWhile(Expr.While e) {
    ThirExpr.Target target = b.target(e, e.label() == null ? null : e.label().name(), true);
    Guarded guarded = new Guarded(e.condition(), "while");
    ThirExpr body = guarded.then(b.values.build(e.body()), e.body().span());
    ThirExpr leave = toUnit(new ThirExpr.Break(target, null, b.never(), e.condition().span()));
    ThirExpr test = new ThirExpr.If(guarded.condition, toUnit(body), leave, b.unit(), e.span());
    ThirExpr step = b.scopes.close(guarded.scope, test, e.span());
    return new ThirExpr.Loop(target, step, b.unit(), e.span());
  }

  /**
   * {@code { let mut iter = into_iter(e); loop { match next(&mut iter) { None => break, Some(pat)
   * => body } } }}.
   */
  ThirExpr buildFor(Expr.ForLoop e) {
    ThirExpr.Target target = b.target(e, e.label() == null ? null : e.label().name(), true);
    Span at = e.iterator().span();
    Ty iterTy = b.results.iteratorTypes.get(e);
    Callee into = b.results.callees.get(e);
    Scopes.Open outer = b.scopes.open(ThirExpr.Scope.Kind.LOOP);
    ThirExpr made =
        new ThirExpr.Call(
            b.fnDef(into.def(), into.args()),
            List.of(b.values.build(e.iterator())),
            iterTy,
            at,
            at);
    LocalDecl iter = b.temp(iterTy, at);
    outer.locals.add(iter);
    ThirExpr init = new ThirExpr.Init(iter, made, b.unit(), at);

    Scopes.Open step = b.scopes.open(ThirExpr.Scope.Kind.STATEMENT);
    Def next = b.tcx.lang().get("next");
    Ty.Adt option = (Ty.Adt) b.types.sig(next, List.of(iterTy)).output();
    ThirExpr borrow =
        b.places.borrow(
            ThirExpr.BorrowKind.MUT, new Place.Local(iter, at), b.types.ref(iterTy, true), at);
    ThirExpr call =
        new ThirExpr.Call(b.fnDef(next, List.of(iterTy)), List.of(borrow), option, at, at);
    Place scrutinee = b.places.temp(call, null, at);
    ThirExpr leave = toUnit(new ThirExpr.Break(target, null, b.never(), at));
    ThirExpr.Arm none =
        new ThirExpr.Arm(
            new ThirPat.Variant(variant(option, "None"), List.of(), option, at), null, leave, at);

    Scopes.Open arm = b.scopes.open(ThirExpr.Scope.Kind.ARM);
    ThirPat pat = b.patterns.build(e.pat(), arm);
    b.check.irrefutable(pat, e.pat(), PatternCheck.Source.FOR, null);
    ThirPat some =
        new ThirPat.Variant(
            variant(option, "Some"), List.of(new ThirPat.FieldPat(0, pat)), option, e.pat().span());
    b.patterns.markBorrows(some, scrutinee);
    ThirExpr body = b.scopes.close(arm, toUnit(b.values.build(e.body())), e.body().span());
    ThirExpr.Arm each = new ThirExpr.Arm(some, null, body, e.body().span());
    ThirExpr match = new ThirExpr.Match(scrutinee, List.of(none, each), b.unit(), at);
    match = b.scopes.close(step, match, e.span());
    ThirExpr loop = new ThirExpr.Loop(target, match, b.unit(), e.span());
    return b.scopes.close(
        outer, new ThirExpr.Block(List.of(init), loop, b.unit(), e.span()), e.span());
  }

  private int variant(Ty.Adt ty, String name) {
    for (AdtDef.Variant v : b.tcx.adt(ty.def).variants()) {
      if (v.name().equals(name)) {
        return v.index();
      }
    }
    throw new IllegalStateException("std's " + ty + " lacks " + name);
  }

  // ---- match

  ThirExpr match(Expr.Match e) {
    Ty ty = b.typeOf(e);
    Place raw = b.places.matched(e.scrutinee(), e.arms().stream().map(Expr.Arm::pat).toList());
    Place place = b.places.tryFinish(raw);
    List<ThirExpr.Arm> arms = new ArrayList<>();
    for (Expr.Arm a : e.arms()) {
      Scopes.Open scope = b.scopes.open(ThirExpr.Scope.Kind.ARM);
      ThirPat pat = b.patterns.build(a.pat(), scope);
      if (place != null) {
        b.patterns.markBorrows(pat, place);
      }
      ThirExpr guard = a.guard() == null ? null : guard(a.guard(), scope);
      ThirExpr body = b.values.build(a.body());
      arms.add(
          new ThirExpr.Arm(pat, guard, b.scopes.close(scope, body, a.body().span()), a.span()));
    }
    b.check.match(e, raw.ty(), isValid(raw), arms);
    if (place == null) {
      return tests(arms, raw, ty, e.span());
    }
    return new ThirExpr.Match(place, arms, ty, e.span());
  }

  /** {@code 'end: { if test { break 'end body } … }}. */
  private ThirExpr tests(List<ThirExpr.Arm> arms, Place raw, Ty ty, Span span) {
    ThirExpr.Target end = new ThirExpr.Target(null, false);
    List<ThirExpr> stmts = new ArrayList<>();
    for (ThirExpr.Arm a : arms) {
      ThirExpr test = b.partial.condition(a.pat(), raw, a.pat().span());
      if (a.guard() != null) {
        test = new ThirExpr.Logical(true, test, a.guard(), b.bool(), a.span());
      }
      ThirExpr leave = toUnit(new ThirExpr.Break(end, a.body(), b.never(), a.span()));
      stmts.add(new ThirExpr.If(test, leave, null, b.unit(), a.span()));
    }
    ThirExpr tail = new ThirExpr.Unit(b.never(), span);
    return new ThirExpr.Labelled(end, new ThirExpr.Block(stmts, tail, b.never(), span), ty, span);
  }

  /** Behind a reference there may be a value that is not valid, as of an empty type. */
  private static boolean isValid(Place place) {
    for (Place p = place; p != null; p = p.base()) {
      if (p instanceof Place.Deref) {
        return false;
      }
    }
    return true;
  }

  /** A guard that fails drops what it has bound itself; the pattern's bindings were only seen. */
  private ThirExpr guard(Expr e, Scopes.Open arm) {
    int before = arm.locals.size();
    ThirExpr guard = condition(e, arm);
    List<LocalDecl> own = arm.locals.subList(before, arm.locals.size());
    if (own.stream().noneMatch(l -> b.types.needsDrop(l.ty))) {
      return guard;
    }
    Span end = e.span();
    ThirExpr no = new ThirExpr.Literal(false, b.bool(), end);
    ThirExpr failed = b.scopes.failedGuard(own, no, end);
    return new ThirExpr.Logical(false, guard, failed, b.bool(), end);
  }

  /** {@code match branch(e) { Continue(v) => v, Break(r) => return from_residual(r) }}. */
  ThirExpr buildTry(Expr.Try e) {
    Ty ty = b.typeOf(e);
    Span span = e.span();
    Callee branch = b.results.callees.get(e);
    Callee from = b.results.residualCallees.get(e);
    ThirExpr operand = b.values.build(e.operand());
    Ty.Adt flow = (Ty.Adt) b.types.sig(branch.def(), branch.args()).output();
    ThirExpr call =
        new ThirExpr.Call(b.fnDef(branch.def(), branch.args()), List.of(operand), flow, span, span);
    Place scrutinee = b.places.temp(call, e, span);
    ThirExpr.Arm go = arm(flow, "Continue", span, value -> value);
    ThirExpr.Arm leave =
        arm(
            flow,
            "Break",
            span,
            residual -> {
              ThirExpr result =
                  new ThirExpr.Call(
                      b.fnDef(from.def(), from.args()),
                      List.of(residual),
                      (Ty) from.args().get(0),
                      span,
                      span);
              ThirExpr ret = new ThirExpr.Return(result, b.never(), span);
              return ty == b.never()
                  ? ret
                  : new ThirExpr.Coerce(new Adjustment.NeverToAny(ty), ret, span);
            });
    return new ThirExpr.Match(scrutinee, List.of(go, leave), ty, span);
  }

  private ThirExpr.Arm arm(
      Ty.Adt flow, String name, Span span, java.util.function.UnaryOperator<ThirExpr> body) {
    int variant = variant(flow, name);
    Ty ty = b.types.field(flow, variant, 0);
    Scopes.Open scope = b.scopes.open(ThirExpr.Scope.Kind.ARM);
    LocalDecl local = b.temp(ty, span);
    scope.locals.add(local);
    ThirPat pat =
        new ThirPat.Variant(
            variant,
            List.of(
                new ThirPat.FieldPat(
                    0, new ThirPat.Binding(local, ThirPat.Mode.VALUE, null, ty, span))),
            flow,
            span);
    ThirExpr value = body.apply(b.use(new Place.Local(local, span), span));
    return new ThirExpr.Arm(pat, null, b.scopes.close(scope, value, span), span);
  }
}
