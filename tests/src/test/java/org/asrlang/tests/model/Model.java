package org.asrlang.tests.model;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.tests.model.ModelState.Kind;
import org.asrlang.tests.model.TaskState.Wait;

/**
 * What a task does next, as rules T1 to T12 have it. A step of a task is deterministic; which task
 * steps, and when a timer fires, is what {@link TraceSearch} tries.
 *
 * <p>A drop is a region that requests from outside do not enter (T6), and so is a shield. All that
 * is left open by a block is a frame: a frame does its work however it is reached, by going on or
 * by unwinding.
 */
final class Model {
  static final int MAIN = 0;
  static final int ROOT = 1;

  /** The home of {@code std::thread::spawn}. */
  static final int THREADS = 2;

  /** Ten seconds in units: how long clean-up may take (T6). */
  static final int CLEANUP = 1000;

  /** As the source of a cancellation: the clean-up deadline of one has passed. */
  private static final int EXPIRED = Integer.MAX_VALUE;

  /** The first number that a program may use. */
  static final int FIRST_ID = 3;

  private final TestProgram program;

  Model(TestProgram program) {
    this.program = program;
  }

  ModelState start() {
    ModelState s = new ModelState(program.ids());
    s.scopes[ROOT] = ScopeState.open(-1, -1, Kind.ROOT, false, -1, false).live(1);
    s.scopes[THREADS] = ScopeState.open(ROOT, -1, Kind.ROOT, false, -1, false);
    s.scopes[MAIN] = ScopeState.open(ROOT, MAIN, Kind.REGION, false, -1, false);
    TaskState main = new TaskState(MAIN, ROOT, MAIN);
    main.push(new Frame.EndTask());
    main.push(new Frame.Body(program.main(), 0));
    s.tasks[MAIN] = main;
    return s;
  }

  // ---------------------------------------------------------------- what kind of step comes

  /** What the task would print now, or null. */
  static String printsNow(TaskState t) {
    return t.wait == null
            && !t.ended
            && t.started
            && t.unwinding == null
            && t.frames.top() instanceof Frame.PrintMark(String mark)
        ? mark
        : null;
  }

  static boolean isRunnable(TaskState t) {
    return t != null && t.wait == null && !t.ended;
  }

  // ---------------------------------------------------------------- steps

  /** In how many ways the task may step. */
  static int choices(ModelState s, TaskState t) {
    if (!t.started || t.unwinding != null) {
      return 1;
    }
    return switch (t.frames.top()) {
      case Frame.AwaitRace(int id) -> Math.max(1, s.scopes[id].offers().size());
      case Frame.Body(Code code, int at)
          when at < code.stmts.size() && code.stmts.get(at) instanceof Stmt.Select c ->
          c.biased() ? 1 : Math.max(1, Sync.ready(s, c).size());
      case Frame _ -> 1;
    };
  }

  /** One step of a task that is runnable; changes the state. */
  void step(ModelState s, int task, int choice) {
    TaskState t = s.own(task);
    if (!t.started) {
      t.started = true;
      if (cancelled(s, t)) {
        t.unwinding = request(s, t); // T10: only the captures are dropped
      }
      return;
    }
    Frame top = t.pop();
    if (t.unwinding == null && top instanceof Frame.Body(Code code, int at)) {
      if (at < code.stmts.size()) {
        t.push(new Frame.Body(code, at + 1));
        new Statements(s, t).run(code.stmts.get(at), choice);
      }
      return;
    }
    frame(s, t, top, choice);
  }

  static boolean cancelled(ModelState s, TaskState t) {
    return s.scopes[t.scope].request() >= 0 || s.scopes[t.scope].expired();
  }

  static Unwinding request(ModelState s, TaskState t) {
    int request = s.scopes[t.scope].request();
    return new Unwinding.Cancel(request >= 0 ? request : EXPIRED);
  }

