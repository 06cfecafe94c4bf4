package org.asrlang.tests.model;

import org.asrlang.tests.model.ModelState.Kind;
import org.asrlang.tests.model.TaskState.Wait;

/**
 * Which steps lead to the same whatever other tasks do before or after them: a search takes them at
 * once. What a suspension point does is certain once a request has reached the scope, since the
 * first one stays, and where none can come.
 */
record Locality(Facts facts) {

  boolean isLocal(ModelState s, TaskState t) {
    if (!t.started) {
      return isCertain(s, t);
    }
    Frame top = t.frames.top();
    if (t.unwinding != null) {
      return switch (top) {
        case Frame.Body _,
            Frame.Check _,
            Frame.PrintMark _,
            Frame.AwaitRace _,
            Frame.TakeOnce _,
            Frame.CancelTask _ ->
            true;
        case Frame f -> isLocal(s, t, f);
      };
    }
    return isLocal(s, t, top);
  }

  /** A sleeper that nobody can cancel: when it wakes makes no difference if time is free. */
  boolean isOnlyAsleep(ModelState s, TaskState t) {
    return t.wait instanceof Wait.Sleep && isCertain(s, t);
  }

  private boolean isLocal(ModelState s, TaskState t, Frame top) {
    return switch (top) {
      case Frame.Body(Code code, int at) ->
          at == code.stmts.size() || isLocal(s, t, code.stmts.get(at));
      case Frame.DropValue _,
          Frame.Resume _,
          Frame.EndCatch _,
          Frame.BeginInSet _,
          Frame.JoinTaken _,
          Frame.DropSet _ ->
          true;
      case Frame.TakeOnce _ -> Model.cancelled(s, t);
      case Frame.DropHandle(int task) -> s.tasks[task].detached || !facts.givesValue(task);
      case Frame.EndDrop e -> closes(s, t, e.region());
      case Frame.EndScope e -> e.scope().mode() != Stmt.Mode.TRY && closes(s, t, e.scope().id());
      case Frame.EndTimeout e -> closes(s, t, e.timeout().id());
      case Frame.EndShield e -> closes(s, t, e.region());
      case Frame.EndTask _ -> closes(s, t, t.region);
      case Frame.Complete _ ->
          t.detached
              && !(t.unwinding instanceof Unwinding.Panic)
              && !(t.result instanceof Unwinding.Err);
      case Frame.Arrive(int race, int _) -> s.scopes[race].over() || isFailure(t.unwinding);
      case Frame.Check _ -> isCertain(s, t);
      case Frame.PrintMark _,
          Frame.Unlock _,
          Frame.TellSet _,
          Frame.CancelTask _,
          Frame.DropSender _,
          Frame.DropOnlySender _,
          Frame.DropReceiver _,
          Frame.AwaitRace _,
          Frame.DecideRace _,
          Frame.EndRace _ ->
          false;
    };
  }

  private boolean isLocal(ModelState s, TaskState t, Stmt stmt) {
    return switch (stmt) {
      case Stmt.Print _,
          Stmt.Let _,
          Stmt.Block _,
          Stmt.Panic _,
          Stmt.Return _,
          Stmt.Result _,
          Stmt.NewLock _,
          Stmt.NewChannel _,
          Stmt.NewOneshot _,
          Stmt.NewSet _,
          Stmt.SpawnInSet _,
          Stmt.CancelSet _,
          Stmt.Scope _,
          Stmt.Shield _,
          Stmt.Catch _,
          Stmt.Spawn _ ->
          true;
      case Stmt.Timeout c -> c.units() > 0 || isCertain(s, t); // else it cancels itself
      case Stmt.Yield _, Stmt.Checkpoint _, Stmt.Sleep _, Stmt.Join _, Stmt.Race _ ->
          isCertain(s, t);
      case Stmt.Lock _, Stmt.Send _, Stmt.SendOnce _, Stmt.Recv _, Stmt.JoinNext _, Stmt.Select _ ->
          Model.cancelled(s, t);
      case Stmt.Cancel _, Stmt.TryRecv _, Stmt.DropSender _ -> false;
    };
  }

  private static boolean isFailure(Unwinding u) {
    return u != null && !(u instanceof Unwinding.Leave);
  }

  /** Whether leaving the scope, or to begin to wait for its children, is certain. */
  private boolean closes(ModelState s, TaskState t, int scope) {
    ScopeState c = s.scopes[scope];
    if (c.live() > 0) {
      return switch (t.unwinding) {
        case Unwinding.Panic _ -> false;
        case Unwinding.Cancel _ -> c.request() >= 0;
        case null, default -> c.kind() != Kind.RACE;
      };
    }
    return !c.childCancelled() || c.request() >= 0 || isCertain(s, t);
  }

  /** Whether it is known already what a suspension point does here. */
  private boolean isCertain(ModelState s, TaskState t) {
    if (Model.cancelled(s, t)) {
      return true;
    }
    for (int at = t.scope; at != Model.ROOT; at = s.scopes[at].parent()) {
      ScopeState c = s.scopes[at];
      if (at == Model.THREADS // cancelled when main has returned
          || c.deadline() >= 0
          || c.kind() == Kind.RACE
          || facts.isCancelled(at)
          || facts.mayFail(at)) {
        return false;
      }
      if (c.isolated() && !facts.isSlow()) {
        return true;
      }
    }
    return true;
  }
}
