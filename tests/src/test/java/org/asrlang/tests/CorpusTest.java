package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.RenderOptions;
import org.asrlang.diagnostic.TextRenderer;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the corpus: accepted programs print what rustc's did, rejected ones have exactly the errors
 * of their {@code //~ ERROR} marks. Programs run under a seed, so that sleeps take no time. The
 * rendered diagnostics of a rejected file are compared with the {@code .stderr} beside it; {@value
 * #BLESS_COMMAND} writes them anew.
 *
 * <p>Files that do not pass yet are listed with their reason in {@code tests/corpus/pending.txt};
 * one that passes must leave that list.
 */
class CorpusTest {
  private static final Path CORPUS = Path.of("corpus");
  private static final boolean BLESS = Boolean.getBoolean("bless");
  private static final String BLESS_COMMAND =
      "mvn -q verify -Dtest=CorpusTest -Dsurefire.failIfNoSpecifiedTests=false -Dbless=true";
  private static final Engine ENGINE = Engine.create();

  @TestFactory
  Stream<DynamicTest> corpus() throws IOException {
    Map<String, String> pending = pending();
    List<Path> files;
    try (Stream<Path> all = Files.walk(CORPUS)) {
      files = all.filter(f -> f.toString().endsWith(".asr")).sorted().toList();
    }
    return files.stream()
        .filter(f -> !f.getFileName().toString().equals("racing.asr"))
        .map(f -> {
          String name = CORPUS.relativize(f).toString().replace('\\', '/');
          return DynamicTest.dynamicTest(name, f.toUri(), () -> run(f, pending.get(name)));
        });
  }

  private static Map<String, String> pending() throws IOException {
    Map<String, String> out = new TreeMap<>();
    Path list = CORPUS.resolve("pending.txt");
    if (Files.exists(list)) {
      for (String line : Files.readAllLines(list)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] parts = line.split("\\s+", 2);
          out.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
      }
    }
    return out;
  }

  private static void run(Path path, String pendingReason) throws IOException {
    CorpusFile file = CorpusFile.read(path);
    if (pendingReason == null) {
      check(file);
      return;
    }
    try {
      check(file);
    } catch (AssertionError | RuntimeException e) {
      return;
    }
    fail("passes now: take it out of pending.txt");
  }

  private static void check(CorpusFile file) throws IOException {
    String name = CORPUS.relativize(file.path()).toString().replace('\\', '/');
    Compilation c = ENGINE.check(new SourceFile(name, file.source()), ModuleLoader.NONE, false);
    Map<Integer, List<String>> found = new TreeMap<>();
    StringBuilder said = new StringBuilder();
    for (Diagnostic d : c.diagnostics()) {
      if (d.isError()) {
        found
            .computeIfAbsent(d.primary().shown().line(), n -> new ArrayList<>())
            .add(d.code() != null && d.code().matches("[EA]\\d{4}") ? d.code() : "");
        said.append(d.primary().callSite()).append(": ").append(d.message()).append('\n');
      }
    }
    found.values().forEach(codes -> codes.sort(null));
    assertEquals(file.errors().toString(), found.toString(), said.toString());
    if (file.isRejected()) {
      rendered(file, c);
    } else {
      execute(file, c);
    }
  }

  private static void rendered(CorpusFile file, Compilation c) throws IOException {
    List<Diagnostic> errors =
        c.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(CorpusTest::withoutPlacesInStd)
            .toList();
    String text = new TextRenderer(RenderOptions.PLAIN).render(errors);
    Path beside =
        file.path().resolveSibling(file.path().getFileName().toString().replace(".asr", ".stderr"));
    if (BLESS) {
      Files.writeString(beside, text);
    } else {
      assertEquals(
          Files.exists(beside) ? Files.readString(beside) : "",
          text,
          "what is printed differs from "
              + beside
              + "; if it is better now, record it with `"
              + BLESS_COMMAND
              + "` and read the difference that git shows");
    }
  }

  /** Their lines change with every change of std. */
  private static Diagnostic withoutPlacesInStd(Diagnostic d) {
    return new Diagnostic(
        d.severity(),
        d.code(),
        d.message(),
        d.primary(),
        d.label(),
        d.labels().stream().filter(l -> isUsers(l.span())).toList(),
        d.children().stream()
            .filter(c -> !(c instanceof Diagnostic.Related r) || isUsers(r.at()))
            .toList(),
        d.suggestions());
  }

  private static boolean isUsers(Span span) {
    return span.file().name().endsWith("_err.asr");
  }

  private static void execute(CorpusFile file, Compilation c) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>();
    args.add(file.path().getFileName().toString());
    args.addAll(file.args());
    Capabilities granted =
        Capabilities.NONE
            .withOutput(out)
            .withError(err)
            .withArguments(args)
            .withFiles(new FolderFiles(file.path().getParent()));
    int exit;
    try (Isolate isolate = c.program().isolate().capabilities(granted).seed(1).start()) {
      exit = isolate.runMain();
    }
    String errors = err.toString(StandardCharsets.UTF_8);
    assertEquals(file.stdout(), out.toString(StandardCharsets.UTF_8), errors);
    assertEquals(file.exit(), exit, errors);
    for (String wanted : file.stderr()) {
      assertTrue(errors.contains(wanted), () -> "expected `" + wanted + "` in:\n" + errors);
    }
  }
}
