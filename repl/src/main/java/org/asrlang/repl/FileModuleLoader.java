package org.asrlang.repl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;

/** Loads a crate's module files from the folder of its root. */
final class FileModuleLoader implements ModuleLoader {
  private final Path folder;

  /**
   * @param root the crate's root file; null where there is none, then modules come from the current
   *     folder
   */
  FileModuleLoader(Path root) {
    Path parent = root == null ? null : root.getParent();
    folder = parent == null ? Path.of("") : parent;
  }

  @Override
  public SourceFile load(String path) {
    Path file = folder.resolve(path);
    try {
      return Files.isRegularFile(file) ? Sources.read(file) : null;
    } catch (IOException e) {
      return null;
    }
  }
}
