package org.asrlang.tests.model;

import java.util.BitSet;

/** What the text of a program tells about all of its runs, so that a search has less to try. */
final class Facts {
  /** Scopes and tasks in whose code something may fail. */
  private final BitSet mayFail = new BitSet();

  /** Tasks that are cancelled through their handles. */
  private final BitSet cancelled = new BitSet();

  /** Tasks that may return a value. */
  private final BitSet giving = new BitSet();

  /** Children of sets. */
  private final BitSet inSets = new BitSet();

  private boolean failingDrops;
  private boolean cancelsSets;
  private boolean slow;

  static Facts of(TestProgram program) {
    Facts f = new Facts();
    for (Noisy v : program.values()) {
      f.failingDrops |= f.code(v.drop, -1);
    }
    if (f.code(program.main(), Model.MAIN)) {
      f.mayFail.set(Model.MAIN);
    }
    return f;
  }

  boolean mayFail(int id) {
    return failingDrops || mayFail.get(id);
  }

  boolean isCancelled(int task) {
    return cancelled.get(task) || cancelsSets && inSets.get(task);
  }

  /** Whether some clean-up may take too long. */
  boolean isSlow() {
    return slow;
  }

  boolean givesValue(int task) {
    return giving.get(task);
  }

  /** Whether something in it may fail; {@code task} is whose closure it is, or −1. */
  private boolean code(Code code, int task) {
    boolean fails = false;
    for (Stmt s : code.stmts) {
      fails |= stmt(s, task);
    }
    return fails;
  }

  private boolean inner(int id, Code code, int task) {
    boolean fails = code(code, task);
    if (fails) {
      mayFail.set(id);
    }
    return fails;
  }

  private boolean stmt(Stmt stmt, int task) {
    return switch (stmt) {
      case Stmt.Panic _ -> true;
      case Stmt.Sleep(int units) -> {
        slow |= units > Model.CLEANUP;
        yield false;
      }
      case Stmt.Return(Noisy value, boolean isErr) -> {
        if (value != null && task >= 0) {
          giving.set(task);
        }
        yield isErr;
      }
      case Stmt.Result _ -> {
        if (task >= 0) {
          giving.set(task);
        }
        yield false;
      }
      case Stmt.Block c -> code(c.body(), task);
      case Stmt.Lock c -> code(c.body(), task);
      case Stmt.Scope c -> inner(c.id(), c.body(), -1);
      case Stmt.Spawn c -> inner(c.id(), c.body(), c.id());
      case Stmt.SpawnInSet c -> {
        inSets.set(c.id());
        yield inner(c.id(), c.body(), c.id());
      }
      case Stmt.CancelSet _ -> {
        cancelsSets = true;
        yield false;
      }
      case Stmt.Timeout c -> inner(c.id(), c.body(), -1);
      case Stmt.Shield c -> inner(c.id(), c.body(), -1);
      case Stmt.Catch c -> code(c.body(), -1);
      case Stmt.Race c -> {
        boolean fails = false;
        for (int i = 0; i < c.arms().size(); i++) {
          fails |= inner(c.id() + 1 + i, c.arms().get(i), -1);
        }
        if (fails) {
          mayFail.set(c.id());
        }
        yield fails;
      }
      case Stmt.Cancel(int child) -> {
        cancelled.set(child);
        yield false;
      }
      case Stmt.Print _,
          Stmt.Yield _,
          Stmt.Checkpoint _,
          Stmt.Let _,
          Stmt.Join _,
          Stmt.NewLock _,
          Stmt.NewChannel _,
          Stmt.NewOneshot _,
          Stmt.SendOnce _,
          Stmt.NewSet _,
          Stmt.JoinNext _,
          Stmt.Send _,
          Stmt.Recv _,
          Stmt.TryRecv _,
          Stmt.Select _,
          Stmt.DropSender _ ->
          false;
    };
  }
}