  private static boolean isExpired(Unwinding u) {
    return u instanceof Unwinding.Cancel(int source) && source == EXPIRED;
  }

  private void frame(ModelState s, TaskState t, Frame top, int choice) {
    switch (top) {
      case Frame.Body _ -> {}
      case Frame.PrintMark _ -> {
        if (t.unwinding == null) {
          s.at++;
        }
      }
      case Frame.Check _ -> {
        if (t.unwinding == null && cancelled(s, t)) {
          t.unwinding = request(s, t);
        }
      }
      case Frame.DropValue(Noisy v) -> drop(s, t, v);
      case Frame.Resume r -> restore(t, r.before(), r.panicking(), r.result());
      case Frame.DropHandle(int child) -> dropHandle(s, t, child);
      case Frame.Unlock(int lock) -> Sync.unlock(s, t, lock);
      case Frame.DropSender(int channel, boolean original) -> Sync.dropSender(s, channel, original);
      case Frame.DropOnlySender(int channel) -> Oneshots.dropSender(s, t, channel);
      case Frame.DropReceiver(int channel) -> Sync.dropReceiver(s, t, channel);
      case Frame.TakeOnce(int channel, String mark) -> {
        if (t.unwinding == null) {
          Oneshots.take(s, t, channel, mark);
        }
      }
      case Frame.BeginInSet(Stmt.SpawnInSet c, int place) -> Sets.begin(t, c, place);
      case Frame.TellSet(int set, int place) -> Sets.tell(s, set, place);
      case Frame.JoinTaken(int child, String mark) -> Sets.joinTaken(s, t, child, mark);
      case Frame.DropSet(int set) -> Sets.drop(s, t, set);
      case Frame.CancelTask(int child) -> {
        if (t.unwinding == null) {
          Scopes.cancel(s, child, child);
        }
      }
      case Frame.EndCatch(int id) -> {
        if (t.unwinding instanceof Unwinding.Panic(String mark)) {
          t.unwinding = null;
          t.push(new Frame.PrintMark("c" + id + "=" + mark));
        } else if (!(t.unwinding instanceof Unwinding.Cancel)) {
          t.unwinding = null;
          t.result = null;
          t.push(new Frame.PrintMark("c" + id + "=ok"));
        }
      }
      case Frame.AwaitRace(int id) -> {
        if (t.unwinding == null) {
          Races.await(s, t, id, choice);
        }
      }
      case Frame.DecideRace(int id, int arm) -> Races.decide(s, t, id, arm);
      case Frame.Arrive(int race, int arm) -> Races.arrive(s, t, race, arm);
      case Frame.EndDrop e -> {
        if (closes(s, t, e, e.region())) {
          Unwinding out = Scopes.close(s, t, e.region());
          out = isExpired(out) ? null : out; // it is given up, and reported
          restore(t, out, e.panicking(), e.result());
          t.unwinding = Unwinding.combine(e.before(), out);
        }
      }
      case Frame.EndShield e -> {
        if (closes(s, t, e, e.region())) {
          t.unwinding = Scopes.close(s, t, e.region());
          if (isExpired(t.unwinding)) {
            t.unwinding = request(s, t);
          }
          t.result = null;
        }
      }
      case Frame.EndScope e -> {
        Scopes.takeErrOfBody(s, t, e.scope());
        if (closes(s, t, e, e.scope().id())) {
          Scopes.end(s, t, e.scope());
        }
      }
      case Frame.EndTimeout e -> {
        if (closes(s, t, e, e.timeout().id())) {
          Scopes.endTimeout(s, t, e.timeout());
        }
      }
      case Frame.EndRace e -> {
        if (closes(s, t, e, e.id())) {
          Scopes.endRace(s, t, e.id());
        }
      }
      case Frame.EndTask e -> {
        if (closes(s, t, e, t.region)) {
          Object value = t.result;
          t.unwinding = Scopes.close(s, t, t.region);
          t.push(new Frame.Complete());
          if (t.unwinding != null) {
            Scopes.lose(t, value);
          }
        }
      }
      case Frame.Complete _ -> Scopes.complete(s, t);
    }
  }

