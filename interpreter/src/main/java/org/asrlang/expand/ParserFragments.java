package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

final class ParserFragments implements Fragments {
  private final Diagnostics diagnostics;
  ParserFragments(Diagnostics diagnostics) { this.diagnostics = diagnostics; }
  public Prefix prefix(String kind, List<TokenTree> trees, int from, Span end) { throw new UnsupportedOperationException(); }
  public Expr expr(List<TokenTree> trees, Span at) { throw new UnsupportedOperationException(); }
  public Pat pat(List<TokenTree> trees, Span at) { throw new UnsupportedOperationException(); }
  public TypeExpr type(List<TokenTree> trees, Span at) { throw new UnsupportedOperationException(); }
  public List<Item> items(List<TokenTree> trees, Span at) { throw new UnsupportedOperationException(); }
  public Expr.Block block(List<TokenTree> trees, Span at) { throw new UnsupportedOperationException(); }
}
