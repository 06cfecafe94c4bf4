package org.asrlang.resolve;

import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Parser;

/**
 * A crate to resolve.
 *
 * @param name {@code std}, {@code asr}; the user's may have any, or be empty
 * @param loader for {@code mod name;} and {@code include_str!}
 */
public record CrateSource(String name, SourceFile root, ModuleLoader loader) {
  /** Std's own crates: they may use unsafe code and are resolved only as far as they are used. */
  public boolean isStd() {
    return name.equals("std") || name.equals("asr");
  }

  /**
   * The tree of one of the crate's files. Here a later form of std that was parsed at build time
   * can answer with the stored tree instead.
   */
  Crate tree(SourceFile file, Diagnostics diagnostics) {
    return Parser.parseFile(file, diagnostics);
  }
}
