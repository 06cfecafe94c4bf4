package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.junit.jupiter.api.Test;

/** Many tasks at once; {@code tests/bench/limits} does the same with a hundred times as many. */
class ManyTasksTest {
  private static String run(String program, Long seed, String... args) throws Exception {
    String source = Files.readString(Path.of("bench", program));
    return run(Engine.create().compile(program, source), seed, args);
  }

  private static String run(Program program, Long seed, String... args) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Isolate.Builder b =
        program
            .isolate()
            .capabilities(
                Capabilities.NONE.withOutput(out).withError(out).withArguments(List.of(args)));
    if (seed != null) {
      b.seed(seed);
    }
    try (Isolate isolate = b.start()) {
      isolate.runMain();
      assertEquals(0, isolate.runtime().liveTasks(), "no task is left");
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void T5_cancelling_a_tree_leaves_no_task_and_drops_everything_once() throws Exception {
    String want = "task was cancelled\n1888 of 1888 dropped\n";
    assertEquals(want, run("tree.asr", null, "tree", "10"));
    assertEquals(want, run("tree.asr", 1L, "tree", "10"));
  }

  @Test
  void tasksThatSleepOnceReturnTheirValues() throws Exception {
    String source = Files.readString(Path.of("bench", "million.asr"));
    Program program =
        Engine.create().compile("ten.asr", source.replace("1_000_000u64", "10_000u64"));
    assertEquals("49995000\n", run(program, null));
    assertEquals("49995000\n", run(program, 1L));
  }
}
