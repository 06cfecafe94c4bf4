package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir Path folder;

  private final ScriptedToolchain toolchain = new ScriptedToolchain();
  private String out = "";
  private String err = "";

  private String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text).toString();
  }

  private int asr(String... args) {
    return asr("", args);
  }

  /** Runs the command with its standard streams exchanged. */
  private int asr(String input, String[] args) {
    InputStream in = System.in;
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream o = new ByteArrayOutputStream();
    ByteArrayOutputStream e = new ByteArrayOutputStream();
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      System.setOut(new PrintStream(o, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(e, true, StandardCharsets.UTF_8));
      return Main.execute(toolchain, args);
    } finally {
      System.setIn(in);
      System.setOut(stdout);
      System.setErr(stderr);
      out = o.toString(StandardCharsets.UTF_8);
      err = e.toString(StandardCharsets.UTF_8);
    }
  }

  @Test
  void aFileAloneIsRunAndWhatFollowsIsItsOwn() throws IOException {
    String f = file("a.asr", "exit 7");
    assertEquals(7, asr(f, "x", "--seed", "-e", "--help"));
    assertEquals(
        List.of(
            "compile " + f + " PROGRAM",
            "run " + f + " [x, --seed, -e, --help]OptionalLong.empty",
            "ended"),
        toolchain.calls);
  }

  @Test
  void optionsOfRunStandBeforeTheFile() throws IOException {
    String f = file("run.asr", "exit 0");
    assertEquals(0, asr("--color=never", "run", "--seed", "5", f, "--json"));
    assertEquals("run " + f + " [--json]OptionalLong[5]", toolchain.calls.get(1));
    assertEquals(0, asr("--seed", "6", f));
    assertEquals("run " + f + " []OptionalLong[6]", toolchain.calls.get(4));
  }

  @Test
  void codeOnTheCommandLineIsASnippet() {
    assertEquals(3, asr("-e", "exit 3", "a"));
    assertEquals("compile <eval> SNIPPET", toolchain.calls.get(0));
    assertEquals("run <eval> [a]OptionalLong.empty", toolchain.calls.get(1));
  }

  @Test
  void aDashIsStandardInput() {
    assertEquals(4, asr("exit 4", new String[] {"-", "a"}));
    assertEquals("compile <stdin> PROGRAM", toolchain.calls.get(0));
    assertEquals("run - [a]OptionalLong.empty", toolchain.calls.get(1));
  }

  @Test
  void whatDoesNotCompileIsNotRun() throws IOException {
    String f = file("a.asr", "error");
    assertEquals(65, asr(f));
    assertEquals(1, toolchain.calls.size());
    assertEquals("", out);
    assertEquals("error[A0001]: an error", err.lines().findFirst().orElseThrow());
    assertTrue(err.contains("try `asr explain A0001`"), err);
  }

  @Test
  void diagnosticsAsJson() throws IOException {
    assertEquals(65, asr("check", "--json", file("a.asr", "error")));
    assertEquals(1, err.lines().count());
    assertTrue(err.startsWith("{\"$message_type\":\"diagnostic\",\"message\":\"an error\""), err);
  }

  @Test
  void checkGoesOverAllFiles() throws IOException {
    assertEquals(65, asr("check", file("a.asr", ""), file("b.asr", "error"), file("c.asr", "")));
    assertEquals(3, toolchain.calls.size());
    assertEquals(0, asr("check", file("a.asr", "")));
  }

  @Test
  void checkCanFix() throws IOException {
    String f = file("a.asr", "an error here");
    assertEquals(0, asr("check", "--fix", f));
    assertEquals("an  here", Files.readString(Path.of(f)));
    assertEquals("asr: fixed " + f + " (1 fix)\n", err);
  }

  @Test
  void fixesThatLeadToMoreErrorsAreLeftOut() throws IOException {
    String f = file("a.asr", "an error twice here");
    assertEquals(65, asr("check", "--fix", f));
    assertEquals("an  twice here", Files.readString(Path.of(f)));
    assertTrue(
        err.startsWith(
            "asr: fixed %s (1 fix)\nasr: left out what would have led to other errors: 1 fix\n"
                .formatted(f)),
        err);
  }

  @Test
  void modulesLieBesideTheRoot() throws IOException {
    String f = file("a.asr", "mod one mod two");
    String one = file("one.asr", "");
    assertEquals(0, asr(f));
    assertEquals("mod " + one, toolchain.calls.get(1));
    assertEquals("mod missing", toolchain.calls.get(2));
  }

  @Test
  void aFileThatIsNotThereIsBadUsage() {
    String f = folder.resolve("none.asr").toString();
    assertEquals(2, asr(f));
    assertEquals("asr: cannot read " + f + ": there is no such file\n", err);
    assertEquals(2, asr("run", folder.toString()));
    assertEquals("asr: cannot read " + folder + ": it is a folder\n", err);
  }

  @Test
  void aFileThatIsNotTextIsBadUsage() throws IOException {
    Path f = folder.resolve("a.asr");
    Files.write(f, new byte[] {(byte) 0xc3, 0x28});
    assertEquals(2, asr(f.toString()));
    assertEquals("asr: cannot read " + f + ": it is not UTF-8 text\n", err);
  }

  @Test
  void badUsageSaysWhereHelpIs() {
    assertEquals(2, asr("run"));
    assertEquals("asr: Missing: FILE, - or -e CODE\nTry: asr run --help\n", err);
    assertEquals(2, asr("check", "--nonsense"));
    assertTrue(err.endsWith("Try: asr check --help\n"), err);
  }

  @Test
  void helpAndVersion() {
    assertEquals(0, asr("--help"));
    assertTrue(out.contains("explain"), out);
    assertEquals(0, asr("--version"));
    assertTrue(out.startsWith("asr "), out);
    assertEquals(0, asr("run", "--help"));
    assertTrue(out.contains("--seed"), out);
  }

  @Test
  void explain() {
    assertEquals(0, asr("explain", "a0001"));
    assertTrue(out.startsWith("A0001: `async` is not needed\n\n"), out);
    assertEquals(0, asr("explain", "E0308"));
    assertTrue(out.contains("https://doc.rust-lang.org/error_codes/E0308.html"), out);
    assertEquals(2, asr("explain", "nonsense"));
  }

  @Test
  void testsAreReportedAsLibtestDoes() throws IOException {
    String f = file("a.asr", "pass fail_1 skip");
    assertEquals(101, asr("test", "--seed", "9", f));
    assertEquals(
        """

        running 3 tests
        test pass ... ok
        test fail_1 ... FAILED
        test skip ... ignored, slow

        failures:

        ---- fail_1 stdout ----
        thread 'main' panicked
        replay: asr test --seed 9 --exact FILE fail_1


        failures:
            fail_1

        test result: FAILED. 1 passed; 1 failed; 1 ignored; 0 measured; 0 filtered out; finished in N

        """,
        out.replace(f, "FILE").replaceAll("finished in .*", "finished in N"));
    assertEquals(0, asr("test", f, "pas"));
    assertTrue(out.contains("1 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out"), out);
    assertEquals(0, asr("test", f, "--", "--exact", "pass", "--nocapture"));
    assertTrue(out.contains("1 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out"), out);
    assertEquals(101, asr("test", f, "-q", "--skip", "skip"));
    assertTrue(out.startsWith("\nrunning 2 tests\n. 1/2\nfail_1 --- FAILED\n\nfailures:\n"), out);
    assertEquals(0, asr("test", f, "--include-ignored", "skip"));
    assertTrue(out.contains("test skip ... ok\n"), out);
    assertEquals(0, asr("test", f, "--show-output", "pass"));
    assertTrue(out.contains("\nsuccesses:\n\nsuccesses:\n    pass\n\ntest result: ok"), out);
    assertEquals(0, asr("test", "--list", f));
    assertEquals("pass: test\nfail_1: test\nskip: test\n\n3 tests, 0 benchmarks\n", out);
  }

  @Test
  void aSessionWithoutATerminalRunsWhatComesThroughThePipe() {
    System.setProperty("asr.tty", "");
    try {
      assertEquals(0, asr("1\n(2\n3)\n:type 4\n:nonsense\n5\n:quit\n6\n", new String[] {"repl"}));
      assertEquals("<1>\n<(2\n3)>\ntype of 4\n<5>\n", out);
      assertEquals("asr: there is no command :nonsense; :help lists them\n", err);
      assertEquals(1, asr("bad", new String[] {"repl", "--seed", "3"}));
      assertEquals("session OptionalLong[3]", toolchain.calls.getLast());
    } finally {
      System.clearProperty("asr.tty");
    }
  }

  @Test
  void aSessionShowsItsTasksAndCancelsThem() {
    System.setProperty("asr.tty", "");
    try {
      assertEquals(0, asr(":tasks\n:cancel 3\n:cancel x\n:quit\n", new String[] {"repl"}));
      assertEquals("0 tasks\n", out);
      assertEquals(
          "asr: there is no task 3; :tasks lists them\n"
              + "asr: there is no task x; :tasks lists them\n",
          err);
    } finally {
      System.clearProperty("asr.tty");
    }
  }

  @Test
  void tasksOfWhatIsNoProgram() {
    assertEquals(1, asr("tasks", "999999999"));
    assertEquals("asr: there is no process 999999999\n", err);
    assertEquals(2, asr("tasks", "x"));
  }

  @Test
  @Timeout(60)
  void aSignalCancelsAndTheExitCodeSaysSo() throws Exception {
    assumeTrue(interruptsArrive(), "a shell that runs this in the background ignores SIGINT");
    String f = file("a.asr", "wait exit 5");
    Thread killer =
        new Thread(() -> {
          try {
            toolchain.waiting.await();
            sun.misc.Signal.raise(new sun.misc.Signal("INT"));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    killer.start();
    assertEquals(130, asr(f));
    killer.join();
    assertEquals("cancelled by SIGINT", toolchain.calls.getLast());
  }

  /** Whether SIGINT is not ignored by whoever started this JVM: then the JVM leaves it so. */
  private static boolean interruptsArrive() {
    var signal = new sun.misc.Signal("INT");
    var before = sun.misc.Signal.handle(signal, sun.misc.SignalHandler.SIG_DFL);
    sun.misc.Signal.handle(signal, before);
    return before != sun.misc.SignalHandler.SIG_IGN;
  }
}
