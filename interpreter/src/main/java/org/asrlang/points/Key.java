package org.asrlang.points;

import org.asrlang.types.Ty;
import org.asrlang.types.traits.Instance;

/** What may suspend: a function with its generic arguments, or the drop of a type. */
sealed interface Key {
  record Fn(Instance instance) implements Key {}

  record Drop(Ty ty) implements Key {}
}
