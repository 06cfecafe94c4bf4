package org.asrlang.resolve;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The traits whose methods can be named in each scope. */
final class TraitsInScope {
  private final Map<Scope, Map<Def, List<Def>>> known = new IdentityHashMap<>();

  /** Scopes have changed. */
  void forget() {
    known.clear();
  }

  /**
   * @param current the trait in whose definition or impl the scope is; null outside of them
   * @param prelude the last one in which is looked; null if there is none
   */
  List<Def> of(Scope scope, Def current, Scope prelude) {
    if (scope == null) {
      return prelude == null ? List.of() : prelude.traits();
    }
    Map<Def, List<Def>> ofScope = known.computeIfAbsent(scope, s -> new HashMap<>());
    List<Def> found = ofScope.get(current);
    if (found == null) {
      found =
          current == null
              ? union(scope.traits(), of(scope.outer, null, prelude))
              : union(List.of(current), of(scope, null, prelude));
      ofScope.put(current, found);
    }
    return found;
  }

  /**
   * Where nothing is added it is the same list: what is known of a list is kept by its identity.
   */
  private static List<Def> union(List<Def> first, List<Def> others) {
    if (others.containsAll(first)) {
      return others;
    }
    Set<Def> all = new LinkedHashSet<>(first);
    all.addAll(others);
    return List.copyOf(all);
  }
}
