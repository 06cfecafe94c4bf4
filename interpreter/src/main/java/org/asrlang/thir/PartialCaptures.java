package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.types.Ty;

/**
 * Patterns against a variable of which a closure has captured only the parts that they look at:
 * there is no place for the whole, so each part is tested by itself.
 */
final class PartialCaptures {
  private final ThirBuilder b;

  PartialCaptures(ThirBuilder b) {
    this.b = b;
  }

  /** A part of the scrutinee that is captured, and the pattern for it. */
  private record Part(ThirPat pat, Place place) {}

  /** Irrefutable: a statement for each part. */
  void let(ThirPat pat, Place raw, Span span, List<ThirExpr> out) {
    List<Part> parts = new ArrayList<>();
    split(pat, raw, parts, null);
    for (Part p : parts) {
      out.add(new ThirExpr.LetPat(p.pat, p.place, null, b.unit(), span));
    }
  }

  /** Refutable: a chain of {@code let} conditions; {@code true} where nothing is looked at. */
  ThirExpr condition(ThirPat pat, Place raw, Span span) {
    List<Part> parts = new ArrayList<>();
    List<ThirExpr> tests = new ArrayList<>();
    split(pat, raw, parts, tests);
    // what binds comes last, so that nothing is moved before all tests are passed
    for (Part p : parts) {
      tests.add(new ThirExpr.Let(ThirPats.withoutBindings(p.pat), p.place, b.bool(), span));
    }
    for (Part p : parts) {
      if (binds(p.pat)) {
        tests.add(new ThirExpr.Let(p.pat, p.place, b.bool(), span));
      }
    }
    return all(true, tests, span);
  }

  private static boolean binds(ThirPat pat) {
    return !ThirPats.bindings(pat).isEmpty();
  }

  private ThirExpr all(boolean and, List<ThirExpr> tests, Span span) {
    if (tests.isEmpty()) {
      return new ThirExpr.Literal(and, b.bool(), span);
    }
    ThirExpr whole = tests.getFirst();
    for (ThirExpr t : tests.subList(1, tests.size())) {
      whole = new ThirExpr.Logical(and, whole, t, b.bool(), span);
    }
    return whole;
  }

  /**
   * @param tests receives or-patterns; null where the pattern is irrefutable
   */
  private void split(ThirPat pat, Place raw, List<Part> parts, List<ThirExpr> tests) {
    Place place = b.places.tryFinish(raw);
    if (place != null) {
      b.patterns.markBorrows(pat, place);
      parts.add(new Part(pat, place));
      return;
    }
    switch (pat) {
      case ThirPat.Wild p -> {}
      case ThirPat.Slice p when readsNothing(p) -> {}
      case ThirPat.Leaf p -> fields(p.fields(), 0, raw, parts, tests);
      case ThirPat.Variant p -> fields(p.fields(), p.variant(), raw, parts, tests);
      case ThirPat.Deref p ->
          split(p.inner(), new Place.Deref(raw, p.inner().ty(), p.span()), parts, tests);
      case ThirPat.Or p when tests != null ->
          tests.add(
              all(
                  false,
                  p.alternatives().stream().map(a -> condition(a, raw, p.span())).toList(),
                  p.span()));
      case ThirPat p -> {
        b.results.tainted = true;
        Diagnostic.error(
                "A0100",
                p.span(),
                "not in ASR yet: this pattern in a closure that captures only parts of `"
                    + ThirPrinter.print(raw)
                    + "`")
            .to(b.tcx.diagnostics());
      }
    }
  }

  /**
   * As the types' check decides what a closure captures: {@code [..]}, of an array {@code [_, ..]}.
   */
  private static boolean readsNothing(ThirPat.Slice p) {
    boolean array = p.ty() instanceof Ty.Array;
    return (array || p.prefix().isEmpty() && p.suffix().isEmpty())
        && (array && p.middle() == null || p.middle() instanceof ThirPat.Wild)
        && p.prefix().stream().allMatch(x -> x instanceof ThirPat.Wild)
        && p.suffix().stream().allMatch(x -> x instanceof ThirPat.Wild);
  }

  private void fields(
      List<ThirPat.FieldPat> fields,
      int variant,
      Place raw,
      List<Part> parts,
      List<ThirExpr> tests) {
    for (ThirPat.FieldPat f : fields) {
      Place field = new Place.Field(raw, variant, f.field(), f.pat().ty(), f.pat().span());
      split(f.pat(), field, parts, tests);
    }
  }
}
