package org.asrlang.expand;

import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;

/**
 * Copies a part of a tree, so that it can stand at a second place: later passes key what they learn
 * by the identity of nodes.
 */
final class Copier extends Folder {
  @Override
  Path path(Path p) {
    Path q = super.path(p);
    return q != p ? q : new Path(p.global(), p.qself(), p.qselfPosition(), p.segments(), p.span());
  }

  @Override
  Lifetime lifetime(Lifetime l) {
    return new Lifetime(l.name(), l.span());
  }

  @Override
  Expr expr(Expr e) {
    return e instanceof Expr.Literal l
        ? new Expr.Literal(l.kind(), l.value(), l.suffix(), l.span())
        : super.expr(e);
  }
}
