package org.asrlang.expand;

import java.util.function.Supplier;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.TokenTree;

/**
 * A macro: rules written with {@code macro_rules!}, or one that the compiler has built in. Compared
 * by identity.
 */
public final class MacroDef implements Expansion.Definition {
  private final String name;
  private final Object home;
  private final Span span;
  private final boolean exported;
  private final Supplier<MacroRules> source;
  private MacroRules rules;

  /**
   * @param home the crate that {@code $crate} means in it
   * @param rules null for a built-in one, which is known by its name
   */
  public MacroDef(String name, Object home, Span span, boolean exported, MacroRules rules) {
    this(name, home, span, exported, rules == null ? null : () -> rules);
  }

  /** One that the compiler knows by its name. */
  public static MacroDef builtin(String name, Object home, Span span) {
    return new MacroDef(name, home, span, true, (Supplier<MacroRules>) null);
  }

  /**
   * @param source gives the rules when they are first needed; null for a built-in one
   */
  public MacroDef(
      String name, Object home, Span span, boolean exported, Supplier<MacroRules> source) {
    this.name = name;
    this.home = home;
    this.span = span;
    this.exported = exported;
    this.source = source;
  }

  public String name() {
    return name;
  }

  public Object home() {
    return home;
  }

  @Override
  public Span span() {
    return span;
  }

  /** Marked {@code #[macro_export]}: named by a path from the crate's root. */
  public boolean exported() {
    return exported;
  }

  /** One that makes a tree; {@code cfg_select} makes tokens, as rules do. */
  public boolean isBuiltin() {
    return source == null && !isCfgSelect();
  }

  boolean isCfgSelect() {
    return source == null && name.equals("cfg_select");
  }

  public boolean hasRules() {
    return source != null;
  }

  MacroRules rules() {
    if (rules == null) {
      rules = source.get();
    }
    return rules;
  }

  /** What was written between the braces of its definition. */
  public TokenTree.Delimited body() {
    return rules().body;
  }

  @Override
  public String toString() {
    return name + "!";
  }
}
