package org.asrlang.borrow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Why a loan is still in scope at a point: rustc's {@code explain_why_borrow_contains_point}. */
final class Explain {
  sealed interface Reason {}

  static final String BY_CLOSURE = "captured here by closure";

  record UsedLater(Span span, String how, boolean loop) implements Reason {}

  record Dropped(MirLocal local, Span span) implements Reason {}

  /**
   * A region from outside the body demands it.
   *
   * @param region null for one that only the surroundings of a closure know
   * @param ofClosure a closure that is made here demands it
   * @param ofCapture it is a region of something that the closure itself has captured
   */
  record MustOutlive(
      Universal region, Category category, Span span, boolean ofClosure, boolean ofCapture)
      implements Reason {}

  record Unknown() implements Reason {}

  private final Cfg cfg;
  private final BodyCtxt cx;
  private final RegionSolver solver;

  Explain(Cfg cfg, BodyCtxt cx, RegionSolver solver) {
    this.cfg = cfg;
    this.cx = cx;
    this.solver = solver;
  }

  /**
   * @param point -1 for where unwinding leaves the body, when nothing is used any more
   */
  Reason why(Loan l, int point) {
    int live = point < 0 ? -1 : solver.liveSub(l.region, point);
    boolean loop = false;
    if (live >= 0 && live == l.region) {
      int again = loopEnd(l);
      if (again >= 0) {
        live = solver.liveSub(l.region, again);
        point = again;
        loop = true;
      }
    }
    if (live >= 0 && cx.regions.universalOf(live) == null && !cfg.external.contains(live)) {
      Reason use = laterUse(l, live, point, loop);
      if (use != null) {
        return use;
      }
    }
    int region = errorRegion(l.region);
    return region < 0 ? new Unknown() : mustOutlive(l.region, region);
  }

  /**
   * The universal region that is told where a region has to outlive several: rustc's {@code
   * approx_universal_upper_bound}. For a closure those are universal, too, that come from outside
   * of it, and only what its own body demands counts.
   *
   * @return its variable; -1 if there is none
   */
  private int errorRegion(int region) {
    BitSet outlived = solver.outlived(region, this::isOwn);
    int best = -1;
    for (int v : universal()) {
      if (outlived.get(v) && v != region) {
        best = best < 0 ? v : upperBound(best, v);
      }
    }
    return best >= 0 && outlived.get(best) ? best : -1;
  }

  /** The regions that the body knows from outside, in rustc's order: those with names last. */
  private List<Integer> universal() {
    List<Integer> early = new ArrayList<>();
    List<Integer> late = new ArrayList<>();
    for (Universal u : cx.regions.universals) {
      if (u.owner == null || u.region instanceof Region.EarlyParam) {
        early.add(u.var);
      } else if (u.opaque || belongs(u.owner)) {
        late.add(u.var);
      }
    }
    early.addAll(cfg.external);
    early.addAll(late);
    return early;
  }

  /** Where nothing is known about two of them, one that has a name is told rather. */
  private int upperBound(int a, int b) {
    if (cx.regions.knownOutlives(a, b)) {
      return a;
    }
    if (cx.regions.knownOutlives(b, a)) {
      return b;
    }
    for (int c : universal()) {
      if (c != cx.regions.staticVar
          && cx.regions.knownOutlives(c, a)
          && cx.regions.knownOutlives(c, b)) {
        return c;
      }
    }
    return cx.regions.universalOf(b) != null ? b : a;
  }

  private boolean isOwn(int constraint) {
    for (Cfg c = cx.regions.where[constraint]; c != null; c = c.parent) {
      if (c == cfg) {
        return true;
      }
    }
    return false;
  }

  private boolean belongs(Cfg owner) {
    for (Cfg c = cfg; c != null; c = c.parent) {
      if (c == owner) {
        return true;
      }
    }
    return false;
  }

