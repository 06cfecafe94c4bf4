package org.asrlang.resolve;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.syntax.Expr;

/**
 * Library crates, resolved: {@code std}, {@code asr}, those of a host. All compilations of an
 * engine share them. Thread-safe; what they answer never changes, but definitions of bodies are
 * made when the bodies are first asked for.
 */
public abstract class Libraries {
  /** The crates, {@code std} first. */
  public abstract List<Def> crates();

  /** Errors in the libraries themselves, as far as they have been found. */
  abstract List<Diagnostic> diagnostics();

  /** Above the ids of all definitions, present and to come. */
  abstract int idsEnd();

  /** The crate that is called so, {@code core} and {@code alloc} included; or null. */
  abstract Def extern(String name);

  /** The names in a module, enum or trait of the libraries; null for what has none. */
  abstract Scope scope(Def d);

  /** The names of {@code std::prelude::v1}; null without std. */
  abstract Scope prelude();

  abstract Def langItem(String name);

  abstract List<Def> allDefs(Def crate);

  abstract List<Def> impls(Def crate);

  /** The names in the headers of the crate's impls; null where they may not be the true ones. */
  abstract ImplNames implNames(Def crate);

  /** See {@link DefMap#note}. */
  byte[] note(Def d) {
    return null;
  }

  abstract Resolutions signature(Def item);

  abstract Resolutions body(Def owner);

  abstract Expr expandedBody(Def owner);
}
