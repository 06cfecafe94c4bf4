package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.source.Span;

/**
 * The names that a module, crate, enum or trait has, or a block with items in it. Of a session, a
 * module may have earlier ones whose names it sees through its own.
 */
class Scope {
  /** The definition; for a block that of the module around it. */
  final Def def;

  /** For a block, the scope around it; null for a module. */
  final Scope outer;

  /** The module scope of the entry before in a session, or null. */
  final Scope previous;

  private static final Ns[] NAMESPACES = Ns.values();

  private final Map<Ns, Map<String, Binding>> names = new EnumMap<>(Ns.class);

  /** Traits imported {@code as _}. */
  final List<Binding> anonymous = new ArrayList<>();

  private List<Def> traits;

  /** The imports whose names were looked for here; not kept of libraries. */
  private final Set<Span> used;

  Scope(Def def, Scope outer, Scope previous) {
    this.def = def;
    this.used = def.crate().name().isEmpty() ? new HashSet<>(4) : null;
    this.outer = outer;
    this.previous = previous;
    for (Ns ns : NAMESPACES) {
      names.put(ns, new LinkedHashMap<>());
    }
  }

  boolean isBlock() {
    return outer != null;
  }

  /** Null if the name is not here. An import that gives the name is used from then on. */
  Binding get(Ns ns, String name) {
    Binding b = own(ns, name);
    if (used != null && b != null && b.imported()) {
      used.add(b.span());
    }
    return b == null && previous != null ? previous.get(ns, name) : b;
  }

  boolean isUsed(Span anImport) {
    return used == null || used.contains(anImport);
  }

  Binding own(Ns ns, String name) {
    return names.get(ns).get(name);
  }

  void put(Ns ns, String name, Binding b) {
    names.get(ns).put(name, b);
    traits = null;
  }

  Map<String, Binding> all(Ns ns) {
    return names.get(ns);
  }

  /** The module's traits and those that it imports; not the prelude's. */
  List<Def> traits() {
    if (traits == null) {
      Set<Def> found = new LinkedHashSet<>();
      for (Binding b : all(Ns.TYPE).values()) {
        if (b.def() != null && b.def().kind() == Def.Kind.TRAIT) {
          found.add(b.def());
        }
      }
      anonymous.forEach(b -> found.add(b.def()));
      if (previous != null) {
        found.addAll(previous.traits());
      }
      traits = List.copyOf(found);
    }
    return traits;
  }

  void forgetTraits() {
    traits = null;
  }
}
