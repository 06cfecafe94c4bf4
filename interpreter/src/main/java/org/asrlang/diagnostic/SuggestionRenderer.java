package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * Draws what the source would look like after a suggestion, by rustc's rules: inserted text with
 * {@code +} below it, what is taken away or replaced as a difference of lines, and changes of
 * several lines with {@code ~}.
 */
final class SuggestionRenderer {
  private static final int MAX_LINES = 6;

  /** Lines that are longer are not read by anyone, least of all twice. */
  private static final int LONGEST = 1000;

  /** An edit in one file; offsets as in {@link Span}. */
  private record Change(int lo, int hi, String text) {
    boolean isInsertion() {
      return lo == hi;
    }
  }

  /** New text of a line, in characters from its start. */
  private record Highlight(int start, int end) {}

  /** A line after the changes. */
  private record NewLine(String text, List<Highlight> highlights) {}

  private final StyledBuffer buffer;
  private final SourceFile file;
  private final int numberWidth;

  private SuggestionRenderer(StyledBuffer buffer, SourceFile file, int numberWidth) {
    this.buffer = buffer;
    this.file = file;
    this.numberWidth = numberWidth;
  }

  /**
   * Can it be shown as source? Not where a library's macro made the text, and not where lines have
   * no end.
   */
  static boolean canShow(Diagnostic.Suggestion s) {
    return !s.edits().isEmpty()
        && s.edits().stream()
            .allMatch(e ->
                e.span().shown() == e.span()
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
    new SuggestionRenderer(buffer, file, numberWidth).draw(changes);
  }

  /** Leaves out what the replacement has in common with the text it replaces, if that is all. */
  private static Change trim(Diagnostic.Edit e) {
    Span s = e.span();
    int[] common = common(s.text(), e.replacement());
    return common == null || e.replacement().isEmpty()
        ? new Change(s.lo(), s.hi(), e.replacement())
        : new Change(
            s.lo() + common[0],
            s.hi() - common[1],
            e.replacement().substring(common[0], e.replacement().length() - common[1]));
  }

  /** How long the start and the end are that together are all of the old text; or null. */
  private static int[] common(String old, String text) {
    int prefix = 0;
    while (prefix < Math.min(old.length(), text.length())
        && old.charAt(prefix) == text.charAt(prefix)) {
      prefix++;
    }
    String rest = old.substring(prefix);
    return text.substring(prefix).endsWith(rest) ? new int[] {prefix, rest.length()} : null;
  }

  // ---- the text afterwards

  /** The lines that the changes touch, and those in between. */
  private List<NewLine> after(List<Change> changes) {
    List<NewLine> lines = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    List<Highlight> marks = new ArrayList<>();
    int at = file.lineStart(file.line(changes.getFirst().lo));
    for (Change c : changes) {
      String kept = c.lo > at ? file.text().substring(at, c.lo) : "";
      marks = append(lines, text, marks, kept, false);
      marks = append(lines, text, marks, c.text, !c.text.equals(old(c)));
      at = Math.max(at, c.hi);
    }
    int last = file.line(at);
    int end = file.lineStart(last) + file.lineText(last).length();
    boolean ends = changes.getLast().text.endsWith("\n") && text.isEmpty();
    if (!ends) {
      text.append(file.text(), at, Math.max(at, end));
      lines.add(new NewLine(text.toString(), marks));
    }
    while (lines.size() > 1 && lines.getLast().text.isEmpty()) {
      lines.removeLast();
    }
    return lines;
  }

  private String old(Change c) {
    return file.text().substring(c.lo, c.hi);
  }

  private static List<Highlight> append(
      List<NewLine> lines, StringBuilder text, List<Highlight> marks, String more, boolean fresh) {
    String[] parts = more.split("\r?\n", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i > 0) {
        lines.add(new NewLine(text.toString(), marks));
        text.setLength(0);
        marks = new ArrayList<>();
      }
      if (fresh) {
        marks.add(new Highlight(text.length(), text.length() + parts[i].length()));
      }
      text.append(parts[i]);
    }
    return marks;
  }

  // ---- drawing

  private enum Mode {
    DIFFERENCE,
    ADDITION,
    UNDERLINE,
    PLAIN
  }

  private Mode mode(List<Change> changes, List<NewLine> lines) {
    boolean several = lines.size() > 1;
    boolean deletes =
        changes.stream()
            .anyMatch(c -> {
              String old = old(c);
              boolean meaningful = !old.isBlank();
              return meaningful && (c.text.isEmpty() || common(old.trim(), c.text.trim()) == null);
            });
    String whole = String.join("\n", lines.stream().map(NewLine::text).toList()).trim();
    boolean same = changes.size() == 1 && changes.getFirst().text.trim().equals(whole);
    if (deletes && !several) {
      return Mode.DIFFERENCE;
    }
    return same && changes.getFirst().text.endsWith("\n")
        ? Mode.ADDITION
        : !same && !several ? Mode.UNDERLINE : Mode.PLAIN;
  }

