package org.asrlang.lower;

import org.asrlang.resolve.Def;

/** What was to be lowered has errors, which were reported; only constants come to such code. */
final class Tainted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Tainted(Def owner) {
    super("the errors of `" + owner.path() + "`", null, false, false);
  }
}
