package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.asrlang.task.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule T13: bugs of order are found by exploring schedules, and replayed. */
class ExplorationTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final int BUDGET = 2000;
  private static final Toolchain.RunOptions OPTIONS =
      new Toolchain.RunOptions("test", List.of(), OptionalLong.of(1)).withCounting();
  private static final Toolchain.Compiled RACES = compile("planted_races.asr");
  private static final Toolchain.Compiled MORE = compile("planted_races_more.asr");
  private static final Toolchain.Compiled KINDS = compile("planted_races_kinds.asr");
  private static final Toolchain.Compiled CLEANUP = compile("planted_cleanup.asr");

  private static final Toolchain.Compiled CLEANUP_KINDS = compile("planted_cleanup_kinds.asr");

  private static Toolchain.Compiled compile(String name) {
    return compile(Path.of("src", "test", "asr", name));
  }

  private static Toolchain.Compiled compile(Path file) {
    try {
      return new EmbedToolchain()
          .compile(Sources.read(file), Toolchain.Mode.TESTS, new FileModuleLoader(file));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Toolchain.TestResult run(
      Toolchain.Compiled program, String name, Schedule schedule) {
    return run(program, name, schedule, Long.MAX_VALUE);
  }

  private static Toolchain.TestResult run(
      Toolchain.Compiled program, String name, Schedule schedule, long turns) {
    Toolchain.TestCase test =
        program.tests().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    return program.run(test, OPTIONS.with(schedule).withTurns(turns), true);
  }

  private static Toolchain.TestResult replay(
      Toolchain.Compiled program, String name, Schedule schedule) {
    Exploration.Test test = (s, turns) -> run(program, name, s, turns);
    return Exploration.replay(test, test, schedule);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lost_update",
        "lost_wake_up",
        "lock_order",
        "double_delivery",
        "aba",
        "drop_that_never_ends"
      })
  void T13_exploringFindsWhatTheOrderOfSpawningHides(String name) {
    isFound(RACES, name);
  }

  static List<String> more() {
    return MORE.tests().stream().map(Toolchain.TestCase::name).toList();
  }

  @ParameterizedTest
  @MethodSource("more")
  void T13_exploringFindsOtherKinds(String name) {
    isFound(MORE, name);
  }

  static List<String> kinds() {
    return KINDS.tests().stream().map(Toolchain.TestCase::name).toList();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void T13_exploringFindsStillOtherKinds(String name) {
    isFound(KINDS, name);
  }

  @Test
  void T13_tasksThatRunForEverAreALivelock() {
    Exploration.Report r =
        Exploration.explore(
            (s, turns) -> run(KINDS, "both_wait_for_the_other", s, turns), BUDGET, 1);
    String output = r.result().output();
    assertTrue(output.startsWith("livelock: no end in sight after very many turns\n"), output);
    assertTrue(output.contains("task 2 is running"), output);
  }

  private static void isFound(Toolchain.Compiled program, String name) {
    assertTrue(run(program, name, Schedule.fifo()).passed());
    Exploration.Report r =
        Exploration.explore((s, turns) -> run(program, name, s, turns), BUDGET, 1);
    assertFalse(r.result().passed(), r::summary);
    Schedule replayed = Schedule.parse(r.schedule().token());
    assertEquals(r.result().output(), replay(program, name, replayed).output());
  }

  @Test
  void T13_aTestThatDependsOnSomethingOutsideIsTold() {
    int[] runs = {0};
    Exploration.Report r =
        Exploration.explore(
            (s, turns) ->
                new Toolchain.TestResult(
                    true, "run " + runs[0]++, OptionalLong.of(1), run(RACES, "sound", s).facts()),
            BUDGET,
            1);
    assertFalse(r.result().passed());
    assertTrue(r.result().output().contains("two runs under the same schedule differ"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost_update", "lost_wake_up", "lock_order", "double_delivery", "aba"})
  void T13_randomSchedulesAndRandomPrioritiesFindItToo(String name) {
    boolean random = false;
    boolean pct = false;
    for (long seed = 1; seed <= 300; seed++) {
      random |= !run(RACES, name, Schedule.random(seed)).passed();
      pct |= !run(RACES, name, Schedule.pct(3, 30, seed)).passed();
    }
    assertTrue(random && pct, "random " + random + ", pct " + pct);
  }

  @Test
  void T13_aSoundTestPassesUnderManyDistinctSchedules() {
    Exploration.Report r = Exploration.explore((s, turns) -> run(RACES, "sound", s, turns), 500, 1);
    assertTrue(r.result().passed(), () -> r.schedule().token() + "\n" + r.result().output());
    assertTrue(r.distinct() >= 50, r::summary);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "half_built",
        "waits_for_an_answer_to_nothing",
        "drop_that_never_ends",
        "cycle_until_the_regular_end",
        "lock_kept",
        "permit_kept",
        "clean_up_behind_a_suspension",
        "shield_that_hides_a_wait"
      })
  void T6_cancellingEverywhereFindsCleanUpThatIsWrong(String name) {
    assertTrue(run(CLEANUP, name, Schedule.random(1)).passed());
    Exploration.Report r =
        Exploration.cancelEverywhere(
            (s, turns) -> run(CLEANUP, name, s, turns), Schedule.random(1));
    assertFalse(r.result().passed());
    assertTrue(r.result().output().contains("cancelled at "), r.result().output());
    Schedule failed = Schedule.parse(r.schedule().token());
    assertFalse(replay(CLEANUP, name, failed).passed());
  }

  @Test
  void T9_whatIsNeverDroppedIsFoundAlsoIfNobodyCancels() {
    Exploration.Report r =
        Exploration.cancelEverywhere(
            (s, turns) -> run(CLEANUP, "forgotten", s, turns), Schedule.random(1));
    assertEquals("note: never dropped: 1 Connection", r.result().output());
    assertEquals(1, r.runs());
  }

  static List<String> cleanupKinds() {
    return CLEANUP_KINDS.tests().stream().map(Toolchain.TestCase::name).toList();
  }

  @ParameterizedTest
  @MethodSource("cleanupKinds")
  void T6_cancellingEverywhereTellsWrongCleanUpFromItsRepair(String name) {
    assertTrue(run(CLEANUP_KINDS, name, Schedule.random(1)).passed());
    boolean sound = name.endsWith("_repaired") || name.endsWith("_sound");
    Exploration.Report r =
        Exploration.cancelEverywhere(
            (s, turns) -> run(CLEANUP_KINDS, name, s, turns), Schedule.random(1), sound ? 200 : 0);
    assertEquals(sound, r.result().passed(), r.result().output());
    if (!sound) {
      assertTrue(r.result().output().contains("cancelled at "), r.result().output());
      assertFalse(replay(CLEANUP_KINDS, name, r.schedule()).passed());
    }
  }

  static List<String> examples() throws IOException {
    try (Stream<Path> files = Files.list(EXAMPLES)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".asr"))
          .filter(f -> Boolean.getBoolean("explore.all") || !f.equals("parallel.asr")) // long
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void T6_theExamplesCleanUpWhereverTheyAreCancelled(String name) {
    Toolchain.Compiled program = compile(EXAMPLES.resolve(name));
    List<Toolchain.TestCase> tests =
        program.tests().isEmpty() ? List.of(program.mainTest()) : program.tests();
    for (Toolchain.TestCase test : tests) {
      Exploration.Report r =
          Exploration.cancelEverywhere(
              (s, turns) -> program.run(test, OPTIONS.with(s).withTurns(turns), true),
              Schedule.random(1));
      assertTrue(
          r.result().passed(),
          () -> test.name() + " " + r.schedule().token() + "\n" + r.result().output());
    }
  }

  @Test
  void T6_soundCleanUpPassesEverywhere() {
    Exploration.Report r =
        Exploration.cancelEverywhere(
            (s, turns) -> run(CLEANUP, "sound", s, turns), Schedule.random(1));
    assertTrue(r.result().passed(), () -> r.schedule().token() + "\n" + r.result().output());
    assertTrue(r.runs() > 5, r::summary);
  }
}
