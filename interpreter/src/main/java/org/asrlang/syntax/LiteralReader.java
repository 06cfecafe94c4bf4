package org.asrlang.syntax;

import static org.asrlang.grammar.AsrLexer.*;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr.LiteralKind;

/** The values of literals, and what can be wrong in them. */
final class LiteralReader {
  private static final Set<String> FLOAT_SUFFIXES = Set.of("f16", "f32", "f64", "f128");
  private static final BigInteger U128_LIMIT = BigInteger.ONE.shiftLeft(128);

  private final Diagnostics diagnostics;

  LiteralReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  Expr read(SourceToken t) {
    String s = t.text();
    Span span = t.span();
    return switch (t.baseType) {
      case TRUE -> new Expr.Literal(LiteralKind.BOOL, Boolean.TRUE, null, span);
      case FALSE -> new Expr.Literal(LiteralKind.BOOL, Boolean.FALSE, null, span);
      case INTEGER_LITERAL -> integer(s, span);
      case FLOAT_LITERAL -> decimal(s, span);
      case CHAR_LITERAL -> {
        int end = s.lastIndexOf('\'');
        noSuffix(s, end, "char", span);
        Text x = new Text(s, 1, end, span, false);
        String v = x.string();
        yield new Expr.Literal(
            LiteralKind.CHAR, v.isEmpty() ? (int) ' ' : v.codePointAt(0), null, span);
      }
      case BYTE_LITERAL -> {
        int end = s.lastIndexOf('\'');
        noSuffix(s, end, "byte", span);
        byte[] v = new Text(s, 2, end, span, true).bytes();
        yield new Expr.Literal(
            LiteralKind.BYTE, BigInteger.valueOf(v.length == 0 ? 32 : v[0] & 0xFF), null, span);
      }
      case STRING_LITERAL -> {
        int end = s.lastIndexOf('"');
        noSuffix(s, end, "string", span);
        String v = new Text(s, 1, end, span, false).string();
        yield new Expr.Literal(LiteralKind.STR, v, null, span);
      }
      case BYTE_STRING_LITERAL -> {
        int end = s.lastIndexOf('"');
        noSuffix(s, end, "byte string", span);
        byte[] v = new Text(s, 2, end, span, true).bytes();
        yield new Expr.Literal(LiteralKind.BYTE_STR, v, null, span);
      }
      case C_STRING_LITERAL -> {
        int end = s.lastIndexOf('"');
        noSuffix(s, end, "C string", span);
        byte[] v = new Text(s, 2, end, span, false).mixed();
        yield new Expr.Literal(LiteralKind.C_STR, v, null, span);
      }
      case RAW_STRING_LITERAL -> new Expr.Literal(LiteralKind.STR, raw(s, span), null, span);
      case RAW_BYTE_STRING_LITERAL -> {
        String v = raw(s, span);
        if (v.chars().anyMatch(c -> c > 127)) {
          error(span, "non-ASCII character in raw byte string literal");
        }
        yield new Expr.Literal(
            LiteralKind.BYTE_STR, v.getBytes(StandardCharsets.UTF_8), null, span);
      }
      case RAW_C_STRING_LITERAL ->
          new Expr.Literal(
              LiteralKind.C_STR, raw(s, span).getBytes(StandardCharsets.UTF_8), null, span);
      default -> new Expr.ErrorExpr(span);
    };
  }

  private void error(Span at, String message) {
    Diagnostic.error(null, at, message).to(diagnostics);
  }

  private void noSuffix(String s, int end, String what, Span span) {
    if (end + 1 < s.length()) {
      Diagnostic.error(null, span, "suffixes on " + what + " literals are invalid")
          .label("invalid suffix `" + s.substring(end + 1) + "`")
          .to(diagnostics);
    }
  }

  private String raw(String s, Span span) {
    int open = s.indexOf('"');
    int close = s.lastIndexOf('"');
    int from = s.indexOf('r') + 1;
    int end = close + 1 + (open - from);
    noSuffix(s, Math.min(end, s.length()) - 1, "string", span);
    return s.substring(open + 1, close).replace("\r\n", "\n");
  }

