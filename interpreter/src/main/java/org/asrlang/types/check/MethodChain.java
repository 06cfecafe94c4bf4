package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.Obligation;

/**
 * Where along a chain of method calls an associated type became what it should not be: rustc's
 * {@code point_at_chain}.
 */
final class MethodChain {
  private final FnCtxt fcx;

  /** The associated type of the chain's types that the bound asks for. */
  private final Ty.Projection asked;

  /** What it is at the end. */
  private final Ty found;

  private MethodChain(FnCtxt fcx, Ty.Projection asked, Ty found) {
    this.fcx = fcx;
    this.asked = asked;
    this.found = found;
  }

  /** What a call made the associated type, or null where its result has none. */
  private record Step(Span span, Ty ty) {}

  static void note(Diagnostic.Builder d, FnCtxt fcx, TraitRef missing, Obligation root) {
    Cause cause = root.cause();
    if (!(cause.expr() instanceof Expr.MethodCall call)
        || !(cause.bound() instanceof Predicate.Trait bound)
        || bound.traitRef().trait() != missing.trait()) {
      return;
    }
    List<GenericArg> args = bound.traitRef().args();
    for (int i = 1; i < args.size() && i < missing.args().size(); i++) {
      if (args.get(i) instanceof Ty.Projection p
          && p.args.size() == 1
          && missing.args().get(i) instanceof Ty found) {
        new MethodChain(fcx, p, found).note(d, call.receiver());
        return;
      }
    }
  }

  private void note(Diagnostic.Builder d, Expr end) {
    List<Step> steps = new ArrayList<>();
    Expr at = end;
    while (at instanceof Expr.MethodCall m) {
      steps.add(step(m));
      at = m.receiver();
      Expr init = initializer(at);
      if (init != null) {
        at = init;
      }
    }
    List<Diagnostic.Label> labels = new ArrayList<>();
    Ty root = fcx.results.typeOf(at);
    if (root != null) {
      labels.add(
          new Diagnostic.Label(at.span(), "this expression has type `" + fcx.shown(root) + "`"));
    }
    List<Span> primary = new ArrayList<>();
    String name = "`" + asked.assocType.parent().name() + "::" + asked.assocType.name() + "`";
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i);
      if (step == null) {
        continue;
      }
      boolean last = i == steps.size() - 1;
      Step before = last ? null : steps.get(i + 1);
      boolean culprit = same(step.ty, found);
      if (before == null) {
        if (last && (primary.isEmpty() || culprit)) {
          primary.add(step.span);
        }
        labels.add(new Diagnostic.Label(step.span, name + " is `" + step.ty + "` here"));
      } else if (!same(step.ty, before.ty)) {
        if (culprit) {
          primary.add(step.span);
        }
        labels.add(new Diagnostic.Label(step.span, name + " changed to `" + step.ty + "` here"));
      } else {
        labels.add(new Diagnostic.Label(step.span, name + " remains `" + step.ty + "` here"));
      }
    }
    if (primary.isEmpty()) {
      return;
    }
    Span first = primary.getFirst();
    String label = "";
    for (Diagnostic.Label l : labels) {
      if (l.span().equals(first)) {
        label = l.text();
      }
    }
    labels.removeIf(l -> l.span().equals(first));
    d.related(
        new Diagnostic.Related(
            "the method call chain might not have had the expected associated types",
            first,
            label,
            labels));
  }

  private boolean same(Ty a, Ty b) {
    return EraseRegions.of(fcx.types, a).equals(EraseRegions.of(fcx.types, b));
  }

  private Step step(Expr.MethodCall m) {
    Ty ty = fcx.results.typeOf(m);
    if (ty == null) {
      return null;
    }
    Ty self = fcx.resolve(ty);
    Predicate has = new Predicate.Trait(new TraitRef(asked.assocType.parent(), List.of(self)));
    if (!fcx.solver.mayHold(fcx.env, has)) {
      return null;
    }
    Ty made =
        fcx.infcx.probe(() ->
            fcx.shown(
                fcx.solver.normalize(
                    fcx.env,
                    fcx.types.projection(asked.assocType, List.of(self)),
                    Cause.NONE,
                    new ArrayList<>())));
    return new Step(BodySyntax.callPart(m), made);
  }

  /** What the variable was bound to where it was declared; null for other expressions. */
  private Expr initializer(Expr e) {
    Local variable = fcx.resolutions.variable(e);
    Pat.IdentPat binding = variable == null ? null : fcx.syntax.binding(variable.span());
    return binding != null && fcx.syntax.parent(binding) instanceof Stmt.LetStmt l
        ? l.init()
        : null;
  }
}
