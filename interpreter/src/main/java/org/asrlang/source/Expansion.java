package org.asrlang.source;

import java.util.HashMap;
import java.util.Map;

/**
 * One expansion of a macro: the syntax context of the tokens that it made. Compared by identity.
 * The root stands for text that no macro made.
 */
public final class Expansion {
  /** Whose macro it is. */
  public enum Kind {
    /** One whose text the user can see. */
    MACRO,
    /** A library's or the compiler's own: its call stands for its text. */
    LIBRARY,
    /** A derived impl: the compiler's own, but told apart by where it was asked for. */
    DERIVE
  }

  /** What was expanded. */
  public interface Definition {
    /** Where it is defined: from its first word to its name. */
    Span span();
  }

  /** The expansion of text as written. */
  public static final Expansion ROOT = new Expansion(null, null, "", null, Kind.LIBRARY);

  private final Expansion parent;
  private final Span callSite;
  private final String macro;
  private final Definition definition;
  private final Kind kind;

  /** The variables of the macro's text, by the arguments that took their place. */
  private Map<Span, Span> variables;

  /**
   * @param parent the context of the macro's definition
   * @param callSite where the macro was called
   * @param macro its name, such as {@code vec}
   * @param definition what {@code $crate} means in it: a token for the defining crate, or null
   */
  public Expansion(
      Expansion parent, Span callSite, String macro, Definition definition, Kind kind) {
    this.parent = parent;
    this.callSite = callSite;
    this.macro = macro;
    this.definition = definition;
    this.kind = kind;
  }

  public Expansion parent() {
    return parent;
  }

  /** Null for the root. */
  public Span callSite() {
    return callSite;
  }

  public String macro() {
    return macro;
  }

  public Definition definition() {
    return definition;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * An argument takes the place of a variable in the macro's text; of several variables the first
   * counts.
   */
  public void substitute(Span variable, Span argument) {
    if (variables == null) {
      variables = new HashMap<>();
    }
    variables.putIfAbsent(argument, variable);
  }

  /** The variable in the macro's text whose place the argument took; or null. */
  Span variable(Span argument) {
    return variables == null ? null : variables.get(argument);
  }

  /** Whether it was called in the other one's text, or in what was called there. */
  public boolean isWithin(Expansion other) {
    for (Expansion at = this;
        at != null;
        at = at.callSite == null ? null : at.callSite.expansion()) {
      if (at == other) {
        return true;
      }
    }
    return false;
  }
}
