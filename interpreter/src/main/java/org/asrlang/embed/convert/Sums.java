package org.asrlang.embed.convert;

import java.util.List;
import java.util.Map;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;

/**
 * An enum with data to a sealed interface with a record for each variant, or, without one, as serde
 * tags by default: the name of a variant without data, else a map from the name to the data.
 */
final class Sums extends Converter {
  private final Layout layout;
  private final List<String> names;
  private final Converter[] variants;
  private final Class<?>[] classes;

  /**
   * @param variants null for one without data, unless there are classes
   * @param classes by variant, or null
   */
  Sums(Layout layout, Converter[] variants, Class<?>[] classes) {
    this.layout = layout;
    this.names = Variants.names(layout);
    this.variants = variants;
    this.classes = classes;
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    int i = Variants.index(layout, guest);
    if (variants[i] == null) {
      return names.get(i);
    }
    Object data = variants[i].toJava(guest, stack);
    return classes != null ? data : Map.of(names.get(i), data);
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    if (classes != null) {
      for (int i = 0; i < classes.length; i++) {
        if (classes[i].isInstance(java)) {
          return variants[i].toGuest(java, stack);
        }
      }
      throw unexpected("one of the variants of `" + layout.ty + "`", java);
    }
    Map<?, ?> tagged = java instanceof Map<?, ?> m && m.size() == 1 ? m : null;
    Object tag = tagged == null ? java : tagged.keySet().iterator().next();
    int i = names.indexOf(tag);
    if (i < 0 || (variants[i] == null) != (tagged == null)) {
      throw unexpected("a variant of `" + layout.ty + "`", java);
    }
    return tagged == null ? layout.build(i) : variants[i].toGuest(tagged.get(tag), stack);
  }
}
