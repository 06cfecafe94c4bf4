package org.asrlang.source;

/**
 * One expansion of a macro: the syntax context of the tokens that it made. Compared by identity.
 * The root stands for text that no macro made.
 */
public final class Expansion {
  /** The expansion of text as written. */
  public static final Expansion ROOT = new Expansion(null, null, "", null);

  private final Expansion parent;
  private final Span callSite;
  private final String macro;
  private final Object definition;

  /**
   * @param parent the context of the macro's definition
   * @param callSite where the macro was called
   * @param macro its name, such as {@code vec}
   * @param definition what {@code $crate} means in it: a token for the defining crate, or null
   */
  public Expansion(Expansion parent, Span callSite, String macro, Object definition) {
    this.parent = parent;
    this.callSite = callSite;
    this.macro = macro;
    this.definition = definition;
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

  public Object definition() {
    return definition;
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
