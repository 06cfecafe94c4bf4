package org.asrlang.exec.number;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Floats to text and back, as Rust's {@code core::fmt} and {@code core::num::dec2flt} do. The
 * shortest digits that read back the same are the JDK's (Raffaello Giulietti, "The Schubfach way to
 * render doubles", 2020), which are those of Rust's Grisu/Dragon.
 */
public final class FloatText {
  private FloatText() {}

  /** The value's shortest decimal; {@code f32} values are given as their exact double. */
  private static BigDecimal shortest(double abs, boolean f32) {
    BigDecimal found = new BigDecimal(f32 ? Float.toString((float) abs) : Double.toString(abs));
    // The JDK writes at least two digits, of which it takes the nearest to the value.
    return found.precision() == 2 ? oneDigit(abs, f32, found) : tieUp(abs, f32, found);
  }

  /** Of two decimals that are equally near, the JDK takes the even one, Rust the greater. */
  private static BigDecimal tieUp(double abs, boolean f32, BigDecimal found) {
    int scale = found.scale();
    double scaled = Math.scalb(abs, Math.max(scale, 0) + 1);
    // The middle between two has one digit more: so it has not more binary places than that.
    if (found.precision() < (f32 ? 6 : 15) || scaled != Math.rint(scaled)) {
      return found;
    }
    BigDecimal exact = new BigDecimal(abs);
    BigDecimal up = exact.setScale(scale, RoundingMode.HALF_UP);
    boolean tie = exact.subtract(found).abs().equals(up.subtract(exact).abs());
    return tie && (f32 ? up.floatValue() : up.doubleValue()) == abs ? up : found;
  }

  /** The nearest decimal of one digit that reads back the same, else what was found. */
  private static BigDecimal oneDigit(double abs, boolean f32, BigDecimal found) {
    BigDecimal exact = new BigDecimal(abs);
    for (RoundingMode mode : ONE_DIGIT) {
      BigDecimal one = exact.round(new MathContext(1, mode));
      if ((f32 ? one.floatValue() : one.doubleValue()) == abs) {
        return one;
      }
    }
    return found;
  }

  private static final RoundingMode[] ONE_DIGIT = {
    RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP
  };

  private static String special(double v) {
    return Double.isNaN(v) ? "NaN" : Double.isInfinite(v) ? "inf" : null;
  }

  /** What {@code {}} prints of the absolute value: never an exponent, no {@code .0}. */
  public static String display(double v, boolean f32) {
    String special = special(v);
    if (special != null) {
      return special;
    }
    double abs = Math.abs(v);
    return abs == 0 ? "0" : shortest(abs, f32).stripTrailingZeros().toPlainString();
  }

  /** What {@code {:?}} prints of the absolute value: {@code 1.0}, {@code 1e16}, {@code 1e-5}. */
  public static String debug(double v, boolean f32) {
    String special = special(v);
    if (special != null) {
      return special;
    }
    double abs = Math.abs(v);
    if (abs != 0 && (abs >= 1e16 || abs < (f32 ? 1e-4f : 1e-4))) {
      return exponent(v, -1, false, f32);
    }
    String plain = display(v, f32);
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  /** What {@code {:.digits}} prints of the absolute value: exact, ties to even. */
  public static String fixed(double v, int digits) {
    String special = special(v);
    return special != null
        ? special
        : new BigDecimal(Math.abs(v)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  /**
   * What {@code {:e}} prints of the absolute value.
   *
   * @param digits behind the point; -1 for as many as are needed
   */
  public static String exponent(double v, int digits, boolean upper, boolean f32) {
    String special = special(v);
    if (special != null) {
      return special;
    }
    double abs = Math.abs(v);
    BigDecimal value;
    if (abs == 0) {
      value = BigDecimal.ZERO;
    } else if (digits < 0) {
      value = shortest(abs, f32).stripTrailingZeros();
    } else {
      value = new BigDecimal(abs).round(new MathContext(digits + 1, RoundingMode.HALF_EVEN));
    }
    String all = value.unscaledValue().toString();
    int exponent = abs == 0 ? 0 : all.length() - 1 - value.scale();
    StringBuilder out = new StringBuilder(all.substring(0, 1));
    String rest = abs == 0 ? "" : all.substring(1);
    if (digits >= 0) {
      rest = rest + "0".repeat(Math.max(0, digits - rest.length()));
    }
    if (!rest.isEmpty()) {
      out.append('.').append(rest);
    }
    return out.append(upper ? 'E' : 'e').append(exponent).toString();
  }

  /** The value of a text by Rust's rules, or null if it is none. */
  public static Double parse(String s, boolean f32) {
    int i = 0;
    boolean negative = false;
    if (!s.isEmpty() && (s.charAt(0) == '-' || s.charAt(0) == '+')) {
      negative = s.charAt(0) == '-';
      i = 1;
    }
    String body = s.substring(i);
    switch (body.toLowerCase(java.util.Locale.ROOT)) {
      case "inf", "infinity" -> {
        return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      }
      case "nan" -> {
        return negative ? Double.longBitsToDouble(0xFFF8_0000_0000_0000L) : Double.NaN;
      }
      default -> {}
    }
    if (!isDecimal(body)) {
      return null;
    }
    double v = f32 ? Float.parseFloat(body) : Double.parseDouble(body);
    return negative ? -v : v;
  }

  /** Digits with an optional point, at least one digit, and an optional exponent. */
  private static boolean isDecimal(String s) {
    int i = 0;
    int digits = 0;
    while (i < s.length() && isDigit(s.charAt(i))) {
      i++;
      digits++;
    }
    if (i < s.length() && s.charAt(i) == '.') {
      i++;
      while (i < s.length() && isDigit(s.charAt(i))) {
        i++;
        digits++;
      }
    }
    if (digits == 0) {
      return false;
    }
    if (i < s.length() && (s.charAt(i) == 'e' || s.charAt(i) == 'E')) {
      i++;
      if (i < s.length() && (s.charAt(i) == '-' || s.charAt(i) == '+')) {
        i++;
      }
      int from = i;
      while (i < s.length() && isDigit(s.charAt(i))) {
        i++;
      }
      if (i == from) {
        return false;
      }
    }
    return i == s.length();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
