package org.asrlang.exec.intrinsics;

import java.util.List;
import org.asrlang.exec.Slice;

/**
 * The constant part of a {@code format_args!}.
 *
 * @param literals the text before each placeholder, and one more at the end
 */
public record FormatTemplate(List<Slice> literals, List<Placeholder> placeholders) {
  /**
   * @param arg index of the argument
   * @param align 0 left, 1 center, 2 right, 3 none given
   * @param width ≥ 0 a number; -1 none; ≤ -2 the argument {@code -2 - width}
   * @param precision the same
   */
  public record Placeholder(int arg, int fill, int align, int flags, int width, int precision) {
    public boolean isPlain() {
      return align == 3 && flags == 0 && width == -1 && precision == -1;
    }
  }
}
