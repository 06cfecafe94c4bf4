package org.asrlang.repl;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;

/**
 * A tool chain whose programs are lists of words that say what happens: {@code error} is an error
 * with a fix that removes it, {@code twice} one whose fix makes three of it, {@code exit 3} ends
 * with 3, {@code wait} until cancelled, {@code pass}, {@code fail} and {@code skip} are tests,
 * {@code mod a} loads a module. It remembers how it was called.
 */
final class ScriptedToolchain implements Toolchain {
  final List<String> calls = new ArrayList<>();
  final CountDownLatch waiting = new CountDownLatch(1);

  @Override
  public Compiled compile(SourceFile main, Mode mode, ModuleLoader modules) {
    calls.add("compile " + main.name() + " " + mode);
    List<SourceFile> sources = new ArrayList<>(List.of(main));
    List<Diagnostic> diagnostics = new ArrayList<>();
    Matcher mod = Pattern.compile("mod (\\w+)").matcher(main.text());
    while (mod.find()) {
      SourceFile module = modules.load(mod.group(1) + ".asr");
      calls.add("mod " + (module == null ? "missing" : module.name()));
      if (module != null) {
        sources.add(module);
      }
    }
    for (SourceFile s : sources) {
      int at = s.text().indexOf("error");
      if (at >= 0) {
        Span span = new Span(s, at, at + 5, Expansion.ROOT);
        diagnostics.add(
            Diagnostic.error("A0001", span, "an error").fix("leave it out", span, "").build());
      }
      int two = s.text().indexOf("twice");
      while (two >= 0) {
        Span span = new Span(s, two, two + 5, Expansion.ROOT);
        diagnostics.add(
            Diagnostic.error("A0001", span, "bad advice")
                .fix("", span, "twice twice twice")
                .build());
        two = s.text().indexOf("twice", two + 5);
      }
    }
    return new Scripted(main.text(), sources, diagnostics);
  }

  @Override
  public ReplSession session(RunOptions options) {
    calls.add("session " + options.seed());
    return new EchoSession();
  }

  private final class Scripted implements Compiled {
    private final String text;
    private final List<SourceFile> sources;
    private final List<Diagnostic> diagnostics;

    Scripted(String text, List<SourceFile> sources, List<Diagnostic> diagnostics) {
      this.text = text;
      this.sources = sources;
      this.diagnostics = diagnostics;
    }

    @Override
    public List<Diagnostic> diagnostics() {
      return diagnostics;
    }

    @Override
    public TestCase mainTest() {
      return null;
    }

    @Override
    public List<SourceFile> sources() {
      return sources;
    }

    @Override
    public Execution start(RunOptions options) {
      calls.add("run " + options.programName() + " " + options.arguments() + options.seed());
      Matcher exit = Pattern.compile("exit (\\d+)").matcher(text);
      int code = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
      CountDownLatch end = new CountDownLatch(text.contains("wait") ? 1 : 0);
      AtomicReference<String> how = new AtomicReference<>("ended");
      return new Execution() {
        @Override
        public int await() throws InterruptedException {
          waiting.countDown();
          end.await();
          calls.add(how.get());
          return code;
        }

        @Override
        public void cancel(String reason) {
          how.set("cancelled by " + reason);
          end.countDown();
        }

        @Override
        public void kill() {
          how.set("killed");
          end.countDown();
        }
      };
    }

    @Override
    public List<TestCase> tests() {
      List<TestCase> tests = new ArrayList<>();
      for (String word : text.strip().split("\\s+")) {
        tests.add(new TestCase(word, word.startsWith("skip") ? "slow" : null, false));
      }
      return tests;
    }

    @Override
    public TestResult run(TestCase test, RunOptions options, boolean capture) {
      boolean passed = !test.name().startsWith("fail");
      return new TestResult(passed, passed ? "" : "thread 'main' panicked\n", options.seed());
    }
  }

  /** Shows what it is given; {@code (} alone is incomplete, {@code bad} fails. */
  static final class EchoSession implements ReplSession {
    @Override
    public EntryResult eval(String text) {
      boolean failed = text.contains("bad");
      return new EntryResult("<" + text.strip() + ">", List.of(), failed);
    }

    @Override
    public EntryResult typeOf(String expression) {
      return new EntryResult("type of " + expression, List.of(), false);
    }

    @Override
    public void cancelRunning() {}

    @Override
    public boolean isIncomplete(String text) {
      return text.chars().filter(c -> c == '(').count()
          > text.chars().filter(c -> c == ')').count();
    }

    @Override
    public void close() {}
  }
}
