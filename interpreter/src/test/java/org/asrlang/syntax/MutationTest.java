package org.asrlang.syntax;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Whatever the text: the parser ends, throws nothing, and has a word for what is wrong. */
class MutationTest {
  private static final String[] SNIPPETS = {
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    ",",
    ";",
    ":",
    "::",
    "=",
    "=>",
    "->",
    "..",
    "..=",
    "|",
    "||",
    "&&",
    "#",
    "!",
    "?",
    "'",
    "\"",
    "'a",
    "fn",
    "let",
    "match",
    "if",
    "else",
    "impl",
    "for",
    "in",
    "as",
    "struct",
    "mut",
    "return",
    "break",
    "move",
    "1",
    "0x",
    "1.",
    "r#\"",
    "/*",
    "*/",
    "//",
    "///",
    "$",
    "macro_rules!",
    "where",
    "dyn",
    "async",
    "unsafe",
    "\\",
    "\u00e9",
    "@",
    "_"
  };

  @Test
  void mutatedPrograms() {
    Random random = new Random(20240229);
    List<SourceFile> files = Corpus.files();
    for (int i = 0; i < 600; i++) {
      String text = files.get(random.nextInt(files.size())).text();
      int changes = 1 + random.nextInt(4);
      for (int k = 0; k < changes; k++) {
        text = mutate(text, random);
      }
      String mutated = text;
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> parse(mutated), () -> "does not end:\n" + mutated);
    }
  }

  private static void parse(String text) {
    try {
      ParseResult<Crate> r = Parser.parseFile(new SourceFile("m", text));
      assertNotNull(r.value());
      r.diagnostics().forEach(d -> assertFalse(d.message().isBlank(), text));
      r.diagnostics().forEach(d -> d.primary().line());
      Parser.parseEntry(new SourceFile("m", text));
      Parser.isIncomplete(text);
      Parser.tokenTrees(new SourceFile("m", text));
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("throws for:\n" + text, e);
    }
  }

  private static String mutate(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(12));
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, at) + text.substring(end);
      case 1 -> text.substring(0, at) + text.substring(at, end) + text.substring(at);
      case 2 -> {
        String s = SNIPPETS[random.nextInt(SNIPPETS.length)];
        yield text.substring(0, at) + " " + s + " " + text.substring(at);
      }
      case 3 -> {
        String s = SNIPPETS[random.nextInt(SNIPPETS.length)];
        yield text.substring(0, at) + s + text.substring(end);
      }
      default -> text.substring(0, at);
    };
  }
}
