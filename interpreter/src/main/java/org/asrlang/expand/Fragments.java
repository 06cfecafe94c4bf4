package org.asrlang.expand;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** What expansion needs of the parser: token trees in, trees and diagnostics out. */
interface Fragments {
  /**
   * A fragment at the start of a list.
   *
   * @param consumed how many trees it takes
   * @param error null unless parsing failed
   */
  record Prefix(int consumed, Diagnostic error) {}

  Prefix prefix(String kind, List<TokenTree> trees, int from, Span end);

  Expr expr(List<TokenTree> trees, Span at);

  Pat pat(List<TokenTree> trees, Span at);

  TypeExpr type(List<TokenTree> trees, Span at);

  List<Item> items(List<TokenTree> trees, Span at);

  /** Statements with an optional tail, as the content of a block. */
  Expr.Block block(List<TokenTree> trees, Span at);
}
