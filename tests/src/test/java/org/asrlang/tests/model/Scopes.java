package org.asrlang.tests.model;

import java.util.ArrayDeque;
import org.asrlang.tests.model.ModelState.Kind;
import org.asrlang.tests.model.TaskState.Wait;

/** The ends of scopes and tasks, and cancellation: rules T3 to T5, T8, T9, T11 and T12. */
final class Scopes {
  private Scopes() {}

  /** T5: marks the subtree at once, except what is isolated; the first request stays. */
  static void cancel(ModelState s, int scope, int source) {
    ArrayDeque<Integer> work = new ArrayDeque<>();
    work.add(scope);
    while (!work.isEmpty()) {
      int at = work.poll();
      ScopeState c = s.scopes[at];
      if (c == null || c.closed() || c.request() >= 0) {
        continue;
      }
      s.scopes[at] = c.requested(source);
      if (at == scope && !c.expired()) {
        s.scopes[at] = s.scopes[at].cleanup(s.now + Model.CLEANUP);
      }
      for (int i = 0; i < s.scopes.length; i++) {
        if (s.scopes[i] != null && s.scopes[i].parent() == at && !s.scopes[i].isolated()) {
          work.add(i);
        }
      }
      for (TaskState t : s.tasks) {
        if (t != null && t.scope == at && t.wait != null) {
          Sync.cancelWait(s, t.id);
        }
      }
    }
  }

  /** T6: the clean-up in a scope takes too long. */
  static void expire(ModelState s, int scope) {
    ArrayDeque<Integer> work = new ArrayDeque<>();
    work.add(scope);
    while (!work.isEmpty()) {
      int at = work.poll();
      ScopeState c = s.scopes[at];
      if (c == null || c.closed() || c.expired()) {
        continue;
      }
      s.scopes[at] = c.hasExpired();
      for (int i = 0; i < s.scopes.length; i++) {
        if (s.scopes[i] != null && s.scopes[i].parent() == at) {
          work.add(i);
        }
      }
      for (TaskState t : s.tasks) {
        if (t != null && t.scope == at && t.wait != null) {
          Sync.cancelWait(s, t.id);
        }
      }
    }
  }

  /** A value that nobody can take any more is dropped here (T9). */
  static void lose(TaskState t, Object value) {
    t.result = null;
    switch (value) {
      case Noisy v -> t.push(new Frame.DropValue(v));
      case Unwinding.Err(Noisy e) -> t.push(new Frame.DropValue(e));
      case null, default -> {}
    }
  }

  /** T4: a failure of the body cancels the scope; T12: so does the end of a race. */
  static void bodyEnded(ModelState s, TaskState t, int scope) {
    switch (t.unwinding) {
      case Unwinding.Panic(String mark) -> {
        s.scopes[scope] = s.scopes[scope].panic(mark);
        if (s.scopes[scope].kind() != Kind.THREADS) { // as in Rust, nothing is cancelled
          cancel(s, scope, scope);
        }
      }
      case Unwinding.Cancel(int source) -> cancel(s, scope, source);
      case null, default -> {
        if (s.scopes[scope].kind() == Kind.RACE) {
          cancel(s, scope, scope);
        }
      }
    }
  }

  /** Leaves a scope whose children have ended; what goes on outwards. */
  static Unwinding close(ModelState s, TaskState t, int scope) {
    ScopeState c = s.scopes[scope];
    s.scopes[scope] = c.closing();
    t.scope = c.parent();
    if (c.panic() != null) {
      return new Unwinding.Panic(c.panic());
    }
    if (c.kind() == Kind.THREADS && hasUnhandledPanic(s, scope)) {
      return new Unwinding.Panic("a scoped thread panicked");
    }
    if (t.unwinding != null) {
      return t.unwinding;
    }
    // A value whose children were cancelled under it is not the scope's; T12: that of a race is.
    if (c.childCancelled() && c.request() >= 0 && c.kind() != Kind.RACE) {
      return new Unwinding.Cancel(c.request());
    }
    return null;
  }

  /** Whether a thread panicked that nobody has joined. */
  private static boolean hasUnhandledPanic(ModelState s, int scope) {
    for (TaskState c : s.tasks) {
      if (c != null && c.home == scope && !c.taken && c.unwinding instanceof Unwinding.Panic) {
        return true;
      }
    }
    return false;
  }

  /** T4: an {@code Err} of the body cancels a scope of mode TRY if it is the first. */
  static void takeErrOfBody(ModelState s, TaskState t, Stmt.Scope scope) {
    if (t.unwinding instanceof Unwinding.Leave(Object result)) {
      t.unwinding = null;
      t.result = result;
    }
    if (t.unwinding == null
        && t.result instanceof Unwinding.Err(Noisy e)
        && s.scopes[scope.id()].err() == null) {
      t.result = null;
      s.scopes[scope.id()] = s.scopes[scope.id()].err(e);
      cancel(s, scope.id(), scope.id());
    }
  }

