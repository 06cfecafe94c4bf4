package org.asrlang.exec.intrinsics;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.exec.number.FloatText;

/** {@code float::}: for {@code f32} every result is rounded to it. */
final class FloatIntrinsics {
  private FloatIntrinsics() {}

  private static final Map<String, DoubleUnaryOperator> UNARY =
      Map.ofEntries(
          Map.entry("abs", Math::abs),
          Map.entry("sqrt", Math::sqrt),
          Map.entry("cbrt", Math::cbrt),
          Map.entry("floor", Math::floor),
          Map.entry("ceil", Math::ceil),
          Map.entry("round", FloatIntrinsics::round),
          Map.entry("round_ties_even", Math::rint),
          Map.entry("trunc", v -> v < 0 ? Math.ceil(v) : Math.floor(v)),
          Map.entry("exp", Math::exp),
          Map.entry("exp2", v -> Math.pow(2, v)),
          Map.entry("exp_m1", StrictMath::expm1),
          Map.entry("ln", Math::log),
          Map.entry("log2", FloatIntrinsics::log2),
          Map.entry("log10", StrictMath::log10),
          Map.entry("ln_1p", StrictMath::log1p),
          Map.entry("sin", Math::sin),
          Map.entry("cos", Math::cos),
          Map.entry("tan", Math::tan),
          Map.entry("asin", StrictMath::asin),
          Map.entry("acos", StrictMath::acos),
          Map.entry("atan", StrictMath::atan),
          Map.entry("sinh", StrictMath::sinh),
          Map.entry("cosh", FloatIntrinsics::cosh),
          Map.entry("tanh", StrictMath::tanh));

  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.of(
          "powf", Math::pow,
          "atan2", StrictMath::atan2,
          "hypot", FloatIntrinsics::hypot,
          "copysign", Math::copySign);

  /** Half away from zero. */
  private static double round(double v) {
    double t = v < 0 ? Math.ceil(v) : Math.floor(v);
    return Math.abs(v - t) >= 0.5 ? t + Math.copySign(1, v) : Math.copySign(t, v);
  }

  private static final double LOG2_E = 1 / Math.log(2);
  private static final double LOG2_E_REST = 2.0355273740931033e-17;

  /** The exponent and the logarithm of what is left, which is small: so its error is, too. */
  private static double log2(double v) {
    if (!(v > 0) || v < Double.MIN_NORMAL || Double.isInfinite(v)) {
      return v > 0 && v < 1 ? log2(v * 0x1p54) - 54 : Math.log(v);
    }
    int exponent = Math.getExponent(v);
    double m = Math.scalb(v, -exponent);
    if (m > 1.4142135623730951) {
      m /= 2;
      exponent++;
    }
    double ln = Math.log(m);
    double log = ln * LOG2_E;
    double rest = Math.fma(ln, LOG2_E, -log) + ln * LOG2_E_REST;
    double sum = exponent + log;
    return sum + (exponent == 0 ? rest : log - (sum - exponent) + rest);
  }

  private static double cosh(double v) {
    double x = Math.abs(v);
    if (x < 0.34657359027997264) {
      double t = StrictMath.expm1(x);
      return 1 + t * t / (2 * (1 + t));
    }
    if (x < 22) {
      double t = Math.exp(x);
      return 0.5 * t + 0.5 / t;
    }
    double half = Math.exp(0.5 * x);
    return 0.5 * half * half;
  }

