package org.asrlang.embed;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
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
 * fn __entry_3() -> ::asr_session::Shown {
 *     let moved = ::asr_session::take(2, &moved);
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

  /** A variable of an earlier entry that this one takes out of its place. */
  record Taken(Local local, Def place, long slot) {}

  private final long firstSlot;
  private final List<Taken> taken;
  private List<Stmt> before = new ArrayList<>();
  private List<String> kept = List.of();

  /**
   * @param firstSlot of the first variable that the entry leaves
   * @param taken what it moves out of; kept again where it is not moved after all
   */
  EntryFrame(long firstSlot, List<Taken> taken) {
    this.firstSlot = firstSlot;
    this.taken = taken;
  }

  List<Taken> taken() {
    return taken;
  }

  @Override
  public List<Stmt> before() {
    before = new ArrayList<>();
    Span own = at(0);
    for (Taken t : taken) {
      String name = t.local.name();
      Ident ident = new Ident(name, t.local.span());
      Pat pat = new Pat.IdentPat(false, t.local.mutable(), ident, null, t.local.span());
      Expr like = new Expr.Borrow(false, variable(name, own), own);
      Expr value = call(own, "take", slot(t.slot, own), like);
      before.add(new Stmt.LetStmt(List.of(), pat, null, value, null, own));
    }
    return List.copyOf(before);
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
    return new TypeExpr.PathType(path(at(0), SessionModule.CRATE, "Shown"), at(0));
  }

  @Override
  public Expr.Block around(Expr.Block body, List<String> locals) {
    kept = locals.subList(0, Math.min(locals.size(), made.text().length() / 2 - 2));
    List<Stmt> stmts = new ArrayList<>(before);
    stmts.addAll(body.stmts());
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
      Expr keep = call(at, "keep", slot(firstSlot + i, at), variable(kept.get(i), at));
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

  private static Expr slot(long number, Span at) {
    return new Expr.Literal(Expr.LiteralKind.INT, BigInteger.valueOf(number), "usize", at);
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