  static void end(ModelState s, TaskState t, Stmt.Scope scope) {
    Object value = t.result;
    t.result = null;
    Unwinding out = close(s, t, scope.id());
    Noisy err = s.scopes[scope.id()].err();
    t.unwinding = out;
    if (err != null && (out == null || isOwn(out, scope.id()))) {
      t.unwinding = null;
      t.push(new Frame.DropValue(err));
      t.push(new Frame.PrintMark("s" + scope.id() + "=err"));
      lose(t, value);
    } else if (out != null) {
      lose(t, value);
      if (err != null) {
        t.push(new Frame.DropValue(err));
      }
    } else if (scope.mode() == Stmt.Mode.TRY) {
      t.push(new Frame.PrintMark("s" + scope.id() + "=ok"));
    } else if (value instanceof Noisy v) {
      Frame body = t.pop();
      t.push(new Frame.DropValue(v));
      t.push(body);
    }
  }

  private static boolean isOwn(Unwinding u, int scope) {
    return u instanceof Unwinding.Cancel(int source) && source == scope;
  }

  /** T11: too late is only who was cancelled by this deadline. */
  static void endTimeout(ModelState s, TaskState t, Stmt.Timeout timeout) {
    Object value = t.result;
    t.result = null;
    Unwinding out = close(s, t, timeout.id());
    if (out == null) {
      lose(t, value);
      t.push(new Frame.PrintMark("t" + timeout.id() + "=ok"));
      return;
    }
    boolean late = isOwn(out, timeout.id());
    t.unwinding = late ? null : out;
    if (late) {
      t.push(new Frame.PrintMark("t" + timeout.id() + "=late"));
    }
    lose(t, value);
  }

  static void endRace(ModelState s, TaskState t, int id) {
    Object value = t.result;
    t.result = null;
    t.unwinding = close(s, t, id);
    lose(t, value);
    if (t.unwinding == null) {
      t.push(new Frame.PrintMark("w" + id));
    }
  }

  /** The end of a task: it tells its scope, then who joins it. */
  static void complete(ModelState s, TaskState t) {
    ScopeState home = s.scopes[t.home];
    if (t.unwinding == null && t.result instanceof Unwinding.Err(Noisy e)) {
      t.result = null;
      boolean first = home.err() == null;
      if (first) {
        s.scopes[t.home] = home.err(e);
        cancel(s, t.home, t.home);
      }
      t.unwinding = new Unwinding.Cancel(s.scopes[t.home].request());
      t.push(new Frame.Complete());
      if (!first) {
        t.push(new Frame.DropValue(e));
      }
      return;
    }
    if (t.detached && t.result instanceof Noisy v) {
      t.result = null;
      t.push(new Frame.Complete());
      t.push(new Frame.DropValue(v));
      return;
    }
    switch (t.unwinding) {
      case Unwinding.Cancel _ -> s.scopes[t.home] = s.scopes[t.home].withChildCancelled();
      case Unwinding.Panic(String mark) -> {
        if (failsFast(home.kind())) {
          s.scopes[t.home] = home.panic(mark);
          cancel(s, t.home, t.home);
        }
      }
      case null, default -> {}
    }
    t.ended = true;
    t.frames = null;
    home = s.scopes[t.home];
    s.scopes[t.home] = home.live(home.live() - 1);
    for (TaskState w : s.tasks) {
      if (w != null
          && w.wait instanceof Wait.Join(int child, String mark, boolean _)
          && child == t.id) {
        TaskState joiner = s.own(w.id);
        joiner.wait = null;
        joined(s, joiner, t.id, mark);
      }
    }
    if (t.id == Model.MAIN) {
      cancel(s, Model.THREADS, Model.THREADS); // threads that still run are cancelled, not awaited
    }
    if (home.live() == 1 && home.owner() >= 0) {
      TaskState owner = s.tasks[home.owner()];
      if (owner.wait instanceof Wait.Children(int scope) && scope == t.home) {
        s.own(owner.id).wait = null;
      }
    }
  }

  private static boolean failsFast(Kind kind) {
    return kind != Kind.SUPERVISE && kind != Kind.ROOT && kind != Kind.THREADS;
  }

  /**
   * T4, T8, T9: what {@code join} gives for a child that has ended.
   *
   * @param mark how what is printed begins; a set prints the value's number, too
   */
  static void joined(ModelState s, TaskState t, int child, String mark) {
    TaskState c = s.own(child);
    c.detached = true;
    c.taken = true;
    if (c.unwinding == null) {
      String ok = mark.startsWith("n") ? "" + ((Noisy) c.result).id : "ok";
      lose(t, c.result);
      c.result = null;
      t.push(new Frame.PrintMark(mark + ok));
      return;
    }
    ScopeState home = s.scopes[c.home];
    boolean alone = isOwn(c.unwinding, c.region);
    if (failsFast(home.kind()) && !alone) {
      int request = home.request();
      t.unwinding =
          request >= 0 ? new Unwinding.Cancel(request) : c.unwinding; // it does not return
      return;
    }
    boolean panicked = c.unwinding instanceof Unwinding.Panic;
    t.push(new Frame.PrintMark(mark + (panicked ? "panic" : "cancel")));
  }
}
