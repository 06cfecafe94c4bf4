package org.asrlang.borrow;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.AccessCheck.Rw;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;

/** An access that a loan in scope forbids. */
final class ConflictErrors {
  private final Cfg cfg;
  private final BodyCtxt cx;
  private final Describe describe;
  private final Explain explain;
  private final ReportedAccesses reported;
  private final BorrowReports out;
  private final Set<Object> seen = new HashSet<>();

  ConflictErrors(
      Cfg cfg, BodyCtxt cx, Explain explain, ReportedAccesses reported, BorrowReports out) {
    this.cfg = cfg;
    this.cx = cx;
    this.describe = new Describe(cx, cfg);
    this.explain = explain;
    this.reported = reported;
    this.out = out;
  }

  void report(Stmt s, MirPlace p, Span span, Rw rw, Loan l, Loan making) {
    if (l.held != null) {
      held(p, span, rw, l);
      return;
    }
    Explain.Reason why = explain.why(l, s.point);
    switch (rw) {
      case COPY -> use(s, p, span, l, why);
      case BORROW, BORROW_MUT, RESERVE, ACTIVATE -> borrow(s, p, span, rw, l, making, why);
      case MUTATE, REPLACE -> assign(p, s, span, l, why);
      case MOVE -> move(s, p, span, l, why);
      case STORAGE_DEAD -> dead(s, p, l, why);
    }
  }

  private void held(MirPlace p, Span span, Rw rw, Loan l) {
    String where = l.held == Loan.Held.GUARD ? "match guard" : "indexing expression";
    String action = rw == Rw.MUTATE || rw == Rw.REPLACE ? "assign" : "mutably borrow";
    out.add(
        Diagnostic.error("E0510", span, "cannot " + action + " " + name(p) + " in " + where)
            .label("cannot " + action)
            .label(l.span, "value is immutable in " + where));
  }

  private void finish(Diagnostic.Builder d, Loan l, Explain.Reason why, String which) {
    finish(d, l, why, which, null);
  }

  private void finish(
      Diagnostic.Builder d, Loan l, Explain.Reason why, String which, MirLocal ends) {
    explain.describe(d, why, which, describe.quoted(l.place, null), new RegionNames(cx), ends);
    cx.tasks.describe(d, why, l);
    out.add(d);
  }

  /** The name both for the place and, where it has none, in words. */
  private String name(MirPlace p) {
    return describe.quoted(p, "value");
  }

  private static void closureLabels(Diagnostic.Builder d, Loan l) {
    if (l.closureUse != null) {
      d.label(l.closureUse, "borrow occurs due to use in closure");
    }
  }

  private void use(Stmt s, MirPlace p, Span span, Loan l, Explain.Reason why) {
    Span at = span;
    for (Stmt.Operand o : s.uses) {
      if (o.place() == p && o.span() == span && o.closure() != null) {
        at = o.closure();
      }
    }
    Diagnostic.Builder d =
        Diagnostic.error("E0503", at, "cannot use " + name(p) + " because it was mutably borrowed")
            .label("use of borrowed " + name(l.place))
            .label(l.span, name(l.place) + " is borrowed here");
    if (l.closureUse != null) {
      d.label(l.closureUse, "borrow occurs due to use of " + name(l.place) + " in closure");
    }
    finish(d, l, why, "");
  }

  private void assign(MirPlace p, Stmt s, Span span, Loan l, Explain.Reason why) {
    Diagnostic.Builder d =
        Diagnostic.error("E0506", span, "cannot assign to " + name(p) + " because it is borrowed")
            .label(name(p) + " is assigned to here but it was already borrowed")
            .label(l.span, name(l.place) + " is borrowed here");
    closureLabels(d, l);
    finish(d, l, why, "");
  }

