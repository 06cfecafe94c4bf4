package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;

/** What is told of the macros that made the text that a diagnostic is about. */
final class MacroBacktrace {
  private MacroBacktrace() {}

  /**
   * The labels of a place, and where the macro was called if the place is in a macro's text. A call
   * that holds the place needs no label.
   */
  static List<Diagnostic.Label> labels(Span at, List<Diagnostic.Label> labels) {
    Span shown = at.shown();
    Expansion outermost = shown.expansion();
    if (outermost.callSite() == null) {
      return labels;
    }
    while (outermost.callSite().expansion().callSite() != null) {
      outermost = outermost.callSite().expansion();
    }
    Span call = outermost.callSite();
    if (call.contains(shown)) {
      return labels;
    }
    List<Diagnostic.Label> all = new ArrayList<>(labels);
    all.add(
        new Diagnostic.Label(
            call,
            outermost.kind() == Expansion.Kind.DERIVE
                ? "in this derive macro expansion"
                : "in this macro invocation"));
    return all;
  }

  /** Which macro of the user's the text comes from; null if it comes from none. */
  static String origin(Diagnostic d) {
    List<Expansion> all = new ArrayList<>(expansions(d.primary()));
    for (Diagnostic.Child c : d.children()) {
      if (c instanceof Diagnostic.Related r) {
        all.addAll(expansions(r.at()));
      }
    }
    if (all.isEmpty() || all.getLast().kind() != Expansion.Kind.MACRO) {
      return null;
    }
    String first = all.getFirst().macro();
    String last = all.getLast().macro();
    return "this "
        + TextRenderer.level(d.severity())
        + " originates in the macro `"
        + first
        + "`"
        + (last.equals(first) ? "" : " which comes from the expansion of the macro `" + last + "`");
  }

  /** From the innermost to the outermost. */
  private static List<Expansion> expansions(Span at) {
    List<Expansion> found = new ArrayList<>();
    for (Expansion e = at.expansion(); e.callSite() != null; e = e.callSite().expansion()) {
      found.add(e);
    }
    return found;
  }
}
