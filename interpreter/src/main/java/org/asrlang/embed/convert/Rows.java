package org.asrlang.embed.convert;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.types.Ty;

/** {@code Vec<T>}, {@code &[T]} and {@code [T; N]} to a {@link List} or a Java array. */
final class Rows extends Converter {
  private final Layout layout;
  private final Layout element;
  private final Converter each;
  private final Class<?> component;

  /**
   * @param component the elements' class of a Java array; null for a list
   */
  Rows(Layout layout, Layout element, Converter each, Class<?> component) {
    this.layout = layout;
    this.element = element;
    this.each = each;
    this.component = component;
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    Slice row =
        switch (layout.ty) {
          case Ty.Array a -> new Slice(guest, 0, (int) layout.length);
          case Ty.Ref r -> (Slice) guest;
          default -> Buffers.read(layout, guest);
        };
    Object array = component == null ? null : Array.newInstance(component, row.length);
    List<Object> list = component == null ? new ArrayList<>(row.length) : null;
    for (int i = 0; i < row.length; i++) {
      Object boxed = Elems.getBoxed(element.elemKind, row.array, row.offset + i);
      Object value = each.toJava(boxed, stack);
      if (list != null) {
        list.add(value);
      } else {
        Array.set(array, i, value);
      }
    }
    return list != null ? list : array;
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    Object[] values;
    if (java instanceof Collection<?> c) {
      values = c.toArray();
    } else if (java != null && java.getClass().isArray()) {
      values = new Object[Array.getLength(java)];
      for (int i = 0; i < values.length; i++) {
        values[i] = Array.get(java, i);
      }
    } else {
      throw unexpected("a List or an array for `" + layout.ty + "`", java);
    }
    if (layout.ty instanceof Ty.Array && values.length != layout.length) {
      throw new ValueException("expected " + layout.length + " elements, got " + values.length);
    }
    Object array = Elems.newArray(element.elemKind, values.length);
    for (int i = 0; i < values.length; i++) {
      try {
        Elems.setBoxed(element.elemKind, array, i, each.toGuest(values[i], stack));
      } catch (ValueException e) {
        throw e.in("element " + i);
      }
    }
    return switch (layout.ty) {
      case Ty.Array a -> array;
      case Ty.Ref r -> new Slice(array, 0, values.length);
      default -> Buffers.make(layout, array, values.length);
    };
  }
}
