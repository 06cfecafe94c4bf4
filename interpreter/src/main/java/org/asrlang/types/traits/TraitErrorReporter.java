package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.infer.InferCtxt;

/** Tells the user which obligations of signatures and impls do not hold. */
public final class TraitErrorReporter {
  private final InferCtxt infcx;
  private final TyCtxt tcx;

  public TraitErrorReporter(InferCtxt infcx) {
    this.infcx = infcx;
    this.tcx = infcx.tcx();
  }

  public void report(List<FulfillmentError> errors) {
    errors.forEach(this::report);
  }

  public void report(FulfillmentError e) {
    Obligation o = e.obligation();
    Predicate p = infcx.resolve(o.predicate());
    if (mentionsError(p)) {
      return;
    }
    Span span = o.root().cause().span();
    switch (e.kind()) {
      case AMBIGUOUS ->
          Diagnostic.error("E0283", span, "type annotations needed")
              .label("cannot infer type")
              .note("cannot satisfy `" + describe(p) + "`")
              .to(tcx.diagnostics());
      case OVERFLOW -> overflow(infcx, o);
      case PROJECTION_MISMATCH ->
          Diagnostic.error("E0271", span, "type mismatch resolving `" + describe(p) + "`")
              .label("expected `" + e.expected() + "`, found `" + e.found() + "`")
              .to(tcx.diagnostics());
      case UNIMPLEMENTED -> {
        if (p instanceof Predicate.Trait t) {
          unimplemented(t.traitRef(), o, span);
        } else {
          Diagnostic.error("E0277", span, "the requirement `" + describe(p) + "` is not satisfied")
              .to(tcx.diagnostics());
        }
      }
    }
  }

  private void unimplemented(TraitRef t, Obligation o, Span span) {
    Ty self = t.self();
    String trait = t.trait().name();
    Diagnostic.Builder d;
    if (tcx.lang().is(t.trait(), "sized")) {
      d =
          Diagnostic.error(
                  "E0277",
                  span,
                  "the size for values of type `" + self + "` cannot be known at compilation time")
              .label("doesn't have a size known at compile-time")
              .help("the trait `Sized` is not implemented for `" + self + "`");
    } else if (tcx.lang().is(t.trait(), "send")) {
      d =
          Diagnostic.error("E0277", span, "`" + self + "` cannot be sent between threads safely")
              .label("`" + self + "` cannot be sent between threads safely")
              .help("the trait `Send` is not implemented for `" + self + "`");
    } else if (tcx.lang().is(t.trait(), "sync")) {
      d =
          Diagnostic.error("E0277", span, "`" + self + "` cannot be shared between threads safely")
              .label("`" + self + "` cannot be shared between threads safely")
              .help("the trait `Sync` is not implemented for `" + self + "`");
    } else {
      String full = shown(t);
      d =
          Diagnostic.error(
                  "E0277",
                  span,
                  trait.equals("Debug") || trait.equals("Display")
                      ? "`"
                          + self
                          + "` doesn't implement `"
                          + (trait.equals("Debug") ? "Debug" : "std::fmt::Display")
                          + "`"
                      : "the trait bound `" + self + ": " + full + "` is not satisfied")
              .label("the trait `" + full + "` is not implemented for `" + self + "`");
    }
    because(o, d);
    d.to(tcx.diagnostics());
  }

  private static String shown(TraitRef t) {
    return t.toString();
  }

  /** The item that demands it, and the chain of what was needed for it. */
  private void because(Obligation o, Diagnostic.Builder d) {
    Obligation root = o.root();
    if (o != root && infcx.resolve(root.predicate()) instanceof Predicate.Trait t) {
      d.note("required for `" + t.traitRef().self() + "` to implement `" + t.traitRef() + "`");
    }
    Cause cause = root.cause();
    if (cause.item() != null) {
      Span at = cause.bound() != null ? cause.bound() : cause.item().span();
      d.label(at, "required by a bound in `" + cause.item().name() + "`");
    }
  }

  private static boolean mentionsError(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> anyError(t.traitRef().args());
      case Predicate.Projection j -> anyError(j.alias().args) || j.ty().has(Ty.HAS_ERROR);
      case Predicate.TypeOutlives o -> false;
      case Predicate.RegionOutlives o -> false;
    };
  }

  private static boolean anyError(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && t.has(Ty.HAS_ERROR)) {
        return true;
      }
    }
    return false;
  }

  /** A predicate as messages show it. */
  public static String describe(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> t.traitRef().self() + ": " + t.traitRef();
      case Predicate.Projection j -> j.alias() + " == " + j.ty();
      case Predicate.TypeOutlives o -> o.ty() + ": " + o.region();
      case Predicate.RegionOutlives o -> o.longer() + ": " + o.shorter();
    };
  }

  static void overflow(InferCtxt infcx, Obligation goal) {
    Predicate p = goal.root().predicate();
    Diagnostic.error(
            "E0275",
            goal.root().cause().span(),
            "overflow evaluating the requirement `"
                + (p == null ? "…" : describe(infcx.resolve(p)))
                + "`")
        .help(
            "consider increasing the recursion limit by adding a `#![recursion_limit = \"256\"]` "
                + "attribute to your crate")
        .to(infcx.tcx().diagnostics());
  }
}
