package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/** Calls of functions, methods, constructors, function pointers and closures. */
final class Calls {
  private final FnCtxt fcx;

  Calls(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Ty check(Expr.Call e, Expectation expected) {
    fcx.callee(e);
    Ty callee = fcx.exprs.check(e.callee());
    List<Autoderef.Step> steps = Autoderef.steps(fcx, e.callee().span(), callee);
    for (int i = 0; i < steps.size(); i++) {
      Ty at = steps.get(i).ty();
      switch (at) {
        case Ty.FnDef f -> {
          fcx.results.adjust(e.callee(), Autoderef.adjustments(fcx, steps, i));
          return known(e, f, expected);
        }
        case Ty.FnPtr p -> {
          fcx.results.adjust(e.callee(), Autoderef.adjustments(fcx, steps, i));
          FnSig sig = fcx.normalizeSig(e.span(), fcx.liberate(p.sig));
          arguments(e.span(), e.callee().span(), e.args(), sig, expected, "E0061", null);
          return sig.output();
        }
        case Ty.Closure c -> {
          return closure(e, c, steps, i, expected);
        }
        case Ty.Error x -> {
          e.args().forEach(fcx.exprs::check);
          return x;
        }
        case Ty.Infer v when v.kind == Ty.InferKind.GENERAL -> {
          e.args().forEach(fcx.exprs::check);
          fcx.annotationsNeeded(e.callee().span(), v);
          return fcx.types.error;
        }
        case Ty t -> {
          Ty output = overloaded(e, at, steps, i, expected);
          if (output != null) {
            return output;
          }
        }
      }
    }
    e.args().forEach(fcx.exprs::check);
    Ty shown = fcx.resolve(callee);
    if (shown.has(Ty.HAS_ERROR)) {
      return fcx.types.error;
    }
    notCallable(e, shown);
    return fcx.types.error;
  }

  private void notCallable(Expr.Call e, Ty ty) {
    Expr.PathExpr path = e.callee() instanceof Expr.PathExpr p ? p : null;
    Callee target = path == null ? null : fcx.results.pathTargets.get(path.path());
    Def unit =
        target != null
                && (target.def().kind() == Def.Kind.STRUCT
                    || target.def().kind() == Def.Kind.VARIANT)
            ? target.def()
            : null;
    String what =
        unit == null
            ? "`" + ty + "`"
            : unit.kind() == Def.Kind.STRUCT
                ? "struct `" + unit.name() + "`"
                : "enum variant `" + unit.parent().name() + "::" + unit.name() + "`";
    Diagnostic.Builder d =
        Diagnostic.error("E0618", e.callee().span(), "expected function, found " + what)
            .label(e.span(), "call expression requires function");
    if (unit != null) {
      String name = what.substring(what.indexOf('`'));
      d.label(unit.kind() == Def.Kind.STRUCT ? unit.head() : unit.span(), what + " defined here");
      if (e.args().isEmpty()) {
        d.fix(
            name
                + " is a unit "
                + (unit.kind() == Def.Kind.STRUCT ? "struct" : "enum variant")
                + ", and does not take parentheses to be constructed",
            new Span(e.span().file(), e.callee().span().hi(), e.span().hi(), e.span().expansion()),
            "");
      }
    } else if (path != null && fcx.resolutions.variable(path) != null) {
      Local variable = fcx.resolutions.variable(path);
      d.label(variable.span(), "`" + variable.name() + "` has type `" + ty + "`");
    }
    d.to(fcx.errors());
  }

  private Ty known(Expr.Call e, Ty.FnDef f, Expectation expected) {
    FnSig sig = fcx.normalizeSig(e.span(), fcx.instantiateSig(f));
    arguments(e.span(), e.callee().span(), e.args(), sig, expected, "E0061", f.def);
    if (e.callee() instanceof Expr.PathExpr p && fcx.results.userArgs.get(p.path()) != null) {
      fcx.results.userArgs.put(e, fcx.results.userArgs.get(p.path()));
    }
    return sig.output();
  }

  /** A closure's kind may not be known yet: which trait is called through is decided at the end. */
  private Ty closure(
      Expr.Call e, Ty.Closure c, List<Autoderef.Step> steps, int derefs, Expectation expected) {
    Ty.FnPtr ptr = (Ty.FnPtr) fcx.resolve(c.sigTy());
    FnSig sig = fcx.liberate(ptr.sig);
    arguments(e.span(), e.callee().span(), e.args(), sig, expected, "E0057", null);
    List<GenericArg> args = List.of(c, fcx.types.tuple(sig.inputs()));
    List<Adjustment> adjust = Autoderef.adjustments(fcx, steps, derefs);
    Runnable finish =
        () -> {
          String lang =
              switch (fcx.closures.kindOf(c)) {
                case FN -> "fn";
                case FN_MUT -> "fn_mut";
                case FN_ONCE -> "fn_once";
              };
          finish(e, c, lang, args, adjust);
        };
    if (fcx.closures.nodes.containsKey(c.def)) {
      fcx.deferCall(c.def, finish);
    } else {
      // made in another body: in a session's earlier entry
      finish.run();
    }
    return sig.output();
  }

  private void finish(
      Expr.Call e, Ty self, String lang, List<GenericArg> args, List<Adjustment> adjust) {
    List<Adjustment> all = new ArrayList<>(adjust);
    if (!lang.equals("fn_once")) {
      boolean mutable = lang.equals("fn_mut");
      if (mutable) {
        fcx.places.makeAdjustmentsMutable(e.callee().span(), all);
        fcx.places.makeMutable(e.callee());
      }
      all.add(new Adjustment.Borrow(mutable, mutable, fcx.types.ref(Region.ERASED, self, mutable)));
    }
    fcx.results.adjust(e.callee(), all);
    fcx.results.callees.put(e, new Callee(fcx.onlyMethod(fcx.tcx.lang().get(lang)), args));
  }

  /** Through {@code Fn}, {@code FnMut} or {@code FnOnce} of a parameter, {@code dyn}, box, … */
  private Ty overloaded(
      Expr.Call e, Ty self, List<Autoderef.Step> steps, int derefs, Expectation expected) {
    if (Operators.isScalarish(self) || self instanceof Ty.Str || self instanceof Ty.Ref) {
      return null;
    }
    for (String lang : List.of("fn", "fn_mut", "fn_once")) {
      Def trait = fcx.tcx.lang().get(lang);
      if (trait == null) {
        return null;
      }
      List<Ty> inputs = new ArrayList<>();
      for (Expr arg : e.args()) {
        inputs.add(fcx.freshTy(arg.span()));
      }
      Ty tuple = fcx.types.tuple(inputs);
      TraitRef ref = new TraitRef(trait, List.of(self, tuple));
      if (!fcx.mayHold(new Predicate.Trait(ref))) {
        TraitRef open = new TraitRef(trait, List.of(self, fcx.freshTy(e.span())));
        if (!fcx.mayHold(new Predicate.Trait(open))) {
          continue;
        }
        return wrongCount(e, open);
      }
      fcx.register(e.span(), ref);
      fcx.select();
      Def output = fcx.assoc(fcx.tcx.lang().get("fn_once"), "Output");
      Ty out = fcx.normalize(e.span(), fcx.types.projection(output, ref.args()));
      fcx.select();
      List<Ty> known = inputs.stream().map(fcx::resolve).toList();
      FnSig sig = new FnSig(known, out, List.of());
      arguments(e.span(), e.callee().span(), e.args(), sig, expected, "E0057", null);
      finish(e, self, lang, ref.args(), Autoderef.adjustments(fcx, steps, derefs));
      return fcx.resolve(out);
    }
    return null;
  }

  private Ty wrongCount(Expr.Call e, TraitRef open) {
    fcx.register(e.span(), open);
    fcx.select();
    Ty inputs = fcx.structurally((Ty) open.args().get(1));
    e.args().forEach(fcx.exprs::check);
    List<Ty> formal = inputs instanceof Ty.Tuple t ? t.elements : List.of();
    new ArgumentErrors(fcx, e.span(), e.callee().span(), e.args(), formal, null).report("E0057");
    return fcx.types.error;
  }

  Ty method(Expr.MethodCall e, Expectation expected) {
    Ty receiver = fcx.structurally(fcx.exprs.check(e.receiver()));
    if (receiver instanceof Ty.Infer) {
      // also a number's type may follow from what is pending
      fcx.select();
      receiver = fcx.structurally(receiver);
    }
    if (receiver instanceof Ty.Error) {
      e.args().forEach(fcx.exprs::check);
      return receiver;
    }
    if (receiver instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
      e.args().forEach(fcx.exprs::check);
      fcx.annotationsNeeded(e.receiver().span(), receiver);
      return fcx.types.error;
    }
    Span name = e.method().ident().span();
    MethodProbe.Pick pick = fcx.probe.method(receiver, e.method().ident(), e, name);
    if (pick == null) {
      Ty end = Autoderef.steps(fcx, e.span(), receiver).getLast().ty();
      if (end instanceof Ty.Infer inf && inf.kind == Ty.InferKind.GENERAL) {
        fcx.annotationsNeeded(e.receiver().span(), inf);
      } else if (!(end instanceof Ty.Error)) {
        new MethodErrors(fcx).report(e, receiver);
      }
      e.args().forEach(fcx.exprs::check);
      return fcx.types.error;
    }
    explicitDrop(pick.item(), name);
    List<GenericArg> args = fcx.probe.confirm(pick, e.method(), name);
    Ty.FnDef def = (Ty.FnDef) fcx.types.fnDef(pick.item(), args);
    FnSig sig = fcx.normalizeSig(name, fcx.instantiateSig(def));
    List<Adjustment> adjust = fcx.probe.adjustments(pick, sig.inputs().get(0));
    boolean mutable =
        Boolean.TRUE.equals(pick.autoref())
            || pick.autoref() == null
                && !adjust.isEmpty()
                && adjust.getLast() instanceof Adjustment.Borrow b
                && b.mutable();
    if (mutable) {
      fcx.places.makeAdjustmentsMutable(name, adjust);
    }
    fcx.results.adjust(e.receiver(), adjust);
    if (mutable) {
      fcx.places.makeMutable(e.receiver());
    }
    fcx.results.callees.put(e, new Callee(pick.item(), args));
    if (e.method().args() != null) {
      fcx.recordUserArgs(e, args);
    }
    fcx.registerPredicates(name, e, pick.item(), args);
    FnSig rest = new FnSig(sig.inputs().subList(1, sig.inputs().size()), sig.output(), List.of());
    arguments(e.span(), name, e.args(), rest, expected, "E0061", pick.item());
    return sig.output();
  }

  void explicitDrop(Def method, Span at) {
    if (fcx.tcx.lang().is(fcx.tcx.traitOf(method), "drop") && method.name().equals("drop")) {
      Diagnostic.error("E0040", at, "explicit use of destructor method")
          .label("explicit destructor calls not allowed")
          .help("consider using `drop` function: `drop(…)`")
          .to(fcx.errors());
    }
  }

  /**
   * Checks arguments against a signature: first all but closures, then closures, so that what the
   * others tell is known to them.
   */
  private void arguments(
      Span call,
      Span callee,
      List<Expr> args,
      FnSig sig,
      Expectation expected,
      String code,
      Def def) {
    List<Ty> formal = sig.inputs();
    if (args.size() != formal.size()) {
      for (int i = 0; i < args.size(); i++) {
        fcx.exprs.check(
            args.get(i),
            i < formal.size() ? Expectation.rvalueHint(fcx, formal.get(i)) : Expectation.NONE);
      }
      new ArgumentErrors(fcx, call, callee, args, formal, def).report(code);
      return;
    }
    List<Ty> hints = hints(expected, sig);
    boolean anyDiverges = false;
    boolean wrong = false;
    List<Ty> demanded = new ArrayList<>(formal);
    for (int phase = 0; phase < 2; phase++) {
      if (phase == 1) {
        fcx.select();
      }
      for (int i = 0; i < args.size(); i++) {
        Expr arg = args.get(i);
        if (isClosure(arg) != (phase == 1)) {
          continue;
        }
        Ty hint = hints != null ? hints.get(i) : formal.get(i);
        Expectation hoped = Expectation.rvalueHint(fcx, hint);
        Ty ty = fcx.exprs.check(arg, hoped);
        if (phase == 1
            && arg instanceof Expr.Closure arm
            && def != null
            && fcx.tcx.defs().hasAttr(def, "select_arms")) {
          SelectArms.add(fcx, arm);
        }
        anyDiverges |= fcx.diverges;
        // to the hint, which may carry more of what the context knows
        Ty wanted = hoped.kind() == Expectation.Kind.HAS_TYPE ? hint : formal.get(i);
        demanded.set(i, wanted);
        wrong |=
            !fcx.coercion.coerceArgument(arg, ty, wanted)
                || wanted != formal.get(i) && !fcx.sub(arg.span(), wanted, formal.get(i));
      }
    }
    if (wrong) {
      new ArgumentErrors(fcx, call, callee, args, demanded, def).report(code);
    }
  }

  static boolean isClosure(Expr e) {
    return e instanceof Expr.Closure || e instanceof Expr.Paren p && isClosure(p.inner());
  }

  /** What the arguments would be if the call's type were the expected one; null if no hint. */
  private List<Ty> hints(Expectation expected, FnSig sig) {
    Ty wanted = expected.onlyHasType(fcx);
    if (wanted == null
        || wanted instanceof Ty.Infer
        || !fcx.resolve(sig.output()).has(Ty.HAS_INFER)) {
      return null;
    }
    return fcx.fudge(sig.output(), wanted, sig.inputs());
  }
}
