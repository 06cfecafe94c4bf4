package org.asrlang.borrow;

import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.types.Ty;

/** Whether an access touches what is borrowed, rustc's {@code places_conflict}. */
final class PlaceConflict {
  enum Depth {
    SHALLOW,
    /** Of a slice, without its elements. */
    LENGTH,
    DEEP,
    DROP
  }

  private PlaceConflict() {}

  static boolean conflict(TypeRules rules, MirPlace borrowed, MirPlace access, Depth depth) {
    MirPlace a = borrowed.root();
    MirPlace b = access.root();
    if (a != b) {
      return false;
    }
    for (int i = 1; i <= borrowed.depth; i++) {
      MirPlace step = borrowed.prefix(i);
      if (i <= access.depth) {
        MirPlace other = access.prefix(i);
        if (step == other) {
          continue;
        }
        if (disjoint(step, other)) {
          return false;
        }
        // elements of which it is not known whether they are the same
        continue;
      }
      Ty base = step.base.ty;
      if (step.kind == MirPlace.Kind.DEREF) {
        if (depth == Depth.SHALLOW || depth == Depth.LENGTH) {
          return false;
        }
        if (depth == Depth.DROP && base instanceof Ty.Ref) {
          return false;
        }
      } else if (depth == Depth.LENGTH && base instanceof Ty.Slice) {
        return false;
      } else if (step.kind == MirPlace.Kind.FIELD
          && depth == Depth.DROP
          && rules.dropImpl(base) != null) {
        return true;
      }
    }
    return true;
  }

  /**
   * Whether one place certainly is, or is a part of, the other: then what was borrowed is no more
   * once that is assigned to.
   */
  static boolean certain(MirPlace borrowed, MirPlace assigned) {
    if (borrowed.root() != assigned.root()) {
      return false;
    }
    for (int i = 1; i <= Math.min(borrowed.depth, assigned.depth); i++) {
      MirPlace step = borrowed.prefix(i);
      MirPlace other = assigned.prefix(i);
      if (step.kind == MirPlace.Kind.INDEX
          || other.kind == MirPlace.Kind.INDEX
          || step != other && disjoint(step, other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean disjoint(MirPlace a, MirPlace b) {
    return switch (a.kind) {
      case FIELD -> b.kind == MirPlace.Kind.FIELD && (a.index != b.index || a.extra != b.extra);
      case CONST_INDEX ->
          switch (b.kind) {
            case CONST_INDEX -> ArrayParts.differ(a, b);
            case SUBSLICE -> !ArrayParts.inside(a, b);
            default -> false;
          };
      case SUBSLICE -> b.kind == MirPlace.Kind.CONST_INDEX && !ArrayParts.inside(b, a);
      default -> false;
    };
  }
}
