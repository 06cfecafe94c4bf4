package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.asrlang.source.SourceFile;

/** Applies suggestions to source text. */
public final class Fixes {
  private Fixes() {}

  /** A suggestion, and what it is for. */
  public record Fix(Diagnostic of, Diagnostic.Suggestion suggestion) {
    private boolean touches(SourceFile file) {
      return suggestion.edits().stream().anyMatch(e -> e.span().file() == file);
    }
  }

  /**
   * @param count how many suggestions are in it
   */
  public record Fixed(String text, int count) {}

  /**
   * The machine-applicable suggestions that can be applied together, at most one of a diagnostic. A
   * suggestion is taken whole or not at all: one that touches what an earlier one changes is left
   * for the next run, as is one that would change what a macro wrote.
   */
  public static List<Fix> choose(
      List<SourceFile> files, Iterable<Diagnostic> diagnostics, Predicate<Fix> wanted) {
    List<Diagnostic.Edit> chosen = new ArrayList<>();
    List<Fix> fixes = new ArrayList<>();
    for (Diagnostic d : diagnostics) {
      for (Diagnostic.Suggestion s : d.suggestions()) {
        Fix fix = new Fix(d, s);
        if (s.machineApplicable()
            && s.edits().stream().allMatch(e -> isIn(files, e) && !touchesAny(e, chosen))
            && wanted.test(fix)) {
          chosen.addAll(s.edits());
          fixes.add(fix);
          break;
        }
      }
    }
    return fixes;
  }

  /** The text of a file after all of the chosen fixes that are for it. */
  public static Fixed apply(SourceFile file, List<Fix> fixes) {
    List<Fix> here = fixes.stream().filter(f -> f.touches(file)).toList();
    List<Diagnostic.Edit> edits =
        here.stream()
            .flatMap(f -> f.suggestion.edits().stream())
            .filter(e -> e.span().file() == file)
            .sorted(Comparator.comparingInt(e -> e.span().lo()))
            .toList();
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (Diagnostic.Edit e : edits) {
      out.append(file.text(), at, e.span().lo()).append(e.replacement());
      at = e.span().hi();
    }
    return new Fixed(out.append(file.text(), at, file.text().length()).toString(), here.size());
  }

  /** The text of a file after every machine-applicable suggestion in it. */
  public static Fixed apply(SourceFile file, Iterable<Diagnostic> diagnostics) {
    return apply(file, choose(List.of(file), diagnostics, f -> true));
  }

  private static boolean isIn(List<SourceFile> files, Diagnostic.Edit e) {
    return e.span().expansion().callSite() == null && files.contains(e.span().file());
  }

  private static boolean touchesAny(Diagnostic.Edit e, List<Diagnostic.Edit> others) {
    for (Diagnostic.Edit o : others) {
      boolean apart =
          e.span().file() != o.span().file()
              || e.span().hi() < o.span().lo()
              || o.span().hi() < e.span().lo();
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
