package org.asrlang.source;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * One source text with a name to show. Immutable; positions are UTF-16 offsets into {@link #text}.
 */
public final class SourceFile {
  private final String name;
  private final Supplier<String> source;
  private String text;
  private int[] lineStarts;

  public SourceFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.source = null;
  }

  /**
   * @param source gives the text when it is first needed, always the same
   */
  public SourceFile(String name, Supplier<String> source) {
    this.name = name;
    this.source = source;
  }

  /** The name to show in diagnostics, such as a path or {@code <repl:3>}. */
  public String name() {
    return name;
  }

  public String text() {
    if (text == null) {
      text = source.get();
    }
    return text;
  }

  /** The 1-based line that holds the offset. */
  public int line(int offset) {
    int at = Arrays.binarySearch(lineStarts(), offset);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** The 1-based column of the offset, counted in code points. */
  public int column(int offset) {
    int start = lineStarts()[line(offset) - 1];
    return text().codePointCount(start, Math.min(offset, text().length())) + 1;
  }

  public int lineCount() {
    return lineStarts().length;
  }

  /** The text of a 1-based line, without its line break. */
  public String lineText(int line) {
    int[] starts = lineStarts();
    int from = starts[line - 1];
    int to = line < starts.length ? starts[line] : text().length();
    while (to > from && (text().charAt(to - 1) == '\n' || text().charAt(to - 1) == '\r')) {
      to--;
    }
    return text().substring(from, to);
  }

  public int lineStart(int line) {
    return lineStarts()[line - 1];
  }

  private synchronized int[] lineStarts() {
    if (lineStarts == null) {
      int[] starts = new int[16];
      int n = 1;
      for (int i = 0; i < text().length(); i++) {
        if (text().charAt(i) == '\n') {
          if (n == starts.length) {
            starts = Arrays.copyOf(starts, n * 2);
          }
          starts[n++] = i + 1;
        }
      }
      lineStarts = Arrays.copyOf(starts, n);
    }
    return lineStarts;
  }

  @Override
  public String toString() {
    return name;
  }
}
