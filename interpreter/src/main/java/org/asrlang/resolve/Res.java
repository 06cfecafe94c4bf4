package org.asrlang.resolve;

/** What a path, or a part of it, refers to. */
public sealed interface Res {
  /** An item, variant, parameter, constructor of a tuple struct, … */
  record Item(Def def) implements Res {}

  /** A local variable. */
  record Var(Local local) implements Res {}

  /** A primitive type: {@code i32}, {@code str}, {@code bool}, … */
  record Prim(String name) implements Res {}

  /**
   * {@code Self} as a type.
   *
   * @param owner the trait or impl (or, inside a struct's own definition, the struct)
   */
  record SelfType(Def owner) implements Res {}

  /** {@code Self(…)} or {@code Self} as a value in an impl of a tuple or unit struct. */
  record SelfCtor(Def impl) implements Res {}

  /** Not found; a diagnostic was given. */
  record Err() implements Res {}

  /**
   * What was found for a whole path.
   *
   * @param base what the resolved part refers to
   * @param unresolved how many segments at the end are left for the type checker, as {@code new} in
   *     {@code Vec::new} and {@code Item} in {@code T::Item}
   */
  record Partial(Res base, int unresolved) {}
}
