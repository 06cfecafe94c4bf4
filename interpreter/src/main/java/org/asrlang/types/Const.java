package org.asrlang.types;

import java.util.List;
import org.asrlang.resolve.Def;

/** A constant in a type: an array's length or a const argument. Equal by value. */
public sealed interface Const extends GenericArg {
  /**
   * A known value.
   *
   * @param value {@link Long} for integers and {@code char} (by bits), {@link Boolean}
   */
  record Value(Object value, Ty ty) implements Const {
    @Override
    public String toString() {
      return ty instanceof Ty.Uint u && value instanceof Long l
          ? Long.toUnsignedString(l)
          : String.valueOf(value);
    }
  }

  record Param(Def def, int index) implements Const {
    @Override
    public String toString() {
      return def.name();
    }
  }

  record Infer(int id) implements Const {
    @Override
    public String toString() {
      return "_";
    }
  }

  /** An anonymous constant that depends on parameters, or was not yet evaluated. */
  record Unevaluated(Def def, List<GenericArg> args) implements Const {
    @Override
    public String toString() {
      return "{const}";
    }
  }

  record Error() implements Const {
    @Override
    public String toString() {
      return "{const error}";
    }
  }
}
