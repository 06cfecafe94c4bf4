package org.asrlang.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs in README.md are compiled and run as they stand there. */
class ReadmeTest {
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  private static String block(String language, String containing) throws Exception {
    Matcher m = BLOCK.matcher(Files.readString(Path.of("..", "README.md")));
    while (m.find()) {
      if (m.group(1).equals(language) && m.group(2).contains(containing)) {
        return m.group(2);
      }
    }
    throw new AssertionError("README.md has no " + language + " block with " + containing);
  }

  @Test
  void theEmbeddingExampleRuns() throws Exception {
    String java = block("java", "class Rules");
    assertTrue(java.lines().filter(l -> !l.isBlank()).count() <= 15, "at most 15 lines");
    Path script = Files.writeString(folder.resolve("rules.asr"), block("rust", "fn quote"));
    JavaFileObject source =
        new SimpleJavaFileObject(URI.create("string:///Rules.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return java;
          }
        };
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(
                null,
                null,
                null,
                List.of("-d", folder.toString(), "-cp", System.getProperty("java.class.path")),
                null,
                List.of(source))
            .call();
    assertTrue(compiled, "it compiles");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      loader
          .loadClass("Rules")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[] {script.toString()});
    } finally {
      System.setOut(before);
    }
    assertEquals(
        "Quote[item=lamp, cents=1200]\nbye\ncancelled\n", out.toString(StandardCharsets.UTF_8));
  }
}
