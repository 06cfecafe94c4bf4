package org.asrlang.source;

/**
 * A range of a source text, with the expansion it came from.
 *
 * @param file the text; for tokens of a macro body, the file of the macro
 * @param lo first UTF-16 offset
 * @param hi offset after the last
 * @param expansion the macro expansion that produced the tokens, or {@link Expansion#ROOT}; two
 *     local names are the same only if their expansions are (macro_rules hygiene)
 */
public record Span(SourceFile file, int lo, int hi, Expansion expansion) {
  private static final SourceFile NOWHERE = new SourceFile("<none>", "");

  /** For things that no source text shows. */
  public static final Span NONE = new Span(NOWHERE, 0, 0, Expansion.ROOT);

  /**
   * From the start of this span to the end of the other; this one where they are of two files. In a
   * macro's text an argument counts as the variable whose place it took.
   */
  public Span to(Span end) {
    if (expansion != end.expansion) {
      Span start = end.expansion.variable(this);
      if (start != null) {
        return start.to(end);
      }
      Span last = expansion.variable(end);
      if (last != null) {
        return to(last);
      }
    }
    return file == end.file && end.hi >= lo ? new Span(file, lo, end.hi, expansion) : this;
  }

  public Span withExpansion(Expansion e) {
    return new Span(file, lo, hi, e);
  }

  /** An empty span at the end, where something is missing. */
  public Span shrinkToEnd() {
    return new Span(file, hi, hi, expansion);
  }

  public Span shrinkToStart() {
    return new Span(file, lo, lo, expansion);
  }

  public int line() {
    return file.line(lo);
  }

  /** The 1-based column of its start, counted in code points. */
  public int column() {
    return file.column(lo);
  }

  public String text() {
    return file.text().substring(lo, hi);
  }

  /**
   * The span that is shown: its own, but for a library's text the place of the outermost call of a
   * macro.
   */
  public Span shown() {
    return isForeign() ? callSite() : this;
  }

  /** Whether it is a library's text; what the compiler makes of a call stands where that does. */
  private boolean isForeign() {
    if (expansion.kind() != Expansion.Kind.LIBRARY || expansion.callSite() == null) {
      return false;
    }
    return expansion.definition() == null
        || file == expansion.definition().span().file()
        || file != expansion.callSite().file
        || expansion.callSite().isForeign();
  }

  /** Whether it holds all of the other's text. */
  public boolean contains(Span other) {
    return file == other.file && lo <= other.lo && other.hi <= hi;
  }

  /** For tokens out of a macro, the place of the outermost call. */
  public Span callSite() {
    Span s = this;
    while (s.expansion.callSite() != null) {
      s = s.expansion.callSite();
    }
    return s;
  }

  @Override
  public String toString() {
    return file.name() + ":" + line() + ":" + file.column(lo);
  }
}
