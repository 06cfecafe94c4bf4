package org.asrlang.types.collect;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.asrlang.resolve.Def;

/** A question about definitions that is answered once; notices when an answer needs itself. */
final class Query<V> {
  private final Map<Def, Object> answers = new IdentityHashMap<>();
  private final Set<Def> running = new HashSet<>();
  private final Function<Def, V> compute;
  private final Function<Def, V> cycle;

  private static final Object NULL = new Object();

  /**
   * @param cycle gives the diagnostic and the answer to go on with
   */
  Query(Function<Def, V> compute, Function<Def, V> cycle) {
    this.compute = compute;
    this.cycle = cycle;
  }

  void forget(Def def) {
    answers.remove(def);
  }

  @SuppressWarnings("unchecked")
  V get(Def def) {
    Object known = answers.get(def);
    if (known != null) {
      return known == NULL ? null : (V) known;
    }
    if (!running.add(def)) {
      return cycle.apply(def);
    }
    try {
      V v = compute.apply(def);
      answers.put(def, v == null ? NULL : v);
      return v;
    } finally {
      running.remove(def);
    }
  }
}
