package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws one annotated file into a buffer: source lines, marks below them, labels below the marks,
 * bars on the left for spans of several lines. This is rustc's algorithm, step by step, so that
 * what it draws is what rustc draws.
 */
final class SnippetRenderer {
  private record Bar(int depth, Style style) {}

  private record Placed(int row, Annotation annotation) {}

  private final StyledBuffer buffer;
  private final AnnotatedFile file;
  private final int numberWidth;
  private final int barOffset;
  private final int codeOffset;
  private final int left;
  private final Margin margin;

  /**
   * @param numberWidth of the widest line number of the whole diagnostic
   * @param width of the terminal; longer source lines are cut
   */
  SnippetRenderer(StyledBuffer buffer, AnnotatedFile file, int numberWidth, int width) {
    this.buffer = buffer;
    this.file = file;
    this.numberWidth = numberWidth;
    this.barOffset = numberWidth + 3;
    this.codeOffset = file.depth() == 0 ? barOffset : barOffset + file.depth() + 1;
    margin = Margin.of(file, Math.max(width - codeOffset, 40));
    left = margin.left();
  }

  void render() {
    List<Integer> numbers = file.lineNumbers();
    Map<Integer, Style> bars = new LinkedHashMap<>();
    for (int i = 0; i < numbers.size(); i++) {
      int number = numbers.get(i);
      int firstRow = buffer.rows();
      Map<Integer, Style> opened = new LinkedHashMap<>();
      for (Bar b : line(number)) {
        if (bars.remove(b.depth) == null) {
          opened.put(b.depth, b.style);
        }
      }
      drawBars(bars, firstRow, buffer.rows());
      if (i + 1 < numbers.size()) {
        int gap = numbers.get(i + 1) - number;
        int row = buffer.rows();
        if (gap > 2) {
          buffer.put(row, 0, "...", Style.GUTTER);
        } else if (gap == 2) {
          source(row, number + 1);
        }
        drawBars(bars, row, buffer.rows());
        drawBars(opened, row, buffer.rows());
      }
      bars.putAll(opened);
    }
  }

  private void drawBars(Map<Integer, Style> bars, int fromRow, int toRow) {
    bars.forEach((depth, style) -> {
      for (int row = fromRow; row < toRow; row++) {
        buffer.put(row, barOffset + depth - 1, '|', style);
      }
    });
  }

  private void source(int row, int number) {
    String n = Integer.toString(number);
    buffer.put(row, numberWidth - n.length(), n, Style.GUTTER);
    buffer.put(row, barOffset - 2, '|', Style.GUTTER);
    buffer.put(row, codeOffset, margin.slice(file.line(number)), Style.PLAIN);
  }

  private int code(int column) {
    return codeOffset + Math.max(column - left, 0);
  }

  /** Draws a line with all its marks; returns the bars that start or end on it. */
  private List<Bar> line(int number) {
    List<Annotation> annotations = new ArrayList<>(file.on(number));
    int row = buffer.rows();
    source(row, number);
    List<Bar> startsAtMargin = startsAtMargin(number, annotations);
    if (startsAtMargin != null) {
      startsAtMargin.forEach(b -> buffer.put(row, barOffset + b.depth - 1, '/', b.style));
      return startsAtMargin;
    }
    if (annotations.stream().allMatch(a -> a.kind() == Annotation.Kind.BETWEEN)) {
      return List.of();
    }
    annotations.sort(Comparator.comparingInt(Annotation::from).reversed());
    List<Placed> placed = place(annotations);
    int height = placed.stream().mapToInt(Placed::row).max().orElse(0);
    if (height != 0) {
      height++;
    }
    if (placed.stream().allMatch(p -> p.annotation.kind() == Annotation.Kind.START)) {
      // Only starts: the other way round their lines do not cross.
      int last = placed.stream().mapToInt(Placed::row).max().orElse(0);
      placed.replaceAll(p -> new Placed(last - p.row, p.annotation));
      height = Math.max(height - 1, 0);
    }
    for (int r = 0; r <= height; r++) {
      buffer.put(row + r + 1, barOffset - 2, '|', Style.GUTTER);
    }
    drawConnections(row, height, placed);
    drawLabels(row, placed);
    drawMarks(row, placed);
    List<Bar> bars = new ArrayList<>();
    for (Placed p : placed) {
      if (p.annotation.takesSpace()) {
        bars.add(new Bar(p.annotation.depth(), p.annotation.style()));
      }
    }
    return bars;
  }

