package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.asrlang.source.Span;

/**
 * Gathers the diagnostics of a compilation; the same one twice is kept once. Of very many errors
 * only the first are kept. Not thread-safe.
 */
public final class Diagnostics {
  /** More errors are told by their number: nobody reads them, and each quotes its lines. */
  private static final int MOST = 1000;

  private final List<Diagnostic> all = new ArrayList<>();
  private final Set<Key> seen = new HashSet<>();
  private final List<Diagnostic> delayed = new ArrayList<>();
  private int errors;
  private boolean partial;

  private record Key(String code, String message, Span at) {}

  public void add(Diagnostic d) {
    if (!seen.add(new Key(d.code(), d.message(), d.primary()))) {
      return;
    }
    if (!d.isError()) {
      all.add(d);
    } else if (errors++ < MOST) {
      all.add(d);
    } else if (errors == MOST + 1) {
      all.add(
          Diagnostic.error(
                  null, d.primary(), "too many errors: this one and what follows is not told")
              .build());
    }
  }

  public void addAll(Iterable<Diagnostic> ds) {
    ds.forEach(this::add);
  }

  /** See {@link Ice}. */
  void delay(Diagnostic bug) {
    delayed.add(bug);
  }

  /** Nothing more is to come: without an error, the first delayed bug is one. */
  public void settle() {
    if (errors == 0 && !delayed.isEmpty()) {
      add(delayed.getFirst());
    }
    delayed.clear();
  }

  /** Takes all out: what is added from now on is counted anew. */
  public List<Diagnostic> drain() {
    List<Diagnostic> out = List.copyOf(all);
    all.clear();
    seen.clear();
    errors = 0;
    return out;
  }

  /** Forgets all but the first so many. */
  public void truncate(int count) {
    for (Diagnostic d : all.subList(count, all.size())) {
      errors -= d.isError() ? 1 : 0;
      seen.remove(new Key(d.code(), d.message(), d.primary()));
    }
    all.subList(count, all.size()).clear();
  }

  /** Replaces each by what the function makes of it; null takes it out. */
  public void rewrite(UnaryOperator<Diagnostic> function) {
    List<Diagnostic> old = List.copyOf(all);
    all.clear();
    errors = 0;
    for (Diagnostic d : old) {
      Diagnostic made = function.apply(d);
      if (made != null) {
        all.add(made);
        errors += made.isError() ? 1 : 0;
      }
    }
  }

  /** Notes that something of the text could not be parsed and is missing from its tree. */
  public void markPartial() {
    partial = true;
  }

  public boolean isPartial() {
    return partial;
  }

  /** Whether there is one with this code at this place. */
  public boolean has(String code, Span at) {
    return seen.stream().anyMatch(k -> code.equals(k.code) && at.equals(k.at));
  }

  public boolean hasErrors() {
    return errors > 0;
  }

  public int count() {
    return all.size();
  }

  public int errorCount() {
    return errors;
  }

  public List<Diagnostic> all() {
    return List.copyOf(all);
  }
}
