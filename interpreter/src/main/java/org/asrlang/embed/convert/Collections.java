package org.asrlang.embed.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;

/**
 * Std's maps, sets and queues to a {@link Map}, {@link java.util.Set} or {@link List}. Their own
 * code takes them apart and puts them together, by way of a {@code Vec}.
 */
final class Collections extends Converter {
  /** What the elements become in Java. */
  enum Kind {
    LIST,
    SET,
    MAP
  }

  private final Kind kind;
  private final Layout layout;
  private final Code items;
  private final Converter borrowed;
  private final Code collect;
  private final Converter owned;

  /**
   * @param items {@code fn(&C) -> Vec<Item>}
   * @param borrowed of its result
   * @param collect {@code fn(Vec<Item>) -> C}
   * @param owned of its argument
   */
  Collections(
      Kind kind, Layout layout, Code items, Converter borrowed, Code collect, Converter owned) {
    this.kind = kind;
    this.layout = layout;
    this.items = items;
    this.borrowed = borrowed;
    this.collect = collect;
    this.owned = owned;
  }

  @Override
  public Object toJava(Object guest, Stack stack) {
    Object reference = layout.newBox(guest);
    List<?> list = (List<?>) borrowed.toJava(call(items, reference, stack), stack);
    return switch (kind) {
      case LIST -> list;
      case SET -> new LinkedHashSet<>(list);
      case MAP -> {
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Object pair : list) {
          map.put(((List<?>) pair).get(0), ((List<?>) pair).get(1));
        }
        yield map;
      }
    };
  }

  @Override
  public Object toGuest(Object java, Stack stack) {
    Object values = java;
    if (kind == Kind.MAP) {
      List<Object> pairs = new ArrayList<>();
      for (Map.Entry<?, ?> e : ((Map<?, ?>) expect(Map.class, java)).entrySet()) {
        List<Object> pair = new ArrayList<>();
        pair.add(e.getKey());
        pair.add(e.getValue());
        pairs.add(pair);
      }
      values = pairs;
    }
    return call(collect, owned.toGuest(values, stack), stack);
  }

  /** Above whatever frame calls: of a native, or none. */
  private static Object call(Code code, Object argument, Stack stack) {
    int base = Invoke.NATIVE_FRAME;
    stack.ensure(base + 1, base + 1);
    stack.setRef(base, argument);
    return stack.task.calledBack(() -> Invoke.boxed(code, stack, base, base, Layout.Kind.OBJECT));
  }
}
