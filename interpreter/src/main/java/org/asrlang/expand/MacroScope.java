package org.asrlang.expand;

import org.asrlang.source.Expansion;

/**
 * The textual scope of {@code macro_rules!}: what stands before a place. Immutable; each definition
 * makes a new scope that shadows older ones of its name.
 */
public final class MacroScope {
  public static final MacroScope EMPTY = new MacroScope(null, null);

  private final MacroScope outer;
  private final MacroDef def;

  private MacroScope(MacroScope outer, MacroDef def) {
    this.outer = outer;
    this.def = def;
  }

  public MacroScope with(MacroDef macro) {
    return new MacroScope(this, macro);
  }

  /** Null where there is none. */
  public MacroDef find(String name) {
    for (MacroScope s = this; s.def != null; s = s.outer) {
      if (s.def.name().equals(name)) {
        return s.def;
      }
    }
    return null;
  }

  /**
   * An older macro of the name that {@link #find} finds, which another macro's expansion may only
   * seem to shadow: seen from the place, it cannot be told which comes first. Null if there is
   * none.
   */
  public MacroDef conflict(String name, Expansion place) {
    MacroDef found = null;
    for (MacroScope s = this; s.def != null; s = s.outer) {
      if (!s.def.name().equals(name)) {
        continue;
      }
      if (found == null) {
        found = s.def;
        if (place.isWithin(found.span().expansion())) {
          return null;
        }
      } else if (!s.def.span().expansion().isWithin(found.span().expansion())) {
        return s.def;
      }
    }
    return null;
  }

  /** The names in scope, for "did you mean". */
  public java.util.Set<String> names() {
    java.util.Set<String> names = new java.util.LinkedHashSet<>();
    for (MacroScope s = this; s.def != null; s = s.outer) {
      names.add(s.def.name());
    }
    return names;
  }
}
