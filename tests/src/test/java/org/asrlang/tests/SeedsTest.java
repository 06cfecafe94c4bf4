package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.CompileException;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first programs under seeds 1 to 50 (rule T13). */
class SeedsTest {
  private static final Path PROGRAMS = Path.of("corpus", "programs");
  private static final Engine ENGINE = Engine.create();

  private static Program compile(String name) throws IOException, CompileException {
    return ENGINE.compile(name, Files.readString(PROGRAMS.resolve(name)));
  }

  private static String run(Program program, OptionalLong seed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Capabilities capabilities =
        Capabilities.NONE
            .withOutput(out)
            .withError(out)
            .withFiles(new FolderFiles(PROGRAMS))
            .withArguments(List.of("program", "words.txt"));
    Isolate.Builder b = program.isolate().capabilities(capabilities);
    if (seed.isPresent()) {
      b.seed(seed.getAsLong());
    }
    try (Isolate isolate = b.start()) {
      assertEquals(0, isolate.runMain(), out::toString);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "shapes", "ledger", "cleanup"})
  void printsTheSameUnderEverySeed(String name) throws Exception {
    Program program = compile(name + ".asr");
    String wanted = Files.readString(PROGRAMS.resolve(name + ".out"));
    for (long seed = 1; seed <= 50; seed++) {
      assertEquals(wanted, run(program, OptionalLong.of(seed)), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "shapes", "ledger"})
  void runsInParallel(String name) throws Exception {
    // cleanup too; but how exactly real time passes on a busy machine is not for a test
    assertEquals(
        Files.readString(PROGRAMS.resolve(name + ".out")),
        run(compile(name + ".asr"), OptionalLong.empty()));
  }

  @Test
  void T13_sleepsTakeNoRealTimeUnderASeed() throws Exception {
    Program program =
        ENGINE.compile(
            "centuries.asr",
            """
            use asr::{task, time};
            use std::time::{Duration, Instant};

            const HOUR: Duration = Duration::from_secs(3600);

            fn main() {
                let start = Instant::now();
                let late = time::timeout(HOUR * 10_000, || {
                    task::scope(|s| {
                        s.spawn(|| loop {
                            time::sleep(HOUR * 1_000);
                        });
                    })
                });
                println!("{} {}", late.is_err(), start.elapsed().as_secs() / 3600);
            }
            """);
    assertEquals("true 10000\n", run(program, OptionalLong.of(1)));
  }

  @Test
  void theSeedDecidesWhoWinsARace() throws Exception {
    Program program = compile("racing.asr");
    Set<String> seen = new TreeSet<>();
    for (long seed = 1; seed <= 50; seed++) {
      String order = run(program, OptionalLong.of(seed)).trim();
      assertEquals(order, run(program, OptionalLong.of(seed)).trim(), "seed " + seed);
      seen.add(order);
    }
    Set<String> possible = Set.of("abc", "acb", "bac", "bca", "cab", "cba");
    assertTrue(possible.containsAll(seen), seen::toString);
    assertTrue(seen.size() >= 5, seen::toString);
  }
}
