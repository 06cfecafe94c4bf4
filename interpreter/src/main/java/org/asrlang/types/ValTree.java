package org.asrlang.types;

import java.util.List;

/**
 * The value of a constant as a tree, as far as it has the shape of a pattern (rustc's {@code
 * ValTree}). The type of the constant tells what its parts mean.
 */
public sealed interface ValTree {
  /**
   * @param value {@link java.math.BigInteger}, {@link Double}, {@link Boolean}; {@link Integer} for
   *     {@code char}
   */
  record Scalar(Object value) implements ValTree {}

  /** Behind a {@code &str}: UTF-8. */
  record Str(byte[] utf8) implements ValTree {}

  /** A tuple, struct, variant, array or slice; what is behind a reference stands for it. */
  record Branch(int variant, List<ValTree> parts) implements ValTree {}
}
