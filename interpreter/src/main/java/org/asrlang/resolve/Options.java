package org.asrlang.resolve;

import java.util.function.Function;

/**
 * How to resolve.
 *
 * @param testing whether {@code cfg(test)} holds and {@code #[test]} functions are kept
 * @param env for {@code env!} and {@code option_env!}; null where a variable is not set
 */
public record Options(boolean testing, Function<String, String> env) {
  public static final Options DEFAULT = new Options(false, name -> null);
  public static final Options TESTING = new Options(true, name -> null);
}
