package org.asrlang.syntax;

import java.util.List;
import java.util.Optional;
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
    Ident ident = path.asIdent(); // nearly always, and asked very often
    return ident != null ? ident.name().equals(name) : path.toString().equals(name);
  }

  /** The tokens in the parentheses of {@code #[name(a, b)]}, as written; empty for other forms. */
  public List<String> arguments() {
    return tokens.size() == 1 && tokens.get(0) instanceof TokenTree.Delimited d
        ? d.trees().stream()
            .filter(TokenTree.Token.class::isInstance)
            .map(t -> ((TokenTree.Token) t).text())
            .toList()
        : List.of();
  }

  /** The integer type that {@code #[repr(u8)]} gives to an enum's discriminants. */
  public static Optional<String> integerRepr(List<Attribute> attributes) {
    return attributes.stream()
        .filter(a -> a.is("repr"))
        .flatMap(a -> a.arguments().stream())
        .filter(PrimitiveTypes.INTEGERS::contains)
        .findFirst();
  }

  /** {@link #integerRepr}, {@code isize} without one. */
  public static String discriminantType(List<Attribute> attributes) {
    return integerRepr(attributes).orElse("isize");
  }
}
