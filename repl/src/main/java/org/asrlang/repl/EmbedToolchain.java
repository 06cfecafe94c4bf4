package org.asrlang.repl;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.embed.TestOutcome;
import org.asrlang.points.FunctionPoints;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.stdlib.StdLibrary;
import org.asrlang.task.Limits;
import org.asrlang.task.TaskEvents;
import org.asrlang.task.TaskRuntime;
import org.asrlang.task.TaskTree;
import org.asrlang.task.TaskWarning;

/** The compiler and runtime of this build, through the embedding API, with everything granted. */
final class EmbedToolchain implements Toolchain {
  private Engine engine;

  private Engine engine() {
    if (engine == null) {
      engine = Engine.builder().library(new StdLibrary()).build();
    }
    return engine;
  }

  @Override
  public Compiled compile(SourceFile main, Mode mode, ModuleLoader modules) {
    List<SourceFile> sources = new ArrayList<>();
    SourceFile source =
        mode == Mode.SNIPPET
            ? new SourceFile(main.name(), "fn main() { " + main.text() + "\n}")
            : main;
    sources.add(source);
    ModuleLoader recording =
        path -> {
          SourceFile file = modules.load(path);
          if (file != null) {
            sources.add(file);
          }
          return file;
        };
    return new Result(engine().check(source, recording, mode == Mode.TESTS), sources);
  }

  @Override
  public ReplSession session(RunOptions options) {
    return new EmbedSession(
        engine(), options, capabilities(options, standardOutput(), standardError()), System::exit);
  }

  /** A program's view of the process: its arguments, environment, streams and files. */
  static Capabilities capabilities(RunOptions options, OutputStream out, OutputStream err) {
    List<String> arguments = new ArrayList<>();
    arguments.add(options.programName());
    arguments.addAll(options.arguments());
    return new Capabilities(
        arguments,
        System.getenv(),
        System.in,
        out,
        err,
        java.util.Optional.of(new RealFileSystem()));
  }

  static OutputStream standardOutput() {
    return new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192);
  }

  static OutputStream standardError() {
    return new FileOutputStream(FileDescriptor.err);
  }

  private record Result(Compilation compilation, List<SourceFile> sources) implements Compiled {
    private static final int CANCELLED = 130;

    @Override
    public List<Diagnostic> diagnostics() {
      return compilation.diagnostics();
    }

    @Override
    public List<FunctionPoints> points() {
      return compilation.program().points();
    }

    @Override
    public Execution start(RunOptions options) {
      Capabilities granted = capabilities(options, standardOutput(), standardError());
      return new Running(isolate(options, granted), Isolate::runMain);
    }

    private Isolate isolate(RunOptions options, Capabilities granted) {
      Isolate.Builder b = compilation.program().isolate().capabilities(granted);
      if (options.schedule() != null) {
        b.schedule(options.schedule());
      } else if (options.seed().isPresent()) {
        b.seed(options.seed().getAsLong());
      }
      if (options.log() != null) {
        b.log(options.log());
      }
      if (options.watch()) {
        b.watched(true).events(new Warnings());
      }
      b.limits(Limits.NONE.withTurns(options.turns())).counting(options.counting());
      return b.start();
    }

    @Override
    public List<TestCase> tests() {
      return compilation.program().tests().stream()
          .map(t -> new TestCase(t.name(), t.ignored(), t.shouldPanic()))
          .toList();
    }

    @Override
    public TestCase mainTest() {
      return compilation.program().mainTest() == null ? null : new TestCase("main", null, false);
    }

    private Program.Test find(String name) {
      Program program = compilation.program();
      return program.tests().stream()
          .filter(t -> t.name().equals(name))
          .findFirst()
          .orElseGet(program::mainTest);
    }

    @Override
    public TestResult run(TestCase test, RunOptions options, boolean capture) {
      Program.Test found = find(test.name());
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      OutputStream shared = new SharedOutput(output);
      Capabilities granted =
          capture
              ? capabilities(options, shared, shared)
              : capabilities(options, standardOutput(), standardError());
      Isolate isolate = isolate(options, granted);
      TestOutcome outcome = isolate.runTest(found);
      String text = output.toString(StandardCharsets.UTF_8) + outcome.note();
      if (options.schedule() != null && options.schedule().cancelAt() > 0) {
        return cancelledResult(found, options, isolate, outcome.exitCode(), text);
      }
      boolean passed = outcome.passed() || isMain(found) && !failed(outcome.exitCode());
      return new TestResult(passed, text, options.seed(), facts(isolate));
    }

    private boolean isMain(Program.Test test) {
      return test.equals(compilation.program().mainTest());
    }

    /** A {@code main} may end with any code of its own. */
    private static boolean failed(int exit) {
      return exit == ExitCode.PANIC || exit == ExitCode.INTERNAL;
    }

    /** A test that was cancelled on the way: it may end in any way that is clean. */
    private TestResult cancelledResult(
        Program.Test test, RunOptions options, Isolate isolate, int exit, String text) {
      List<String> abandoned = isolate.runtime().abandonedDrops();
      boolean clean =
          exit == 0
              || exit == CANCELLED
              || test.shouldPanic() && exit == ExitCode.PANIC
              || isMain(test) && !failed(exit);
      String more = abandoned.isEmpty() ? "" : "note: drops that did not end: " + abandoned;
      return new TestResult(
          clean && abandoned.isEmpty(), text + more, options.seed(), facts(isolate));
    }

    private static ScheduleFacts facts(Isolate isolate) {
      TaskRuntime runtime = isolate.runtime();
      return new ScheduleFacts(
          runtime.scheduleTrace(),
          runtime.scheduleSteps(),
          runtime.scheduleTurns(),
          runtime.cancellationPoints(),
          runtime.nextPath(),
          runtime.pathOptions(),
          runtime.pathLimited(),
          runtime.injectedAt(),
          isolate.neverDropped(),
          isolate.hasStatics());
    }
  }

  /** Prints what a watched program does, once for each place. */
  private static final class Warnings implements TaskEvents {
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    @Override
    public void warning(TaskWarning w) {
      if (told.add(w.kind() + " " + w.stack())) {
        System.err.println(w.render());
      }
    }
  }

  /** Both streams of a test, written by any of its tasks. */
  private static final class SharedOutput extends OutputStream {
    private final ByteArrayOutputStream out;

    SharedOutput(ByteArrayOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      out.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) {
      out.write(b, off, len);
    }
  }

  private record Running(Isolate isolate, ToIntFunction<Isolate> main) implements Execution {
    @Override
    public int await() {
      return main.applyAsInt(isolate);
    }

    @Override
    public void cancel(String reason) {
      isolate.cancel(reason);
    }

    @Override
    public void kill() {
      isolate.kill(130);
    }

    @Override
    public TaskTree tasks(int limit) {
      return isolate.taskTree(limit);
    }
  }
}
