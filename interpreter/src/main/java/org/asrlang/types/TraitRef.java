package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * {@code Self: Trait<Args>}.
 *
 * @param args {@code Self} first
 */
public record TraitRef(Def trait, List<GenericArg> args) {
  public Ty self() {
    return (Ty) args.get(0);
  }

  /** As in {@code <Vec<T> as Index<usize>>}. */
  @Override
  public String toString() {
    return TyPrinter.print(this);
  }
}
