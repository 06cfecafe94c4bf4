package org.asrlang.expand;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;

/**
 * Puts arguments that are literals into the text, as rustc does: {@code format_args!("{}", 5)} has
 * no arguments, so that a panic with it has a {@code &'static str} as its payload.
 */
final class InlineLiterals {
  private final List<Expr.FormatPiece> pieces;
  private final List<Expr> values;

  InlineLiterals(List<Expr.FormatPiece> pieces, List<Expr> values) {
    this.pieces = pieces;
    this.values = values;
  }

  Expr.FormatArgs build(boolean newline, Span call) {
    boolean[] inlined = new boolean[values.size()];
    List<Expr.FormatPiece> with = new ArrayList<>();
    for (Expr.FormatPiece piece : pieces) {
      String text = text(piece);
      if (text != null) {
        inlined[((Expr.FormatPlaceholder) piece).arg()] = true;
        with.add(new Expr.FormatText(text));
      } else {
        with.add(piece);
      }
    }
    keepUsed(inlined, with);
    int[] index = new int[values.size()];
    List<Expr> left = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      index[i] = left.size();
      if (!inlined[i]) {
        left.add(values.get(i));
      }
    }
    if (left.size() == values.size()) {
      return new Expr.FormatArgs(with, values, newline, call);
    }
    return new Expr.FormatArgs(
        with.stream().map(p -> renumbered(p, index)).toList(), left, newline, call);
  }

  /** What takes the place of a plain {@code {}} of a literal; else null. */
  private String text(Expr.FormatPiece piece) {
    if (!(piece instanceof Expr.FormatPlaceholder p)
        || !p.trait().equals("Display")
        || p.fill() != ' '
        || p.align() != 0
        || p.flags() != 0
        || p.width() != null
        || p.precision() != null
        || !(values.get(p.arg()) instanceof Expr.Literal l)
        || l.suffix() != null) {
      return null;
    }
    return switch (l.kind()) {
      // what does not fit an `i32` is left for the lint to see
      case INT -> ((BigInteger) l.value()).bitLength() < 32 ? l.value().toString() : null;
      case STR -> (String) l.value();
      case FLOAT, BYTE_STR, C_STR, CHAR, BYTE, BOOL -> null;
    };
  }

  /** An argument that another placeholder needs stays one. */
  private static void keepUsed(boolean[] inlined, List<Expr.FormatPiece> pieces) {
    for (Expr.FormatPiece piece : pieces) {
      if (piece instanceof Expr.FormatPlaceholder p) {
        inlined[p.arg()] = false;
        for (Expr.FormatCount c : new Expr.FormatCount[] {p.width(), p.precision()}) {
          if (c != null && c.arg() >= 0) {
            inlined[c.arg()] = false;
          }
        }
      }
    }
  }

  private static Expr.FormatPiece renumbered(Expr.FormatPiece piece, int[] index) {
    return switch (piece) {
      case Expr.FormatText t -> t;
      case Expr.FormatPlaceholder p ->
          new Expr.FormatPlaceholder(
              index[p.arg()],
              p.trait(),
              p.fill(),
              p.align(),
              p.flags(),
              renumbered(p.width(), index),
              renumbered(p.precision(), index),
              p.span());
    };
  }

  private static Expr.FormatCount renumbered(Expr.FormatCount c, int[] index) {
    return c == null || c.arg() < 0 ? c : new Expr.FormatCount(index[c.arg()], c.literal());
  }
}
