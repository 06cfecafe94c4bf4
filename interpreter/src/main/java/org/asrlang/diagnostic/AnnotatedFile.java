package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/** The marks of a diagnostic in one file, by line, laid out as rustc does it. */
final class AnnotatedFile {
  /** One span to mark. */
  record Mark(Span span, String label, boolean primary) {}

  /** A line between start and end of a span that says little is not worth showing. */
  private static final List<String> BARE = List.of("", "{", "}", "(", ")", "[", "]");

  /** As many lines of a long span are shown before the rest is left out. */
  private static final int LINES_SHOWN = 4;

  private static final class MultiLine {
    int depth = 1;
    final int lineStart;
    final int lineEnd;
    final int from;
    final int to;
    final boolean primary;
    final String label;
    boolean overlapsExactly;

    MultiLine(int lineStart, int lineEnd, int from, int to, boolean primary, String label) {
      this.lineStart = lineStart;
      this.lineEnd = lineEnd;
      this.from = from;
      this.to = to;
      this.primary = primary;
      this.label = label;
    }

    boolean sameSpan(MultiLine o) {
      return lineStart == o.lineStart && lineEnd == o.lineEnd && from == o.from && to == o.to;
    }
  }

  private final SourceFile file;
  private final TreeMap<Integer, List<Annotation>> lines = new TreeMap<>();
  private final Map<Integer, DisplayLine> shown = new LinkedHashMap<>();
  private int depth;

  private AnnotatedFile(SourceFile file) {
    this.file = file;
  }

  SourceFile file() {
    return file;
  }

  /** The annotated lines in order, numbers counting from 1. */
  List<Integer> lineNumbers() {
    return List.copyOf(lines.keySet());
  }

  List<Annotation> on(int line) {
    return lines.get(line);
  }

  /** How many bars stand beside each other on the left. */
  int depth() {
    return depth;
  }

  DisplayLine line(int number) {
    return shown.computeIfAbsent(number, n -> new DisplayLine(file.lineText(n)));
  }

  /** One for each file, in the order of the marks. */
  static List<AnnotatedFile> of(List<Mark> marks) {
    Map<SourceFile, List<Mark>> byFile = new LinkedHashMap<>();
    for (Mark m : marks) {
      byFile.computeIfAbsent(m.span().file(), f -> new ArrayList<>()).add(m);
    }
    List<AnnotatedFile> files = new ArrayList<>();
    byFile.forEach((file, ms) -> {
      AnnotatedFile a = new AnnotatedFile(file);
      a.add(ms);
      files.add(a);
    });
    return files;
  }

  private void add(List<Mark> marks) {
    List<MultiLine> multi = new ArrayList<>();
    for (Mark m : marks) {
      Span s = m.span();
      int lo = Math.min(s.lo(), file.text().length());
      int hi = Math.clamp(s.hi(), lo, file.text().length());
      int first = file.line(lo);
      int last = file.line(hi);
      int from = line(first).column(lo - file.lineStart(first));
      int to = line(last).column(hi - file.lineStart(last));
      if (first != last) {
        multi.add(new MultiLine(first, last, from, to, m.primary(), m.label()));
      } else {
        to = Math.max(to, from + 1);
        add(first, new Annotation(from, to, m.primary(), m.label(), Annotation.Kind.SINGLE, 0));
      }
    }
    assignDepths(multi);
    multi.forEach(this::add);
  }

  private void add(int line, Annotation a) {
    lines.computeIfAbsent(line, n -> new ArrayList<>()).add(a);
  }

  /** Spans that overlap get bars beside each other, the widest leftmost. */
  private void assignDepths(List<MultiLine> multi) {
    multi.sort(
        Comparator.comparingInt((MultiLine m) -> m.lineStart)
            .thenComparing(Comparator.comparingInt((MultiLine m) -> m.lineEnd).reversed()));
    for (MultiLine one : multi) {
      for (MultiLine other : multi) {
        if (!one.sameSpan(other)
            && Annotation.rangesOverlap(
                one.lineStart, one.lineEnd, other.lineStart, other.lineEnd, true)) {
          other.depth++;
        } else if (one.sameSpan(other) && one != other) {
          other.overlapsExactly = true;
        } else {
          break;
        }
      }
    }
    depth = multi.stream().mapToInt(m -> m.depth).max().orElse(0);
    multi.forEach(m -> m.depth = depth - m.depth + 1);
  }

  private void add(MultiLine m) {
    int lastColumn = Math.max(m.to - 1, 0);
    if (m.overlapsExactly) {
      add(
          m.lineEnd,
          new Annotation(
              lastColumn, lastColumn + 1, m.primary, m.label, Annotation.Kind.SINGLE, 0));
      return;
    }
    add(
        m.lineStart,
        new Annotation(m.from, m.from + 1, m.primary, "", Annotation.Kind.START, m.depth));
    Annotation between = new Annotation(0, 0, m.primary, "", Annotation.Kind.BETWEEN, m.depth);
    int middle = Math.min(m.lineStart + LINES_SHOWN, m.lineEnd);
    int until = m.lineStart;
    for (int line = middle - 1; line >= m.lineStart; line--) {
      if (saysSomething(line)) {
        until = line + 1;
        break;
      }
    }
    for (int line = m.lineStart + 1; line < until; line++) {
      add(line, between);
    }
    int beforeLast = m.lineEnd - 1;
    if (middle < beforeLast && saysSomething(beforeLast)) {
      add(beforeLast, between);
    }
    add(
        m.lineEnd,
        new Annotation(
            lastColumn, lastColumn + 1, m.primary, m.label, Annotation.Kind.END, m.depth));
  }

  private boolean saysSomething(int line) {
    String s = file.lineText(line).strip();
    boolean comment = s.startsWith("//") && !s.startsWith("///") && !s.startsWith("//!");
    return !comment && !BARE.contains(s);
  }
}