  private void move(Stmt s, MirPlace p, Span span, Loan l, Explain.Reason why) {
    Diagnostic.Builder d =
        Diagnostic.error("E0505", span, "cannot move out of " + name(p) + " because it is borrowed")
            .label("move out of " + name(p) + " occurs here");
    MirLocal local = p.rootLocal();
    if (local != null && local.isUser()) {
      d.label(
          cx.syntax.declaration(local.decl.span), "binding `" + local.name() + "` declared here");
    }
    d.label(l.span, "borrow of " + name(l.place) + " occurs here");
    closureLabels(d, l);
    for (Stmt.Operand o : s.uses) {
      if (o.closure() != null && o.place() == p) {
        d.label(o.closure(), "move occurs due to use in closure");
      }
    }
    cloneBorrowed(d, l);
    finish(d, l, why, "");
  }

  /** Whether what is borrowed there is an element of something. */
  private boolean element(Span at) {
    Expr e = cx.syntax.expr(at);
    return e != null
        && (e instanceof Expr.Index
            || e instanceof Expr.Borrow b && b.operand() instanceof Expr.Index
            || cx.syntax.parent(e) instanceof Expr.Index i && BodySyntax.is(i.object(), e));
  }

  /** A clone is borrowed instead, and what it was made of may go. */
  private void cloneBorrowed(Diagnostic.Builder d, Loan l) {
    Expr e = CloneAdvice.outOfTheUsersHands(l.span) ? null : cx.syntax.expr(l.span);
    if (l.closure != null || e == null) {
      return;
    }
    boolean adjusted =
        cx.results.adjustmentsOf(e).stream()
            .anyMatch(a -> a instanceof Adjustment.Borrow b && !b.mutable());
    Expr of = e instanceof Expr.Borrow b ? b.operand() : adjusted ? e : null;
    if (of != null && cx.results.typeOf(of) != null) {
      new CloneAdvice(cx).suggest(d, cx.results.typeOf(of), of, describe.place(l.place), null);
    }
  }

  private void borrow(
      Stmt s, MirPlace p, Span span, Rw rw, Loan l, Loan making, Explain.Reason why) {
    boolean mutable = rw != Rw.BORROW;
    if (rw == Rw.ACTIVATE) {
      making = null;
    }
    boolean unique = making != null && making.unique;
    String place = name(p);
    Diagnostic.Builder d;
    String which = "";
    if (mutable && l.mutable && unique && l.unique) {
      d =
          Diagnostic.error(
                  "E0524",
                  span,
                  "two closures require unique access to " + place + " at the same time")
              .label("second closure is constructed here")
              .label(l.span, "first closure is constructed here");
      which = "first ";
    } else if (mutable && unique && !l.unique) {
      d =
          Diagnostic.error(
                  "E0500",
                  span,
                  "closure requires unique access to " + place + " but it is already borrowed")
              .label("closure construction occurs here")
              .label(l.span, "borrow occurs here");
      which = "first ";
    } else if (l.mutable && l.unique) {
      d =
          Diagnostic.error(
                  "E0501",
                  span,
                  "cannot borrow "
                      + place
                      + " as "
                      + (mutable ? "mutable" : "immutable")
                      + " because previous closure requires unique access")
              .label("second borrow occurs here")
              .label(l.span, "closure construction occurs here");
      which = "first ";
    } else if (mutable && l.mutable) {
      d =
          Diagnostic.error(
              "E0499", span, "cannot borrow " + place + " as mutable more than once at a time");
      if (l == making) {
        d.label(place + " was mutably borrowed here in the previous iteration of the loop");
      } else {
        d.label("second mutable borrow occurs here")
            .label(l.span, "first mutable borrow occurs here");
      }
      which = "first ";
    } else {
      String fresh = mutable ? "mutable" : "immutable";
      String old = l.mutable ? "mutable" : "immutable";
      d =
          Diagnostic.error(
                  "E0502",
                  span,
                  "cannot borrow "
                      + place
                      + " as "
                      + fresh
                      + " because it is also borrowed as "
                      + old)
              .label(fresh + " borrow occurs here")
              .label(l.span, old + " borrow occurs here");
      which = old + " ";
    }
    if (making != null && making.closureUse != null) {
      d.label(
          making.closureUse,
          (l.mutable && mutable ? "second borrow" : mutable ? "second borrow" : "second borrow")
              + " occurs due to use of "
              + place
              + " in closure");
    }
    if (element(l.span) && element(span) && l != making) {
      d.help("use `.split_at_mut(position)` to obtain two mutable non-overlapping sub-slices");
    }
    if (l.closureUse != null && l != making) {
      d.label(l.closureUse, "first borrow occurs due to use of " + name(l.place) + " in closure");
    }
    finish(d, l, why, which);
  }

