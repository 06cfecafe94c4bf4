package org.asrlang.types.collect;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.asrlang.resolve.Def;

/**
 * Which items of that name the traits in scope have. The traits of a scope are one list wherever it
 * is asked for, and are looked through once for each name: a module may have hundreds.
 */
final class ItemsByName {
  private final Function<Def, List<Def>> itemsOf;
  private final Map<List<Def>, Map<String, List<Def>>> known = new IdentityHashMap<>();

  ItemsByName(Function<Def, List<Def>> itemsOf) {
    this.itemsOf = itemsOf;
  }

  List<Def> of(List<Def> traits, String name) {
    return known
        .computeIfAbsent(traits, t -> new HashMap<>())
        .computeIfAbsent(
            name,
            n ->
                new LinkedHashSet<>(traits)
                    .stream()
                        .flatMap(t -> itemsOf.apply(t).stream())
                        .filter(item -> item.name().equals(n))
                        .toList());
  }
}
