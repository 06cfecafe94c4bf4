package org.asrlang.borrow;

import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.types.Const;
import org.asrlang.types.Ty;

/** Which elements of arrays and slices two steps of places mean. */
final class ArrayParts {
  private ArrayParts() {}

  /** Whether an element, of which it is known where it is, is in a part. */
  static boolean inside(MirPlace element, MirPlace part) {
    if (element.extra < 0) {
      return element.index > part.extra;
    }
    // of an array, elements are counted from the front only
    long length = length(part.base);
    return element.index >= part.index && (length < 0 || element.index < length - part.extra);
  }

  /** Whether two elements of one array or slice cannot be the same one. */
  static boolean differ(MirPlace a, MirPlace b) {
    if (a.extra < 0 == b.extra < 0) {
      return a.index != b.index;
    }
    MirPlace front = a.extra < 0 ? b : a;
    MirPlace back = a.extra < 0 ? a : b;
    // both patterns have matched, so that it has at least that many
    return front.index < Math.max(front.extra, -back.extra) - back.index;
  }

  /** Whether two steps into one array have elements in common; false for what is no array. */
  static boolean overlap(MirPlace a, MirPlace b) {
    if (a == b || a.base == null || a.base != b.base || length(a.base) < 0) {
      return false;
    }
    boolean parts = a.kind == MirPlace.Kind.SUBSLICE;
    if (parts && b.kind == MirPlace.Kind.SUBSLICE) {
      long end = length(a.base) - Math.max(a.extra, b.extra);
      return Math.max(a.index, b.index) < end;
    }
    return parts
        ? b.kind == MirPlace.Kind.CONST_INDEX && inside(b, a)
        : a.kind == MirPlace.Kind.CONST_INDEX && b.kind == MirPlace.Kind.SUBSLICE && inside(a, b);
  }

  /** Whether a place is the other, in it, or has elements of an array in common with it. */
  static boolean touches(MirPlace p, MirPlace outer) {
    if (p.isWithin(outer)) {
      return true;
    }
    return p.depth >= outer.depth && overlap(p.prefix(outer.depth), outer);
  }

  /** Of an array whose length is known; else -1. */
  private static long length(MirPlace array) {
    return array.ty instanceof Ty.Array a
            && a.length instanceof Const.Value v
            && v.value() instanceof Long n
        ? n
        : -1;
  }
}
