package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/**
 * The generic parameters of an item, rustc's {@code generics_of}: first the parent's (for a trait
 * {@code Self} is number 0), then its own. Late-bound lifetimes are not among them.
 *
 * @param parent the generics of the enclosing trait, impl, function (for closures, anonymous
 *     constants, opaque types) or enum; null at the top
 * @param own in the order lifetimes, then types and constants
 */
public record GenericsOf(Def owner, GenericsOf parent, List<Param> own) {
  public enum Kind {
    LIFETIME,
    TYPE,
    CONST
  }

  /**
   * @param def the trait itself for a trait's {@code Self}; null for lifetimes without a name (left
   *     out in an impl's header or in a bound of an {@code impl Trait} argument)
   * @param hasDefault whether it may be left out
   * @param synthetic made for {@code impl Trait} in argument position
   */
  public record Param(
      Def def, String name, Kind kind, int index, boolean hasDefault, boolean synthetic) {}

  public int parentCount() {
    return parent == null ? 0 : parent.count();
  }

  public int count() {
    return parentCount() + own.size();
  }

  public Param param(int index) {
    return index < parentCount() ? parent.param(index) : own.get(index - parentCount());
  }
}