  // ---- what is borrowed ends

  private void dead(Stmt s, MirPlace p, Loan l, Explain.Reason why) {
    if (!reported.endsTooEarly(l.place, at(l))) {
      return;
    }
    MirLocal local = l.place.rootLocal();
    if (l.place.depth > p.depth && behindDestructor(l.place, p)) {
      destructor(s, l, why);
      return;
    }
    String name = describe.place(l.place);
    if (name != null
        && l.closure != null
        && why instanceof Explain.UsedLater u
        && u.how().equals(Explain.BY_CLOSURE)) {
      out.add(
          outlives(l, name, "block")
              .note(u.span(), "block requires argument type to outlive `'1`")
              .fix(FORCE.formatted(name), l.closure.shrinkToStart(), "move "));
      return;
    }
    if (why instanceof Explain.MustOutlive m) {
      boolean escapes =
          !m.ofClosure()
              && (m.category() == Category.RETURN
                  || m.category() == Category.CALL_ARGUMENT
                  || m.category() == Category.OPAQUE
                  || m.region() != null && m.region().opaque);
      if (name != null && l.closure != null && escapes) {
        closureCapture(l, name, m);
        return;
      }
      boolean constant = cfg.parent == null && !cfg.body.owner().isFnLike();
      if (m.category() == Category.RETURN && !m.ofClosure() && !constant) {
        returned(l, local, name, m);
        return;
      }
      if (m.ofCapture() && !m.ofClosure() && m.category() == Category.ASSIGNMENT) {
        escapesClosure(l, name, m);
        return;
      }
    }
    boolean captured = l.place.root().kind == MirPlace.Kind.UPVAR;
    if (name == null || !captured && (local == null || local.name() == null)) {
      temporary(s, l, why);
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error("E0597", at(l), "`" + name + "` does not live long enough")
            .label("borrowed value does not live long enough");
    if (!captured) {
      d.label(
          cx.syntax.declaration(local.decl.span), "binding `" + local.name() + "` declared here");
    }
    if (l.closure != null) {
      d.label(l.closure, "value captured here");
    }
    d.label(Explain.end(s.span), "`" + name + "` dropped here while still borrowed");
    finish(d, l, why, "", l.place.isLocal() ? local : null);
  }

  private static Span at(Loan l) {
    return l.closureUse != null ? l.closureUse : l.span;
  }

  private boolean behindDestructor(MirPlace borrowed, MirPlace dropped) {
    for (MirPlace x = borrowed; x.depth > dropped.depth; x = x.base) {
      if (x.kind == MirPlace.Kind.FIELD && cx.rules.dropImpl(x.base.ty) != null) {
        return true;
      }
    }
    return false;
  }

  private void destructor(Stmt s, Loan l, Explain.Reason why) {
    // the captures of a closure that runs once end without a statement of their own
    MirPlace dropped = s.dest != null ? s.dest : l.place.root();
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0713",
            l.modeUse != null ? l.modeUse : l.span,
            "borrow may still be in use when destructor runs");
    d.label(
        Explain.end(s.span),
        "here, drop of "
            + name(dropped)
            + " needs exclusive access to "
            + name(l.place)
            + ", because the type `"
            + describe.ty(dropped.ty)
            + "` implements the `Drop` trait");
    finish(d, l, why, "");
  }

  private static final String FORCE =
      "to force the closure to take ownership of `%s` (and any other referenced variables), use the"
          + " `move` keyword";

