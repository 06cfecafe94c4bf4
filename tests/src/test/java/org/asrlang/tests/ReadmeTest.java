package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in README.md are compiled and run as they stand there. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private static String block(String language, String containing) throws Exception {
    Matcher m = BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
    while (m.find()) {
      if (m.group(1).equals(language) && m.group(2).contains(containing)) {
        return m.group(2);
      }
    }
    throw new AssertionError("README.md has no " + language + " block with " + containing);
  }

  @Test
  void theEmbeddingExampleRuns() throws Exception {
    String java = block("java", "class Rules");
    assertTrue(java.lines().filter(l -> !l.isBlank()).count() <= 15, "at most 15 lines");
    Path script = Files.writeString(folder.resolve("rules.asr"), block("rust", "fn quote"));
    String printed = new JavaBlock(java).run(folder, script.toString());
    assertEquals("Quote[item=lamp, cents=1200]\nbye\ncancelled\n", printed);
  }
}
