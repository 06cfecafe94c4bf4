package org.asrlang.resolve;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * A list that one thread at a time adds to while others read: a reader sees what it had when the
 * reader asked for it.
 */
final class Children {
  private static final Def[] NONE = {};

  private Def[] items = NONE;
  private volatile int size;

  void add(Def d) {
    int n = size;
    if (n == items.length) {
      items = Arrays.copyOf(items, Math.max(4, n * 2));
    }
    items[n] = d;
    size = n + 1;
  }

  List<Def> list() {
    int n = size;
    return n == 0 ? List.of() : new View(items, n);
  }

  private static final class View extends AbstractList<Def> implements RandomAccess {
    private final Def[] items;
    private final int size;

    View(Def[] items, int size) {
      this.items = items;
      this.size = size;
    }

    @Override
    public Def get(int index) {
      if (index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      return items[index];
    }

    @Override
    public int size() {
      return size;
    }
  }
}
