package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.ErrorCodes;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/differences.md} says what is true. */
class DifferencesTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "differences.md");
  private static final Pattern FILE = Pattern.compile("`(\\w+/\\w+)` \\|$");

  @Test
  void eachRowNamesAFileOfTheCorpus() throws Exception {
    List<String> rows =
        Files.readAllLines(PAGE).stream()
            .filter(
                l -> l.startsWith("| ") && !l.startsWith("| Subject") && !l.startsWith("| Left"))
            .toList();
    assertTrue(rows.size() > 15, rows::toString);
    for (String row : rows) {
      var file = FILE.matcher(row);
      assertTrue(file.find(), row);
      assertTrue(Files.exists(Path.of("corpus", file.group(1) + ".asr")), row);
    }
  }

  @Test
  void eachCodeOfWhatIsLeftOutHasARow() throws Exception {
    String page = Files.readString(PAGE);
    for (ErrorCodes code : ErrorCodes.values()) {
      if (code.name().compareTo("A0100") <= 0) {
        assertTrue(page.contains(code.name()), code::name);
      }
    }
  }

  @Test
  void theSeedDecidesTheOrderOfHashes() throws Exception {
    Program program =
        Engine.create()
            .compile(
                "order.asr",
                """
                fn main() {
                    let set: std::collections::HashSet<u32> = (0..50).collect();
                    println!("{set:?}");
                }
                """);
    assertEquals(run(program, 1), run(program, 1));
    assertNotEquals(run(program, 1), run(program, 2));
  }

  private static String run(Program program, long seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Isolate isolate =
        program.isolate().capabilities(Capabilities.NONE.withOutput(out)).seed(seed).start()) {
      assertEquals(0, isolate.runMain());
    }
    return out.toString();
  }
}
