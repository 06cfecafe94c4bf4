package org.asrlang.thir;

import java.math.BigInteger;

/**
 * A head constructor of a pattern, as rustc's {@code rustc_pattern_analysis} has it: what can be at
 * the top of a value, apart from its fields.
 */
sealed interface Ctor {
  /** The only one of a struct or tuple. */
  record Struct() implements Ctor {}

  record Variant(int index) implements Ctor {}

  record Ref() implements Ctor {}

  record Bool(boolean value) implements Ctor {}

  /** Integers and {@code char}s, both ends included; {@code hi < lo} where it is empty. */
  record IntRange(BigInteger lo, BigInteger hi) implements Ctor {
    boolean isWithin(IntRange other) {
      return other.lo.compareTo(lo) <= 0 && hi.compareTo(other.hi) <= 0;
    }
  }

  record FloatRange(double lo, double hi, boolean inclusive) implements Ctor {}

  /** The bytes, as ISO-8859-1 text so that they compare. */
  record Str(String bytes) implements Ctor {}

  /**
   * @param array the array's length, or -1 for slices
   * @param open whether there may be more elements between prefix and suffix
   */
  record Slice(int array, boolean open, int prefix, int suffix) implements Ctor {
    int arity() {
      return prefix + suffix;
    }
  }

  /** A value that is equal to nothing that is known. */
  record Opaque() implements Ctor {}

  record Wildcard() implements Ctor {}

  /** What no pattern can name: values of open types, variants to come. */
  record NonExhaustive() implements Ctor {}

  /** The value that an empty type behind a reference does not have. */
  record Never() implements Ctor {}

  Ctor WILDCARD = new Wildcard();

  /** Whether the values of {@code this}, one part of a split type, all have the other's head. */
  default boolean isCoveredBy(Ctor other) {
    return switch (other) {
      case Wildcard w -> true;
      case Opaque o -> false;
      case IntRange r -> this instanceof IntRange mine && mine.isWithin(r);
      case FloatRange r ->
          this instanceof FloatRange mine
              && r.lo <= mine.lo
              && (r.inclusive || !mine.inclusive ? mine.hi <= r.hi : mine.hi < r.hi);
      case Slice s ->
          this instanceof Slice mine
              && (s.open
                  ? s.arity() <= mine.arity()
                      && s.prefix <= (mine.open ? mine.prefix : mine.arity())
                  : !mine.open && s.arity() == mine.arity());
      case Struct x -> equals(other);
      case Variant x -> equals(other);
      case Ref x -> equals(other);
      case Bool x -> equals(other);
      case Str x -> equals(other);
      case NonExhaustive x -> false;
      case Never x -> equals(other);
    };
  }
}
