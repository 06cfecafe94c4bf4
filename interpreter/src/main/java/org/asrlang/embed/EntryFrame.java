package org.asrlang.embed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.SessionCrate;
import org.asrlang.source.Expansion;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;

/**
 * Makes a function of an entry that returns its value as text and puts its variables where later
 * entries find them:
 *
 * <pre>{@code
 * fn __entry_3() -> ::std::string::String {
 *     statements
 *     let __shown = match tail { ref __value => ::asr_session::show(__value) };
 *     ::asr_session::end(x);
 *     ::asr_session::keep(7, x);
 *     __shown
 * }
 * }</pre>
 *
 * <p>Of a variable's keeping and ending only one is left in the body that is run, or neither.
 */
final class EntryFrame implements SessionCrate.Frame {
  static final String VALUE = "__value";
  private static final String SHOWN = "__shown";

  /** A text that nobody has written: the offset of a span in it tells which part it is of. */
  private final SourceFile made = new SourceFile("<session>", " ".repeat(4096));

  private final long firstSlot;
  private List<String> kept = List.of();

  /**
   * @param firstSlot of the first variable that the entry leaves
   */
  EntryFrame(long firstSlot) {
    this.firstSlot = firstSlot;
  }

  /** The variables in the order of their slots. */
  List<String> kept() {
    return kept;
  }

  /** Which variable's keeping the span belongs to; -1 if it is no such span. */
  int keeping(Span span) {
    return span.file() == made && span.lo() % 2 == 1 ? span.lo() / 2 : -1;
  }

  /** Which variable's ending before the others are kept the span belongs to; -1 if none. */
  int ending(Span span) {
    return span.file() == made && span.lo() > 0 && span.lo() % 2 == 0 ? span.lo() / 2 - 1 : -1;
  }

  boolean isMade(Span span) {
    return span.file() == made;
  }

  private Span at(int part) {
    return new Span(made, part, Math.min(part + 1, made.text().length()), Expansion.ROOT);
  }

  @Override
  public TypeExpr output(Span at) {
    return new TypeExpr.PathType(path(at(0), "std", "string", "String"), at(0));
  }

  @Override
  public Expr.Block around(Expr.Block body, List<String> locals) {
    kept = locals.subList(0, Math.min(locals.size(), made.text().length() / 2 - 2));
    List<Stmt> stmts = new ArrayList<>(body.stmts());
    Span own = at(0);
    Expr shown = body.tail() == null ? call(own, "nothing") : show(body.tail());
    Pat name = new Pat.IdentPat(false, false, new Ident(SHOWN, own), null, own);
    stmts.add(new Stmt.LetStmt(List.of(), name, null, shown, null, own));
    for (int i = kept.size() - 1; i >= 0; i--) {
      Span at = at(2 * i + 2);
      Expr end = call(at, "end", variable(kept.get(i), at));
      stmts.add(new Stmt.ExprStmt(List.of(), end, true, at));
    }
    for (int i = 0; i < kept.size(); i++) {
      Span at = at(2 * i + 1);
      Expr slot =
          new Expr.Literal(Expr.LiteralKind.INT, BigInteger.valueOf(firstSlot + i), "usize", at);
      Expr keep = call(at, "keep", slot, variable(kept.get(i), at));
      stmts.add(new Stmt.ExprStmt(List.of(), keep, true, at));
    }
    return new Expr.Block(null, body.innerAttrs(), stmts, variable(SHOWN, own), body.span());
  }

  // A match keeps the temporaries of the value alive while it is shown.
  private Expr show(Expr tail) {
    Span own = at(0);
    Pat value = new Pat.IdentPat(true, false, new Ident(VALUE, own), null, own);
    Expr text = call(tail.span(), SessionModule.SHOW, variable(VALUE, own));
    Expr.Arm arm = new Expr.Arm(List.of(), value, null, text, own);
    return new Expr.Match(tail, List.of(arm), tail.span());
  }

  private static Expr variable(String name, Span at) {
    return new Expr.PathExpr(Path.of(new Ident(name, at)), at);
  }

  private static Expr call(Span at, String function, Expr... args) {
    Path path = path(at, SessionModule.CRATE, function);
    return new Expr.Call(new Expr.PathExpr(path, at), List.of(args), at);
  }

  private static Path path(Span at, String... names) {
    List<Path.Segment> segments = new ArrayList<>();
    for (String n : names) {
      segments.add(new Path.Segment(new Ident(n, at), null));
    }
    return new Path(true, null, 0, segments, at);
  }
}
