package org.asrlang.syntax;

import org.antlr.v4.runtime.ParserRuleContext;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.grammar.AsrParser;
import org.asrlang.grammar.NodeContext;

/**
 * The generated parser, which hands each rule to the tree builder when it ends and forgets its
 * children then: no parse tree of more than the open rules is ever kept.
 */
final class AstParser extends AsrParser {
  /** Open rules: about 800 brackets in one another. What is deeper could overflow later passes. */
  private static final int MAX_OPEN_RULES = 4000;

  /** Prefix operators in a row: each makes the tree, and with references the type, deeper. */
  static final int MAX_PREFIXES = 400;

  /** As if the stack had overflowed, at a depth that does not depend on the thread. */
  static final class NestedTooDeeply extends StackOverflowError {
    private static final long serialVersionUID = 1L;
  }

  private int openRules;
  private final TreeBuilder builder;
  private final boolean recovering;

  AstParser(TokenArray tokens, Diagnostics diagnostics, boolean recovering) {
    super(tokens);
    this.builder = new TreeBuilder(tokens, diagnostics, recovering);
    this.recovering = recovering;
  }

  @Override
  public void enterRule(ParserRuleContext localctx, int state, int ruleIndex) {
    if (++openRules > MAX_OPEN_RULES) {
      throw new NestedTooDeeply();
    }
    super.enterRule(localctx, state, ruleIndex);
  }

  @Override
  public void exitRule() {
    openRules--;
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
