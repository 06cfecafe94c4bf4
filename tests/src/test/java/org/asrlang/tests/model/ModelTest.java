package org.asrlang.tests.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.asrlang.embed.CompileException;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Program;
import org.asrlang.task.Schedule;
import org.junit.jupiter.api.Test;

/**
 * Rules T1 to T12: whatever a random program prints, on all cores or under a schedule, the model of
 * the rules can print, too. {@code -Dmodel.count=5000} compares as many programs as it takes to
 * find something; {@code -Dmodel.seed} starts with another one.
 */
class ModelTest {
  private static final Engine ENGINE = Engine.create();

  private final long first = Long.getLong("model.seed", 1);
  private final int count = Integer.getInteger("model.count", 40);

  /** A program, and the different things that it has done. */
  private record Compared(TestProgram program, List<RealRun> runs) {}

  private static Compared run(long seed) {
    TestProgram program = ProgramGenerator.generate(seed);
    Program compiled;
    try {
      compiled = ENGINE.compile("program" + seed, AsrText.of(program));
    } catch (CompileException e) {
      throw new AssertionError("program " + seed + ": " + e.getMessage(), e);
    }
    Set<List<Object>> seen = new HashSet<>();
    List<RealRun> runs = new ArrayList<>();
    for (Schedule s : schedules(seed)) {
      RealRun r = RealRun.of(compiled, s);
      if (seen.add(List.of(s != null, r.marks(), r.exitCode()))) {
        runs.add(r);
      }
    }
    return new Compared(program, runs);
  }

  /** The deterministic ones, and null for a parallel one. */
  private static List<Schedule> schedules(long seed) {
    List<Schedule> all = new ArrayList<>();
    all.add(Schedule.fifo());
    for (int i = 0; i < 2; i++) {
      all.add(Schedule.random(seed + i));
      all.add(Schedule.pct(2 + i, 40, seed + i));
    }
    all.add(null);
    return all;
  }

  @Test
  void T1_T12_everyRealTraceIsOneOfTheModel() {
    int traces = 0;
    for (long seed = first; seed < first + count; seed++) {
      Compared c = run(seed);
      for (RealRun r : c.runs()) {
        traces++;
        TraceSearch search = r.search(c.program());
        TraceSearch.Answer answer = search.run();
        String wrong =
            "program %d under %s\nthe model gets to mark %d\n%s"
                .formatted(seed, r, search.furthest(), AsrText.of(c.program()));
        assertEquals(TraceSearch.Answer.POSSIBLE, answer, wrong);
      }
    }
    assertTrue(traces > count * 2, traces + " different traces of " + count + " programs");
  }

  /** A model that allows everything would find nothing: what did not happen is not possible. */
  @Test
  void theModelRejectsTracesThatAreWrong() {
    Random random = new Random(1);
    int lost = 0;
    int doubled = 0;
    int late = 0;
    int tried = 0;
    for (long seed = 1; seed <= 10; seed++) {
      Compared c = run(seed);
      for (RealRun r : c.runs()) {
        List<String> marks = r.marks();
        if (marks.size() < 4) {
          continue;
        }
        tried++;
        int at = random.nextInt(marks.size());
        lost += rejected(c, r, without(marks, at));
        List<String> twice = new ArrayList<>(marks);
        twice.add(marks.get(at));
        doubled += rejected(c, r, twice);
        List<String> first = new ArrayList<>(without(marks, marks.size() - 1));
        first.addFirst(marks.getLast());
        late += rejected(c, r, first);
      }
    }
    assertEquals(tried, doubled, "a mark printed twice");
    assertTrue(lost * 10 >= tried * 9, lost + " of " + tried + " traces without one mark");
    assertTrue(late * 10 >= tried * 9, late + " of " + tried + " traces whose end is first");
  }

  private static List<String> without(List<String> marks, int at) {
    List<String> rest = new ArrayList<>(marks);
    rest.remove(at);
    return rest;
  }

  private static int rejected(Compared c, RealRun r, List<String> marks) {
    RealRun wrong = new RealRun(r.schedule(), marks, r.exitCode());
    return wrong.search(c.program()).run() == TraceSearch.Answer.IMPOSSIBLE ? 1 : 0;
  }
}
