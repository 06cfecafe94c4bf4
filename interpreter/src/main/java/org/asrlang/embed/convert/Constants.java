package org.asrlang.embed.convert;

import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;

/** An enum without data to a Java enum with the same names, or to the variant's name. */
final class Constants extends Converter {
  private final Layout layout;
  private final List<String> names;
  private final Enum<?>[] constants;

  /**
   * @param type a Java enum that has a constant for each variant, or null for names
   */
  Constants(Layout layout, Class<?> type) {
    this.layout = layout;
    this.names = Variants.names(layout);
    this.constants = type == null ? null : new Enum<?>[names.size()];
    if (type != null) {
      for (int i = 0; i < constants.length; i++) {
        for (Object c : type.getEnumConstants()) {
          if (Variants.sameName(((Enum<?>) c).name(), names.get(i))) {
            constants[i] = (Enum<?>) c;
          }
        }
        if (constants[i] == null) {
          throw new IllegalArgumentException(
              type.getSimpleName() + " has no constant for `" + names.get(i) + "`");
        }
      }
    }
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    int i = Variants.index(layout, guest);
    return constants == null ? names.get(i) : constants[i];
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    String name = java instanceof Enum<?> e ? e.name() : expect(String.class, java);
    for (int i = 0; i < names.size(); i++) {
      if (Variants.sameName(name, names.get(i))) {
        return layout.build(i);
      }
    }
    throw new ValueException("`" + layout.ty + "` has no variant `" + name + "`");
  }
}
