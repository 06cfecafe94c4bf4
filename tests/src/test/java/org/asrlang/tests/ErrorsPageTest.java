package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.ErrorCodes;
import org.asrlang.diagnostic.RustErrors;
import org.asrlang.embed.Engine;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Test;

/** What is said about error codes is true, and nothing is missing. */
class ErrorsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "errors.md");
  private static final Path SOURCES = Path.of("..", "interpreter", "src", "main", "java");
  private static final Pattern CODE = Pattern.compile("\"(E\\d{4})\"");
  private static final Pattern EXAMPLE =
      Pattern.compile("```asr(,fails)?\\n(.*?)```", Pattern.DOTALL);

  @Test
  void everyCodeThatIsReportedHasAnEntry() throws Exception {
    Set<String> reported = new TreeSet<>();
    try (var files = Files.walk(SOURCES)) {
      for (Path f : files.filter(p -> p.toString().endsWith(".java")).toList()) {
        Matcher m = CODE.matcher(Files.readString(f));
        while (m.find()) {
          reported.add(m.group(1));
        }
      }
    }
    Set<String> explained = new TreeSet<>(RustErrors.all().keySet());
    Set<String> both = new TreeSet<>(reported);
    both.retainAll(explained);
    reported.removeAll(both);
    explained.removeAll(both);
    assertEquals(Set.of(), reported, "have no entry");
    assertEquals(Set.of(), explained, "are never reported");
  }

  @Test
  void thePageIsTheTableOfAllCodes() throws IOException {
    assertEquals(page(), Files.readString(PAGE));
  }

  /** To make the page anew: print this. */
  private static String page() {
    StringBuilder out = new StringBuilder();
    out.append("# Error codes\n\n");
    out.append("All codes that ASR reports. `asr explain CODE` tells more about those in bold:\n");
    out.append("what is wrong, a program that fails, and one that does not.\n\n");
    out.append("A code that starts with `E` means what it means in Rust; one that starts with\n");
    out.append(
        "`A` is ASR's own. What `rustc` reports without a code, such as syntax errors and\n");
    out.append("lints, has none here either.\n\n");
    out.append("| Code | What is wrong |\n|---|---|\n");
    for (ErrorCodes c : ErrorCodes.values()) {
      out.append("| **").append(c.code()).append("** | ").append(c.title()).append(" |\n");
    }
    for (RustErrors.Entry e : RustErrors.all().values()) {
      String code = e.explanation().isEmpty() ? e.code() : "**" + e.code() + "**";
      out.append("| ").append(code).append(" | ").append(e.title()).append(" |\n");
    }
    return out.toString();
  }

  @Test
  void examplesDoWhatIsSaidOfThem() {
    Engine engine = Engine.create();
    List<String> wrong = new ArrayList<>();
    for (ErrorCodes c : ErrorCodes.values()) {
      examples(engine, c.code(), c.explanation(), wrong);
    }
    for (RustErrors.Entry e : RustErrors.all().values()) {
      examples(engine, e.code(), e.explanation(), wrong);
    }
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong));
  }

  private static void examples(Engine engine, String code, String text, List<String> wrong) {
    Matcher m = EXAMPLE.matcher(text);
    for (int i = 0; m.find(); i++) {
      var found =
          engine
              .check(new SourceFile(code + ".asr", m.group(2)), ModuleLoader.NONE, false)
              .diagnostics()
              .stream()
              .filter(Diagnostic::isError)
              .map(d -> String.valueOf(d.code()))
              .collect(Collectors.toSet());
      Set<String> expected = m.group(1) == null ? Set.of() : Set.of(code);
      if (!found.equals(expected)) {
        wrong.add(code + " example " + i + ": " + found);
      }
    }
  }
}
