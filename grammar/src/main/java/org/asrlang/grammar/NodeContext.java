package org.asrlang.grammar;

import org.antlr.v4.runtime.ParserRuleContext;

/** A rule's context with room for what was built from it, so that no parse tree is kept. */
public class NodeContext extends ParserRuleContext {
  /** What the listener made of the rule when it ended; its type depends on the rule. */
  public Object node;

  public NodeContext() {}

  public NodeContext(ParserRuleContext parent, int invokingState) {
    super(parent, invokingState);
  }
}
