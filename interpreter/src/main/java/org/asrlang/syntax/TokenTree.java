package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** A token, or a delimited list of token trees: what macros eat and make. */
public sealed interface TokenTree extends Node {
  /**
   * One token as the lexer made it.
   *
   * @param kind the token type of {@code AsrLexer}
   * @param text as written; identifiers without {@code r#}
   * @param spaceBefore whether white space or a comment stood before it ({@code stringify!})
   */
  record Token(int kind, String text, Span span, boolean spaceBefore) implements TokenTree {}

  /**
   * @param open {@code (}, {@code [} or {@code {}
   */
  record Delimited(char open, List<TokenTree> trees, Span openSpan, Span closeSpan)
      implements TokenTree {
    @Override
    public Span span() {
      return openSpan.to(closeSpan);
    }
  }

  /**
   * A fragment that a macro parameter matched ({@code $e:expr}), put into a macro's output as one
   * unit, so that its precedence is kept. It is parsed anew wherever it is used.
   *
   * @param fragment {@code expr}, {@code ty}, {@code pat}, {@code stmt}, {@code block}, {@code
   *     item}, {@code path}, {@code meta}, {@code vis}, {@code literal}; {@code ident}, {@code
   *     lifetime} and {@code tt} are substituted as plain tokens instead
   */
  record Interpolated(String fragment, List<TokenTree> trees, Span span) implements TokenTree {}
}
