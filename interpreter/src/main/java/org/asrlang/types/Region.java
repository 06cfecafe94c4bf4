package org.asrlang.types;

import org.asrlang.resolve.Def;

/** A lifetime in a type. Interned where it is a part of a type; equal by value. */
public sealed interface Region extends GenericArg {
  record Static() implements Region {
    @Override
    public String toString() {
      return "'static";
    }
  }

  /**
   * A lifetime parameter of an item that generic arguments instantiate.
   *
   * @param def null for one without a name: left out in an impl's header ({@code impl T for &U}) or
   *     in a bound of an {@code impl Trait} argument
   */
  record EarlyParam(Def def, int index) implements Region {
    @Override
    public String toString() {
      return def != null ? "'" + def.name() : "'_";
    }
  }

  /**
   * Bound by the {@code depth}-th enclosing binder ({@link FnSig}, {@code dyn}, {@code for<'a>}),
   * counted from the inside, 0 first.
   *
   * @param def the parameter, or null where it was elided
   */
  record Bound(int depth, int index, Def def) implements Region {
    @Override
    public String toString() {
      return def != null ? "'" + def.name() : "'_";
    }
  }

  /**
   * A late-bound parameter of the function whose body is looked at.
   *
   * @param scope the function
   * @param index the index of the {@link Bound} that it stands for
   */
  record LateParam(Def scope, int index, Def def) implements Region {
    @Override
    public String toString() {
      return def != null ? "'" + def.name() : "'_";
    }
  }

  /** A region variable of an {@link org.asrlang.types.infer.InferCtxt}. */
  record Var(int id) implements Region {
    @Override
    public String toString() {
      return "'?" + id;
    }
  }

  /** A higher-ranked region made rigid, to prove a {@code for<'a>} goal. */
  record Placeholder(int universe, int index) implements Region {
    @Override
    public String toString() {
      return "'!" + universe + "." + index;
    }
  }

  /** Not looked at: what bodies and instances carry. */
  record Erased() implements Region {
    @Override
    public String toString() {
      return "'_";
    }
  }

  /** One that could not be resolved, as was told: what it stands in is in error too. */
  record Error() implements Region {
    @Override
    public String toString() {
      return "'_";
    }
  }

  Region STATIC = new Static();
  Region ERASED = new Erased();
  Region ERROR = new Error();
}
