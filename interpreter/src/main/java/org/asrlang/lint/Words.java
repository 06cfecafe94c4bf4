package org.asrlang.lint;

import java.util.List;

/** How messages enumerate. */
final class Words {
  private Words() {}

  /** {@code a}; {@code a and b}; {@code a, b, and c}. */
  static String and(List<String> names) {
    int n = names.size();
    return switch (n) {
      case 1 -> names.get(0);
      case 2 -> names.get(0) + " and " + names.get(1);
      default -> String.join(", ", names.subList(0, n - 1)) + ", and " + names.get(n - 1);
    };
  }
}
