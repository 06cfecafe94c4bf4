package org.asrlang.syntax;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of types that the language itself knows. */
public final class PrimitiveTypes {
  /** What an integer literal may end in, and what {@code #[repr]} takes. */
  public static final Set<String> INTEGERS =
      Set.of(
          "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16", "u32", "u64", "u128", "usize");

  /** All that are written as a name. */
  public static final Set<String> ALL =
      Stream.concat(INTEGERS.stream(), Stream.of("bool", "char", "str", "f32", "f64"))
          .collect(Collectors.toUnmodifiableSet());

  private PrimitiveTypes() {}
}
