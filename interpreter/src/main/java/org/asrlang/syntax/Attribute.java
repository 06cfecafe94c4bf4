package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/**
 * {@code #[path tokens]} or {@code #![…]}; doc comments are attributes {@code doc} whose only token
 * is a string literal.
 *
 * @param tokens what stands behind the path: a delimited tree, or {@code =} and a literal, or
 *     nothing
 */
public record Attribute(boolean inner, Path path, List<TokenTree> tokens, Span span)
    implements Node {
  public boolean is(String name) {
    return path.toString().equals(name);
  }
}