  private MustOutlive mustOutlive(int from, int to) {
    int blamed = Blame.best(cx.regions, cfg, solver.path(from, to, cfg));
    Universal u = cx.regions.universalOf(to);
    return new MustOutlive(
        u,
        cx.regions.category[blamed],
        cx.regions.spans[blamed],
        Blame.ofClosure(cx.regions, cfg, blamed),
        u == null && isOfCapture(to));
  }

  /** Whether the region is known to the closure by what it has captured only. */
  private boolean isOfCapture(int region) {
    return cfg.upvarTys.stream().anyMatch(t -> cx.regions.vars(t).contains(region))
        && cfg.locals.stream()
            .noneMatch(l -> l.isParam() && cx.regions.vars(l.ty).contains(region));
  }

  /** The nearest use, on the way of control flow; what a panic does is not looked at. */
  private Reason laterUse(Loan l, int region, int point, boolean loop) {
    BitSet seen = new BitSet();
    ArrayDeque<Integer> queue = new ArrayDeque<>();
    queue.add(point - cfg.firstPoint);
    while (!queue.isEmpty()) {
      int at = queue.poll();
      if (seen.get(at) || !solver.startsWith(region, cfg.firstPoint + at)) {
        continue;
      }
      seen.set(at);
      Reason here = usedBy(cfg.points.get(at), region, loop);
      if (here != null) {
        return here;
      }
      for (int next : cfg.succPoints[at]) {
        if (!cfg.blockOf[next].unwinding) {
          queue.add(next);
        }
      }
    }
    return null;
  }

  private Reason usedBy(Stmt s, int region, boolean loop) {
    if (s.kind == Stmt.Kind.STORAGE_DEAD || s.kind == Stmt.Kind.RETURN) {
      return null;
    }
    if (s.kind == Stmt.Kind.DROP) {
      MirLocal local = s.dest.rootLocal();
      return local != null && cx.rules.dropRegions(local.ty).contains(region)
          ? new Dropped(local, end(s.span))
          : null;
    }
    for (Operand o : s.uses) {
      if (mentions(o.place().rootLocal(), region)) {
        MirLocal root = o.place().rootLocal();
        if (s.call && !root.isUser()) {
          return isWrittenCall(s)
              ? new UsedLater(s.fnSpan, "used by call", loop)
              : new UsedLater(s.span, "used here", loop);
        }
        if (o.closure() != null) {
          return new UsedLater(o.closure(), BY_CLOSURE, loop);
        }
        if (s.kind == Stmt.Kind.FAKE_READ && o.place().isLocal() && root.ty instanceof Ty.Closure) {
          return new UsedLater(o.span(), BY_CLOSURE, loop);
        }
        return new UsedLater(o.span(), stores(s, o) ? "stored here" : "used here", loop);
      }
    }
    if (s.loan != null && mentions(s.loan.place.rootLocal(), region)) {
      return s.loan.closureUse != null
          ? new UsedLater(s.loan.closureUse, BY_CLOSURE, loop)
          : new UsedLater(s.loan.span, "used here", loop);
    }
    return s.dest != null && !s.dest.isLocal() && mentions(s.dest.rootLocal(), region)
        ? new UsedLater(s.span, "used here", loop)
        : null;
  }

  /** Operators, indices and loops call functions, too. */
  private boolean isWrittenCall(Stmt s) {
    return cx.syntax.expr(s.span) instanceof Expr.MethodCall
        || cx.syntax.expr(s.span) instanceof Expr.Call;
  }

  /** Whether it is the value of a {@code let}. */
  private boolean stores(Stmt s, Operand o) {
    if (s.kind != Stmt.Kind.FAKE_READ) {
      return false;
    }
    MirLocal root = o.place().rootLocal();
    Expr value = cx.syntax.expr(o.span());
    return root.isUser() && root.decl.span.equals(o.span())
        || value != null && cx.syntax.parent(value) instanceof org.asrlang.syntax.Stmt.LetStmt;
  }

  /** The last character: the brace. */
  static Span end(Span empty) {
    return empty.lo() == empty.hi() && empty.hi() > 0
        ? new Span(empty.file(), empty.lo() - 1, empty.hi(), empty.expansion())
        : empty;
  }