  /**
   * If all that happens on this line is that spans start at its first character, a slash in the
   * margin says so and no line below is needed; else null.
   */
  private List<Bar> startsAtMargin(int number, List<Annotation> annotations) {
    List<Bar> bars = new ArrayList<>();
    for (Annotation a : annotations) {
      switch (a.kind()) {
        case START -> {
          if (a.from() > file.line(number).indent()) {
            return null;
          }
          bars.add(new Bar(a.depth(), a.style()));
        }
        case BETWEEN -> {}
        case SINGLE, END -> {
          return null;
        }
      }
    }
    return bars;
  }

  /** Finds for each annotation, from the right to the left, a row where it touches no other. */
  private static List<Placed> place(List<Annotation> annotations) {
    List<Placed> placed = new ArrayList<>();
    int row = 0;
    for (int i = 0; i < annotations.size(); i++) {
      Annotation a = annotations.get(i);
      for (int j = i + 1; j < annotations.size() && row == 0; j++) {
        Annotation next = annotations.get(j);
        if (a.hasLabel() && Annotation.overlap(next, a, 0)) {
          boolean merged = next.from() == a.from() && next.to() == a.to() && !next.hasLabel();
          if (!merged) {
            row++;
          }
        }
      }
      placed.add(new Placed(row, a));
      for (int j = i + 1; j < annotations.size(); j++) {
        Annotation next = annotations.get(j);
        int padding = next.hasLabel() ? CharWidth.of(next.label()) + 2 : 0;
        boolean touch = Annotation.overlap(next, a, padding);
        if (touch && a.hasLabel() && next.hasLabel()
            || a.takesSpace() && next.hasLabel()
            || a.hasLabel() && next.takesSpace()
            || a.takesSpace() && next.takesSpace()
            || touch && next.to() <= a.to() && next.hasLabel() && row == 0) {
          row++;
          break;
        }
      }
    }
    return placed;
  }

  private void drawConnections(int row, int height, List<Placed> placed) {
    for (Placed p : placed) {
      Annotation a = p.annotation;
      if (a.takesSpace()) {
        for (int c = barOffset + a.depth(); c < code(a.from()); c++) {
          buffer.put(row + p.row + 1, c, '_', a.style());
        }
      }
    }
    for (Placed p : placed) {
      Annotation a = p.annotation;
      if (p.row > 0 && (a.hasLabel() || a.takesSpace())) {
        for (int r = row + 1; r <= row + p.row + 1; r++) {
          buffer.put(r, code(a.from()), '|', a.style());
        }
      }
      switch (a.kind()) {
        case START -> {
          for (int r = row + p.row + 2; r < row + height + 2; r++) {
            buffer.put(r, barOffset + a.depth() - 1, '|', a.style());
          }
        }
        case END -> {
          for (int r = row; r <= row + p.row + 1; r++) {
            buffer.put(r, barOffset + a.depth() - 1, '|', a.style());
          }
        }
        case SINGLE, BETWEEN -> {}
      }
    }
  }

  private void drawLabels(int row, List<Placed> placed) {
    for (Placed p : placed) {
      Annotation a = p.annotation;
      if (a.hasLabel()) {
        boolean beside = p.row == 0;
        int at = beside ? code(a.to()) + 1 : code(a.from());
        String[] lines = a.label().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
          int r = row + (beside ? 1 : p.row + 2) + i;
          buffer.put(r, barOffset - 2, '|', Style.GUTTER);
          buffer.put(r, at, DisplayLine.show(lines[i]), a.style());
        }
      }
    }
  }

  /** The longest first, so that shorter ones stay visible; a primary one over a secondary one. */
  private void drawMarks(int row, List<Placed> placed) {
    List<Placed> ordered = new ArrayList<>(placed);
    ordered.sort(
        Comparator.comparingInt((Placed p) -> -p.annotation.length())
            .thenComparing(p -> p.annotation.primary()));
    for (Placed p : ordered) {
      Annotation a = p.annotation;
      for (int c = a.from(); c < a.to(); c++) {
        buffer.put(row + 1, code(c), a.mark(), a.style());
      }
    }
  }
}
