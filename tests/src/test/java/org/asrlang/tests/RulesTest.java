package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.task.Schedule;
import org.junit.jupiter.api.Test;

/**
 * Every rule T1 to T17 has programs of its name in the corpus, which do what they say under many
 * schedules and on all cores. {@code -Drules.seeds=1000 -Drules.parallel=200} takes many of both,
 * {@code -Drules.only=T5} one rule; the table of what was seen is printed then.
 */
class RulesTest {
  private static final Path TASKS = Path.of("corpus", "tasks");
  private static final int RULES = 17;
  private static final int SEEDS = 6;
  private static final int AT_A_TIME = 6;
  private static final Engine ENGINE = Engine.create();

  private final int seeds = Integer.getInteger("rules.seeds", SEEDS);
  private final int parallel = Integer.getInteger("rules.parallel", 1);
  private final String only = System.getProperty("rules.only", "");

  /** What was seen of a rule. */
  private static final class Seen {
    int rejected;
    int programs;
    int explored;
    int runs;
    int schedules;
    final List<String> withoutChoices = new ArrayList<>();
  }

  private record Ran(String output, int exit, long trace, int choices) {}

  @Test
  void T1_T17_hold_under_many_schedules() throws IOException {
    Map<Integer, Seen> rules = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    for (Path p : programs()) {
      String name = p.getFileName().toString();
      int rule = Integer.parseInt(name.substring(1, name.indexOf('_')));
      if (only.isEmpty() || only.equals("T" + rule)) {
        check(p, rules.computeIfAbsent(rule, r -> new Seen()), wrong);
      }
    }
    if (seeds > SEEDS || !only.isEmpty()) {
      System.out.println(table(rules));
    }
    assertEquals(List.of(), wrong);
    if (only.isEmpty()) {
      for (int rule = 1; rule <= RULES; rule++) {
        Seen seen = rules.get(rule);
        assertTrue(seen != null, "no program names T" + rule);
        assertTrue(seen.explored > 0, "no program of T" + rule + " has choices");
      }
    }
  }

  private static List<Path> programs() throws IOException {
    try (Stream<Path> files = Files.list(TASKS)) {
      return files
          .filter(f -> f.getFileName().toString().matches("T\\d+_.*\\.asr"))
          .sorted()
          .toList();
    }
  }

  private void check(Path path, Seen seen, List<String> wrong) throws IOException {
    CorpusFile file = CorpusFile.read(path);
    if (file.isRejected()) {
      seen.rejected++; // CorpusTest looks at its errors
      return;
    }
    String name = path.getFileName().toString();
    Compilation c = ENGINE.check(new SourceFile(name, file.source()), ModuleLoader.NONE, false);
    Program program = c.program();
    Set<Long> traces = new HashSet<>();
    int choices = 0;
    for (int i = 0; i < seeds; i++) {
      Schedule schedule = schedule(i, choices);
      Ran ran = run(program, schedule, file.args());
      choices = Math.max(choices, ran.choices());
      traces.add(ran.trace());
      if (!isRight(file, ran)) {
        wrong.add(name + " under " + schedule.token() + ": " + ran);
        break;
      }
    }
    parallelRuns(file, program).stream()
        .filter(r -> !isRight(file, r))
        .limit(1)
        .forEach(r -> wrong.add(name + " in parallel: " + r));
    seen.runs += seeds + parallel;
    seen.programs++;
    seen.schedules += choices == 0 ? 0 : traces.size();
    if (choices == 0) {
      seen.withoutChoices.add(name);
    } else {
      seen.explored++;
    }
  }

  private static boolean isRight(CorpusFile file, Ran ran) {
    return ran.output().equals(file.stdout()) && ran.exit() == file.exit();
  }

  /** Several at a time, since they sleep in real time. */
  private List<Ran> parallelRuns(CorpusFile file, Program program) {
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_A_TIME)) {
      return IntStream.range(0, parallel)
          .mapToObj(i -> pool.submit(() -> run(program, null, file.args())))
          .toList()
          .stream()
          .map(RulesTest::result)
          .toList();
    }
  }

  private static Ran result(Future<Ran> run) {
    try {
      return run.get();
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Half of them plainly random, the others with random priorities. */
  private static Schedule schedule(int i, int choices) {
    return i % 2 == 0 ? Schedule.random(i + 1) : Schedule.pct(2 + i / 2 % 4, choices, i);
  }

  private static Ran run(Program program, Schedule schedule, List<String> arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("program"));
    args.addAll(arguments);
    Isolate.Builder b =
        program
            .isolate()
            .capabilities(
                Capabilities.NONE
                    .withOutput(out)
                    .withError(OutputStream.nullOutputStream())
                    .withArguments(args));
    if (schedule != null) {
      b.schedule(schedule);
    }
    try (Isolate isolate = b.start()) {
      int exit = isolate.runMain();
      return new Ran(
          out.toString(StandardCharsets.UTF_8),
          exit,
          isolate.runtime().scheduleTrace(),
          isolate.runtime().scheduleSteps());
    }
  }

  private static String table(Map<Integer, Seen> rules) {
    StringBuilder out =
        new StringBuilder("rule  rejected  programs  explored    runs  schedules\n");
    rules.forEach((rule, s) -> {
      out.append(
          "%-4s  %8d  %8d  %8d  %6d  %9d%n"
              .formatted("T" + rule, s.rejected, s.programs, s.explored, s.runs, s.schedules));
      s.withoutChoices.forEach(n -> out.append("      no choices: ").append(n).append('\n'));
    });
    return out.toString();
  }
}
