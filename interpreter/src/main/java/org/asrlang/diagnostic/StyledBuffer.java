package org.asrlang.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A grid of styled characters that grows to where it is written. Rows and columns count from 0. */
final class StyledBuffer {
  private static final class Row {
    int[] chars = new int[64];
    Style[] styles = new Style[64];
    int length;

    void put(int column, int c, Style style) {
      if (column >= chars.length) {
        int size = Math.max(column + 1, chars.length * 2);
        chars = Arrays.copyOf(chars, size);
        styles = Arrays.copyOf(styles, size);
      }
      while (length <= column) {
        chars[length] = ' ';
        styles[length++] = Style.PLAIN;
      }
      chars[column] = c;
      styles[column] = style;
    }
  }

  private final List<Row> rows = new ArrayList<>();

  int rows() {
    return rows.size();
  }

  void put(int row, int column, int c, Style style) {
    while (rows.size() <= row) {
      rows.add(new Row());
    }
    rows.get(row).put(column, c, style);
  }

  void put(int row, int column, String text, Style style) {
    while (rows.size() <= row) {
      rows.add(new Row());
    }
    int at = column;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      rows.get(row).put(at++, c, style);
      i += Character.charCount(c);
    }
  }

  /** Writes text behind what the row holds. */
  void append(int row, String text, Style style) {
    put(row, row < rows.size() ? rows.get(row).length : 0, text, style);
  }

  /** Each row ends with a line feed; blanks at the end of a row are left out. */
  void render(StringBuilder out, Severity severity, boolean colour) {
    for (Row row : rows) {
      int end = row.length;
      while (end > 0 && row.chars[end - 1] == ' ') {
        end--;
      }
      Style current = Style.PLAIN;
      for (int i = 0; i < end; i++) {
        Style style = row.chars[i] == ' ' ? current : row.styles[i];
        if (colour && style != current) {
          change(out, current, style, severity);
          current = style;
        }
        out.appendCodePoint(row.chars[i]);
      }
      if (colour) {
        change(out, current, Style.PLAIN, severity);
      }
      out.append('\n');
    }
  }

  private static void change(StringBuilder out, Style from, Style to, Severity severity) {
    if (!from.sgr(severity).isEmpty()) {
      out.append("\u001b[0m");
    }
    if (!to.sgr(severity).isEmpty()) {
      out.append("\u001b[").append(to.sgr(severity)).append('m');
    }
  }
}
