package org.asrlang.types.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.FnSig;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.TraitMessages;

/**
 * Functions and closures that are no {@code Fn…} of the arguments wanted because they take others:
 * E0593 where they take fewer or more, E0631 where they take other types.
 */
final class CallableMismatch {
  private final FnCtxt fcx;
  private final TraitMessages messages;
  private final Set<List<Object>> said = new HashSet<>();

  CallableMismatch(FnCtxt fcx, TraitMessages messages) {
    this.fcx = fcx;
    this.messages = messages;
  }

  /** Whether that is why the trait is not implemented; then it is told. */
  boolean report(TraitRef ref, Blame.Place at, Cause cause) {
    FnSig found = fcx.coercion.sigOf(ref.self());
    if (found == null || !(fcx.resolve((Ty) ref.args().get(1)) instanceof Ty.Tuple wanted)) {
      return false;
    }
    boolean closure = ref.self() instanceof Ty.Closure;
    int takes = found.inputs().size();
    int expected = wanted.elements.size();
    if (takes == expected && agree(found, wanted)) {
      return false;
    }
    Expr.Closure node = closure ? fcx.closures.nodes.get(((Ty.Closure) ref.self()).def) : null;
    // the closure itself is no news; a variable that holds it is
    Span primary =
        node != null && at.span().equals(node.span()) ? fcx.syntax.callOf(cause.span()) : at.span();
    if (closure && fcx.closures.mismatched.contains(((Ty.Closure) ref.self()).def)
        || !said.add(List.of(ref.self(), at.span()))) {
      fcx.results.tainted = true; // told already
      return true;
    }
    String what = closure ? "closure" : "function";
    Diagnostic.Builder d;
    if (takes != expected) {
      d =
          Diagnostic.error(
                  "E0593",
                  primary,
                  "%s is expected to take %s, but it takes %s"
                      .formatted(what, count(expected), count(takes)))
              .label("expected " + what + " that takes " + count(expected));
      defined(ref.self(), node, "takes " + count(takes), d);
    } else {
      d =
          Diagnostic.error("E0631", primary, "type mismatch in " + what + " arguments")
              .label("expected due to this")
              .note(
                  "expected %s signature `%s`\n   found %s signature `%s`"
                      .formatted(
                          what, signature(wanted.elements), what, signature(found.inputs())));
      defined(ref.self(), node, "found signature defined here", d);
    }
    if (primary.equals(at.span())) {
      at.nameCall(d);
    }
    messages.requiredBy(cause, d);
    d.to(fcx.errors());
    return true;
  }

  private boolean agree(FnSig found, Ty.Tuple wanted) {
    return fcx.probe(() -> {
      for (int i = 0; i < wanted.elements.size(); i++) {
        Ty input = fcx.normalizeInProbe(found.inputs().get(i));
        if (!fcx.unify(fcx.eraseRegions(input), fcx.eraseRegions(wanted.elements.get(i)))) {
          return false;
        }
      }
      return true;
    });
  }

  private void defined(Ty self, Expr.Closure closure, String label, Diagnostic.Builder d) {
    if (closure != null) {
      d.label(closure.head(), label);
    } else if (self instanceof Ty.FnDef f && f.def.crate() == fcx.owner.crate()) {
      d.label(f.def.head(), label);
    }
  }

  private String signature(List<Ty> inputs) {
    return inputs.stream()
        .map(t -> fcx.shown(t).toString())
        .collect(Collectors.joining(", ", "fn(", ") -> _"));
  }

  private static String count(int n) {
    return n + " argument" + (n == 1 ? "" : "s");
  }
}
