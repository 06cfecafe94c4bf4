package org.asrlang.types;

import java.util.function.Consumer;
import java.util.function.Predicate;

/** Looks through the types that a type or another generic argument is made of, itself first. */
public final class TyWalk {
  private TyWalk() {}

  public static void each(GenericArg in, Consumer<Ty> to) {
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        to.accept(t);
        return superTy(t);
      }
    }.arg(in);
  }

  /** Whether one of them is such a type. */
  public static boolean any(GenericArg in, Predicate<Ty> wanted) {
    return any(in, wanted, t -> false);
  }

  /**
   * As {@link #any(GenericArg, Predicate)}.
   *
   * @param closed types that are looked at but not into
   */
  public static boolean any(GenericArg in, Predicate<Ty> wanted, Predicate<Ty> closed) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        found[0] |= wanted.test(t);
        return found[0] || closed.test(t) ? t : superTy(t);
      }
    }.arg(in);
    return found[0];
  }
}
