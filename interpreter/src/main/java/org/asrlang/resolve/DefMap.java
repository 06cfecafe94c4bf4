package org.asrlang.resolve;

import java.util.List;
import java.util.Set;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;

/**
 * What name resolution offers to the later passes. Items, modules, imports and item-level macros
 * are done when it is made; signatures and bodies are expanded and resolved when first asked for,
 * once, and a body in error gives diagnostics and an answer with holes, never an exception.
 */
public interface DefMap {
  /**
   * The crates, the user's first, then {@code std} (also known as core and alloc) and {@code asr}.
   */
  List<Def> crates();

  /**
   * Everything that has been defined so far in a crate, in order; of std's bodies only used ones.
   */
  List<Def> allDefs(Def crate);

  /** All impls of the crate, those in bodies of the user's crate included. */
  List<Def> impls(Def crate);

  /**
   * The names in the headers of a crate's impls; null of a crate where a name there need not be the
   * one of the definition.
   */
  ImplNames implNames(Def crate);

  /** The definition marked {@code #[lang = "name"]}, or null. */
  Def langItem(String name);

  /**
   * What a later pass found out about a library's definition when the library was built; null if it
   * has to find out now.
   */
  default byte[] note(Def def) {
    return null;
  }

  /** The paths and lifetimes of an item's signature: everything but function bodies and values. */
  Resolutions signature(Def item);

  /**
   * The paths of a body: of a function with a body, a constant or static with a value, or an
   * anonymous constant. A closure belongs to its owner's body.
   */
  Resolutions body(Def owner);

  /** The macro-free body; null for a function without one. */
  Expr expandedBody(Def owner);

  /** The macro-free function item (its parameters' patterns and types) of a FN or ASSOC_FN. */
  Item.Fn function(Def fn);

  /** The files of a crate as they were parsed, the root first; empty for libraries. */
  List<Crate> files(Def crate);

  /** What can be named from outside of a crate: through public modules and re-exports. */
  Set<Def> reachable(Def crate);

  /** The imports of a crate that no path uses, once all bodies are resolved. */
  List<UnusedImport> unusedImports(Def crate);

  /** Whether the definition has the attribute; std's bodies and items use a few of their own. */
  boolean hasAttr(Def def, String attribute);

  /** How deep proofs and dereferences may go: {@code #![recursion_limit = "128"]}. */
  int recursionLimit();

  /** The text of {@code #[attribute = "text"]} or {@code #[attribute(key = "text")]}, or null. */
  String attrText(Def def, String attribute);

  /** The place of a variable that an earlier entry of a session has left; null for all others. */
  default Def place(Local local) {
    return null;
  }

  /**
   * The variable of a session's earlier entry whose place this {@code STATIC} without a node is;
   * null for all other definitions.
   */
  default Local variable(Def place) {
    return null;
  }
}
