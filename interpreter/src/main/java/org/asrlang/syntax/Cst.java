package org.asrlang.syntax;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;
import org.asrlang.grammar.NodeContext;
import org.asrlang.source.Span;

/** Access to the children of a rule that has just ended. */
final class Cst {
  private Cst() {}

  static List<ParseTree> children(ParserRuleContext c) {
    return c == null || c.children == null ? List.of() : c.children;
  }

  /** The first token of the type among the children, or null. */
  static SourceToken token(ParserRuleContext c, int type) {
    for (ParseTree t : children(c)) {
      if (t instanceof TerminalNode n && n.getSymbol().getType() == type) {
        return (SourceToken) n.getSymbol();
      }
    }
    return null;
  }

  static boolean has(ParserRuleContext c, int type) {
    return token(c, type) != null;
  }

  /** The type of a child token; 0 for a rule. */
  static int type(ParseTree t) {
    return t instanceof TerminalNode n ? n.getSymbol().getType() : 0;
  }

  static SourceToken token(ParseTree t) {
    return (SourceToken) ((TerminalNode) t).getSymbol();
  }

  /** The rule index of a child rule; -1 for a token. */
  static int rule(ParseTree t) {
    return t instanceof NodeContext c ? c.getRuleIndex() : -1;
  }

  @SuppressWarnings("unchecked")
  static <T> T node(ParseTree t) {
    return t instanceof NodeContext c ? (T) c.node : null;
  }

  /** What was built from the first child of the rule, or null. */
  static <T> T child(ParserRuleContext c, int rule) {
    for (ParseTree t : children(c)) {
      if (t instanceof NodeContext n && n.getRuleIndex() == rule) {
        return node(n);
      }
    }
    return null;
  }

  static boolean hasChild(ParserRuleContext c, int rule) {
    for (ParseTree t : children(c)) {
      if (t instanceof NodeContext n && n.getRuleIndex() == rule) {
        return true;
      }
    }
    return false;
  }

  /** What was built from all children of the rule, in order, without nulls. */
  static <T> List<T> all(ParserRuleContext c, int rule) {
    List<T> out = new ArrayList<>(4);
    for (ParseTree t : children(c)) {
      if (t instanceof NodeContext n && n.getRuleIndex() == rule && n.node != null) {
        out.add(node(n));
      }
    }
    return out.isEmpty() ? List.of() : out;
  }

  static SourceToken start(ParserRuleContext c) {
    return (SourceToken) c.start;
  }

  static SourceToken stop(ParserRuleContext c) {
    return (SourceToken) c.stop;
  }

  /** From a rule's first token to its last; empty where the rule took none. */
  static Span span(ParserRuleContext c) {
    SourceToken from = start(c);
    SourceToken to = stop(c);
    if (to == null || to.index < from.index) {
      return from.span().shrinkToStart();
    }
    return from.to(to);
  }
}
