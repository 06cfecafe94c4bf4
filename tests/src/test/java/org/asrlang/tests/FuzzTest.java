package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.JsonRenderer;
import org.asrlang.diagnostic.RenderOptions;
import org.asrlang.diagnostic.TextRenderer;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Parser;
import org.asrlang.task.Limits;
import org.junit.jupiter.api.Test;

/**
 * Whatever the program: the compiler ends, throws nothing, and what is wrong comes as diagnostics.
 * The programs are the corpus with mistakes in it ({@link ProgramMutator}), several as modules of
 * one crate. Some are compiled alone and, where nothing is wrong, run within limits: no fault of
 * the engine may come of it. {@code -Dfuzz.seed} and {@code -Dfuzz.count} choose others than the
 * fixed ones.
 */
class FuzzTest {
  static {
    System.setProperty("asr.compiler.debug", "true"); // failures of passes show, too
  }

  private static final int MODULES = 16;

  /** How many of them are tried alone. */
  private static final int RUN = 2;

  private final Engine engine = Engine.create();

  @Test
  void wrongProgramsGiveDiagnostics() throws IOException {
    ProgramMutator programs = new ProgramMutator(Long.getLong("fuzz.seed", 20260), corpus());
    int count = Integer.getInteger("fuzz.count", 320);
    int parsed = 0;
    for (int i = 0; i < count; i += MODULES) {
      List<String> texts = Stream.generate(programs::next).limit(MODULES).toList();
      for (String text : texts) {
        if (Parser.parseFile(new SourceFile("m", text)).diagnostics().stream()
            .noneMatch(Diagnostic::isError)) {
          parsed++;
        }
      }
      try {
        check(texts);
      } catch (RuntimeException | Error together) {
        texts.forEach(this::alone);
        throw together;
      }
      texts.subList(0, RUN).forEach(this::run);
    }
    assertTrue(parsed > count * 2 / 5, parsed + " still parse: too few reach the later passes");
  }

  private void alone(String text) {
    try {
      check(List.of(text));
    } catch (RuntimeException | Error e) {
      throw new AssertionError("the compiler fails on:\n" + text, e);
    }
  }

  private void run(String text) {
    Compilation c = engine.check(new SourceFile("fuzz.asr", text), ModuleLoader.NONE, false);
    if (c.program() == null) {
      return;
    }
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Capabilities capabilities =
        Capabilities.NONE.withOutput(OutputStream.nullOutputStream()).withError(err);
    Limits limits = new Limits(200_000, 3_000_000_000L, 1000, Limits.NONE.depth());
    try (Isolate isolate =
        c.program().isolate().capabilities(capabilities).limits(limits).seed(1).start()) {
      isolate.runMain();
    } catch (IllegalStateException e) {
      assertTrue(e.getMessage().contains("no `main`"), e + " from:\n" + text);
    }
    String said = err.toString(StandardCharsets.UTF_8);
    assertFalse(
        said.replace("internal error: entered unreachable code", "").contains("internal error"),
        said + " from:\n" + text);
  }

  private void check(List<String> texts) {
    StringBuilder root = new StringBuilder("fn main() {}\n");
    for (int i = 0; i < texts.size(); i++) {
      root.append("mod m").append(i).append(";\n");
    }
    ModuleLoader modules =
        path ->
            path.matches("m\\d+\\.asr")
                ? new SourceFile(path, texts.get(Integer.parseInt(path, 1, path.length() - 4, 10)))
                : null;
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          Compilation c = engine.check(new SourceFile("fuzz.asr", root.toString()), modules, false);
          for (Diagnostic d : c.diagnostics()) {
            assertFalse(
                d.message().isBlank() || d.message().contains("internal error"), d::message);
          }
          assertFalse(new TextRenderer(RenderOptions.PLAIN).render(c.diagnostics()).isEmpty());
          assertFalse(new JsonRenderer().render(c.diagnostics()).isEmpty());
        });
  }

  private static List<String> corpus() throws IOException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("corpus"))) {
      for (Path f : files.filter(p -> p.toString().endsWith(".asr")).sorted().toList()) {
        String text = Files.readString(f);
        if (text.length() < 6000) {
          sources.add(text);
        }
      }
    }
    return sources;
  }
}
