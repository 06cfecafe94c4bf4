package org.asrlang.resolve;

import org.asrlang.source.SourceFile;

/** Gives the texts of a crate's module files: the host decides what a program may read. */
public interface ModuleLoader {
  /** A crate of one file. */
  ModuleLoader NONE = path -> null;

  /**
   * A file by its path relative to the folder of the crate's root, with slashes, such as {@code
   * net/server.asr}. Null if there is none, or none that may be read.
   */
  SourceFile load(String path);
}
