package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.tests.cli.AsrCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that say in {@code // expect:} what they print do so, under several seeds. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final String EXPECT = "// expect: ";
  private static final Engine ENGINE = Engine.create();

  static Stream<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .filter(f -> f.toString().endsWith(".asr") && !expected(f).isEmpty())
          .map(f -> f.getFileName().toString())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static String expected(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(l -> l.contains(EXPECT))
          .map(l -> l.substring(l.indexOf(EXPECT) + EXPECT.length()) + "\n")
          .collect(Collectors.joining());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void printsWhatItSays(String name) throws Exception {
    Path file = EXAMPLES.resolve(name);
    Program program = ENGINE.compile(name, Files.readString(file));
    for (long seed = 1; seed <= 20; seed++) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Capabilities capabilities = Capabilities.NONE.withOutput(out);
      try (Isolate isolate = program.isolate().capabilities(capabilities).seed(seed).start()) {
        assertEquals(0, isolate.runMain(), "seed " + seed);
      }
      assertEquals(expected(file), out.toString(StandardCharsets.UTF_8), "seed " + seed);
    }
  }

  /** Their tests hold in whatever order things happen, and wherever they are cancelled. */
  @ParameterizedTest
  @ValueSource(strings = {"chat", "pipeline", "rate_limiter", "supervisor", "worker_pool"})
  void holdsUnderAllSchedulesAndCancellations(String name) {
    String file = "examples/" + name + ".asr";
    AsrCommand.Result cancelled =
        AsrCommand.run(AsrCommand.root(), "", "test", "--cancel-everywhere", file);
    assertEquals(0, cancelled.exit(), cancelled.out());
    AsrCommand.Result explored =
        AsrCommand.run(AsrCommand.root(), "", "test", "--explore", "100", file);
    assertEquals(0, explored.exit(), explored.out());
  }

  @Test
  void thereAreSome() throws IOException {
    assertTrue(examples().count() >= 3);
  }
}
