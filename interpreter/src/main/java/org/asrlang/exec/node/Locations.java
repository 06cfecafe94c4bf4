package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/** Locations as hidden arguments. */
public final class Locations {
  private Locations() {}

  /** The caller's location, or the place of the call where the caller gave none. */
  public static final class Caller extends Node.OfObject {
    final Site site;

    public Caller(Site site) {
      this.site = site;
    }

    @Override
    public Object execute(Stack s) {
      return site.location(s);
    }
  }
}
