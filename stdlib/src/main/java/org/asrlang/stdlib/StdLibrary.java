package org.asrlang.stdlib;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.asrlang.embed.Library;
import org.asrlang.resolve.CrateSource;
import org.asrlang.source.SourceFile;

/** The crates {@code std} and {@code asr}: their ASR source lies beside this class in the jar. */
public final class StdLibrary implements Library {
  @Override
  public List<CrateSource> crates() {
    return List.of(crate("std"), crate("asr"));
  }

  private static CrateSource crate(String name) {
    SourceFile root = load(name, "lib.asr");
    return new CrateSource(name, root, path -> load(name, path));
  }

  /** Null if there is no such file. */
  private static SourceFile load(String crate, String path) {
    try (InputStream in = StdLibrary.class.getResourceAsStream(crate + "/" + path)) {
      return in == null
          ? null
          : new SourceFile(
              crate + "/" + path, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the library's own source " + path, e);
    }
  }
}
