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
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.asrlang.embed.Capabilities;
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
 * {@code -Drules.only=T5} one rule; what was seen of each program, and then the table, is printed
 * then.
 */
class RulesTest {
  private static final Path TASKS = Path.of("corpus", "tasks");
  private static final int RULES = 17;
  private static final int SEEDS = 6;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  /** How many parallel runs are under way at once: most of their time they sleep. */
  private static final int AT_A_TIME = 8 * CORES;

  private static final Engine ENGINE = Engine.create();

  private final int seeds = Integer.getInteger("rules.seeds", SEEDS);
  private final int parallel = Integer.getInteger("rules.parallel", 1);
  private final String only = System.getProperty("rules.only", "");
  private final boolean tells = seeds > SEEDS || !only.isEmpty();

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

  /** A program of a rule, compiled once, and what its runs came to. */
  private final class Subject {
    final int rule;
    final String name;
    final CorpusFile file;
    private final Program program;
    private final Set<Long> traces = new HashSet<>(); // guarded by this
    private int choices; // guarded by this
    private int runs; // guarded by this
    private String wrong; // guarded by this

    Subject(Path path) throws IOException {
      name = path.getFileName().toString();
      rule = Integer.parseInt(name.substring(1, name.indexOf('_')));
      file = CorpusFile.read(path);
      SourceFile source = new SourceFile(name, file.source());
      program = file.isRejected() ? null : ENGINE.check(source, ModuleLoader.NONE, false).program();
    }

    synchronized int choices() {
      return choices;
    }

    /** Runs it, unless it has been wrong already. */
    void run(Schedule schedule) {
      synchronized (this) {
        if (wrong != null) {
          return;
        }
      }
      Ran ran = RulesTest.run(program, schedule, file.args());
      synchronized (this) {
        runs++;
        if (schedule != null) {
          choices = Math.max(choices, ran.choices());
          traces.add(ran.trace());
        }
        if (wrong == null && !(ran.output().equals(file.stdout()) && ran.exit() == file.exit())) {
          String how = schedule == null ? "in parallel" : "under " + schedule.token();
          wrong = name + " " + how + ": " + ran;
          tell("  WRONG");
        } else if (runs == seeds || runs == seeds + parallel) {
          tell("");
        }
      }
    }

    private void tell(String how) {
      if (tells) {
        int seen = choices == 0 ? 0 : traces.size();
        System.out.printf("%-60s %6d runs %6d schedules%s%n", name, runs, seen, how);
      }
    }

    synchronized void report(Seen seen, List<String> wrongs) {
      if (file.isRejected()) {
        seen.rejected++; // CorpusTest looks at its errors
        return;
      }
      seen.runs += runs;
      seen.programs++;
      if (choices == 0) {
        seen.withoutChoices.add(name);
      } else {
        seen.explored++;
        seen.schedules += traces.size();
      }
      if (wrong != null) {
        wrongs.add(wrong);
      }
    }
  }

  @Test
  void T1_T17_hold_under_many_schedules() throws IOException {
    List<Subject> subjects = new ArrayList<>();
    for (Path p : programs()) {
      Subject s = new Subject(p);
      if (only.isEmpty() || only.equals("T" + s.rule)) {
        subjects.add(s);
      }
    }
    // Those in real time last: by then everything is compiled, and nothing else runs beside them.
    runSeeded(subjects);
    inPool(AT_A_TIME, subjects, s -> runs(s, 0, parallel, i -> null));
    Map<Integer, Seen> rules = new TreeMap<>();
    List<String> wrong = new ArrayList<>();
    subjects.forEach(s -> s.report(rules.computeIfAbsent(s.rule, r -> new Seen()), wrong));
    if (tells) {
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

  /** Half of the runs plainly random, the others with random priorities. */
  private void runSeeded(List<Subject> subjects) {
    int half = (seeds + 1) / 2;
    inPool(CORES, subjects, s -> runs(s, 0, half, i -> Schedule.random(2 * i + 1)));
    // How many choices there are is known now.
    inPool(
        CORES, subjects, s -> runs(s, half, seeds, i -> Schedule.pct(2 + i % 4, s.choices(), i)));
  }

  private static Stream<Runnable> runs(
      Subject s, int from, int to, IntFunction<Schedule> schedule) {
    return IntStream.range(from, to).mapToObj(i -> () -> s.run(schedule.apply(i)));
  }

  private static void inPool(
      int threads, List<Subject> subjects, Function<Subject, Stream<Runnable>> runs) {
    List<Future<?>> all = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      subjects.stream()
          .filter(s -> s.program != null)
          .flatMap(runs)
          .forEach(r -> all.add(pool.submit(r)));
    }
    for (Future<?> f : all) {
      try {
        f.get();
      } catch (ExecutionException | InterruptedException e) {
        throw new AssertionError(e);
      }
    }
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
