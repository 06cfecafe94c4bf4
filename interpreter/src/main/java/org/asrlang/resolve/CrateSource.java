package org.asrlang.resolve;

import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.LazyBodies;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Parser;
import org.asrlang.syntax.TokenTree;

/**
 * A crate to resolve.
 *
 * @param name {@code std}, {@code asr}; the user's may have any, or be empty
 * @param loader for {@code mod name;} and {@code include_str!}
 * @param isLibrary std's own crates and those of the host: they are named by their names, may use
 *     unsafe code and are resolved only as far as they are used
 */
public record CrateSource(String name, SourceFile root, ModuleLoader loader, boolean isLibrary) {
  /** The user's crate; or, if it is called {@code std} or {@code asr}, that one. */
  public CrateSource(String name, SourceFile root, ModuleLoader loader) {
    this(name, root, loader, name.equals("std") || name.equals("asr"));
  }

  /** A crate that the user's can name, such as {@code host} in {@code host::lookup(key)}. */
  public static CrateSource library(String name, SourceFile root, ModuleLoader loader) {
    return new CrateSource(name, root, loader, true);
  }

  /**
   * The tree of one of the crate's files; of a library without the bodies of functions. Here a form
   * of std that was parsed and expanded at build time can answer instead.
   */
  Crate tree(SourceFile file, Diagnostics diagnostics) {
    if (!isLibrary) {
      return Parser.parseFile(file, diagnostics);
    }
    List<TokenTree> trees = Parser.tokenTrees(file, diagnostics);
    int from = 0;
    while (from + 2 < trees.size()
        && trees.get(from) instanceof TokenTree.Token p
        && p.text().equals("#")
        && trees.get(from + 1) instanceof TokenTree.Token n
        && n.text().equals("!")) {
      from += 3;
    }
    Span whole = new Span(file, 0, file.text().length(), Expansion.ROOT);
    List<Item> items =
        Parser.items(
            LazyBodies.of(trees.subList(from, trees.size())), whole.shrinkToEnd(), diagnostics);
    return new Crate(file, List.of(), items, whole);
  }
}
