package org.asrlang.resolve;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names of a module of an image: each is read when it is asked for. Thread-safe. */
final class ImageScope extends Scope {
  private final ImageLibraries image;
  private final int[] tables;
  private final int[] counts;
  private final int traitsAt;
  private final Map<Integer, Binding> read = new java.util.HashMap<>();
  private List<Def> traits;

  /**
   * @param tables where the names of each namespace are
   */
  ImageScope(ImageLibraries image, Def def, int traitsAt, int[] tables, int[] counts) {
    super(def, null, null);
    this.image = image;
    this.traitsAt = traitsAt;
    this.tables = tables;
    this.counts = counts;
  }

  @Override
  Binding own(Ns ns, String name) {
    synchronized (image) {
      int at = image.find(tables[ns.ordinal()], counts[ns.ordinal()], name);
      return at < 0 ? null : binding(at);
    }
  }

  private Binding binding(int at) {
    return read.computeIfAbsent(at, image::binding);
  }

  @Override
  void put(Ns ns, String name, Binding b) {
    throw new IllegalStateException("the libraries are finished: " + name);
  }

  @Override
  Map<String, Binding> all(Ns ns) {
    synchronized (image) {
      // in the order in which they were written, which is that of definition
      Map<Integer, String> order = new TreeMap<>();
      int table = tables[ns.ordinal()];
      for (int i = 0; i < counts[ns.ordinal()]; i++) {
        order.put(
            image.in.fixed(table + i * 8 + 4), image.in.string(image.in.fixed(table + i * 8)));
      }
      Map<String, Binding> all = new LinkedHashMap<>();
      order.forEach((at, name) -> all.put(name, binding(at)));
      return all;
    }
  }

  @Override
  List<Def> traits() {
    synchronized (image) {
      if (traits == null) {
        traits = image.defList(traitsAt);
      }
      return traits;
    }
  }
}