  private Expr integer(String s, Span span) {
    int base = 10;
    int from = 0;
    if (s.length() > 1 && s.charAt(0) == '0') {
      switch (s.charAt(1)) {
        case 'x' -> base = 16;
        case 'o' -> base = 8;
        case 'b' -> base = 2;
        default -> {}
      }
      from = base == 10 ? 0 : 2;
    }
    int i = from;
    while (i < s.length()
        && (s.charAt(i) == '_'
            || s.charAt(i) >= '0' && s.charAt(i) <= '9'
            || base == 16 && Character.digit(s.charAt(i), 16) >= 0)) {
      i++;
    }
    String digits = s.substring(from, i).replace("_", "");
    String suffix = i == s.length() ? null : s.substring(i);
    if (digits.isEmpty()) {
      Diagnostic.error("E0768", span, "no valid digits found for number").to(diagnostics);
      return zero(span);
    }
    for (int k = from; k < i; k++) {
      char c = s.charAt(k);
      if (c != '_' && Character.digit(c, base) < 0) {
        Span at =
            span.hi() - span.lo() == s.length()
                ? new Span(span.file(), span.lo() + k, span.lo() + k + 1, span.expansion())
                : span;
        error(at, "invalid digit for a base " + base + " literal");
        return zero(span);
      }
    }
    if (suffix != null && FLOAT_SUFFIXES.contains(suffix)) {
      if (base != 10) {
        String name = base == 2 ? "binary" : base == 8 ? "octal" : "hexadecimal";
        Diagnostic.error(null, span, name + " float literal is not supported")
            .label("not supported")
            .to(diagnostics);
      }
      return new Expr.Literal(LiteralKind.FLOAT, digits, suffix, span);
    }
    if (suffix != null && !PrimitiveTypes.INTEGERS.contains(suffix)) {
      return badSuffix(suffix, "number", span);
    }
    BigInteger value = new BigInteger(digits, base);
    if (value.compareTo(U128_LIMIT) >= 0) {
      Diagnostic.error(null, span, "integer literal is too large")
          .note("value exceeds limit of `340282366920938463463374607431768211455`")
          .to(diagnostics);
    }
    return new Expr.Literal(LiteralKind.INT, value, suffix, span);
  }

  private static Expr zero(Span span) {
    return new Expr.Literal(LiteralKind.INT, BigInteger.ZERO, null, span);
  }

  private Expr decimal(String s, Span span) {
    int i = 0;
    boolean exponent = false;
    while (i < s.length()) {
      char c = s.charAt(i);
      if (c >= '0' && c <= '9' || c == '_' || c == '.') {
        i++;
      } else if (!exponent && (c == 'e' || c == 'E') && exponentAt(s, i + 1)) {
        exponent = true;
        i++;
        if (s.charAt(i) == '+' || s.charAt(i) == '-') {
          i++;
        }
      } else {
        break;
      }
    }
    String suffix = i == s.length() ? null : s.substring(i);
    if (suffix != null && !FLOAT_SUFFIXES.contains(suffix)) {
      return badSuffix(suffix, "float", span);
    }
    return new Expr.Literal(LiteralKind.FLOAT, s.substring(0, i).replace("_", ""), suffix, span);
  }

  private static boolean exponentAt(String s, int i) {
    if (i < s.length() && (s.charAt(i) == '+' || s.charAt(i) == '-')) {
      i++;
    }
    while (i < s.length() && s.charAt(i) == '_') {
      i++;
    }
    return i < s.length() && Character.isDigit(s.charAt(i));
  }

  private Expr badSuffix(String suffix, String what, Span span) {
    if (suffix.matches("[iuf]\\d+")) {
      String kind = suffix.charAt(0) == 'f' ? "float" : "integer";
      Diagnostic.error(
              null, span, "invalid width `" + suffix.substring(1) + "` for " + kind + " literal")
          .help(
              kind.equals("float")
                  ? "valid widths are 32 and 64"
                  : "valid widths are 8, 16, 32, 64 and 128")
          .to(diagnostics);
      return new Expr.ErrorExpr(span);
    }
    Diagnostic.error(null, span, "invalid suffix `" + suffix + "` for " + what + " literal")
        .label("invalid suffix `" + suffix + "`")
        .help(
            what.equals("float")
                ? "valid suffixes are `f32` and `f64`"
                : "the suffix must be one of the numeric types (`u32`, `isize`, `f32`, etc.)")
        .to(diagnostics);
    return new Expr.ErrorExpr(span);
  }

  /** The text between the quotes. */
  private final class Text {
    private final String s;
    private int i;
    private final int end;
    private final Span span;
    private final boolean bytes;

    Text(String s, int from, int end, Span span, boolean bytes) {
      this.s = s;
      this.i = from;
      this.end = end;
      this.span = span;
      this.bytes = bytes;
    }

    String string() {
      if (s.indexOf('\\') < 0 && s.indexOf('\r') < 0) {
        return s.substring(i, end);
      }
      StringBuilder b = new StringBuilder(end - i);
      while (i < end) {
        int c = next(0x7F);
        if (c >= 0) {
          b.appendCodePoint(c);
        }
      }
      return b.toString();
    }

