package org.asrlang.diagnostic;

/**
 * One mark on one source line. A span over several lines gives one for its start, one for its end,
 * and one for each line between that is shown.
 *
 * @param from display column, from 0
 * @param to display column after the last; 0 with {@code from} for the lines between
 * @param depth of the bar on the left, from 1; 0 for a span within one line
 */
record Annotation(int from, int to, boolean primary, String label, Kind kind, int depth) {
  enum Kind {
    SINGLE,
    START,
    END,
    BETWEEN
  }

  boolean hasLabel() {
    return !label.isEmpty();
  }

  /** Draws a horizontal line to the bar on its left. */
  boolean takesSpace() {
    return kind == Kind.START || kind == Kind.END;
  }

  int length() {
    return Math.abs(to - from);
  }

  Style style() {
    return primary ? Style.PRIMARY : Style.SECONDARY;
  }

  int mark() {
    return primary ? '^' : '-';
  }

  /** Do the columns of both, the first made longer by the padding, touch? */
  static boolean overlap(Annotation a, Annotation b, int padding) {
    return rangesOverlap(a.from, a.to + padding, b.from, b.to, false);
  }

  static boolean rangesOverlap(int aFrom, int aTo, int bFrom, int bTo, boolean inclusive) {
    int extra = inclusive ? 1 : 0;
    return aFrom >= bFrom && aFrom < bTo + extra || bFrom >= aFrom && bFrom < aTo + extra;
  }
}
