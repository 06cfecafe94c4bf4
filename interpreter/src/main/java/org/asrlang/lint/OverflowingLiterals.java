package org.asrlang.lint;

import java.math.BigInteger;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/** {@code overflowing_literals}: a literal that its type has no value for. */
final class OverflowingLiterals {
  private final TyCtxt tcx;
  private final TypeckResults types;

  private OverflowingLiterals(TyCtxt tcx, TypeckResults types) {
    this.tcx = tcx;
    this.types = types;
  }

  static void check(TyCtxt tcx, Def owner, TypeckResults types) {
    Expr body = tcx.defs().expandedBody(owner);
    if (body != null) {
      new OverflowingLiterals(tcx, types).visit(body);
    }
  }

  private void visit(Node n) {
    switch (n) {
      case Expr.Unary u
          when u.op() == Expr.UnOp.NEG && u.operand() instanceof Expr.Literal l && isInt(l) ->
          literal(l, ((BigInteger) l.value()).negate(), u.span());
      case Expr.Literal l when isInt(l) -> literal(l, (BigInteger) l.value(), l.span());
      case Expr.Literal l when l.kind() == Expr.LiteralKind.FLOAT -> floating(l);
      default -> Nodes.children(n, this::visit);
    }
  }

  private static boolean isInt(Expr.Literal l) {
    return l.kind() == Expr.LiteralKind.INT;
  }

  private void literal(Expr.Literal l, BigInteger value, Span at) {
    Ty ty = types.typeOf(l);
    if (!(ty instanceof Ty.Int || ty instanceof Ty.Uint) || KnownPanics.inRange(value, ty)) {
      return;
    }
    if (ty instanceof Ty.Uint && value.signum() < 0) {
      return; // E0600 was given
    }
    String text = at.text();
    boolean digits = text.matches("0[xbo].*");
    Diagnostic.Builder d =
        Diagnostic.warning(
            Lint.OVERFLOWING_LITERALS.key, at, "literal out of range for `" + ty + "`");
    if (digits) {
      BigInteger becomes = KnownPanics.wrap(value, ty);
      d.note(
          "the literal `"
              + text
              + "` (decimal `"
              + value
              + "`) does not fit into the type `"
              + ty
              + "` and will become `"
              + becomes
              + ty
              + "`");
    } else {
      d.note(
          "the literal `"
              + text
              + "` does not fit into the type `"
              + ty
              + "` whose range is `"
              + KnownPanics.min(ty)
              + "..="
              + KnownPanics.max(ty)
              + "`");
    }
    String wider = wider(value, ty);
    if (wider != null) {
      d.help("consider using the type `" + wider + "` instead");
    }
    d.to(tcx.diagnostics());
  }

  /** The type that rustc proposes: the unsigned one of the same width first. */
  private static String wider(BigInteger value, Ty ty) {
    if (!(ty instanceof Ty.Int)) {
      return null;
    }
    int bits = KnownPanics.bits(ty);
    if (value.signum() >= 0 && value.bitLength() <= bits) {
      return "u" + bits;
    }
    for (int wide : List.of(16, 32, 64, 128)) {
      if (wide > bits && value.bitLength() < wide) {
        return "i" + wide;
      }
    }
    return null;
  }

  private void floating(Expr.Literal l) {
    if (!(types.typeOf(l) instanceof Ty.Float f)) {
      return;
    }
    String digits = (String) l.value();
    boolean infinite =
        f.bits == 32
            ? Float.isInfinite(Float.parseFloat(digits))
            : Double.isInfinite(Double.parseDouble(digits));
    if (infinite) {
      String name = "f" + f.bits;
      Diagnostic.warning(
              Lint.OVERFLOWING_LITERALS.key, l.span(), "literal out of range for `" + name + "`")
          .note(
              "the literal `"
                  + l.span().text()
                  + "` does not fit into the type `"
                  + name
                  + "` and will be converted to `"
                  + name
                  + "::INFINITY`")
          .to(tcx.diagnostics());
    }
  }
}
