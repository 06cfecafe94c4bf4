package org.asrlang.tests.model;

import java.util.List;

/** The statements of a block or closure. Compared by identity: each runs at most once. */
final class Code {
  static final Code EMPTY = new Code(List.of());

  final List<Stmt> stmts;

  Code(List<Stmt> stmts) {
    this.stmts = List.copyOf(stmts);
  }
}
