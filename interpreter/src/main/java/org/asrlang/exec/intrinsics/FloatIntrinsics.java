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
          Map.entry("exp", StrictMath::exp),
          Map.entry("exp2", v -> StrictMath.pow(2, v)),
          Map.entry("exp_m1", StrictMath::expm1),
          Map.entry("ln", StrictMath::log),
          Map.entry("log2", FloatIntrinsics::log2),
          Map.entry("log10", StrictMath::log10),
          Map.entry("ln_1p", StrictMath::log1p),
          Map.entry("sin", StrictMath::sin),
          Map.entry("cos", StrictMath::cos),
          Map.entry("tan", StrictMath::tan),
          Map.entry("asin", StrictMath::asin),
          Map.entry("acos", StrictMath::acos),
          Map.entry("atan", StrictMath::atan),
          Map.entry("sinh", StrictMath::sinh),
          Map.entry("cosh", StrictMath::cosh),
          Map.entry("tanh", StrictMath::tanh),
          Map.entry(
              "asinh", v -> Math.copySign(StrictMath.log(Math.abs(v) + Math.sqrt(v * v + 1)), v)),
          Map.entry("acosh", v -> StrictMath.log(v + Math.sqrt(v * v - 1))),
          Map.entry("atanh", v -> 0.5 * StrictMath.log1p(2 * v / (1 - v))));

  private static final Map<String, DoubleBinaryOperator> BINARY =
      Map.of(
          "powf", StrictMath::pow,
          "atan2", StrictMath::atan2,
          "hypot", StrictMath::hypot,
          "copysign", Math::copySign);

  /** Half away from zero. */
  private static double round(double v) {
    double t = v < 0 ? Math.ceil(v) : Math.floor(v);
    return Math.abs(v - t) >= 0.5 ? t + Math.copySign(1, v) : Math.copySign(t, v);
  }

  private static double log2(double v) {
    double exact = Math.getExponent(v);
    return v == Math.scalb(1.0, (int) exact) && v >= Double.MIN_NORMAL && !Double.isInfinite(v)
        ? exact
        : StrictMath.log(v) / StrictMath.log(2);
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
