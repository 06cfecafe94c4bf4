package org.asrlang.syntax;

import org.asrlang.source.Span;

/**
 * A node of the syntax tree. Trees are immutable. What later passes learn about a node stands in
 * side tables keyed by the node's <em>identity</em> ({@link java.util.IdentityHashMap}), so no node
 * object may stand at two places of a tree.
 */
public interface Node {
  Span span();
}