  private static Diagnostic.Builder outlives(Loan l, String name, String owner) {
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0373",
                l.closure,
                "closure may outlive the current "
                    + owner
                    + ", but it borrows `"
                    + name
                    + "`, which is owned by the current "
                    + owner)
            .label("may outlive borrowed value `" + name + "`");
    return l.closureUse == null ? d : d.label(l.closureUse, "`" + name + "` is borrowed here");
  }

  private void closureCapture(Loan l, String name, Explain.MustOutlive m) {
    Diagnostic.Builder d = outlives(l, name, "function");
    if (m.category() == Category.RETURN || m.category() == Category.OPAQUE) {
      d.note(m.span(), "closure is returned here");
    } else {
      RegionNames names = new RegionNames(cx);
      String region = names.name(m.region());
      names.define(d, m.region());
      d.note(
          m.span(),
          "function requires argument type to outlive `" + (region == null ? "'1" : region) + "`");
    }
    cx.tasks.endsBefore(d, m, l, name);
    d.fix(FORCE.formatted(name), l.closure.shrinkToStart(), "move ");
    out.add(d);
  }

  /** Put into a variable of the closure's surroundings. */
  private void escapesClosure(Loan l, String name, Explain.MustOutlive m) {
    out.add(
        Diagnostic.error("E0521", m.span(), "borrowed data escapes outside of closure")
            .label(
                (name == null ? "reference" : "reference to `" + name + "`")
                    + " escapes the closure body here")
            .label(l.span, "borrow is only valid in the closure body"));
  }

  private void returned(Loan l, MirLocal local, String name, Explain.MustOutlive m) {
    boolean direct = m.span().lo() == l.span.lo() && m.span().hi() == l.span.hi();
    String what = direct ? "reference to" : "value referencing";
    String place;
    String note;
    if (local != null && local.isUser()) {
      boolean whole = l.place.isLocal();
      if (local.isParam()) {
        place = "function parameter `" + name + "`";
        note = "`" + name + "` is borrowed here";
      } else if (whole) {
        place = "local variable `" + name + "`";
        note = "`" + name + "` is borrowed here";
      } else {
        place = "local data `" + name + "`";
        note = "`" + name + "` is borrowed here";
      }
    } else {
      place = "temporary value";
      note = "temporary value created here";
    }
    Diagnostic.Builder d =
        Diagnostic.error("E0515", m.span(), "cannot return " + what + " " + place)
            .label(
                direct
                    ? "returns a reference to data owned by the current function"
                    : "returns a value referencing data owned by the current function");
    if (!direct) {
      d.label(local != null && !local.isUser() ? local.span : l.span, note);
    }
    if (seen.add(List.of(m.span(), place))) {
      out.add(d);
    }
  }

  private void temporary(Stmt s, Loan l, Explain.Reason why) {
    MirLocal local = l.place.rootLocal();
    Span at = local != null ? local.span : cfg.closureSpan != null ? cfg.closureSpan : l.span;
    Diagnostic.Builder d =
        Diagnostic.error("E0716", at, "temporary value dropped while borrowed")
            .label("creates a temporary value which is freed while still in use")
            .label(Explain.end(s.span), "temporary value is freed at the end of this statement");
    if (!(why instanceof Explain.MustOutlive)) {
      String text = "consider using a `let` binding to create a longer lived value";
      Span statement = CloneAdvice.outOfTheUsersHands(at) ? null : cx.syntax.ownStatement(at);
      if (statement == null) {
        d.note(text);
      } else {
        d.maybe(
            text,
            List.of(
                new Diagnostic.Edit(
                    statement.shrinkToStart(),
                    "let "
                        + (l.mutable ? "mut " : "")
                        + "binding = "
                        + at.text()
                        + ";\n"
                        + CloneAdvice.indent(statement)),
                new Diagnostic.Edit(at, "binding")));
      }
    }
    finish(d, l, why, "");
  }
}
