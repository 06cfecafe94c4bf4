package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;

/** A way in which a trait goal may hold, before it is chosen. */
sealed interface Candidate {
  /** A where clause. */
  record Param(Predicate.Trait assumption) implements Candidate {}

  /** A bound declared on the associated or opaque type that the self type is. */
  record ItemBound(Predicate.Trait bound) implements Candidate {}

  record Impl(Def impl) implements Candidate {}

  /** By the language, if the trait holds for these types. */
  record Builtin(List<Ty> nested) implements Candidate {}

  /** By the structure of the type; gives way to all others. */
  record Auto(List<Predicate> nested) implements Candidate {}

  /** A closure, function item or pointer for {@code Fn…}. */
  record Callable(Ty ty) implements Candidate {}

  record Object(Ty.Dynamic ty, Predicate.Trait upcast) implements Candidate {}

  record Unsize(Unsizing way) implements Candidate {}

  /** The goal holds an error type: taken as true, for an error was given. */
  record Error() implements Candidate {}
}
