package org.asrlang.resolve;

import java.util.List;
import org.asrlang.source.Span;

/**
 * An import whose name no path has used. It may still be there for the methods of its traits.
 *
 * @param span the path as written, with its renaming
 * @param use the whole {@code use} item
 * @param name what it is called here; {@code *} for a glob
 * @param module the module that it stands in
 */
public record UnusedImport(Span span, Span use, String name, Def module, List<Def> traits) {}
