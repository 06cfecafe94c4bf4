package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;

/**
 * The format-string language: text and placeholders, not yet bound to arguments. Positions are
 * UTF-16 offsets into the decoded string.
 */
final class FormatString {
  /** What a placeholder, width or precision refers to. */
  sealed interface Ref {}

  record Next() implements Ref {}

  record Index(int index, int lo, int hi) implements Ref {}

  record Name(String name, int lo, int hi) implements Ref {}

  /** A width or precision. */
  sealed interface Count {}

  record Number(int value) implements Count {}

  record Arg(Ref ref, int lo, int hi) implements Count {}

  /** {@code .*}. */
  record Star(int lo, int hi) implements Count {}

  sealed interface Piece {}

  record Text(String text) implements Piece {}

  /**
   * @param type {@code ""}, {@code "?"}, {@code "x"}, …; may be unknown
   */
  record Hole(
      Ref arg,
      int fill,
      char align,
      int flags,
      Count width,
      Count precision,
      String type,
      int typeLo,
      int lo,
      int hi)
      implements Piece {}

  /**
   * @param opening where the brace that the error is about was opened, or -1
   * @param note may be null
   */
  record Problem(String message, String label, int lo, int hi, int opening, String note) {}

  private static final String OPEN_NOTE =
      "if you intended to print `{`, you can escape it using `{{`";
  private static final String CLOSE_NOTE =
      "if you intended to print `}`, you can escape it using `}}`";

  final List<Piece> pieces = new ArrayList<>();

  /** The first error, or null. */
  Problem problem;

  private final String s;
  private int i;

  private FormatString(String s) {
    this.s = s;
  }

  static FormatString parse(String s) {
    FormatString f = new FormatString(s);
    f.run();
    return f;
  }

  private void run() {
    StringBuilder text = new StringBuilder();
    while (i < s.length() && problem == null) {
      char c = s.charAt(i);
      if (c == '{' || c == '}') {
        if (i + 1 < s.length() && s.charAt(i + 1) == c) {
          text.append(c);
          i += 2;
        } else if (c == '}') {
          problem =
              new Problem(
                  "unmatched `}` found",
                  "unmatched `}` in format string",
                  i,
                  i + 1,
                  -1,
                  CLOSE_NOTE);
        } else {
          if (text.length() > 0) {
            pieces.add(new Text(text.toString()));
            text.setLength(0);
          }
          hole();
        }
      } else {
        text.append(c);
        i++;
      }
    }
    if (text.length() > 0) {
      pieces.add(new Text(text.toString()));
    }
  }

  private void spaces() {
    while (i < s.length() && Character.isWhitespace(s.charAt(i))) {
      i++;
    }
  }

  private boolean eat(char c) {
    if (i < s.length() && s.charAt(i) == c) {
      i++;
      return true;
    }
    return false;
  }

  private void hole() {
    int open = i++;
    spaces();
    Ref arg = ref();
    if (arg instanceof Name n && i < s.length() && s.charAt(i) == '.') {
      int end = i;
      while (end < s.length()
          && (Character.isLetterOrDigit(s.charAt(end))
              || s.charAt(end) == '_'
              || s.charAt(end) == '.')) {
        end++;
      }
      problem =
          new Problem(
              "field access isn't supported",
              "not supported in format string",
              n.lo(),
              end,
              -1,
              "consider moving this expression to a local variable and then using the local here"
                  + " instead");
      return;
    }
    spaces();
    int fill = ' ';
    char align = 0;
    int flags = 0;
    Count width = null;
    Count precision = null;
    String type = "";
    int typeLo = i;
    if (eat(':')) {
      if (i < s.length()) {
        int cp = s.codePointAt(i);
        int after = i + Character.charCount(cp);
        if (after < s.length() && "<^>".indexOf(s.charAt(after)) >= 0) {
          fill = cp;
          align = s.charAt(after);
          i = after + 1;
        } else if ("<^>".indexOf(s.charAt(i)) >= 0) {
          align = s.charAt(i++);
        }
      }
      if (eat('+')) {
        flags |= 1;
      } else if (eat('-')) {
        flags |= 2;
      }
      if (eat('#')) {
        flags |= 4;
      }
      if (i < s.length() && s.charAt(i) == '0' && !(i + 1 < s.length() && s.charAt(i + 1) == '$')) {
        flags |= 8;
        i++;
      }
      width = count();
      if (eat('.')) {
        if (i < s.length() && s.charAt(i) == '*') {
          precision = new Star(i - 1, i + 1);
          i++;
        } else {
          precision = count();
          if (precision == null) {
            precision = new Number(0);
          }
        }
      }
      typeLo = i;
      if (s.startsWith("x?", i)) {
        flags |= 16;
        type = "?";
        i += 2;
      } else if (s.startsWith("X?", i)) {
        flags |= 32;
        type = "?";
        i += 2;
      } else if (eat('?')) {
        type = "?";
      } else {
        int from = i;
        while (i < s.length()
            && Character.isUnicodeIdentifierPart(s.charAt(i))
            && !Character.isIdentifierIgnorable(s.charAt(i))) {
          i++;
        }
        type = s.substring(from, i);
      }
      spaces();
    }
    if (problem != null) {
      return;
    }
    if (i >= s.length()) {
      problem =
          new Problem(
              "expected `}` but string was terminated",
              "expected `}` in format string",
              i,
              i,
              open,
              OPEN_NOTE);
    } else if (s.charAt(i) != '}') {
      problem = unexpected(open);
    } else {
      i++;
      pieces.add(new Hole(arg, fill, align, flags, width, precision, type, typeLo, open, i));
    }
  }

