package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in docs/embedding.md print what stands below them. */
class EmbeddingPageTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("```java\\n(.*?)```\\s*```text\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void eachProgramPrintsWhatStandsBelowIt() throws Exception {
    Matcher m = EXAMPLE.matcher(Files.readString(Path.of("..", "docs", "embedding.md")));
    int programs = 0;
    while (m.find()) {
      assertEquals(m.group(2), new JavaBlock(m.group(1)).run(folder));
      programs++;
    }
    assertEquals(4, programs);
  }
}
