package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;

/** Keeps the messages of a body until all are known: they are given in the order of the source. */
final class BorrowReports {
  private final List<Diagnostic> all = new ArrayList<>();

  void add(Diagnostic.Builder d) {
    all.add(d.build());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  void to(Diagnostics sink) {
    all.sort(Comparator.comparingInt(d -> d.primary().lo()));
    sink.addAll(all);
  }
}
