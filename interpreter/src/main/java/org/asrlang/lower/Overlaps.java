package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirPat;

/**
 * Which alternatives of a guarded pattern may match the same value: the guard is asked again for
 * each that does.
 */
final class Overlaps {
  private Overlaps() {}

  /** The pattern itself where at most one of its alternatives can match. */
  static List<ThirPat> split(ThirPat pat) {
    if (!(pat instanceof ThirPat.Or or)) {
      return List.of(pat);
    }
    List<ThirPat> all = new ArrayList<>();
    flatten(or, all);
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        if (!disjoint(all.get(i), all.get(j))) {
          return all;
        }
      }
    }
    return List.of(pat);
  }

  private static void flatten(ThirPat pat, List<ThirPat> out) {
    if (pat instanceof ThirPat.Or or) {
      or.alternatives().forEach(a -> flatten(a, out));
    } else {
      out.add(pat);
    }
  }

  /** True only if it is certain. */
  private static boolean disjoint(ThirPat a, ThirPat b) {
    return switch (a) {
      case ThirPat.Or or -> or.alternatives().stream().allMatch(x -> disjoint(x, b));
      case ThirPat.Binding x -> x.sub() != null && disjoint(x.sub(), b);
      case ThirPat.Never n -> true;
      case ThirPat.Wild w -> false;
      case ThirPat.Range r -> false;
      case ThirPat.Slice s -> false;
      case ThirPat x -> differ(x, b);
    };
  }

  private static boolean differ(ThirPat a, ThirPat b) {
    return switch (b) {
      case ThirPat.Or or -> or.alternatives().stream().allMatch(x -> disjoint(a, x));
      case ThirPat.Binding x -> x.sub() != null && disjoint(a, x.sub());
      case ThirPat.Never n -> true;
      case ThirPat.Variant y when a instanceof ThirPat.Variant x ->
          x.variant() != y.variant() || fields(x.fields(), y.fields());
      case ThirPat.Leaf y when a instanceof ThirPat.Leaf x -> fields(x.fields(), y.fields());
      case ThirPat.Deref y when a instanceof ThirPat.Deref x -> disjoint(x.inner(), y.inner());
      case ThirPat.Constant y when a instanceof ThirPat.Constant x ->
          x.value() instanceof ThirExpr.Literal l
              && y.value() instanceof ThirExpr.Literal m
              && !(l.value() instanceof byte[])
              && !l.value().equals(m.value());
      case ThirPat p -> false;
    };
  }

  private static boolean fields(List<ThirPat.FieldPat> a, List<ThirPat.FieldPat> b) {
    for (ThirPat.FieldPat x : a) {
      for (ThirPat.FieldPat y : b) {
        if (x.field() == y.field() && disjoint(x.pat(), y.pat())) {
          return true;
        }
      }
    }
    return false;
  }
}
