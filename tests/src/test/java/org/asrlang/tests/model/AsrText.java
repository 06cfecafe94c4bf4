package org.asrlang.tests.model;

/** A program as ASR source. */
final class AsrText {
  private static final String HEAD =
      """
      #![allow(warnings)]
      use asr::sync::oneshot;
      use asr::{race, select, task, time};
      use std::panic::{AssertUnwindSafe, catch_unwind};
      use std::sync::{Mutex, mpsc};
      use std::thread;
      use std::time::Duration;

      /// Ten milliseconds of virtual time, or a bit of real time.
      fn units(n: u64) -> Duration {
          if std::env::args().count() > 1 { Duration::from_micros(300 * n) } else { Duration::from_millis(10 * n) }
      }

      fn on() -> bool {
          true
      }

      fn hold<T>(_: &T) {}

      fn p(mark: &str) {
          println!("{mark}");
      }

      struct D(u32);

      impl Drop for D {
          fn drop(&mut self) {
              println!("d{}{}", self.0, if std::thread::panicking() { "!" } else { "" });
              match self.0 {
      """;

  private final StringBuilder out = new StringBuilder(HEAD);
  private int indent = 3;
  private boolean tryClosure;

  static String of(TestProgram program) {
    AsrText t = new AsrText();
    for (Noisy v : program.values()) {
      if (!v.drop.stmts.isEmpty()) {
        t.line(v.id + " => {");
        t.body(v.drop);
        t.line("}");
      }
    }
    t.line("_ => {}");
    t.indent = 0;
    t.out.append("        }\n    }\n}\n\n");
    t.line("fn main() {");
    t.body(program.main());
    t.line("}");
    return t.out.toString();
  }

  private void line(String text) {
    out.append("    ".repeat(indent)).append(text).append('\n');
  }

  private void body(Code code) {
    indent++;
    for (Stmt s : code.stmts) {
      stmt(s);
    }
    indent--;
  }

  private void closure(Code code, boolean isTry) {
    boolean outer = tryClosure;
    tryClosure = isTry;
    body(code);
    if (isTry) {
      line("    Ok::<(), D>(())");
    }
    tryClosure = outer;
  }

  private void stmt(Stmt s) {
    switch (s) {
      case Stmt.Print p -> line("p(\"" + p.mark() + "\");");
      case Stmt.Yield y -> line("task::yield_now();");
      case Stmt.Checkpoint c -> line("task::checkpoint();");
      case Stmt.Sleep n -> line("time::sleep(units(" + n.units() + "));");
      case Stmt.Let l -> line("let _v" + l.value().id + " = D(" + l.value().id + ");");
      case Stmt.Block b -> {
        line("{");
        body(b.body());
        line("}");
      }
      case Stmt.Panic p -> line("if on() { panic!(\"" + p.mark() + "\"); }");
      case Stmt.Return r -> line("if on() { return " + returned(r) + "; }");
      case Stmt.Result r -> line("D(" + r.value().id + ")");
      case Stmt.Scope c -> scope(c);
      case Stmt.Spawn c -> spawn(c);
      case Stmt.Join j -> {
        String name = "j" + j.task();
        line("match h" + j.task() + ".join() {");
        line("    Ok(v) => { p(\"" + name + "=ok\"); drop(v); }");
        line(j.thread() ? "    Err(_) => p(\"" + name + "=panic\")," : failed("Err(e)", name));
        line("}");
      }
      case Stmt.Cancel c -> line("h" + c.task() + ".cancel();");
      case Stmt.NewSet n ->
          line(
              "let mut js%d: task::JoinSet<'_, '_, D> = task::JoinSet::new(s%d);"
                  .formatted(n.id(), n.scope()));
      case Stmt.SpawnInSet c -> {
        line("js" + c.set() + ".spawn({");
        indent++;
        owning("", c.capture(), c.body(), false, "");
        indent--;
        line("});");
      }
      case Stmt.JoinNext n -> {
        String name = "n" + n.id();
        line("match js" + n.set() + ".join_next() {");
        line("    None => p(\"" + name + "=none\"),");
        line("    Some(Ok(v)) => { println!(\"" + name + "={}\", v.0); drop(v); }");
        line(failed("Some(Err(e))", name));
        line("}");
      }
      case Stmt.CancelSet c -> line("js" + c.set() + ".cancel_all();");
      case Stmt.NewOneshot c ->
          line("let (tx" + c.id() + ", rx" + c.id() + ") = oneshot::channel::<D>();");
      case Stmt.SendOnce c -> send(c.channel(), c.value());
      case Stmt.Timeout t -> {
        line("match time::timeout(units(" + t.units() + "), || {");
        closure(t.body(), false);
        line("}) {");
        line("    Ok(v) => { p(\"t" + t.id() + "=ok\"); drop(v); }");
        line("    Err(_) => p(\"t" + t.id() + "=late\"),");
        line("}");
      }
      case Stmt.Shield c -> {
        line("task::shield(|| {");
        closure(c.body(), false);
        line("});");
      }
      case Stmt.Catch c -> {
        line("match catch_unwind(AssertUnwindSafe(|| {");
        closure(c.body(), false);
        line("})) {");
        line("    Ok(_) => p(\"c" + c.id() + "=ok\"),");
        line("    Err(e) => println!(\"c" + c.id() + "={}\", e.downcast_ref::<&str>().unwrap()),");
        line("}");
      }
      case Stmt.Race r -> {
        line("let w = race!(");
        for (Code arm : r.arms()) {
          line("{");
          closure(arm, false);
          line("},");
        }
        line(");");
        line("p(\"w" + r.id() + "\");");
        line("drop(w);");
      }
      case Stmt.NewLock l -> {
        line("let m" + l.id() + " = Mutex::new(());");
        line("let m" + l.id() + " = &m" + l.id() + ";"); // what closures own is this
      }
      case Stmt.Lock l -> {
        line("{");
        line("    let g = m" + l.lock() + ".lock();");
        line(
            "    p(if g.is_ok() { \"l"
                + l.id()
                + "=ok\" } else { \"l"
                + l.id()
                + "=poisoned\" });");
        body(l.body());
        line("}");
      }
      case Stmt.NewChannel c -> {
        String how =
            c.capacity() < 0 ? "channel::<D>()" : "sync_channel::<D>(" + c.capacity() + ")";
        line("let (tx" + c.id() + ", rx" + c.id() + ") = mpsc::" + how + ";");
        if (c.lent()) {
          line("let tx" + c.id() + " = &tx" + c.id() + ";");
        }
      }
      case Stmt.Send c -> send(c.channel(), c.value());
      case Stmt.Recv c -> received("rx" + c.channel() + ".recv()", "" + c.id());
      case Stmt.TryRecv c -> received("rx" + c.channel() + ".try_recv()", "" + c.id());
      case Stmt.Select c -> {
        line("select! {");
        indent++;
        if (c.biased()) {
          line("biased;");
        }
        for (int channel : c.channels()) {
          line("v = rx" + channel + ".recv() => {");
          received("v", c.id() + "." + channel);
          line("}");
        }
        if (c.units() > 0) {
          line("_ = time::sleep(units(" + c.units() + ")) => p(\"r" + c.id() + "=slept\"),");
        }
        indent--;
        line("}");
      }
      case Stmt.DropSender c -> line("drop(tx" + c.channel() + ");");
    }
  }

