package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;

/** Keeps the messages of a body until all are known: they are given in the order of the source. */
final class BorrowReports {
  private final List<Diagnostic> all = new ArrayList<>();
  private final Set<Object> said = new HashSet<>();

  /** Messages that a later one about the same thing may replace. */
  private final Map<Object, Diagnostic.Builder> open = new LinkedHashMap<>();

  /** Adds it unless the same has been said of the same. */
  void add(Diagnostic.Builder d) {
    Diagnostic made = d.build();
    if (said.add(List.of(made.message(), made.primary()))) {
      all.add(made);
    }
  }

  boolean isEmpty() {
    return all.isEmpty() && open.isEmpty();
  }

  /** Replaces the one with the same key. */
  void replace(Object key, Diagnostic.Builder d) {
    open.put(key, d);
  }

  void to(Diagnostics sink) {
    open.values().forEach(this::add);
    open.clear();
    all.sort(Comparator.comparingInt(d -> d.primary().lo()));
    sink.addAll(all);
  }
}
