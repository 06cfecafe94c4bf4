package org.asrlang.embed.convert;

import java.util.List;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Layout;
import org.asrlang.resolve.Def;
import org.asrlang.types.Ty;

/** Which variant an enum's value is. */
final class Variants {
  private Variants() {}

  static List<Def> of(Layout layout) {
    return ((Ty.Adt) layout.ty).def.children(Def.Kind.VARIANT);
  }

  static List<String> names(Layout layout) {
    return of(layout).stream().map(Def::name).toList();
  }

  static int index(Layout l, Object guest) {
    return switch (l.rep) {
      case ENUM -> (int) (long) (Long) guest;
      case AGG -> l.variants.length == 1 ? 0 : ((Agg) guest).tag;
      case ZST, INT, BOOL, CHAR, FLOAT, WIDE, POINTER, ARRAY, RAW_BUF -> 0;
    };
  }

  /** {@code NOT_FOUND} stands for {@code NotFound}. */
  static boolean sameName(String java, String guest) {
    return java.equals(guest) || java.replace("_", "").equalsIgnoreCase(guest);
  }
}
