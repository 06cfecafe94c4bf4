package org.asrlang.syntax;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.asrlang.source.SourceFile;

/** The programs of the language's test corpus, for tests of the parser alone. */
final class Corpus {
  private Corpus() {}

  /** All programs, in a fixed order. */
  static List<SourceFile> files() {
    List<SourceFile> out = new ArrayList<>();
    for (String root : List.of("../tests/corpus", "../examples")) {
      java.nio.file.Path dir = java.nio.file.Path.of(root);
      try (Stream<java.nio.file.Path> walk = Files.walk(dir)) {
        walk.filter(p -> p.toString().endsWith(".asr"))
            .sorted()
            .forEach(p -> out.add(read(dir, p)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return out;
  }

  private static SourceFile read(java.nio.file.Path dir, java.nio.file.Path p) {
    try {
      return new SourceFile(dir.relativize(p).toString(), Files.readString(p));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
