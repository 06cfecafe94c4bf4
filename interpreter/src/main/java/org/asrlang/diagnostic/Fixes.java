package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.source.SourceFile;

/** Applies suggestions to source text. */
public final class Fixes {
  private Fixes() {}

  /**
   * @param count how many suggestions are in it
   */
  public record Fixed(String text, int count) {}

  /**
   * The text of a file after every machine-applicable suggestion in it. A suggestion is applied
   * whole or not at all: one that touches what an earlier one changed is left for the next run.
   */
  public static Fixed apply(SourceFile file, Iterable<Diagnostic> diagnostics) {
    List<Diagnostic.Edit> chosen = new ArrayList<>();
    int count = 0;
    for (Diagnostic d : diagnostics) {
      for (Diagnostic.Suggestion s : d.suggestions()) {
        if (s.machineApplicable()
            && s.edits().stream().allMatch(e -> isIn(file, e) && !touchesAny(e, chosen))) {
          chosen.addAll(s.edits());
          count++;
          break;
        }
      }
    }
    chosen.sort(Comparator.comparingInt((Diagnostic.Edit e) -> e.span().lo()));
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Diagnostic.Edit e : chosen) {
      out.append(file.text(), at, e.span().lo()).append(e.replacement());
      at = e.span().hi();
    }
    return new Fixed(out.append(file.text(), at, file.text().length()).toString(), count);
  }

  private static boolean isIn(SourceFile file, Diagnostic.Edit e) {
    return e.span().file() == file && e.span().expansion().callSite() == null;
  }

  private static boolean touchesAny(Diagnostic.Edit e, List<Diagnostic.Edit> others) {
    for (Diagnostic.Edit o : others) {
      boolean apart = e.span().hi() < o.span().lo() || o.span().hi() < e.span().lo();
      boolean beside =
          e.span().hi() == o.span().lo() && e.span().lo() < e.span().hi()
              || o.span().hi() == e.span().lo() && o.span().lo() < o.span().hi();
      if (!apart && !beside) {
        return true;
      }
    }
    return false;
  }
}
