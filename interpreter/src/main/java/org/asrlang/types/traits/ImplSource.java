package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;

/** By what a trait goal holds. */
public sealed interface ImplSource {
  /** By an impl with these arguments. */
  record Impl(Def impl, List<GenericArg> args) implements ImplSource {}

  /** By an assumption (or a bound of an alias). */
  record Param(Predicate.Trait assumption) implements ImplSource {}

  /** By the language: Sized, Copy, Clone, auto traits, Unsize, … */
  record Builtin() implements ImplSource {}

  record Closure(Ty.Closure ty) implements ImplSource {}

  /** {@code Fn…} for a function item or pointer. */
  record Function(Ty ty) implements ImplSource {}

  /** {@code dyn Trait: Trait}. */
  record Object(Ty.Dynamic ty) implements ImplSource {}
}
