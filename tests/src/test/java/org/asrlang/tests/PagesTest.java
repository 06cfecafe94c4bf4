package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.RenderOptions;
import org.asrlang.diagnostic.TextRenderer;
import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Test;

/**
 * Each program of the pages on tasks does what its comments say, as files of the corpus do, and is
 * rejected or reported as in the block of text that follows it. Blocks of other languages, {@code
 * rust,ignore} among them, are not looked at. As in {@link CorpusTest}, {@code -Dbless=true}
 * records the blocks of text anew; then read what {@code git diff} shows.
 */
class PagesTest {
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern PROGRAM =
      Pattern.compile("```rust\\n(.*?)```\\n(?:\\n```text\\n(.*?)```\\n)?", Pattern.DOTALL);
  private static final Pattern RULE = Pattern.compile("^## (T\\d+) ", Pattern.MULTILINE);
  private static final boolean BLESS = Boolean.getBoolean("bless");
  private static final int SEEDS = 20;
  private static final Engine ENGINE = Engine.create();

  private static void check(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher m = PROGRAM.matcher(text);
    List<String> wrong = new ArrayList<>();
    StringBuilder blessed = new StringBuilder();
    int copied = 0;
    while (m.find()) {
      int line = (int) text.substring(0, m.start()).lines().count() + 1;
      CorpusFile program = CorpusFile.parse(Path.of("main.asr"), m.group(1), null);
      try {
        String said = check(program, BLESS ? null : m.group(2));
        if (m.group(2) != null) {
          blessed.append(text, copied, m.start(2)).append(said.strip()).append('\n');
          copied = m.end(2);
        }
      } catch (AssertionError e) {
        wrong.add(page.getFileName() + ":" + line + ": " + e.getMessage());
      }
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
    if (BLESS) {
      Files.writeString(page, blessed.append(text.substring(copied)));
    }
  }

  /** What the compiler or the run has said, which is compared unless it is null. */
  private static String check(CorpusFile program, String report) {
    SourceFile source = new SourceFile("main.asr", program.source());
    Compilation c = ENGINE.check(source, ModuleLoader.NONE, false);
    Map<Integer, List<String>> found = new TreeMap<>();
    List<Diagnostic> errors = c.diagnostics().stream().filter(Diagnostic::isError).toList();
    String said = new TextRenderer(RenderOptions.PLAIN).render(errors);
    for (Diagnostic d : errors) {
      found
          .computeIfAbsent(d.primary().shown().line(), n -> new ArrayList<>())
          .add(d.code() != null && d.code().matches("[EA]\\d{4}") ? d.code() : "");
    }
    assertEquals(program.errors().toString(), found.toString(), said);
    if (program.isRejected()) {
      if (report != null) {
        assertEquals(report.strip(), said.strip());
      }
      return said;
    }
    for (long seed = 1; seed <= SEEDS; seed++) {
      execute(program, c, OptionalLong.of(seed), report);
    }
    return execute(program, c, OptionalLong.empty(), report);
  }

  private static String execute(
      CorpusFile program, Compilation c, OptionalLong seed, String report) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Isolate.Builder b =
        c.program().isolate().capabilities(Capabilities.NONE.withOutput(out).withError(err));
    if (seed.isPresent()) {
      b.seed(seed.getAsLong());
    }
    int exit;
    try (Isolate isolate = b.start()) {
      exit = isolate.runMain();
    }
    String errors = err.toString(StandardCharsets.UTF_8);
    String under = seed.isPresent() ? "seed " + seed.getAsLong() : "in parallel";
    assertEquals(program.stdout(), out.toString(StandardCharsets.UTF_8), under + "\n" + errors);
    assertEquals(program.exit(), exit, under + "\n" + errors);
    for (String wanted : program.stderr()) {
      assertTrue(errors.contains(wanted), under + ", not found: " + wanted + "\n" + errors);
    }
    if (report != null) {
      assertEquals(report.strip(), errors.strip(), under);
    }
    return errors;
  }

  @Test
  void tasks() throws IOException {
    check(DOCS.resolve("reference").resolve("tasks.md"));
  }

  @Test
  void everyRuleOfTasksHasAnExample() throws IOException {
    String text = Files.readString(DOCS.resolve("reference").resolve("tasks.md"));
    List<String> rules = RULE.matcher(text).results().map(r -> r.group(1)).toList();
    List<String> all =
        java.util.stream.IntStream.rangeClosed(1, 17).mapToObj(n -> "T" + n).toList();
    assertEquals(all, rules);
    for (String rule : rules) {
      String section = text.substring(text.indexOf("## " + rule + " "));
      section = section.substring(0, section.indexOf("\n## ", 1));
      assertTrue(section.contains("```rust\n"), rule);
    }
  }

  @Test
  void impossibleHere() throws IOException {
    check(DOCS.resolve("impossible-here.md"));
  }
}
