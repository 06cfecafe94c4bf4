package org.asrlang.types.collect;

import org.asrlang.resolve.Def;
import org.asrlang.syntax.Item;

/** What a function's syntax says of it as a method. */
public final class Methods {
  private Methods() {}

  /** Whether it takes {@code self}. */
  public static boolean hasSelf(Def fn) {
    return fn.node() instanceof Item.Fn f && f.self() != null;
  }

  /** Whether a trait's method has a body. */
  public static boolean hasDefault(Def traitItem) {
    return Syntax.hasDefault(traitItem);
  }
}