  /** The root of the sum of squares, which is taken to twice the precision. */
  private static double hypot(double a, double b) {
    double x = Math.max(Math.abs(a), Math.abs(b));
    double y = Math.min(Math.abs(a), Math.abs(b));
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      return Double.POSITIVE_INFINITY;
    }
    if (Double.isNaN(x) || y == 0) {
      return x;
    }
    double scale = x > 0x1p500 ? 0x1p-600 : y < 0x1p-450 ? 0x1p600 : 1;
    x *= scale;
    y *= scale;
    double xx = x * x;
    double yy = y * y;
    double sum = xx + yy;
    double rest = Math.fma(x, x, -xx) + Math.fma(y, y, -yy) + (yy - (sum - xx));
    double h = Math.sqrt(sum);
    return (h + (Math.fma(-h, h, sum) + rest) / (2 * h)) / scale;
  }

  /** By squaring, each product rounded: what compilers make of it, digit for digit. */
  private static double powi(double base, int exponent) {
    double result = 1;
    double square = base;
    for (int n = exponent; ; square *= square) {
      if ((n & 1) != 0) {
        result *= square;
      }
      n /= 2;
      if (n == 0) {
        return exponent < 0 ? 1 / result : result;
      }
    }
  }

  private static float powi(float base, int exponent) {
    float result = 1;
    float square = base;
    for (int n = exponent; ; square *= square) {
      if ((n & 1) != 0) {
        result *= square;
      }
      n /= 2;
      if (n == 0) {
        return exponent < 0 ? 1 / result : result;
      }
    }
  }

  private static boolean single(NativeSig sig) {
    return sig.param(0).bits == 32;
  }

  private static double arg(Stack s, int slot) {
    return Double.longBitsToDouble(s.getLong(slot));
  }

  static void register(Registrar r) {
    UNARY.forEach((name, f) ->
        r.node(
            "float::" + name,
            sig ->
                new NativeNodes.OfDouble(
                    single(sig)
                        ? s -> (float) f.applyAsDouble(arg(s, 0))
                        : s -> f.applyAsDouble(arg(s, 0)))));
    BINARY.forEach((name, f) ->
        r.node(
            "float::" + name,
            sig ->
                new NativeNodes.OfDouble(
                    single(sig)
                        ? s -> (float) f.applyAsDouble(arg(s, 0), arg(s, 1))
                        : s -> f.applyAsDouble(arg(s, 0), arg(s, 1)))));
    r.node(
        "float::powi",
        sig ->
            new NativeNodes.OfDouble(
                single(sig)
                    ? s -> powi((float) arg(s, 0), (int) s.getLong(1))
                    : s -> powi(arg(s, 0), (int) s.getLong(1))));
    r.node(
        "float::mul_add",
        sig ->
            new NativeNodes.OfDouble(
                single(sig)
                    ? s -> Math.fma((float) arg(s, 0), (float) arg(s, 1), (float) arg(s, 2))
                    : s -> Math.fma(arg(s, 0), arg(s, 1), arg(s, 2))));
    r.node(
        "float::to_bits",
        sig ->
            new NativeNodes.OfLong(
                single(sig)
                    ? s -> Float.floatToRawIntBits((float) arg(s, 0)) & 0xFFFF_FFFFL
                    : s -> Double.doubleToRawLongBits(arg(s, 0))));
    r.node(
        "float::from_bits",
        sig ->
            new NativeNodes.OfDouble(
                sig.result().bits == 32
                    ? s -> Float.intBitsToFloat((int) s.getLong(0))
                    : s -> Double.longBitsToDouble(s.getLong(0))));
    r.longBody("float::is_nan", s -> Double.isNaN(arg(s, 0)) ? 1 : 0);
    r.node(
        "float::to_str_shortest",
        sig -> {
          boolean f32 = single(sig);
          return new NativeNodes.OfObject(s -> Slice.str(FloatText.display(arg(s, 0), f32)));
        });
    r.node(
        "float::to_str_debug",
        sig -> {
          boolean f32 = single(sig);
          return new NativeNodes.OfObject(s -> Slice.str(FloatText.debug(arg(s, 0), f32)));
        });
    r.objectBody(
        "float::to_str_fixed", s -> Slice.str(FloatText.fixed(arg(s, 0), (int) s.getLong(1))));
    r.node(
        "float::to_str_exp",
        sig -> {
          boolean f32 = single(sig);
          return new NativeNodes.OfObject(s ->
              Slice.str(FloatText.exponent(arg(s, 0), (int) s.getLong(1), s.getLong(2) != 0, f32)));
        });
    r.node(
        "float::parse",
        sig -> {
          boolean f32 =
              sig.linker().layout(((org.asrlang.types.Ty.Ref) sig.param(1).ty).target).bits == 32;
          return new NativeNodes.OfLong(s -> {
            Double v = FloatText.parse(((Slice) s.getRef(0)).text(), f32);
            if (v == null) {
              return 0;
            }
            ((Ref) s.getRef(1)).setDouble(v);
            return 1;
          });
        });
  }
}