  private static String failed(String pattern, String name) {
    return "    %s => p(if e.is_panic() { \"%s=panic\" } else { \"%s=cancel\" }),"
        .formatted(pattern, name, name);
  }

  private void send(int channel, Noisy value) {
    line("if tx%d.send(D(%d)).is_err() { p(\"e%d\"); }".formatted(channel, value.id, value.id));
  }

  private void received(String how, String id) {
    line("match " + how + " {");
    line("    Ok(v) => { p(\"r" + id + "=ok\"); drop(v); }");
    line("    Err(_) => p(\"r" + id + "=none\"),");
    line("}");
  }

  private String returned(Stmt.Return r) {
    if (r.isErr()) {
      return "Err(D(" + r.value().id + "))";
    }
    String value = r.value() == null ? "()" : "D(" + r.value().id + ")";
    return tryClosure ? "Ok(" + value + ")" : value;
  }

  private void scope(Stmt.Scope c) {
    switch (c.mode()) {
      case SCOPE, SUPERVISE, THREADS -> {
        String fn =
            switch (c.mode()) {
              case SCOPE, TRY -> "task::scope";
              case SUPERVISE -> "task::supervise";
              case THREADS -> "thread::scope";
            };
        line("let _r" + c.id() + " = " + fn + "(|s" + c.id() + "| {");
        closure(c.body(), false);
        line("});");
      }
      case TRY -> {
        line("match task::try_scope(|s" + c.id() + "| {");
        closure(c.body(), true);
        line("}) {");
        line("    Ok(_) => p(\"s" + c.id() + "=ok\"),");
        line("    Err(e) => { p(\"s" + c.id() + "=err\"); drop(e); }");
        line("}");
      }
    }
  }

  private void spawn(Stmt.Spawn c) {
    String let = c.named() ? "let h" + c.id() + " = " : "";
    String on =
        switch (c.scope()) {
          case Stmt.Spawn.TASK -> "task::";
          case Stmt.Spawn.THREAD -> "thread::";
          default -> "s" + c.scope() + ".";
        };
    line(let + "{");
    indent++;
    owning(on + "spawn(", c.capture(), c.body(), c.inTry(), ")");
    indent--;
    line("};");
  }

  /** A closure that owns something, between other text. */
  private void owning(String before, Stmt.Capture capture, Code body, boolean inTry, String after) {
    String holds = "";
    switch (capture) {
      case null -> {}
      case Stmt.Capture.Value v -> {
        line("let k = D(" + v.value().id + ");");
        holds = "hold(&k);";
      }
      case Stmt.Capture.Receiver r -> holds = "hold(&rx" + r.channel() + ");";
      case Stmt.Capture.Sender r -> {
        line("let tx" + r.channel() + " = tx" + r.channel() + ".clone();");
        holds = "hold(&tx" + r.channel() + ");";
      }
      case Stmt.Capture.OnlySender r -> holds = "hold(&tx" + r.channel() + ");";
    }
    line(before + "move || {" + holds);
    closure(body, inTry);
    line("}" + after);
  }
}
