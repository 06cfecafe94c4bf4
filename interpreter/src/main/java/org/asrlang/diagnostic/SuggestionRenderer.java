package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * Draws what the source would look like after a suggestion: inserted text with {@code +} below it,
 * replaced and removed text as a difference of lines.
 */
final class SuggestionRenderer {
  private static final int MAX_LINES = 6;

  /** An edit in one file; offsets as in {@link Span}. */
  private record Change(int lo, int hi, String text) {
    boolean isInsertion() {
      return lo == hi;
    }
  }

  /** Changes whose lines touch each other, with the 1-based lines they touch. */
  private record Cluster(int first, int last, List<Change> changes) {}

  private final StyledBuffer buffer;
  private final SourceFile file;
  private final int numberWidth;
  private final int end;

  private SuggestionRenderer(StyledBuffer buffer, SourceFile file, int numberWidth, int rows) {
    this.buffer = buffer;
    this.file = file;
    this.numberWidth = numberWidth;
    this.end = buffer.rows() + rows;
  }

  /** Lines that are longer are not read by anyone, least of all twice. */
  private static final int LONGEST = 1000;

  /**
   * Can it be shown as source? Not where a macro made the text, for nobody wrote that, and not
   * where lines have no end.
   */
  static boolean canShow(Diagnostic.Suggestion s) {
    return !s.edits().isEmpty()
        && s.edits().stream()
            .allMatch(e ->
                e.span().expansion().callSite() == null
                    && e.span().file() == s.edits().getFirst().span().file()
                    && e.span().file() != Span.NONE.file()
                    && e.span().file().lineText(e.span().line()).length() <= LONGEST);
  }

  static void render(StyledBuffer buffer, Diagnostic.Suggestion suggestion, int numberWidth) {
    SourceFile file = suggestion.edits().getFirst().span().file();
    List<Change> changes = new ArrayList<>();
    for (Diagnostic.Edit e : suggestion.edits()) {
      changes.add(trim(e));
    }
    changes.sort(Comparator.comparingInt(Change::lo).thenComparingInt(Change::hi));
    SuggestionRenderer r = new SuggestionRenderer(buffer, file, numberWidth, 2 * MAX_LINES);
    r.gutter();
    boolean underline =
        changes.stream().allMatch(c -> c.isInsertion() && c.text().indexOf('\n') < 0);
    Cluster before = null;
    for (Cluster c : r.clusters(changes)) {
      if (before != null && c.first > before.last + 1) {
        buffer.put(buffer.rows(), 0, "...", Style.GUTTER);
      }
      if (underline) {
        r.underlined(c);
      } else {
        r.difference(c);
      }
      before = c;
    }
    if (!underline) {
      r.gutter();
    }
  }

  /** Leaves out what the replacement has in common with the text it replaces, if that is all. */
  private static Change trim(Diagnostic.Edit e) {
    Span s = e.span();
    String old = s.text();
    String text = e.replacement();
    int prefix = 0;
    while (prefix < Math.min(old.length(), text.length())
        && old.charAt(prefix) == text.charAt(prefix)) {
      prefix++;
    }
    int suffix = old.length() - prefix;
    if (old.length() < text.length() && text.endsWith(old.substring(prefix))) {
      int at = s.lo() + prefix;
      return new Change(at, at, text.substring(prefix, text.length() - suffix));
    }
    return new Change(s.lo(), s.hi(), text);
  }

  private List<Cluster> clusters(List<Change> changes) {
    List<Cluster> clusters = new ArrayList<>();
    for (Change c : changes) {
      int first = file.line(c.lo);
      int last = file.line(c.hi);
      Cluster before = clusters.isEmpty() ? null : clusters.getLast();
      if (before != null && first <= before.last) {
        before.changes.add(c);
        clusters.set(
            clusters.size() - 1,
            new Cluster(before.first, Math.max(before.last, last), before.changes));
      } else {
        clusters.add(new Cluster(first, last, new ArrayList<>(List.of(c))));
      }
    }
    return clusters;
  }

  /** The lines of a cluster after its changes, without the last line break. */
  private String changed(Cluster c) {
    StringBuilder out = new StringBuilder();
    int at = file.lineStart(c.first);
    for (Change change : c.changes) {
      out.append(file.text(), Math.min(at, change.lo), change.lo).append(change.text);
      at = Math.max(at, change.hi);
    }
    int lineEnd = file.lineStart(c.last) + file.lineText(c.last).length();
    return out.append(file.text(), at, Math.max(at, lineEnd)).toString();
  }

  private void underlined(Cluster c) {
    String text = changed(c);
    line(c.first, "|", Style.GUTTER, text, Style.PLAIN);
    DisplayLine shown = new DisplayLine(text);
    int row = gutter();
    int shift = -file.lineStart(c.first);
    for (Change change : c.changes) {
      String inserted = change.text.strip();
      int lo = change.lo + shift + change.text.indexOf(inserted);
      int from = shown.column(lo);
      int to = shown.column(lo + inserted.length());
      buffer.put(row, numberWidth + 3 + from, "+".repeat(to - from), Style.ADDITION);
      shift += change.text.length();
    }
  }

  private void difference(Cluster c) {
    Change only = c.changes.size() == 1 ? c.changes.getFirst() : null;
    boolean wholeLines =
        only != null
            && only.isInsertion()
            && only.text.endsWith("\n")
            && only.lo == file.lineStart(c.first);
    if (wholeLines) {
      lines(c.first, "+", Style.ADDITION, only.text.substring(0, only.text.length() - 1));
      return;
    }
    String after = changed(c);
    boolean grows =
        c.changes.stream().allMatch(change -> file.line(change.lo) == file.line(change.hi));
    if (grows && after.indexOf('\n') >= 0) {
      lines(c.first, "~", Style.ADDITION, after);
      return;
    }
    List<String> before = new ArrayList<>();
    for (int n = c.first; n <= c.last; n++) {
      before.add(file.lineText(n));
    }
    List<String> lines = List.of(after.split("\r?\n", -1));
    int same = 0;
    // What stays at the end, such as the line behind one that is removed, is not part of it.
    while (same < Math.min(before.size(), lines.size())
        && before.get(before.size() - 1 - same).equals(lines.get(lines.size() - 1 - same))) {
      same++;
    }
    for (int i = 0; i < before.size() - same; i++) {
      line(c.first + i, "-", Style.REMOVAL, before.get(i), Style.REMOVAL);
    }
    if (lines.size() > same && !(after.isBlank() && only != null && only.text.isEmpty())) {
      lines(c.first, "+", Style.ADDITION, String.join("\n", lines.subList(0, lines.size() - same)));
    }
  }

  private void lines(int first, String sign, Style signStyle, String text) {
    int n = first;
    for (String line : text.split("\r?\n", -1)) {
      line(n++, sign, signStyle, line, signStyle);
    }
  }

  private void line(int number, String sign, Style signStyle, String text, Style style) {
    int row = buffer.rows();
    if (row == end) {
      buffer.put(row, 0, "...", Style.GUTTER);
    }
    if (row < end) {
      String n = Integer.toString(number);
      buffer.put(row, Math.max(numberWidth - n.length(), 0), n, Style.GUTTER);
      buffer.put(row, numberWidth + 1, sign, signStyle);
      buffer.put(row, numberWidth + 3, DisplayLine.show(text), style);
    }
  }

  private int gutter() {
    int row = buffer.rows();
    buffer.put(row, numberWidth + 1, "|", Style.GUTTER);
    return row;
  }
}
