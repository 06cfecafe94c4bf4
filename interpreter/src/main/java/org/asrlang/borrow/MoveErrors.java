package org.asrlang.borrow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;
import org.asrlang.types.traits.ParamBounds;

/** E0381, E0382: what holds nothing is not used. */
final class MoveErrors {
  /** What is done with a place that is gone. */
  enum Action {
    USE,
    BORROW,
    ASSIGN
  }

  private final Cfg cfg;
  private final BodyCtxt cx;
  private final MoveAnalysis moves;
  private final Describe describe;
  private final BorrowReports out;
  private final MoveAdvice advice;
  private final Map<Set<Integer>, MirPlace> reportedMoves = new HashMap<>();
  private final Set<Object> reported = new HashSet<>();

  MoveErrors(Cfg cfg, BodyCtxt cx, MoveAnalysis moves, MoveAdvice advice, BorrowReports out) {
    this.advice = advice;
    this.cfg = cfg;
    this.cx = cx;
    this.moves = moves;
    this.describe = new Describe(cx, cfg);
    this.out = out;
  }

  void moved(
      Stmt s,
      MirPlace used,
      MirPlace path,
      Span span,
      Action action,
      boolean partially,
      Span closureUse) {
    List<MoveAnalysis.Site> sites = moves.movesBefore(path, s.point).reversed();
    if (sites.isEmpty()) {
      uninitialized(MoveAnalysis.movePath(used), span, action);
      return;
    }
    Set<Integer> key = new HashSet<>();
    sites.forEach(
        x -> key.add(x.stmt().point * cfg.places.size() + operand(x.stmt(), path).place().id));
    // What was moved at the same places is told once: of the last use, or of the widest.
    MirPlace before = reportedMoves.get(key);
    if (before != null && before.isWithin(used) && comparable(used)) {
      return;
    }
    reportedMoves.put(key, used);
    String name = describe.place(partially ? used : moves.known(used));
    String word =
        action == Action.BORROW
            ? "borrow of "
            : action == Action.ASSIGN ? "assign to part of " : "use of ";
    boolean unboxed = partially && path.kind == MirPlace.Kind.DEREF && path.base == used;
    partially &= !unboxed;
    String partly = partially ? "partially " : "";
    boolean asWhole = moves.known(path).isLocal();
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0382",
            span,
            word + partly + "moved value" + (name == null ? "" : ": `" + name + "`"));
    String verb =
        action == Action.BORROW
            ? "borrowed"
            : action == Action.ASSIGN ? "partially assigned" : "used";
    Operand first = operand(sites.get(0).stmt(), path);
    boolean loop = false;
    boolean inPattern = false;
    Set<Span> seen = new HashSet<>();
    for (MoveAnalysis.Site site : sites) {
      Operand o = operand(site.stmt(), path);
      loop |= site.stmt() == s;
      if (!seen.add(o.span())) {
        continue;
      }
      boolean again = site.stmt() == s || site.again();
      inPattern |= site(d, o, asWhole, again, span, partly);
    }
    if (!loop) {
      d.label("value " + verb + " here after " + (partially ? "partial " : "") + "move");
    }
    if (closureUse != null) {
      d.label(
          closureUse,
          (action == Action.BORROW ? "borrow" : "use") + " occurs due to use in closure");
    }
    if (loop && !inPattern && closureUse == null && used.ty instanceof Ty.Ref r && r.mutable) {
      advice.reborrow(d, span, name);
    }
    if (first.place().ty instanceof Ty.Param p && !CloneAdvice.isCallable(cx, p)) {
      ParamBounds.restrict(d, p, "Copy", "Copy");
    }
    because(d, first.place(), partially);
    out.replace(List.of(cfg, key), d);
  }

  /**
   * Where it was moved, and what would have kept it.
   *
   * @param asWhole whether the place that is used is known as a variable, not as a part of one
   * @param again whether it was in an earlier turn of a loop
   * @return whether a pattern moves it
   */
  private boolean site(
      Diagnostic.Builder d, Operand o, boolean asWhole, boolean again, Span use, String partly) {
    String when = again ? ", in previous iteration of loop" : "";
    Span at = o.closure() == null ? o.span() : o.closure();
    Expr moved = advice.exprAt(at);
    String name = describe.place(o.place());
    MirLocal root = o.place().rootLocal();
    Span declared = root != null && root.isUser() ? root.decl.span : null;
    MoveUse call = o.closure() == null ? advice.use(moved) : null;
    String shown = name == null ? "value" : "`" + name + "`";
    boolean forced = closureMoves(d, o, call);
    if (call != null) {
      advice.callLabel(d, call, shown, partly, when);
      advice.callNote(d, call, shown);
    } else {
      if (!same(o.span(), use) || again) {
        String text =
            "value "
                + partly
                + "moved"
                + (o.closure() == null ? "" : " into closure")
                + " here"
                + when;
        d.label(same(o.span(), use) ? use : bound(o.span()), text);
      }
      if (o.closure() != null && !again) {
        d.label(o.closure(), "variable " + partly + "moved due to use in closure");
      }
    }
    return !forced
        && advice.keep(
            d,
            asWhole ? moved : null,
            at,
            o.place(),
            name,
            declared,
            o.closure() == null ? null : o.span());
  }

  /** The name alone of {@code name @ pattern}. */
  private Span bound(Span at) {
    return cx.syntax.pat(at) instanceof Pat.IdentPat p && p.sub() != null
        ? cx.syntax.declaration(p.ident().span())
        : at;
  }

  /** A closure is moved as what it has captured does not allow anything else: says so. */
  private boolean closureMoves(Diagnostic.Builder d, Operand o, MoveUse call) {
    Capture culprit = o.place().ty instanceof Ty.Closure c ? culprit(c) : null;
    if (culprit == null) {
      return false;
    }
    boolean called = call != null && call.kind() == MoveUse.Kind.FN_ONCE;
    d.note(
        culprit.use(),
        "closure cannot be "
            + (called
                ? "invoked more than once because it moves"
                : "moved more than once as it is not `Copy` due to moving")
            + " the variable `"
            + culprit.variable().name()
            + "` out of its environment");
    return true;
  }

  /** The capture because of which the closure is no {@code Fn}; null if it is one. */
  private Capture culprit(Ty.Closure closure) {
    TypeckResults.ClosureInfo info = cx.results.closures.get(closure.def);
    if (info == null || info.kind() == TypeckResults.ClosureKind.FN) {
      return null;
    }
    Capture owned = null;
    for (Capture x : info.captures()) {
      boolean once = info.kind() == TypeckResults.ClosureKind.FN_ONCE;
      if (!once && x.mode() != Capture.Mode.BY_VALUE && x.mode() != Capture.Mode.BY_REF) {
        return x;
      }
      if (owned == null && x.mode() == Capture.Mode.BY_VALUE && !cx.rules.isCopy(x.placeTy())) {
        owned = x;
      }
    }
    return owned;
  }

  /**
   * Whether rustc knows the place again where it is named a second time: each mention of a field
   * has region variables of its own, and each index its own temporary.
   */
  static boolean comparable(MirPlace p) {
    return comparable(p, false);
  }

  /** The same of two uses of a place that is evaluated once. */
  static boolean comparableAtOnce(MirPlace p) {
    return comparable(p, true);
  }

  private static boolean comparable(MirPlace p, boolean once) {
    for (MirPlace at = p; at != null; at = at.base) {
      switch (at.kind) {
        case FIELD, UPVAR -> {
          if (at.ty.has(Ty.HAS_REGION)) {
            return false;
          }
        }
        case INDEX -> {
          if (!once) {
            return false;
          }
        }
        case LOCAL, STATIC, CONSTANT, DEREF, CONST_INDEX, SUBSLICE -> {}
      }
    }
    return true;
  }

  private static boolean same(Span a, Span b) {
    return a.file() == b.file() && a.lo() == b.lo() && a.hi() == b.hi();
  }

  private Operand operand(Stmt site, MirPlace path) {
    for (Operand o : site.uses) {
      if (moves.moves(site, o) && ArrayParts.touches(path, o.place())) {
        return o;
      }
    }
    return site.uses.get(0);
  }

  /** Why it was a move and no copy. */
  private void because(Diagnostic.Builder d, MirPlace place, boolean partial) {
    String ty = describe.ty(place.ty);
    String name = partial && throughVariant(place) ? null : describe.place(place);
    MirLocal l = place.isLocal() ? place.local : null;
    String text =
        (partial ? "partial move" : "move")
            + " occurs because "
            + (name == null ? "value" : "`" + name + "`")
            + " has type `"
            + ty
            + "`, which does not implement the `Copy` trait";
    if (place.ty instanceof Ty.Closure c && culprit(c) != null) {
      return; // why was said
    }
    if (l != null && l.isUser()) {
      d.label(cx.syntax.declaration(l.decl.span), text);
    } else {
      d.note(text);
    }
  }

  private boolean throughVariant(MirPlace place) {
    for (MirPlace p = place; p.base != null; p = p.base) {
      if (p.kind == MirPlace.Kind.FIELD && cx.rules.isEnum(p.base.ty)) {
        return true;
      }
    }
    return false;
  }

  private void uninitialized(MirPlace path, Span span, Action action) {
    MirLocal l = path.rootLocal();
    if (l == null || !l.isUser() || !reported.add(l)) {
      return;
    }
    boolean maybe = assignedSomewhere(l);
    String name = describe.place(path);
    if (action == Action.ASSIGN) {
      out.add(
          Diagnostic.error(
                  "E0381",
                  span,
                  "partially assigned binding `" + l.name() + "` isn't fully initialized")
              .label("`" + name + "` partially assigned here but it isn't fully initialized")
              .label(
                  cx.syntax.declaration(l.decl.span),
                  "binding declared here but left uninitialized")
              .help(
                  "partial initialization isn't supported, fully initialize the binding with a"
                      + " default value and mutate it"));
      return;
    }
    String isnt = maybe ? "is possibly-uninitialized" : "isn't initialized";
    Diagnostic.Builder d =
        Diagnostic.error("E0381", span, "used binding `" + name + "` " + isnt)
            .label("`" + name + "` used here but it " + isnt)
            .label(
                cx.syntax.declaration(l.decl.span), "binding declared here but left uninitialized");
    if (maybe) {
      lacking(d, l, span);
    }
    out.add(d);
  }

  /** The {@code if}s without {@code else}, and loops, before the use that assign it inside. */
  private void lacking(Diagnostic.Builder d, MirLocal l, Span use) {
    Set<Object> told = new HashSet<>();
    for (Stmt s : cfg.points) {
      if (s.kind != Stmt.Kind.ASSIGN || s.dest == null || s.dest.local != l) {
        continue;
      }
      Expr e = cx.syntax.expr(s.span);
      for (Node up : e == null ? List.<Node>of() : cx.syntax.ancestors(e)) {
        if (BodySyntax.within(l.decl.span, up.span()) || BodySyntax.within(use, up.span())) {
          break;
        }
        if (up instanceof Expr.If i && i.otherwise() == null && told.add(i)) {
          d.label(
              i.condition().span(),
              "if this `if` condition is `false`, `" + l.name() + "` is not initialized");
          d.label(
              i.span().shrinkToEnd(),
              "an `else` arm might be missing here, initializing `" + l.name() + "`");
        } else if (up instanceof Expr.While w && told.add(w)) {
          d.label(
              w.condition().span(),
              "if this condition isn't met and the `while` loop runs 0 times, `"
                  + l.name()
                  + "` is not initialized");
        }
      }
    }
  }

  private boolean assignedSomewhere(MirLocal l) {
    for (Stmt s : cfg.points) {
      if (s.kind == Stmt.Kind.ASSIGN && s.dest != null && s.dest.local == l) {
        return true;
      }
    }
    return false;
  }
}
