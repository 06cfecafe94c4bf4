package org.asrlang.expand;

import java.util.Arrays;

/** The text of string literals, decoded with a way back to the source. */
final class Literals {
  private Literals() {}

  /**
   * A decoded string.
   *
   * @param offsets for each UTF-16 unit of the value, and for its end, the offset into the literal
   */
  record Decoded(String value, int[] offsets) {}

  /** Decodes {@code "…"} and raw strings; the lexer has checked the escapes. */
  static Decoded string(String literal) {
    if (Tokens.isRawString(literal)) {
      int open = literal.indexOf('"') + 1;
      int close = literal.lastIndexOf('"');
      String value = literal.substring(open, close).replace("\r\n", "\n");
      int[] offsets = new int[value.length() + 1];
      for (int i = 0, at = open; i < offsets.length; i++, at++) {
        if (at + 1 < close && literal.charAt(at) == '\r' && literal.charAt(at + 1) == '\n') {
          at++;
        }
        offsets[i] = at;
      }
      return new Decoded(value, offsets);
    }
    StringBuilder b = new StringBuilder();
    int[] offsets = new int[literal.length() + 1];
    int end = literal.lastIndexOf('"');
    int i = 1;
    while (i < end) {
      int at = i;
      char c = literal.charAt(i++);
      int cp = c;
      if (c == '\r' && i < end && literal.charAt(i) == '\n') {
        continue;
      }
      if (c == '\\' && i < end) {
        char e = literal.charAt(i++);
        switch (e) {
          case 'n' -> cp = '\n';
          case 't' -> cp = '\t';
          case 'r' -> cp = '\r';
          case '0' -> cp = 0;
          case 'x' -> {
            cp = hex(literal, i, i + 2);
            i += 2;
          }
          case 'u' -> {
            int close = literal.indexOf('}', i);
            close = close < 0 ? end : close;
            cp = hex(literal, i + 1, close);
            i = close + 1;
          }
          case '\n', '\r' -> {
            while (i < end && Character.isWhitespace(literal.charAt(i))) {
              i++;
            }
            continue;
          }
          default -> cp = e;
        }
      }
      for (int k = Character.charCount(cp); k > 0; k--) {
        offsets[b.length() + k - 1] = at;
      }
      b.appendCodePoint(cp);
    }
    offsets[b.length()] = end;
    return new Decoded(b.toString(), Arrays.copyOf(offsets, b.length() + 1));
  }

  private static int hex(String s, int from, int to) {
    try {
      int cp = Integer.parseInt(s.substring(from, Math.min(to, s.length())).replace("_", ""), 16);
      return Character.isValidCodePoint(cp) ? cp : 0xFFFD;
    } catch (NumberFormatException e) {
      return 0xFFFD;
    }
  }

  /** The text as a Rust string literal, as {@code escape_default} would write ASCII. */
  static String quote(String s) {
    StringBuilder b = new StringBuilder("\"");
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      switch (c) {
        case '"' -> b.append("\\\"");
        case '\\' -> b.append("\\\\");
        case '\n' -> b.append("\\n");
        case '\r' -> b.append("\\r");
        case '\t' -> b.append("\\t");
        case 0 -> b.append("\\0");
        default -> b.append(c);
      }
    }
    return b.append('"').toString();
  }
}
