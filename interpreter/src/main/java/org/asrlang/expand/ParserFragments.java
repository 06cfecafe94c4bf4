package org.asrlang.expand;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Parser;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** The parser as expansion uses it. */
record ParserFragments(Diagnostics diagnostics) implements Fragments {
  @Override
  public Prefix prefix(String kind, List<TokenTree> trees, int from, Span end) {
    Parser.Prefix p = Parser.parsePrefix(kind, trees, from, end);
    return new Prefix(p.consumed(), p.error());
  }

  @Override
  public Expr expr(List<TokenTree> trees, Span at) {
    Diagnostics own = new Diagnostics();
    Expr whole = Parser.expr(trees, at, own);
    if (own.hasErrors()) {
      Parser.Prefix p = Parser.parsePrefix("expr", trees, 0, at);
      if (p.error() == null && p.consumed() > 0 && p.consumed() < trees.size()) {
        TokenTree rest = trees.get(p.consumed());
        Span there = rest instanceof TokenTree.Delimited d ? d.openSpan() : rest.span();
        Diagnostic.error(
                null,
                there,
                "macro expansion ignores " + Expander.describe(rest) + " and any tokens following")
            .to(diagnostics);
        return Parser.expr(trees.subList(0, p.consumed()), at, diagnostics);
      }
    }
    diagnostics.addAll(own.all());
    return whole;
  }

  @Override
  public Pat pat(List<TokenTree> trees, Span at) {
    return Parser.pat(trees, at, diagnostics);
  }

  @Override
  public TypeExpr type(List<TokenTree> trees, Span at) {
    return Parser.type(trees, at, diagnostics);
  }

  @Override
  public List<Item> items(List<TokenTree> trees, Span at) {
    return Parser.items(trees, at, diagnostics);
  }

  @Override
  public Expr.Block block(List<TokenTree> trees, Span at) {
    return Parser.block(trees, at, diagnostics);
  }
}
