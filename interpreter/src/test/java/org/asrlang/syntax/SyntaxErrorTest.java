package org.asrlang.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeSet;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words of syntax errors, and that the parser goes on behind them. */
class SyntaxErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>>",
      quoteCharacter = '\u0001',
      commentCharacter = '\u0002',
      value = {
        "fn f() { let a = 1\\n let b = 2; } =>> expected `;`, found keyword `let`",
        "fn f() { f(a,,b) } =>> expected expression, found `,`",
        "fn f() { f() + ; } =>> expected expression, found `;`",
        "fn f() { a < b < c } =>> comparison operators cannot be chained",
        "fn f() { a++; } =>> ASR has no postfix increment operator",
        "fn f() { if a == S { x: 1 } {} } =>> struct literals are not allowed here",
        "fn f() { let match = 1; } =>> expected identifier, found keyword `match`",
        "fn f() { let x = let y = 1; } =>> expected expression, found `let` statement",
        "fn f() { 1..= } =>> inclusive range with no end",
        "fn f() { a as u8 < b } =>> `<` is interpreted as a start of generic arguments for `u8`,"
            + " not a comparison",
        "fn f() { match a { 1 => 2\\n 3 => 4 } } =>> expected `,` following `match` arm",
        "fn f( =>> this file contains an unclosed delimiter",
        "fn f() } =>> unexpected closing delimiter: `}`",
        "fn f() { ( ] } =>> mismatched closing delimiter: `]`",
        "struct S { a i32 } =>> expected `:`, found `i32`",
        "struct S { a: } =>> expected type, found `}`",
        "enum E { A B } =>> expected one of `(`, `,`, `=`, `{`, or `}`, found `B`",
        "let a = 1; =>> expected item, found keyword `let`",
        "fn f(a) {} =>> expected one of `:`, `@`, or `|`, found `)`",
        "const X = 1; =>> missing type for `const` item",
        "fn f() { /// x\\n } =>> found a documentation comment that doesn't document anything",
        "fn f() { \" } =>> unterminated double quote string",
        "fn f() { '' } =>> empty character literal",
        "fn f() { 0b2 } =>> invalid digit for a base 2 literal",
        "fn f() { 1x } =>> invalid suffix `x` for number literal",
        "/* /* */ =>> unterminated block comment",
      })
  void firstMessage(String text, String message) {
    List<Diagnostic> found =
        Parser.parseFile(new SourceFile("e", text.replace("\\n", "\n"))).diagnostics();
    assertFalse(found.isEmpty(), "no error");
    assertEquals(message, found.get(0).message());
  }

  /** Lines marked {@code //~ ERROR} without a code of a later pass. */
  @Test
  void corpusLines() {
    int files = 0;
    for (SourceFile file : Corpus.files()) {
      if (!file.name().startsWith("syntax/") || !file.name().endsWith("_err.asr")) {
        continue;
      }
      TreeSet<Integer> marked = new TreeSet<>();
      TreeSet<Integer> withoutCode = new TreeSet<>();
      for (int line = 1; line <= file.lineCount(); line++) {
        String text = file.lineText(line);
        int at = text.indexOf("//~ ERROR");
        if (at >= 0) {
          marked.add(line);
          if (text.substring(at + 9).isBlank()) {
            withoutCode.add(line);
          }
        }
      }
      TreeSet<Integer> found = new TreeSet<>();
      Parser.parseFile(file).diagnostics().forEach(d -> found.add(d.primary().line()));
      assertTrue(marked.containsAll(found), file.name() + " " + found);
      // few errors of the later passes have none
      assertTrue(found.containsAll(withoutCode), file.name() + " " + withoutCode);
      files++;
    }
    assertTrue(files >= 15, "corpus not found");
  }

  @Test
  void goodProgramsHaveNoErrors() {
    for (SourceFile file : Corpus.files()) {
      if (!file.name().endsWith("_err.asr")) {
        ParseResult<Crate> r = Parser.parseFile(file);
        assertEquals(List.of(), r.diagnostics(), file.name());
        assertFalse(r.value().items().isEmpty(), file.name());
      }
    }
  }

  @Test
  void itemsAroundAnErrorAreKept() {
    String text = "fn a() {}\nstruct S { x y }\nfn b() { let x = ; }\nfn c() {}\n";
    ParseResult<Crate> r = Parser.parseFile(new SourceFile("e", text));
    assertEquals(2, r.diagnostics().size());
    List<String> names = r.value().items().stream().map(i -> i.ident().name()).toList();
    assertTrue(names.containsAll(List.of("a", "b", "c")), names.toString());
  }

  @Test
  void deepNestingIsReported() {
    String text = "fn f() { " + "(".repeat(100_000) + ")".repeat(100_000) + " }";
    List<Diagnostic> found = Parser.parseFile(new SourceFile("e", text)).diagnostics();
    assertEquals("the source is nested too deeply", found.get(0).message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>>",
      quoteCharacter = '\u0001',
      commentCharacter = '\u0002',
      value = {
        "fn f() =>> true", "fn f() { =>> true", "1 + =>> true", "\"abc =>> true",
        "/* a =>> true", "foo( =>> true", "#[test] =>> true", "if a =>> true",
        "match x { 1 => 2 =>> true", "impl X for =>> true", "x =>> false", "let x = 1 =>> false",
        "struct S; =>> false", "if a {} =>> false", ") =>> false", "use a::*; =>> false",
        "fn f() {} =>> false", "'a =>> false",
      })
  void incomplete(String text, boolean incomplete) {
    assertEquals(incomplete, Parser.isIncomplete(text));
  }
}
