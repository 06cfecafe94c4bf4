package org.asrlang.tests.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether the model can do what a real run has done: a search over the order in which tasks step
 * and timers fire, guided by what was printed.
 */
final class TraceSearch {
  /** What a search found. */
  enum Answer {
    POSSIBLE,
    IMPOSSIBLE,
    /** Too many states. */
    UNDECIDED
  }

  private static final int MOST_STATES = 1_000_000;

  private final Model model;
  private final List<String> trace;
  private final int exitCode;
  private final boolean virtualTime;
  private final Locality locality;
  private final Map<String, Integer> printers;
  private final Set<ModelState> seen = new HashSet<>();

  /** What is still to be looked at, by how much of the trace it has printed. */
  private final List<ArrayDeque<ModelState>> open = new ArrayList<>();

  /** Where in the trace a mark is; each is printed once at most. */
  private final Map<String, Integer> places = new HashMap<>();

  private int furthest;
  private int states;

  /**
   * @param virtualTime whether time passes only when all tasks wait, in the order of what is due;
   *     else a timer may fire whenever it likes
   */
  TraceSearch(TestProgram program, List<String> trace, int exitCode, boolean virtualTime) {
    this.model = new Model(program);
    this.trace = trace;
    this.exitCode = exitCode;
    this.virtualTime = virtualTime;
    this.locality = new Locality(Facts.of(program));
    this.printers = Printers.of(program);
    for (int i = 0; i <= trace.size(); i++) {
      open.add(new ArrayDeque<>());
    }
    for (int i = 0; i < trace.size(); i++) {
      places.put(trace.get(i), i);
    }
  }

  /** How many marks of the trace the model could print. */
  int furthest() {
    return furthest;
  }

  int states() {
    return states;
  }

  Answer run() {
    add(model.start());
    while (true) {
      ModelState s = next();
      if (s == null) {
        return Answer.IMPOSSIBLE;
      }
      if (++states > MOST_STATES) {
        return Answer.UNDECIDED;
      }
      if (s.tasks[Model.MAIN].ended && live(s) == 0) {
        boolean deadlock = s.scopes[Model.ROOT].request() >= 0;
        int code = s.tasks[Model.MAIN].unwinding == null && !deadlock ? 0 : 101;
        if (s.at == trace.size() && code == exitCode) {
          return Answer.POSSIBLE;
        }
        continue;
      }
      successors(s);
    }
  }

  private ModelState next() {
    for (int i = open.size() - 1; i >= 0; i--) {
      ModelState s = open.get(i).poll();
      if (s != null) {
        furthest = Math.max(furthest, i);
        return s;
      }
    }
    return null;
  }

  private static int live(ModelState s) {
    int n = 0;
    for (TaskState t : s.tasks) {
      if (t != null && !t.ended) {
        n++;
      }
    }
    return n;
  }

  private void successors(ModelState s) {
    boolean runnable = false;
    List<int[]> timers = Model.timers(s, virtualTime);
    for (TaskState t : s.tasks) {
      if (Model.isRunnable(t)) {
        runnable = true;
        break;
      }
    }
    int next = timers.stream().mapToInt(x -> Model.due(s, x)).min().orElse(-1);
    for (int[] timer : timers) {
      int due = Model.due(s, timer);
      if (!virtualTime || due <= s.now || !runnable && due == next) {
        ModelState n = s.copy();
        n.now = virtualTime ? Math.max(n.now, due) : 0;
        Model.fire(n, timer);
        add(n);
      }
    }
    if (!runnable && timers.isEmpty()) {
      if (s.scopes[Model.ROOT].request() < 0) {
        ModelState n = s.copy();
        Scopes.cancel(n, Model.ROOT, Model.ROOT);
        add(n);
      }
      return;
    }
    // The last one is looked at first: who may print what comes next.
    int printer = s.at < trace.size() ? printers.getOrDefault(trace.get(s.at), -1) : -1;
    for (TaskState t : s.tasks) {
      if (t != null && t.id != printer) {
        step(s, t);
      }
    }
    if (printer >= 0 && s.tasks[printer] != null) {
      step(s, s.tasks[printer]);
    }
  }

  private void step(ModelState s, TaskState t) {
    if (Model.isRunnable(t) && Model.printsNow(t) == null) {
      for (int i = Model.choices(s, t) - 1; i >= 0; i--) {
        ModelState n = s.copy();
        model.step(n, t.id, i);
        add(n);
      }
    }
  }

  /** Does first what no other task can see, and what the trace says. */
  private void add(ModelState s) {
    boolean again = true;
    while (again) {
      again = false;
      for (int i = 0; i < s.tasks.length; i++) {
        if (!virtualTime && s.tasks[i] != null && locality.isOnlyAsleep(s, s.tasks[i])) {
          s.own(i).wait = null;
          again = true;
        }
        while (Model.isRunnable(s.tasks[i]) && goesOn(s, s.tasks[i])) {
          if (s.made != null && !isDropped(s)) {
            return;
          }
          model.step(s, i, 0);
          again = true;
        }
      }
    }
    if (s.made != null && !isDropped(s)) {
      return;
    }
    for (TaskState t : s.tasks) {
      String mark = t == null ? null : Model.printsNow(t);
      if (mark != null && places.getOrDefault(mark, -1) < s.at) {
        return; // it will never be printed
      }
    }
    if (seen.add(s)) {
      open.get(s.at).push(s);
    }
  }

  /** Whether the trace has, from here on, the drop of what was made: every value is dropped. */
  private boolean isDropped(ModelState s) {
    Noisy v = s.made;
    s.made = null;
    return places.getOrDefault(v.mark(false), -1) >= s.at
        || places.getOrDefault(v.mark(true), -1) >= s.at;
  }

  private boolean goesOn(ModelState s, TaskState t) {
    String mark = Model.printsNow(t);
    if (mark != null) {
      return s.at < trace.size() && trace.get(s.at).equals(mark);
    }
    return locality.isLocal(s, t);
  }
}