  /** A point from which a loop is entered again, where the loan's region is live; or negative. */
  private int loopEnd(Loan l) {
    for (int i = 0; i < cfg.succPoints.length; i++) {
      for (int next : cfg.succPoints[i]) {
        // points are in reverse postorder
        if (next <= i && solver.contains(l.region, cfg.firstPoint + i)) {
          return cfg.firstPoint + i;
        }
      }
    }
    return -1;
  }

  private boolean mentions(MirLocal l, int region) {
    if (l == null) {
      return false;
    }
    Set<Integer> vars = cx.regions.vars(l.ty);
    return vars.contains(region);
  }

  // ---- in words

  /**
   * @param borrow {@code "first "} where there are two, else empty
   * @param place what is borrowed; null if it has no name
   * @param ends the variable that ends, if that is what the loan forbids; or null
   */
  void describe(
      Diagnostic.Builder d,
      Reason why,
      String borrow,
      String place,
      RegionNames names,
      MirLocal ends) {
    switch (why) {
      case UsedLater u ->
          d.label(
              u.span,
              u.loop
                  ? borrow
                      + "borrow "
                      + (u.how.equals("stored here")
                          ? "later stored here"
                          : u.how + ", in later iteration of loop")
                  : borrow + "borrow later " + u.how);
      case Dropped p -> dropped(d, p, borrow, ends);
      case MustOutlive m -> {
        String regionName = names.name(m.region);
        if (m.span != null && regionName != null) {
          names.define(d, m.region);
          d.label(
              m.span,
              category(m.category)
                  + "requires that "
                  + (place == null ? borrow + "borrow lasts for `" : place + " is borrowed for `")
                  + regionName
                  + "`");
        }
      }
      case Unknown u -> {}
    }
  }

  private void dropped(Diagnostic.Builder d, Dropped p, String borrow, MirLocal ends) {
    Ty ty = p.local.ty;
    String code =
        ty instanceof Ty.Adt a && cx.rules.dropImpl(a) != null && !cx.rules.isBox(a)
            ? "`Drop` code for type `" + a.def.name() + "`"
            : ty instanceof Ty.Closure
                ? "destructor for closure"
                : "destructor for type `" + new Describe(cx, cfg).ty(ty) + "`";
    String name = p.local.name();
    if (name != null) {
      d.label(
          p.span,
          borrow
              + "borrow might be used here, when `"
              + name
              + "` is dropped and runs the "
              + code);
      if (ends != null && ends.isUser() && ends != p.local) {
        d.note("values in a scope are dropped in the opposite order they are defined");
      }
      return;
    }
    d.label(
        p.local.span, "a temporary with access to the " + borrow + "borrow is created here ...");
    d.label(
        p.span,
        "... and the "
            + borrow
            + "borrow might be used here, when that temporary is dropped and runs the "
            + code);
    if (cx.syntax.tailOf(p.local.span) instanceof Expr tail) {
      d.note(
          "the temporary is part of an expression at the end of a block;\n"
              + "consider forcing this temporary to be dropped sooner, before the block's local"
              + " variables are dropped");
      d.maybe(
          "for example, you could save the expression's value in a new local variable `x` and then"
              + " make `x` be the expression at the end of the block",
          List.of(
              new Diagnostic.Edit(tail.span().shrinkToStart(), "let x = "),
              new Diagnostic.Edit(tail.span().shrinkToEnd(), "; x")));
    }
  }

  static String category(Category c) {
    return switch (c) {
      case RETURN -> "returning this value ";
      case OPAQUE -> "opaque type ";
      case CALL_ARGUMENT -> "argument ";
      case UNSIZE, UNSIZE_OBJECT -> "coercion ";
      case CAST -> "cast ";
      case TYPE_ANNOTATION -> "type annotation ";
      case GENERIC_ARG -> "generic argument ";
      case ASSIGNMENT -> "assignment ";
      case USAGE -> "this usage ";
      case CLOSURE_UPVAR -> "closure capture ";
      case PREDICATE, BORING, INTERNAL -> "";
    };
  }
}
