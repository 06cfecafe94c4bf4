package org.asrlang.repl;

import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;

/** The tool chain of this build: it has no compiler yet. */
final class EmbedToolchain implements Toolchain {
  @Override
  public Compiled compile(SourceFile main, Mode mode, ModuleLoader modules) {
    throw new UnsupportedOperationException("this build has no compiler yet");
  }

  @Override
  public ReplSession session(RunOptions options) {
    throw new UnsupportedOperationException("this build has no compiler yet");
  }
}
