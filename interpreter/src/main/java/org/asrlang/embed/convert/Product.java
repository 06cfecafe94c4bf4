package org.asrlang.embed.convert;

import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;

/** A struct, a tuple, or one variant of an enum, part by part. */
final class Product extends Converter {
  private final Layout layout;
  private final int variant;
  private final List<String> names;
  private final Converter[] parts;
  private final Shape shape;

  /**
   * @param names of the fields, for errors
   * @param parts null for a field that the Java side does not know
   */
  Product(Layout layout, int variant, List<String> names, Converter[] parts, Shape shape) {
    this.layout = layout;
    this.variant = variant;
    this.names = names;
    this.parts = parts;
    this.shape = shape;
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    Object[] values = new Object[parts.length];
    for (int i = 0; i < values.length; i++) {
      if (parts[i] != null) {
        try {
          values[i] = parts[i].toJava(layout.getField(guest, variant, i), stack);
        } catch (ValueException e) {
          throw e.in("field `" + names.get(i) + "`");
        }
      }
    }
    return shape.make(values);
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    Object[] values = shape.split(java);
    Object[] fields = new Object[values.length];
    for (int i = 0; i < values.length; i++) {
      try {
        fields[i] = parts[i].toGuest(values[i], stack);
      } catch (ValueException e) {
        throw e.in("field `" + names.get(i) + "`");
      }
    }
    return layout.build(variant, fields);
  }
}
