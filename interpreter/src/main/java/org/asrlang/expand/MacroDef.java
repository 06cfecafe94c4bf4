package org.asrlang.expand;

import org.asrlang.source.Span;

/**
 * A macro: rules written with {@code macro_rules!}, or one that the compiler has built in. Compared
 * by identity.
 */
public final class MacroDef {
  private final String name;
  private final Object home;
  private final Span span;
  private final boolean exported;
  private final MacroRules rules;

  /**
   * @param home the crate that {@code $crate} means in it
   * @param rules null for a built-in one, which is known by its name
   */
  public MacroDef(String name, Object home, Span span, boolean exported, MacroRules rules) {
    this.name = name;
    this.home = home;
    this.span = span;
    this.exported = exported;
    this.rules = rules;
  }

  public String name() {
    return name;
  }

  public Object home() {
    return home;
  }

  public Span span() {
    return span;
  }

  /** Marked {@code #[macro_export]}: named by a path from the crate's root. */
  public boolean exported() {
    return exported;
  }

  public boolean isBuiltin() {
    return rules == null;
  }

  MacroRules rules() {
    return rules;
  }

  @Override
  public String toString() {
    return name + "!";
  }
}
