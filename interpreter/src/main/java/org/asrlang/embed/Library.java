package org.asrlang.embed;

import java.util.List;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.Libraries;

/**
 * Crates that every program can name. Found as a service ({@link java.util.ServiceLoader}); std
 * comes this way. Thread-safe.
 */
public interface Library {
  /** The crates in the order of dependence: a crate may name those before it. */
  List<CrateSource> crates();

  /** The native functions of the crates. */
  List<NativeModule> natives();

  /** The same crates, resolved when they were built; null where they have to be resolved now. */
  default Libraries prepared() {
    return null;
  }
}
