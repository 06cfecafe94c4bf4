package org.asrlang.diagnostic;

/**
 * Which columns of long lines are shown: rustc's {@code Margin}, with its numbers.
 *
 * @param left the first column that is shown
 * @param right the column after the last one, where a line does not fit
 * @param width how many columns there is room for
 */
record Margin(int left, int right, int width) {
  /** Room for the dots. */
  private static final int PADDING = 6;

  /** What the lines and marks of a snippet need. */
  static Margin of(AnnotatedFile file, int width) {
    int blank = Integer.MAX_VALUE;
    int first = Integer.MAX_VALUE;
    int last = 0;
    int labels = 0;
    int longest = 0;
    for (int n : file.lineNumbers()) {
      DisplayLine line = file.line(n);
      if (!line.shown().isBlank()) {
        blank = Math.min(blank, line.indent());
      }
      longest = Math.max(longest, line.width());
      for (Annotation a : file.on(n)) {
        first = Math.min(first, Math.min(a.from(), a.to()));
        last = Math.max(last, Math.max(a.from(), a.to()));
        labels = Math.max(labels, a.to() + (a.hasLabel() ? a.label().length() + 1 : 0));
      }
    }
    return of(
        Math.max(0, (blank == Integer.MAX_VALUE ? 0 : blank) - PADDING),
        Math.max(0, (first == Integer.MAX_VALUE ? 0 : first) - PADDING),
        last + PADDING,
        labels + PADDING,
        longest,
        width);
  }

  private static Margin of(int blank, int first, int last, int labels, int longest, int width) {
    int left = blank > 20 ? blank - 16 : 0;
    int right = Math.max(longest, left);
    if (right - left <= width) {
      return new Margin(left, right, width);
    }
    if (labels - blank <= width) {
      left = blank;
    } else if (labels - first <= width) {
      left = Math.max(0, first - (width - (labels - first)) / 2);
    } else if (last - first <= width) {
      left = Math.max(0, first - (width - (last - first)) / 5 * 2);
    } else {
      return new Margin(first, last, width);
    }
    return new Margin(left, left + width, width);
  }

  /** The part of a line that is shown. */
  String slice(DisplayLine line) {
    int end = line.width() - left <= width ? line.width() : Math.min(line.width(), right);
    return line.slice(Math.min(left, line.width()), end);
  }
}
