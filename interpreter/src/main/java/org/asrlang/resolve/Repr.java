package org.asrlang.resolve;

import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Item;

/**
 * What an item's {@code #[repr(…)]} attributes ask for, as far as other checks want to know.
 *
 * @param packed {@code packed} with or without a number
 * @param align the largest {@code align(n)}; 1 without
 */
public record Repr(boolean packed, long align, boolean transparent) {
  public static Repr of(Def def) {
    boolean packed = false;
    boolean transparent = false;
    long align = 1;
    if (def.node() instanceof Item item) {
      for (Attribute a : item.attrs()) {
        MetaItem m = a.is("repr") ? MetaItem.of(a) : null;
        if (m == null || !m.isList()) {
          continue;
        }
        for (MetaItem h : m.items()) {
          switch (h.name()) {
            case "packed" -> packed = true;
            case "transparent" -> transparent = true;
            case "align" -> align = Math.max(align, amount(h));
            default -> {}
          }
        }
      }
    }
    return new Repr(packed, align, transparent);
  }

  /** A number that is none has been told. */
  private static long amount(MetaItem h) {
    if (!h.isList() || h.items().size() != 1 || h.items().get(0).value() == null) {
      return 1;
    }
    String digits = h.items().get(0).value().replace("_", "");
    return digits.matches("[0-9]{1,9}") ? Long.parseLong(digits) : 1;
  }
}
