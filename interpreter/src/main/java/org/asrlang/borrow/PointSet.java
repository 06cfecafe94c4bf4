package org.asrlang.borrow;

import java.util.Arrays;

/**
 * What a region contains: points, of which most regions have a few that are close to each other,
 * and, numbered after all points, ends of universal regions. Room is taken from the first point to
 * the last only.
 */
final class PointSet {
  private static final long[] NONE = {};
  private final int points;

  /** The number of the first word of the window. */
  private int first;

  private long[] window = NONE;
  private long[] ends = NONE;

  /**
   * @param points how many there are: what comes after them is an end
   */
  PointSet(int points) {
    this.points = points;
  }

  PointSet copy() {
    PointSet copy = new PointSet(points);
    copy.first = first;
    copy.window = window.length == 0 ? NONE : window.clone();
    copy.ends = ends.length == 0 ? NONE : ends.clone();
    return copy;
  }

  boolean get(int i) {
    if (i >= points) {
      return in(ends, i - points);
    }
    int w = (i >> 6) - first;
    return w >= 0 && w < window.length && (window[w] >> i & 1) != 0;
  }

  private static boolean in(long[] words, int i) {
    return i >> 6 < words.length && (words[i >> 6] >> i & 1) != 0;
  }

  void set(int i) {
    if (i >= points) {
      int end = i - points;
      if (end >> 6 >= ends.length) {
        ends = Arrays.copyOf(ends, (end >> 6) + 1);
      }
      ends[end >> 6] |= 1L << end;
      return;
    }
    int w = i >> 6;
    if (w < first || w >= first + window.length) {
      // some more on the side to which it grows
      int more = window.length == 0 ? 0 : window.length / 2;
      span(w < first && window.length > 0 ? Math.max(0, w - more) : w, w + 1 + more);
    }
    window[w - first] |= 1L << i;
  }

  /** Points only. */
  void set(int from, int to) {
    if (from >= to) {
      return;
    }
    span(from >> 6, (to - 1 >> 6) + 1);
    for (int i = from; i < to; ) {
      if ((i & 63) == 0 && i + 64 <= to) {
        window[(i >> 6) - first] = -1;
        i += 64;
      } else {
        window[(i >> 6) - first] |= 1L << i;
        i++;
      }
    }
  }

  /** Makes the window reach from one word to before another, at least. */
  private void span(int from, int to) {
    if (window.length == 0) {
      first = from;
      window = new long[to - from];
    } else if (from < first || to > first + window.length) {
      int low = Math.min(from, first);
      long[] larger = new long[Math.max(to, first + window.length) - low];
      System.arraycopy(window, 0, larger, first - low, window.length);
      window = larger;
      first = low;
    }
  }

  void or(PointSet other) {
    if (other.window.length > 0) {
      span(other.first, other.first + other.window.length);
      for (int i = 0; i < other.window.length; i++) {
        window[other.first - first + i] |= other.window[i];
      }
    }
    if (other.ends.length > ends.length) {
      ends = Arrays.copyOf(ends, other.ends.length);
    }
    for (int i = 0; i < other.ends.length; i++) {
      ends[i] |= other.ends[i];
    }
  }

  /** The first at or after a number; -1 for none. */
  int nextSetBit(int from) {
    if (from < points) {
      for (int i = Math.max(from, first << 6); i >> 6 < first + window.length; ) {
        long rest = window[(i >> 6) - first] >>> i;
        if (rest != 0) {
          return i + Long.numberOfTrailingZeros(rest);
        }
        i = (i >> 6) + 1 << 6;
      }
    }
    for (int i = Math.max(0, from - points); i >> 6 < ends.length; ) {
      long rest = ends[i >> 6] >>> i;
      if (rest != 0) {
        return points + i + Long.numberOfTrailingZeros(rest);
      }
      i = (i >> 6) + 1 << 6;
    }
    return -1;
  }

  /** Whether it contains all of these points. */
  boolean containsAll(int from, int to) {
    for (int i = from; i < to; ) {
      int w = (i >> 6) - first;
      if (w < 0 || w >= window.length) {
        return false;
      }
      if ((i & 63) == 0 && i + 64 <= to) {
        if (window[w] != -1) {
          return false;
        }
        i += 64;
      } else if ((window[w] >> i & 1) == 0) {
        return false;
      } else {
        i++;
      }
    }
    return true;
  }
}
