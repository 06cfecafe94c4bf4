package org.asrlang.repl;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToIntFunction;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.embed.TestOutcome;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.stdlib.StdLibrary;

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
    @Override
    public List<Diagnostic> diagnostics() {
      return compilation.diagnostics();
    }

    @Override
    public Execution start(RunOptions options) {
      Capabilities granted = capabilities(options, standardOutput(), standardError());
      return new Running(isolate(options.seed(), granted), Isolate::runMain);
    }

    private Isolate isolate(OptionalLong seed, Capabilities granted) {
      Isolate.Builder b = compilation.program().isolate().capabilities(granted);
      if (seed.isPresent()) {
        b.seed(seed.getAsLong());
      }
      return b.start();
    }

    @Override
    public List<TestCase> tests() {
      return compilation.program().tests().stream()
          .map(t -> new TestCase(t.name(), t.ignored(), t.shouldPanic()))
          .toList();
    }

    @Override
    public TestResult run(TestCase test, RunOptions options, boolean capture) {
      Program.Test found =
          compilation.program().tests().stream()
              .filter(t -> t.name().equals(test.name()))
              .findFirst()
              .orElseThrow();
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      OutputStream shared = new SharedOutput(output);
      Capabilities granted =
          capture
              ? capabilities(options, shared, shared)
              : capabilities(options, standardOutput(), standardError());
      TestOutcome outcome = isolate(options.seed(), granted).runTest(found);
      String text = output.toString(StandardCharsets.UTF_8) + outcome.note();
      return new TestResult(outcome.passed(), text, options.seed());
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
  }
}
