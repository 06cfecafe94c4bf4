package org.asrlang.stdlib;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.ImageWriter;
import org.asrlang.types.collect.GlobalCtxt;

/**
 * Resolves std and asr and stores them as a run reads them; a step of the build. Errors in any of
 * their bodies end the build.
 */
public final class ImageBuilder {
  private ImageBuilder() {}

  /**
   * @param args the folder of the sources (that of the classes may hold some that are gone), and
   *     that of the classes, which takes the image beside those of this package
   */
  public static void main(String[] args) throws IOException {
    Diagnostics diagnostics = new Diagnostics();
    byte[] image =
        ImageWriter.write(
            StdLibrary.crates(name -> text(Path.of(args[0], name))),
            GlobalCtxt::notes,
            diagnostics);
    for (Diagnostic d : diagnostics.all()) {
      System.err.println(d.primary() + ": " + d.message());
    }
    if (image == null) {
      System.exit(1);
    }
    Path folder = Path.of(args[1], "org", "asrlang", "stdlib");
    Files.createDirectories(folder);
    Files.write(folder.resolve(StdLibrary.IMAGE), image);
  }

  private static String text(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
