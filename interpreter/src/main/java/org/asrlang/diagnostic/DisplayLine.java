package org.asrlang.diagnostic;

import java.util.Arrays;

/**
 * One source line as a terminal shows it: tabs as four blanks, control characters by their
 * pictures, characters that would reorder the text by a replacement character.
 */
final class DisplayLine {
  private static final String TAB = "    ";

  private final String shown;
  private final int[] columns;

  DisplayLine(String line) {
    StringBuilder out = new StringBuilder(line.length() + 8);
    columns = new int[line.length() + 1];
    int column = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      if (c >= ' ' && c < 0x7f) { // most of most lines, and lines can be very long
        columns[i++] = column++;
        out.append((char) c);
        continue;
      }
      int length = Character.charCount(c);
      Arrays.fill(columns, i, i + length, column);
      i += length;
      int before = out.length();
      append(out, c);
      column += CharWidth.of(out.subSequence(before, out.length()));
    }
    columns[line.length()] = column;
    shown = out.toString();
  }

  String shown() {
    return shown;
  }

  int width() {
    return columns[columns.length - 1];
  }

  /** The display column, from 0, at which the character at a UTF-16 offset of the line starts. */
  int column(int offset) {
    return columns[Math.clamp(offset, 0, columns.length - 1)];
  }

  /** The display column of the first character that is not a blank. */
  int indent() {
    int column = 0;
    for (int i = 0; i < shown.length() && Character.isWhitespace(shown.charAt(i)); i++) {
      column++;
    }
    return column;
  }

  /** The part between two display columns, with dots where something is cut off. */
  String slice(int from, int to) {
    if (from == 0 && to >= width()) {
      return shown;
    }
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < shown.length() && column < to; ) {
      int c = shown.codePointAt(i);
      int w = CharWidth.of(c);
      if (column >= from && column + w <= to) {
        boolean dots = from > 0 && column < from + 3 || to < width() && column >= to - 3;
        out.append(dots ? ".".repeat(w) : Character.toString(c));
      } else if (column < from && column + w > from) {
        out.append('.');
      }
      column += w;
      i += Character.charCount(c);
    }
    return out.toString();
  }

  /** Text that is not a line of a source file, made fit to be shown. */
  static String show(String text) {
    return new DisplayLine(text).shown;
  }

  private static void append(StringBuilder out, int c) {
    if (c == '\t') {
      out.append(TAB);
    } else if (c < 0x20) {
      out.append((char) (0x2400 + c));
    } else if (c == 0x7f) {
      out.append('\u2421');
    } else if (c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069) {
      out.append('\ufffd');
    } else if (c != 0x200d) {
      out.appendCodePoint(c);
    }
  }
}
