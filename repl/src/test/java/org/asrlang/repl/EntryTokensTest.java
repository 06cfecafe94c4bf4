package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntryTokensTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "fn f() {",
        "fn f(\n",
        "let v = vec![1,\n2",
        "\"abc",
        "\"abc\ndef",
        "r#\"abc\"",
        "/* a",
        "let x =",
        "1 +",
        "x.",
        "a,",
        "#[derive(Debug)]",
        "#[derive(Debug)]\n#[allow(unused)]",
        "#[derive(Debug)] // comment",
        "/// doc",
        "if a { 1 } else",
        "match x {\n  '{' => 1,",
      })
  void incomplete(String text) {
    assertTrue(EntryTokens.isIncomplete(text), text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 + 1",
        "let x = 1;",
        "fn f() {}",
        "\"{\"",
        "'{'",
        "b'{'",
        "r#\"{\"#",
        "// {",
        "/* { */",
        "x as Vec<i32>",
        "1..",
        "f(]",
        "}",
        "#[derive(Debug)] struct S;",
        "#[derive(Debug)]\nstruct S { a: i32 }",
        "'a: loop {}",
        "x?",
        "1 +\n",
        "let x =\n  ",
      })
  void complete(String text) {
    assertFalse(EntryTokens.isIncomplete(text), text);
  }

  @Test
  void highlightingChangesNoText() {
    String text = ":type let é = \"🦀\" /* c */ + 'a' as Foo<'b>; println!(\"{}\", 1.5) § \"open";
    AttributedString s = SyntaxHighlighter.highlight(text);
    assertEquals(text, s.toString());
  }

  @Test
  void keywordsTypesTextsAndMacrosDiffer() {
    String ansi = SyntaxHighlighter.highlight("let x: Foo = bar!(\"a\", 1); // c").toAnsi();
    assertEquals(
        "\u001b[35mlet\u001b[0m x: \u001b[33mFoo\u001b[0m = \u001b[36mbar\u001b[0m!("
            + "\u001b[32m\"a\"\u001b[0m, \u001b[36m1\u001b[0m); \u001b[90m// c\u001b[0m",
        ansi);
  }
}
