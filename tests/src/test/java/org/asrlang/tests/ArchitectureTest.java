package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the import rules of docs/architecture.md to the code. */
class ArchitectureTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern IMPORT =
      Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);

  /** Packages below org.asrlang in the order of the passes: each may use those before it. */
  private static final List<String> ORDER =
      List.of(
          "source",
          "diagnostic",
          "grammar",
          "syntax",
          "expand",
          "resolve",
          "types",
          "thir",
          "borrow",
          "lint",
          "points",
          "exec",
          "lower",
          "embed");

  /** Pairs that use each other on purpose: macros are expanded while names are resolved. */
  private static final Map<String, Set<String>> BOTH_WAYS =
      Map.of("expand", Set.of("resolve"), "types", Set.of("thir"), "exec", Set.of("lower"));

  @Test
  void passesUseOnlyEarlierPasses() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles(ROOT.resolve("interpreter/src/main/java"))) {
      String own = passOf(packageOf(file));
      for (String used : imports(file)) {
        if (!used.startsWith("org.asrlang.")) {
          continue;
        }
        String other = passOf(used.substring("org.asrlang.".length()));
        boolean fine =
            other.equals(own)
                || other.equals("task") && (ORDER.indexOf(own) >= ORDER.indexOf("exec"))
                || ORDER.contains(own)
                    && ORDER.contains(other)
                    && ORDER.indexOf(other) < ORDER.indexOf(own)
                || BOTH_WAYS.getOrDefault(own, Set.of()).contains(other);
        if (!fine) {
          wrong.add(ROOT.relativize(file) + " imports " + used);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void theCoreTouchesNoFilesConsoleOrNetwork() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles(ROOT.resolve("interpreter/src/main/java"))) {
      for (String used : imports(file)) {
        if (used.startsWith("java.nio.file.")
            || used.startsWith("java.net.")
            || used.startsWith("java.io.File")
            || used.startsWith("org.jline")
            || used.startsWith("picocli")) {
          wrong.add(ROOT.relativize(file) + " imports " + used);
        }
      }
      if (Files.readString(file).matches("(?s).*\\bSystem\\.(out|err|in|exit)\\b.*")) {
        wrong.add(ROOT.relativize(file) + " uses the console of the JVM");
      }
    }
    assertEquals(List.of(), wrong);
  }

  @Test
  void stdlibKnowsNoCommandLine() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path file : javaFiles(ROOT.resolve("stdlib/src/main/java"))) {
      for (String used : imports(file)) {
        if (used.startsWith("org.asrlang.repl") || used.startsWith("picocli")) {
          wrong.add(ROOT.relativize(file) + " imports " + used);
        }
      }
    }
    assertEquals(List.of(), wrong);
  }

  private static String packageOf(Path file) {
    Path below = ROOT.resolve("interpreter/src/main/java/org/asrlang").relativize(file);
    return below.toString().replace('\\', '/').replace('/', '.');
  }

  private static String passOf(String name) {
    return name.substring(0, name.indexOf('.') < 0 ? name.length() : name.indexOf('.'));
  }

  private static List<String> imports(Path file) throws IOException {
    List<String> found = new ArrayList<>();
    Matcher m = IMPORT.matcher(Files.readString(file));
    while (m.find()) {
      found.add(m.group(1));
    }
    return found;
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(".java")).sorted().toList();
    }
  }
}
