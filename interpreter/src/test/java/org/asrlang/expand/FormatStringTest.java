package org.asrlang.expand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.asrlang.expand.FormatString.Arg;
import org.asrlang.expand.FormatString.Hole;
import org.asrlang.expand.FormatString.Index;
import org.asrlang.expand.FormatString.Name;
import org.asrlang.expand.FormatString.Next;
import org.asrlang.expand.FormatString.Number;
import org.asrlang.expand.FormatString.Star;
import org.asrlang.expand.FormatString.Text;
import org.junit.jupiter.api.Test;

class FormatStringTest {
  private static List<FormatString.Piece> pieces(String s) {
    FormatString f = FormatString.parse(s);
    assertNull(f.problem);
    return f.pieces;
  }

  private static Hole hole(String s) {
    return (Hole) pieces(s).get(0);
  }

  private static String problem(String s) {
    return FormatString.parse(s).problem.message();
  }

  @Test
  void textAndEscapedBraces() {
    assertEquals(List.of(new Text("a {b} c")), pieces("a {{b}} c"));
    assertEquals(List.of(), pieces(""));
  }

  @Test
  void whatIsFormatted() {
    assertEquals(new Next(), hole("{}").arg());
    assertEquals(new Index(3, 1, 2), hole("{3}").arg());
    assertEquals(new Name("name", 1, 5), hole("{name}").arg());
    assertEquals(new Name("größe", 1, 6), hole("{größe:?}").arg());
    assertEquals(new Name("x", 2, 3), hole("{ x }").arg());
  }

  @Test
  void fillAlignmentAndFlags() {
    Hole h = hole("{:*^+#08.3e}");
    assertEquals('*', h.fill());
    assertEquals('^', h.align());
    assertEquals(1 | 4 | 8, h.flags());
    assertEquals(new Number(8), h.width());
    assertEquals(new Number(3), h.precision());
    assertEquals("e", h.type());
    assertEquals('>', hole("{:>>5}").fill());
    assertEquals(0x1F600, hole("{:😀<4}").fill());
    assertEquals(0, hole("{:5}").align());
    assertEquals(2, hole("{:-}").flags());
  }

  @Test
  void debugForms() {
    assertEquals("?", hole("{:?}").type());
    assertEquals(4, hole("{:#?}").flags());
    assertEquals(16, hole("{:x?}").flags());
    assertEquals(4 | 32, hole("{:#X?}").flags());
    assertEquals("x", hole("{:#x}").type());
  }

  @Test
  void widthAndPrecisionFromArguments() {
    Hole h = hole("{:>width$.prec$}");
    assertEquals(new Arg(new Name("width", 3, 8), 3, 9), h.width());
    assertEquals(new Arg(new Name("prec", 10, 14), 10, 15), h.precision());
    h = hole("{:1$.0$}");
    assertEquals(new Arg(new Index(1, 2, 3), 2, 4), h.width());
    assertEquals(new Star(2, 4), hole("{:.*}").precision());
    assertEquals(new Arg(new Index(0, 2, 3), 2, 4), hole("{:0$}").width());
  }

  @Test
  void problemsInRustcsWords() {
    assertEquals("expected `}` but string was terminated", problem("{"));
    assertEquals("expected `}` but string was terminated", problem("{:"));
    assertEquals("unmatched `}` found", problem("a } b"));
    assertEquals("expected `}`, found `b`", problem("{a b}"));
    assertEquals("expected `}`, found `?`", problem("{x?}"));
    assertEquals("field access isn't supported", problem("{a.b}"));
    assertEquals("expected `}`, found `x`", problem("{:?x}"));
  }
}