  private void draw(List<Change> changes) {
    gutter();
    int start = file.line(changes.getFirst().lo);
    List<NewLine> lines = after(changes);
    Mode mode = mode(changes, lines);
    boolean several = lines.size() > 1;
    List<Integer> waiting = new ArrayList<>();
    boolean cut = false;
    int end = buffer.rows() + 2 * MAX_LINES;
    boolean removed = lines.size() == 1 && lines.getFirst().text.isEmpty();
    for (int i = 0; i < lines.size() && !cut; i++) {
      NewLine l = lines.get(i);
      if (l.highlights.isEmpty() && !removed) {
        waiting.add(i);
        continue;
      }
      unchanged(waiting, lines, start);
      line(changes, start + i, l, mode, several);
      cut = buffer.rows() >= end && i + 1 < lines.size();
    }
    if (mode == Mode.ADDITION) {
      // an attribute alone could be taken for one that is there
      String added = lines.getLast().text.trim();
      int next = file.line(changes.getFirst().lo);
      if (added.startsWith("#[") && added.endsWith("]")) {
        plain(start + lines.size(), file.lineText(next));
      }
    }
    if (mode == Mode.UNDERLINE) {
      underline(changes, lines.getFirst());
    } else if (cut) {
      buffer.put(buffer.rows(), 0, "...", Style.GUTTER);
    } else {
      gutter();
    }
  }

  /** Of many lines between two changes the first and the last are shown. */
  private void unchanged(List<Integer> waiting, List<NewLine> lines, int start) {
    for (int k = 0; k < waiting.size(); k++) {
      int i = waiting.get(k);
      if (waiting.size() <= 3 || k == 0 || k == waiting.size() - 1) {
        plain(start + i, lines.get(i).text);
      } else if (k == 1) {
        buffer.put(buffer.rows(), 0, "...", Style.GUTTER);
      }
    }
    waiting.clear();
  }

  private void plain(int number, String text) {
    put(number, "|", Style.GUTTER, text, Style.PLAIN);
  }

  private void line(List<Change> changes, int number, NewLine l, Mode mode, boolean several) {
    if (mode == Mode.DIFFERENCE) {
      difference(changes, number, l);
    } else if (several) {
      boolean whole =
          l.highlights.size() == 1
              && l.highlights.getFirst().start == 0
              && l.highlights.getFirst().end == l.text.length()
              && !l.text.isEmpty();
      boolean none = l.highlights.stream().allMatch(h -> h.end == 0);
      if (none) {
        plain(number, l.text);
      } else {
        put(number, whole ? "+" : "~", Style.ADDITION, l.text, Style.ADDITION);
      }
    } else if (mode == Mode.ADDITION) {
      put(number, "+", Style.ADDITION, l.text, Style.ADDITION);
    } else {
      plain(number, l.text);
    }
  }

  private void difference(List<Change> changes, int number, NewLine l) {
    int first = file.line(changes.getFirst().lo);
    int last = changes.stream().mapToInt(c -> file.line(c.hi)).max().orElse(first);
    for (int n = first; n <= last; n++) {
      if (n < last || !file.lineText(n).equals(l.text)) {
        put(n, "-", Style.REMOVAL, file.lineText(n), Style.REMOVAL);
      }
    }
    if (!l.text.isBlank() && !file.lineText(last).equals(l.text)) {
      put(number, "+", Style.ADDITION, l.text, Style.ADDITION);
    }
  }

  private void underline(List<Change> changes, NewLine l) {
    DisplayLine line = new DisplayLine(l.text);
    int row = buffer.rows();
    buffer.put(row, numberWidth + 1, "|", Style.GUTTER);
    int shift = -file.lineStart(file.line(changes.getFirst().lo));
    for (Change c : changes) {
      String inserted = c.text.isBlank() ? c.text : c.text.strip();
      int lo = c.lo + shift + c.text.indexOf(inserted);
      int from = line.column(lo);
      int to = line.column(lo + inserted.length());
      String mark = c.isInsertion() || common(old(c), c.text) != null ? "+" : "~";
      buffer.put(row, numberWidth + 3 + from, mark.repeat(Math.max(0, to - from)), Style.ADDITION);
      shift += c.text.length() - (c.hi - c.lo);
    }
  }

  private void put(int number, String sign, Style signStyle, String text, Style style) {
    int row = buffer.rows();
    String n = Integer.toString(number);
    buffer.put(row, Math.max(numberWidth - n.length(), 0), n, Style.GUTTER);
    buffer.put(row, numberWidth + 1, sign, signStyle);
    buffer.put(row, numberWidth + 3, DisplayLine.show(text), style);
  }

  private void gutter() {
    buffer.put(buffer.rows(), numberWidth + 1, "|", Style.GUTTER);
  }
}