    byte[] bytes() {
      ByteArrayOutputStream b = new ByteArrayOutputStream();
      while (i < end) {
        int at = i;
        int c = next(0xFF);
        if (c > 127 && s.charAt(at) != '\\') {
          error(at(at, i), "non-ASCII character in byte string literal");
        }
        if (c >= 0) {
          b.write(c);
        }
      }
      return b.toByteArray();
    }

    /** Bytes by {@code \x}, text as UTF-8. */
    byte[] mixed() {
      ByteArrayOutputStream b = new ByteArrayOutputStream();
      while (i < end) {
        boolean raw = s.startsWith("\\x", i);
        int at = i;
        int c = next(0xFF);
        if (c == 0) {
          error(at(at, i), "null characters in C string literals are not supported");
        }
        if (raw && c >= 0) {
          b.write(c);
        } else if (c >= 0) {
          b.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
        }
      }
      return b.toByteArray();
    }

    private Span at(int from, int to) {
      return span.hi() - span.lo() == s.length()
          ? new Span(span.file(), span.lo() + from, span.lo() + to, span.expansion())
          : span;
    }

    /** The next character; -1 for none. */
    private int next(int hexLimit) {
      int from = i;
      int c = s.codePointAt(i);
      i += Character.charCount(c);
      if (c == '\r' && i < end && s.charAt(i) == '\n') {
        return -1;
      }
      if (c != '\\' || i >= end) {
        return c;
      }
      int e = s.codePointAt(i);
      i += Character.charCount(e);
      switch (e) {
        case 'n':
          return '\n';
        case 't':
          return '\t';
        case 'r':
          return '\r';
        case '0':
          return 0;
        case '\\', '\'', '"':
          return e;
        case '\n', '\r':
          while (i < end && " \t\r\n".indexOf(s.charAt(i)) >= 0) {
            i++;
          }
          return -1;
        case 'x':
          return hex(from, hexLimit);
        case 'u':
          return unicode(from);
        default:
          Diagnostic.error(
                  null,
                  at(from + 1, i),
                  "unknown "
                      + (bytes ? "byte" : "character")
                      + " escape: `"
                      + Character.toString(e)
                      + "`")
              .label("unknown " + (bytes ? "byte" : "character") + " escape")
              .to(diagnostics);
          return ' ';
      }
    }

    private int hex(int from, int limit) {
      int value = 0;
      for (int k = 0; k < 2; k++) {
        if (i >= end) {
          error(at(from, i), "numeric character escape is too short");
          return ' ';
        }
        int d = Character.digit(s.charAt(i), 16);
        if (d < 0) {
          error(
              at(i, i + 1), "invalid character in numeric character escape: `" + s.charAt(i) + "`");
          return ' ';
        }
        value = value * 16 + d;
        i++;
      }
      if (value > limit) {
        Diagnostic.error(null, at(from, i), "out of range hex escape")
            .label("must be a character in the range [\\x00-\\x7f]")
            .to(diagnostics);
        return ' ';
      }
      return value;
    }

    private int unicode(int from) {
      if (bytes) {
        Diagnostic.error(null, at(from, i), "unicode escape in byte string")
            .label("unicode escape in byte string")
            .to(diagnostics);
      }
      int close = s.indexOf('}', i);
      if (i >= end || s.charAt(i) != '{' || close < 0 || close >= end) {
        error(
            at(from, i),
            i < end && s.charAt(i) == '{'
                ? "unterminated unicode escape"
                : "incorrect unicode escape sequence");
        return ' ';
      }
      String digits = s.substring(i + 1, close).replace("_", "");
      i = close + 1;
      if (digits.isEmpty()) {
        error(at(from, i), "empty unicode escape");
        return ' ';
      }
      int value = 0;
      for (int k = 0; k < digits.length(); k++) {
        int d = Character.digit(digits.charAt(k), 16);
        if (d < 0) {
          error(at(from, i), "invalid character in unicode escape: `" + digits.charAt(k) + "`");
          return ' ';
        }
        value = Math.min(value * 16 + d, 0xFFFFFF);
      }
      if (digits.length() > 6) {
        error(at(from, i), "overlong unicode escape");
        return ' ';
      }
      if (value > 0x10FFFF || value >= 0xD800 && value <= 0xDFFF) {
        error(at(from, i), "invalid unicode character escape");
        return ' ';
      }
      return bytes ? ' ' : value;
    }
  }
}