  private static void restore(TaskState t, Unwinding u, int panicking, Object result) {
    t.unwinding = Unwinding.combine(u, t.unwinding);
    t.panicking = panicking;
    t.result = result;
  }

  /** T3: waits for the children, whatever is cancelled; true when there are none left. */
  private static boolean closes(ModelState s, TaskState t, Frame end, int scope) {
    if (t.unwinding instanceof Unwinding.Leave(Object result)) {
      t.unwinding = null;
      t.result = result;
    }
    Scopes.bodyEnded(s, t, scope);
    if (s.scopes[scope].live() > 0) {
      t.push(end);
      t.wait = new Wait.Children(scope);
      return false;
    }
    return true;
  }

  /** T6, T15: a drop is a region of its own; T7: what unwinds goes on after it. */
  static void drop(ModelState s, TaskState t, Noisy v) {
    Unwinding before = t.unwinding;
    t.push(new Frame.EndDrop(v.id, before, t.panicking, t.result));
    if (before instanceof Unwinding.Panic) {
      t.panicking++;
    }
    t.unwinding = null;
    t.result = null;
    s.scopes[v.id] =
        ScopeState.open(t.scope, t.id, Kind.REGION, true, -1, s.scopes[t.scope].expired());
    t.scope = v.id;
    t.push(new Frame.Body(v.drop, 0));
    t.push(new Frame.PrintMark(v.mark(t.panicking > 0)));
  }

  /** T8, T9: a result that is there is dropped here, else by the child at its end. */
  private static void dropHandle(ModelState s, TaskState t, int child) {
    if (s.tasks[child].detached) {
      return;
    }
    TaskState c = s.own(child);
    c.detached = true;
    if (c.ended && c.unwinding == null && c.result instanceof Noisy v) {
      c.result = null;
      t.push(new Frame.DropValue(v));
    }
  }

  // ---------------------------------------------------------------- time

  /**
   * The timers that may fire: {@code {1, task}}, {@code {0, scope}} or, if asked for, {@code {2,
   * scope}} of its clean-up.
   */
  static List<int[]> timers(ModelState s, boolean ofCleanUp) {
    List<int[]> timers = new ArrayList<>();
    for (TaskState t : s.tasks) {
      if (t != null && wakesAt(t) >= 0) {
        timers.add(new int[] {1, t.id});
      }
    }
    for (int i = 0; i < s.scopes.length; i++) {
      if (s.scopes[i] != null && s.scopes[i].deadline() >= 0 && s.scopes[i].request() < 0) {
        timers.add(new int[] {0, i});
      }
      if (ofCleanUp && s.scopes[i] != null && s.scopes[i].cleanup() >= 0) {
        timers.add(new int[] {2, i});
      }
    }
    return timers;
  }

  private static int wakesAt(TaskState t) {
    return switch (t.wait) {
      case Wait.Sleep(int until) -> until;
      case Wait.Select(Stmt.Select _, int until) -> until;
      case null, default -> -1;
    };
  }

  static int due(ModelState s, int[] timer) {
    return switch (timer[0]) {
      case 0 -> s.scopes[timer[1]].deadline();
      case 1 -> wakesAt(s.tasks[timer[1]]);
      default -> s.scopes[timer[1]].cleanup();
    };
  }

  static void fire(ModelState s, int[] timer) {
    if (timer[0] == 1) {
      TaskState t = s.own(timer[1]);
      if (t.wait instanceof Wait.Select(Stmt.Select c, int _)) {
        t.push(new Frame.PrintMark("r" + c.id() + "=slept"));
      }
      t.wait = null;
    } else if (timer[0] == 0) {
      Scopes.cancel(s, timer[1], timer[1]);
    } else {
      Scopes.expire(s, timer[1]);
    }
  }
}
