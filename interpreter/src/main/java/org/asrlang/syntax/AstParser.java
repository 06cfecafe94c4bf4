package org.asrlang.syntax;

import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrParser;
import org.asrlang.grammar.NodeContext;

/**
 * The generated parser, which hands each rule to the tree builder when it ends and forgets its
 * children then: no parse tree of more than the open rules is ever kept.
 */
final class AstParser extends AsrParser {
  private final TreeBuilder builder;
  private final boolean recovering;

  AstParser(TokenArray tokens, Diagnostics diagnostics, boolean recovering) {
    super(tokens);
    this.builder = new TreeBuilder(tokens, diagnostics, recovering);
    this.recovering = recovering;
  }

  @Override
  public void exitRule() {
    NodeContext c = (NodeContext) _ctx;
    super.exitRule();
    if (c.exception != null && !recovering) {
      return;
    }
    if (recovering) {
      try {
        c.node = builder.build(c);
      } catch (RuntimeException e) {
        // A rule that a syntax error has cut short; the error was reported.
        c.node = null;
      }
    } else {
      c.node = builder.build(c);
    }
    c.children = null;
  }
}