  private Problem unexpected(int open) {
    int cp = s.codePointAt(i);
    int end = i + Character.charCount(cp);
    String found = "expected `}`, found `" + escape(cp) + "`";
    if (cp == '?' && !s.substring(open, i).contains(":")) {
      return new Problem(
          found,
          "expected `:` before `?` to format with `Debug` in format string",
          i,
          end,
          -1,
          "to print `{`, you can escape it using `{{`");
    }
    return new Problem(found, "expected `}` in format string", i, end, open, OPEN_NOTE);
  }

  private static String escape(int cp) {
    return switch (cp) {
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      case '"' -> "\\\"";
      case '\'' -> "\\'";
      default -> Character.toString(cp);
    };
  }

  /** An index or a name; {@link Next} if there is neither. */
  private Ref ref() {
    int from = i;
    Integer n = number();
    if (n != null) {
      return new Index(n, from, i);
    }
    if (s.startsWith("r#", i)) {
      problem =
          new Problem(
              "raw identifiers are not supported",
              "not supported in format string",
              i,
              i + 2,
              -1,
              "identifiers in format strings can be keywords and don't need to be prefixed with"
                  + " `r#`");
      return new Next();
    }
    String name = word();
    return name == null ? new Next() : new Name(name, from, i);
  }

  private String word() {
    int from = i;
    if (i < s.length()
        && (s.charAt(i) == '_' || Character.isUnicodeIdentifierStart(s.codePointAt(i)))) {
      i += Character.charCount(s.codePointAt(i));
      while (i < s.length()
          && Character.isUnicodeIdentifierPart(s.codePointAt(i))
          && !Character.isIdentifierIgnorable(s.codePointAt(i))) {
        i += Character.charCount(s.codePointAt(i));
      }
    }
    if (i == from) {
      return null;
    }
    String name = s.substring(from, i);
    if (name.equals("_")) {
      problem =
          new Problem(
              "invalid argument name `_`",
              "invalid argument name in format string",
              from,
              i,
              -1,
              "argument name cannot be a single underscore");
    }
    return name;
  }

  private Integer number() {
    int from = i;
    long n = 0;
    while (i < s.length() && s.charAt(i) >= '0' && s.charAt(i) <= '9') {
      n = Math.min(n * 10 + s.charAt(i) - '0', 1L << 40);
      i++;
    }
    if (i == from) {
      return null;
    }
    if (n > 65535) {
      problem =
          new Problem(
              "integer `"
                  + s.substring(from, i)
                  + "` does not fit into the type `u16` whose range"
                  + " is `0..=65535`",
              "integer out of range for `u16` in format string",
              from,
              i,
              -1,
              null);
      return 0;
    }
    return (int) n;
  }

  /** {@code 5}, {@code 1$}, {@code name$}; null if there is none. */
  private Count count() {
    int from = i;
    Integer n = number();
    if (n != null) {
      if (eat('$')) {
        return new Arg(new Index(n, from, i - 1), from, i);
      }
      return new Number(n);
    }
    Problem before = problem;
    String name = word();
    if (name != null && eat('$')) {
      return new Arg(new Name(name, from, i - 1), from, i);
    }
    problem = before;
    i = from;
    return null;
  }
}
