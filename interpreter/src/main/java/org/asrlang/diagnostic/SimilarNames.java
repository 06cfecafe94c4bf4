package org.asrlang.diagnostic;

import java.util.Arrays;
import java.util.Collection;

/** "Did you mean": the nearest name by edit distance with transpositions, as rustc's. */
public final class SimilarNames {
  private SimilarNames() {}

  /** The name most like the wanted one, as rustc chooses it; null if none is near. */
  public static String nearest(String name, Collection<String> names) {
    int limit = Math.max(name.length(), 3) / 3;
    String best = null;
    int least = limit + 1;
    for (String n : names) {
      if (n.equals(name) || n.startsWith("__") || n.equals("_")) {
        continue;
      }
      if (n.equalsIgnoreCase(name)) {
        return n;
      }
      int d = distance(name, n, limit);
      if (d < least) {
        least = d;
        best = n;
      }
    }
    if (best == null) {
      String sorted = sortedWords(name);
      for (String n : names) {
        if (!n.equals(name) && name.contains("_") && sortedWords(n).equals(sorted)) {
          return n;
        }
      }
    }
    return best;
  }

  private static String sortedWords(String s) {
    String[] words = s.split("_");
    Arrays.sort(words);
    return String.join("_", words);
  }

  /** Damerau–Levenshtein, restricted; more than the limit is the limit and one. */
  private static int distance(String a, String b, int limit) {
    int n = a.length();
    int m = b.length();
    if (Math.abs(n - m) > limit) {
      return limit + 1;
    }
    int[] before = new int[m + 1];
    int[] prev = new int[m + 1];
    int[] now = new int[m + 1];
    for (int j = 0; j <= m; j++) {
      prev[j] = j;
    }
    for (int i = 1; i <= n; i++) {
      now[0] = i;
      for (int j = 1; j <= m; j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        now[j] = Math.min(Math.min(now[j - 1], prev[j]) + 1, prev[j - 1] + cost);
        if (i > 1
            && j > 1
            && cost == 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          now[j] = Math.min(now[j], before[j - 2] + 1);
        }
      }
      int[] t = before;
      before = prev;
      prev = now;
      now = t;
    }
    return Math.min(prev[m], limit + 1);
  }
}
