package org.asrlang.types.check;

import java.util.Collection;

/** "Did you mean": the nearest name by edit distance with transpositions, as rustc's. */
final class Names {
  private Names() {}

  /** Null if none is near enough: at most a third of the name's length apart. */
  static String nearest(String name, Collection<String> candidates) {
    String best = null;
    int limit = Math.max(name.length(), 3) / 3;
    for (String c : candidates) {
      int d = distance(name, c, limit);
      if (d <= limit && !c.equals(name)) {
        best = c;
        limit = d - 1;
        if (limit < 0) {
          break;
        }
      }
    }
    return best;
  }

  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) > limit) {
      return limit + 1;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
