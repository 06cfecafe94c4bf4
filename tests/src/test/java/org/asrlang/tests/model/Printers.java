package org.asrlang.tests.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which task prints a mark, as far as the program's text tells; a guess for values that move. */
final class Printers {
  private final Map<String, Integer> tasks = new HashMap<>();
  private final List<Noisy> values;

  private Printers(List<Noisy> values) {
    this.values = values;
  }

  static Map<String, Integer> of(TestProgram program) {
    Printers p = new Printers(program.values());
    p.code(program.main(), Model.MAIN);
    return p.tasks;
  }

  private void code(Code code, int task) {
    code.stmts.forEach(s -> stmt(s, task));
  }

  private void mark(String mark, int task) {
    tasks.put(mark, task);
  }

  private void value(Noisy v, int task) {
    if (v != null) {
      mark(v.mark(false), task);
      mark(v.mark(true), task);
      code(v.drop, task);
    }
  }

  private void marks(String name, int task, String... how) {
    for (String h : how) {
      mark(name + "=" + h, task);
    }
  }

  private void stmt(Stmt stmt, int task) {
    switch (stmt) {
      case Stmt.Print(String mark) -> mark(mark, task);
      case Stmt.Let(Noisy v) -> value(v, task);
      case Stmt.Result(Noisy v) -> value(v, task);
      case Stmt.Return(Noisy v, boolean _) -> value(v, task);
      case Stmt.Send c -> {
        value(c.value(), task);
        mark("e" + c.value().id, task);
      }
      case Stmt.Block(Code body) -> code(body, task);
      case Stmt.Scope c -> {
        marks("s" + c.id(), task, "ok", "err");
        code(c.body(), task);
      }
      case Stmt.Spawn c -> {
        if (c.capture() instanceof Stmt.Capture.Value(Noisy v)) {
          value(v, c.id());
        }
        code(c.body(), c.id());
      }
      case Stmt.SpawnInSet c -> {
        if (c.capture() instanceof Stmt.Capture.Value(Noisy v)) {
          value(v, c.id());
        }
        code(c.body(), c.id());
      }
      case Stmt.JoinNext c -> {
        marks("n" + c.id(), task, "none", "panic", "cancel");
        values.forEach(v -> mark("n" + c.id() + "=" + v.id, task));
      }
      case Stmt.SendOnce c -> {
        value(c.value(), task);
        mark("e" + c.value().id, task);
      }
      case Stmt.Join(int child, boolean _) -> marks("j" + child, task, "ok", "panic", "cancel");
      case Stmt.Timeout c -> {
        marks("t" + c.id(), task, "ok", "late");
        code(c.body(), task);
      }
      case Stmt.Shield c -> code(c.body(), task);
      case Stmt.Catch c -> {
        marks("c" + c.id(), task, "ok");
        code(c.body(), task);
      }
      case Stmt.Race c -> {
        mark("w" + c.id(), task);
        for (int i = 0; i < c.arms().size(); i++) {
          code(c.arms().get(i), c.id() + 1 + i);
        }
      }
      case Stmt.Lock c -> {
        marks("l" + c.id(), task, "ok", "poisoned");
        code(c.body(), task);
      }
      case Stmt.Recv c -> marks("r" + c.id(), task, "ok", "none");
      case Stmt.TryRecv c -> marks("r" + c.id(), task, "ok", "none");
      case Stmt.Select c -> {
        marks("r" + c.id(), task, "slept");
        c.channels().forEach(ch -> marks("r" + c.id() + "." + ch, task, "ok", "none"));
      }
      case Stmt.Yield _,
          Stmt.Checkpoint _,
          Stmt.Sleep _,
          Stmt.Panic _,
          Stmt.Cancel _,
          Stmt.NewLock _,
          Stmt.NewChannel _,
          Stmt.NewOneshot _,
          Stmt.NewSet _,
          Stmt.CancelSet _,
          Stmt.DropSender _ -> {}
    }
  }
}
