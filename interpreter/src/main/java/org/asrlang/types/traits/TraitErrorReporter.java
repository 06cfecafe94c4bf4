package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.types.Predicate;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** Tells the user which obligations of signatures and impls do not hold. */
public final class TraitErrorReporter {
  private final InferCtxt infcx;
  private final TyCtxt tcx;
  private final TraitMessages messages;

  public TraitErrorReporter(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
    this.messages = new TraitMessages(infcx);
  }

  public void report(List<FulfillmentError> errors) {
    errors.forEach(this::report);
  }

  public void report(FulfillmentError e) {
    Obligation o = e.obligation();
    Predicate p = infcx.resolve(o.predicate());
    if (TraitMessages.mentionsError(p)) {
      return;
    }
    Span span = o.root().cause().span();
    switch (e.kind()) {
      case AMBIGUOUS ->
          Diagnostic.error("E0283", span, "type annotations needed")
              .label("cannot infer type")
              .note("cannot satisfy `" + TraitMessages.describe(p) + "`")
              .to(tcx.diagnostics());
      case OVERFLOW -> overflow(infcx, o);
      case PROJECTION_MISMATCH ->
          Diagnostic.error(
                  "E0271", span, "type mismatch resolving `" + TraitMessages.describe(p) + "`")
              .label("expected `" + e.expected() + "`, found `" + e.found() + "`")
              .to(tcx.diagnostics());
      case UNIMPLEMENTED -> {
        if (p instanceof Predicate.Trait t) {
          Diagnostic.Builder d =
              messages.unimplemented(t.traitRef(), span, o.root().cause().body(), false);
          messages.explain(t.traitRef(), o, d);
          messages.because(t.traitRef(), o, d);
          d.to(tcx.diagnostics());
        } else {
          Diagnostic.error(
                  "E0277",
                  span,
                  "the requirement `" + TraitMessages.describe(p) + "` is not satisfied")
              .to(tcx.diagnostics());
        }
      }
    }
  }

  static void overflow(InferCtxt infcx, Obligation goal) {
    Predicate p = goal.root().predicate();
    Span at = goal.root().cause().span();
    if (infcx.tcx().diagnostics().has("E0275", at)) {
      return; // in rustc the first one ends all
    }
    Diagnostic.error(
            "E0275",
            at,
            "overflow evaluating the requirement `"
                + (p == null ? "…" : TraitMessages.describe(infcx.resolve(p)))
                + "`")
        .help(
            "consider increasing the recursion limit by adding a `#![recursion_limit = \"256\"]` "
                + "attribute to your crate")
        .to(infcx.tcx().diagnostics());
  }
}
