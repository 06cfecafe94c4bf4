package org.asrlang.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SourceFileTest {
  @Test
  void linesAndColumnsCountFromOneAndInCodePoints() {
    SourceFile f = new SourceFile("a.asr", "let a = 1;\r\nlet 🦀b = 2;\n");
    assertEquals(3, f.lineCount());
    assertEquals("let a = 1;", f.lineText(1));
    assertEquals("", f.lineText(3));
    int b = f.text().indexOf('b');
    assertEquals(2, f.line(b));
    assertEquals(6, f.column(b));
  }

  @Test
  void anOffsetAtTheEndIsOnTheLastLine() {
    SourceFile f = new SourceFile("a.asr", "ab\ncd");
    assertEquals(2, f.line(5));
    assertEquals(3, f.column(5));
  }
}
