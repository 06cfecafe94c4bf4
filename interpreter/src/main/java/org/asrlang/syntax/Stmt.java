package org.asrlang.syntax;

import java.util.List;
import org.asrlang.source.Span;

/** A statement of a block. */
public sealed interface Stmt extends Node {
  /**
   * {@code let pat: type = init else { … };}.
   *
   * @param type null where none was written
   * @param init null for a declaration without a value
   * @param otherwise the {@code else} block, or null
   */
  record LetStmt(
      List<Attribute> attrs, Pat pat, TypeExpr type, Expr init, Expr.Block otherwise, Span span)
      implements Stmt {}

  record ItemStmt(Item item) implements Stmt {
    @Override
    public Span span() {
      return item.span();
    }
  }

  /**
   * @param semicolon whether one was written; a block-like expression needs none
   */
  record ExprStmt(List<Attribute> attrs, Expr expr, boolean semicolon, Span span) implements Stmt {}

  /** {@code m! {…}}, {@code m!(…);} in statement position: may expand to any statements. */
  record MacroStmt(List<Attribute> attrs, MacroCall call, boolean semicolon, Span span)
      implements Stmt {}

  /** {@code ;}. */
  record EmptyStmt(Span span) implements Stmt {}
}
