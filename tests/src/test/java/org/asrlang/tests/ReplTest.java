package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Session;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.task.TaskTree;
import org.asrlang.tests.cli.AsrCommand;
import org.asrlang.tests.pty.PseudoTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Interactive sessions: in this process, and {@code asr repl} at a terminal. */
@Timeout(180)
class ReplTest {
  private static final Engine ENGINE = Engine.create();

  @TempDir Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Session session =
      ENGINE.session(
          Capabilities.NONE.withOutput(out).withError(err),
          OptionalLong.empty(),
          ModuleLoader.NONE);

  @AfterEach
  void close() {
    session.close();
  }

  /** The value of an entry that must succeed. */
  private String value(String entry) {
    Session.Result r = session.eval(entry);
    assertFalse(r.failed(), () -> entry + ": " + messages(r) + r.message() + err);
    return r.value();
  }

  /** The codes of the errors of an entry that must not compile. */
  private List<String> errors(String entry) {
    Session.Result r = session.eval(entry);
    assertTrue(r.failed(), entry);
    return r.diagnostics().stream().filter(Diagnostic::isError).map(Diagnostic::code).toList();
  }

  private static List<String> messages(Session.Result r) {
    return r.diagnostics().stream().map(Diagnostic::message).toList();
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void variablesAndItemsStay() {
    assertEquals("", value("let x = 1; let mut v = vec![x, 2]"));
    assertEquals("", value("fn double(n: i32) -> i32 { n * 2 }"));
    assertEquals("4", value("v.push(double(x + 1)); v[2]"));
    assertEquals("[1, 2, 4]", value("v"));
    assertEquals("", value("v[0] += 10; v.retain(|n| n % 2 == 1);"));
    assertEquals("Some(11)", value("v.iter().max()"));
    assertEquals("", value("let (a, s) = (2.5, String::from(\"s\"));"));
    assertEquals("(2.5, \"s\")", value("(a, s.clone())"));
    assertEquals("", value("let next = { let mut n = 0; move || { n += 1; n } };"));
    assertEquals(List.of("E0596"), errors("next()"));
  }

  @Test
  void closuresAndReferencesStay() {
    value("let k = 3; let mut count = 0; let text = String::from(\"abc\");");
    value("let add = move |n: i32| n + k; let mut next = move || { count += 1; count };");
    assertEquals("7", value("add(4)"));
    assertEquals("(1, 2)", value("(next(), next())"));
    assertEquals("0", value("count"));
    value("let r = &text;");
    assertEquals("\"abc\"", value("r"));
    assertEquals("3", value("let f = |s: &str| s.len(); f(r)"));
  }

  @Test
  void earlierVariablesFollowTheRulesOfVariables() {
    value("let mut n = 1; let s = String::from(\"s\"); let rc = std::rc::Rc::new(1);");
    assertEquals("(2, 3, 1)", value("let mut f = move || { n += 1; n }; (f(), f(), n)"));
    assertEquals("11", value("let mut f = || n += 10; f(); n"));
    assertEquals(List.of("E0499"), errors("let (a, b) = (&mut n, &mut n); *a = 1; *b = 2;"));
    assertEquals("1", value("let f = move || s.len(); f()"));
    assertEquals("1", value("f()"));
    assertEquals(List.of("E0425"), errors("s"));
    value("let s = String::from(\"s\");");
    assertTrue(errors("std::thread::spawn(|| rc.clone());").contains("E0277"));
    assertEquals("1", value("std::thread::spawn(|| s.len()).join().unwrap()"));
    assertEquals(List.of("E0434"), errors("fn f() -> i32 { n }"));
  }

  @Test
  void whatCannotStayIsSaid() {
    Session.Result r = session.eval("let a = vec![1]; let b = &a; let c = vec![2]; let d = c;");
    assertEquals(
        List.of(
            "`b` ends with this entry: it borrows from another variable",
            "`c` ends with this entry: it holds no value any more"),
        messages(r).stream().sorted().toList());
    assertEquals("([1], [2])", value("(a.clone(), d.clone())"));
    assertEquals(List.of("E0425"), errors("b"));
    assertEquals(List.of("E0425"), errors("c"));
    r =
        session.eval(
            "use std::sync::Mutex; let m = Mutex::new(1); let g = m.lock().unwrap();"
                + " let other = m.try_lock();");
    assertEquals(2, r.diagnostics().size());
    assertEquals("1", value("*m.lock().unwrap()"));
  }

  @Test
  void earlierVariablesCanBeMoved() {
    value(
        "struct D(i32); impl Drop for D { fn drop(&mut self) { println!(\"drop {}\", self.0) } }");
    value("let a = D(1); let mut b = vec![D(2)]; let c = (D(3), D(4));");
    value("drop(a)");
    assertEquals("drop 1\n", output());
    assertEquals(List.of("E0425"), errors("a"));
    assertEquals("1", value("b.push(D(5)); let d = b; d.len() - 1"));
    assertEquals(List.of("E0425"), errors("b"));
    assertEquals("3", value("let first = c.0; first.0"));
    assertEquals("drop 1\ndrop 4\n", output());
    assertEquals("", value("if d.len() > 9 { drop(d) }"));
    assertEquals("drop 1\ndrop 4\ndrop 2\ndrop 5\n", output());
    value("let it = vec![1, 2].into_iter(); fn id<T>(t: T) -> T { t }");
    assertEquals("[2, 4]", value("it.map(|n| n * 2).collect::<Vec<i32>>()"));
    value("let s = String::from(\"s\");");
    assertEquals(List.of("E0382"), errors("drop(s); s.len()"));
    assertEquals("\"s\"", value("let s = id(s); s"));
    assertEquals("\"s\"", value("s"));
  }

  @Test
  void whatIsBorrowedForGoodCannotBeMoved() {
    value("let text = String::from(\"abc\"); let other = String::from(\"d\");");
    value("let r = &text;");
    assertEquals(List.of("E0505"), errors("drop(text)"));
    assertEquals("\"abc\"", value("r"));
    assertEquals("1", value("let n = other.len(); n"));
    assertEquals("", value("drop(other)"));
  }

  @Test
  void anEntryThatFailsUsesUpWhatItMoved() {
    value("let s = String::from(\"s\"); let kept = 1;");
    assertTrue(session.eval("let t = s; panic!()").failed());
    assertEquals(List.of("E0425"), errors("s"));
    assertEquals("1", value("kept"));
  }

  @Test
  void aQuestionMarkEndsTheEntry() {
    assertEquals("13", value("let _ = 1; let n: i32 = \"12\".parse()?; n + 1"));
    Session.Result r = session.eval("let n: i32 = \"x\".parse()?; let gone = 1;");
    assertTrue(r.failed());
    assertEquals("Error: ParseIntError { kind: InvalidDigit }", r.message());
    assertEquals("12", value("n"));
    assertEquals(List.of("E0425"), errors("gone"));
    assertTrue(session.eval("None?").failed());
    assertEquals("4", value("Some(n / 3)?"));
  }

  @Test
  void aNewDefinitionShadowsAndOlderOnesKeepWhatTheySaw() {
    value("fn f() -> i32 { 1 }");
    value("fn g() -> i32 { f() }");
    value("fn f() -> i32 { 2 }");
    assertEquals("(2, 1)", value("(f(), g())"));
    value("let f = 3;");
    assertEquals("3", value("f"));
    value("let f = f + 1;");
    assertEquals("4", value("f"));
    value("fn f() -> i32 { 5 }");
    assertEquals("5", value("f()"));
    value("macro_rules! m { () => { 1 } }");
    value("macro_rules! m { () => { 2 } }");
    assertEquals("2", value("m!()"));
  }

  @Test
  void aMistakeLeavesTheSessionAsItWas() {
    value("let mut n = 1; trait T { fn t(&self) -> i32; } struct P;");
    assertEquals(List.of("E0308"), errors("let n: i32 = \"\";"));
    assertEquals(List.of("E0425"), errors("impl T for P { fn t(&self) -> i32 { nothing } }"));
    value("impl T for P { fn t(&self) -> i32 { 7 } }");
    assertEquals("7", value("P.t()"));
    assertEquals(List.of("E0384"), errors("let a = 1; a = 2;"));
    assertEquals(List.of("E0432"), errors("use std::nowhere::Thing;"));
    assertEquals("1", value("n"));
  }

  @Test
  void aPanicLeavesTheSessionAsItWas() {
    value("let mut n = 1;");
    Session.Result r = session.eval("n = 2; let n = 3; fn gone() {} panic!(\"no {n}\")");
    assertTrue(r.failed());
    assertTrue(err.toString(StandardCharsets.UTF_8).contains("panicked at <repl:2>:1:32:\nno 3"));
    assertEquals("2", value("n"));
    assertEquals(List.of("E0425"), errors("gone()"));
  }

  @Test
  void valuesAreDroppedWhenTheyAreReplacedOrTheSessionEnds() {
    value(
        "struct D(i32); impl Drop for D { fn drop(&mut self) { println!(\"drop {}\", self.0) } }");
    value("let mut a = D(1); let b = D(2);");
    value("a = D(3);");
    assertEquals("drop 1\n", output());
    value("let b = D(4);");
    assertEquals("drop 1\n", output());
    session.close();
    assertEquals("drop 1\ndrop 4\ndrop 2\ndrop 3\n", output());
  }

  @Test
  void valuesAreShownByDebugOrDisplay() {
    assertEquals("\"a\\n\"", value("\"a\\n\""));
    assertEquals("", value("()"));
    assertEquals("", value("1;"));
    assertEquals("Some([1.5])", value("Some(vec![1.5])"));
    value(
        "struct S; impl std::fmt::Display for S {"
            + " fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result"
            + " { write!(f, \"an S\") } } struct N;");
    assertEquals("an S", value("S"));
    assertEquals("a value of type `N`, which has neither `Debug` nor `Display`", value("N"));
    assertEquals("", value("if true { println!(\"x\") }"));
  }

  @Test
  void typesAreToldWithoutRunning() {
    value("fn f() -> Vec<u8> { println!(\"ran\"); vec![] }");
    assertEquals("Vec<u8>", session.typeOf("f()").type());
    assertEquals("()", session.typeOf("let x = 1;").type());
    assertEquals("", output());
    assertTrue(session.typeOf("g()").failed());
    assertEquals(List.of("E0425"), errors("x"));
  }

  @Test
  void cancellingEndsTheEntryAlone() throws Exception {
    value("let kept = 5; struct D; impl Drop for D { fn drop(&mut self) { println!(\"d\") } }");
    Thread canceller =
        Thread.ofPlatform()
            .start(() -> {
              while (!output().contains("go")) {
                Thread.yield();
              }
              session.cancel();
            });
    Session.Result r = session.eval("let d = D; println!(\"go\"); loop {}");
    canceller.join();
    assertTrue(r.failed());
    assertEquals("cancelled", r.message());
    assertEquals("go\nd\n", output());
    assertEquals("5", value("kept"));
  }

  @Test
  void aDeadlockEndsTheEntryAlone() {
    value("let (tx, rx) = std::sync::mpsc::channel::<i32>();");
    Session.Result r = session.eval("let n: i32 = rx.recv().unwrap();");
    assertTrue(r.failed());
    assertTrue(r.message().contains("deadlock"), r.message());
    assertEquals("Ok(3)", value("tx.send(3).unwrap(); rx.recv()"));
  }

  @Test
  void tasksOutliveTheirEntry() {
    value("let (tx, rx) = std::sync::mpsc::channel::<i32>();");
    value("let h = std::thread::spawn({ let tx = tx.clone(); move || tx.send(4) });");
    assertEquals("Ok(4)", value("rx.recv()"));
  }

  @Test
  void tasksOfEarlierEntriesAreSeenAndCancelled() throws Exception {
    value("let (tx, rx) = std::sync::mpsc::channel::<i32>();");
    value("fn wait(rx: std::sync::mpsc::Receiver<i32>) -> i32 {\n rx.recv().unwrap_or(0) }");
    value("let h = std::thread::spawn(move || wait(rx));");
    TaskTree tree = session.taskTree();
    while (tree.roots().isEmpty() || tree.roots().getFirst().waiting() == null) {
      Thread.sleep(5);
      tree = session.taskTree();
    }
    assertTrue(tree.render().contains("waits to receive from a channel"), tree.render());
    assertTrue(tree.render().contains("\n    at wait (<repl:2>:2)\n"), tree.render());
    assertFalse(tree.render().contains("__entry"), tree.render());
    assertTrue(session.cancelTask(tree.roots().getFirst().id()));
    assertEquals("true", value("h.join().is_err()"));
    assertFalse(session.cancelTask(9999));
  }

  @Test
  void exitEndsTheSession() {
    assertEquals(OptionalInt.of(3), session.eval("std::process::exit(3)").exitCode());
  }

  @Test
  void variablesAndNamesAreListed() {
    value("let a = 1; let s = String::new(); struct P; fn twice(n: i32) -> i32 { n * 2 }");
    value("let a = Some(P); drop(s);");
    assertEquals(List.of("a: Option<P>"), session.variables());
    assertTrue(session.names().containsAll(List.of("a", "twice", "P")));
    assertFalse(session.names().contains("s"));
  }

  // ---- at a terminal

  private PseudoTerminal start() throws IOException {
    Map<String, String> environment = new HashMap<>(AsrCommand.ENVIRONMENT);
    environment.put("ASR_HISTORY", folder.resolve("history").toString());
    return PseudoTerminal.start(AsrCommand.command("repl"), environment, folder);
  }

  @Test
  void aSessionAtATerminal() throws Exception {
    try (PseudoTerminal t = start()) {
      t.expect("asr> ");
      t.enter("let answer = 42;");
      t.expect("asr> ");
      t.enter("fn twice(n: i32) -> i32 {");
      t.expect("...> ");
      t.enter("n * 2");
      t.expect("...> ");
      t.enter("}");
      t.expect("asr> ");
      t.enter("twice(answer) + 1000");
      t.expect("1084");
      t.expect("asr> ");
      t.enter("twice(\"x\")");
      t.expect("mismatched types");
      t.expect("asr> ");
      t.enter(":type Some(twice)");
      t.expect("Option<");
      t.expect("asr> ");
      t.enter("println!(\"loo{}\", \"ping\"); loop {}");
      t.expect("looping");
      t.press(PseudoTerminal.CTRL_C);
      t.expect("cancelled");
      t.expect("asr> ");
      t.enter("answer + 1");
      t.expect("43");
      t.expect("asr> ");
      t.press("twi\t");
      t.expect("twice");
      t.press("(answer) + 2000\r");
      t.expect("2084");
      t.expect("asr> ");
      t.enter("panic!(\"oh {}\", \"no\")");
      t.expect("oh no");
      t.expect("asr> ");
      t.enter(":vars");
      t.expect("answer: i32");
      t.expect("asr> ");
      t.press(PseudoTerminal.CTRL_D);
      assertEquals(0, t.waitFor());
    }
  }
}
