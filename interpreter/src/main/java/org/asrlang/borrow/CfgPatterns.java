package org.asrlang.borrow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.How;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.source.Span;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.BorrowKind;
import org.asrlang.thir.ThirPat;
import org.asrlang.thir.ThirPats;
import org.asrlang.types.Ty;

/** Lowers patterns: tests first, then bindings. */
final class CfgPatterns {
  private final CfgBuilder b;
  private final BodyCtxt cx;

  /** What is matched, of which discriminants are read, and where values are switched on. */
  private Span scrutinee;

  private Span start;

  record Bind(ThirPat.Binding pat, MirPlace place) {}

  private record Alternatives(ThirPat.Or pat, MirPlace place) {}

  CfgPatterns(CfgBuilder b) {
    this.b = b;
    this.cx = b.cx;
  }

  void fakeRead(MirPlace p, Span span) {
    scrutinee = span;
    b.emit(Stmt.Kind.FAKE_READ, null, List.of(new Operand(p, How.INSPECT, span)), span);
  }

  void irrefutable(ThirPat pat, MirPlace p) {
    test(pat, p, null);
  }

  /** Tests and binds; jumps where it does not match. Null: it always matches. */
  void test(ThirPat pat, MirPlace p, CfgBuilder.Jump fail) {
    start = pat.span();
    List<Bind> binds = new ArrayList<>();
    tests(pat, p, fail, binds);
    binds.forEach(x -> bind(x, false));
  }

  void match(ThirExpr.Match m, MirPlace dest) {
    MirPlace p = b.places.place(m.scrutinee());
    fakeRead(p, m.scrutinee().span());
    Span own = scrutinee;
    Span whole = new Span(own.file(), m.span().lo(), own.hi(), m.span().expansion());
    Block join = new Block();
    if (m.arms().isEmpty()) {
      inspect(p, own);
    }
    if (m.arms().stream().anyMatch(a -> a.guard() != null)) {
      start = whole;
      guarded(m, p, own, dest, join);
      b.cur = join;
      return;
    }
    for (int i = 0; i < m.arms().size(); i++) {
      ThirExpr.Arm arm = m.arms().get(i);
      scrutinee = own;
      start = whole;
      CfgBuilder.Jump next = new CfgBuilder.Jump(new Block(), null, b.depth(), null);
      List<Bind> binds = new ArrayList<>();
      tests(arm.pat(), p, i == m.arms().size() - 1 ? null : next, binds);
      binds.forEach(x -> bind(x, false));
      b.expr(arm.body(), dest);
      b.cur.to(join);
      b.cur = next.block();
    }
    // where the arms are exhaustive this is never reached
    b.cur = join;
  }

  /** Where the guard fails after one alternative of the pattern, the next one is tried with it. */
  private void guarded(ThirExpr.Match m, MirPlace p, Span own, MirPlace dest, Block join) {
    Set<MirPlace> tested = guardedPlaces(m, p);
    MatchTree tree = new MatchTree(b, this);
    List<MatchTree.Candidate> all = new ArrayList<>();
    for (ThirExpr.Arm arm : m.arms()) {
      List<ThirPat> ways =
          arm.guard() != null
              ? ThirPats.withoutOr(arm.pat())
              : arm.pat() instanceof ThirPat.Or o ? o.alternatives() : List.of(arm.pat());
      ways.forEach(w -> all.add(tree.candidate(arm, w, p)));
    }
    tree.build(all, b.cur);
    for (int i = 0; i < all.size(); ) {
      ThirExpr.Arm arm = all.get(i).arm;
      Block body = new Block();
      for (; i < all.size() && all.get(i).arm == arm; i++) {
        MatchTree.Candidate c = all.get(i);
        scrutinee = own;
        b.cur = c.matched;
        // whether patterns cover everything makes no difference to what may be used
        Block next = i + 1 < all.size() ? all.get(i + 1).start() : new Block();
        b.cur.to(next);
        b.startBlock();
        if (arm.guard() == null) {
          c.binds.forEach(x -> bind(x, false));
        } else {
          guard(c, next, tested, own);
        }
        b.cur.to(body);
      }
      b.cur = body;
      b.expr(arm.body(), dest);
      b.cur.to(join);
    }
  }

  private void guard(MatchTree.Candidate c, Block next, Set<MirPlace> tested, Span own) {
    ThirExpr guard = c.arm.guard();
    List<MirPlace> looked = new ArrayList<>();
    for (Bind x : c.binds) {
      if (x.pat.mode() == ThirPat.Mode.VALUE) {
        looked.add(look(x));
      }
      bind(x, true);
    }
    List<MirPlace> held = hold(tested, own);
    CfgBuilder.Jump failed = new CfgBuilder.Jump(new Block(), null, b.depth(), null);
    Set<MirLocal> outer = b.guarded;
    b.guarded = outer == null ? new HashSet<>() : new HashSet<>(outer);
    c.binds.forEach(x -> b.guarded.add(b.local(x.pat.local()).rootLocal()));
    b.condition(guard, failed);
    b.guarded = outer;
    Span end = guard.span().shrinkToEnd();
    b.release(held, end);
    Block matched = b.cur;
    b.cur = failed.block();
    for (Bind x : c.binds) {
      b.emit(Stmt.Kind.STORAGE_DEAD, b.local(x.pat.local()), List.of(), end);
    }
    b.cur.to(c.failed);
    b.cur.to(next);
    b.cur = matched;
    scrutinee = own;
    for (MirPlace ref : looked) {
      Span at = ref.local.span;
      b.emit(Stmt.Kind.FAKE_READ, null, List.of(new Operand(ref, How.INSPECT, at)), at);
    }
    c.binds.forEach(this::takeAfterGuard);
  }

  /** What decides between the arms, where guards run before that is settled. */
  private Set<MirPlace> guardedPlaces(ThirExpr.Match m, MirPlace p) {
    Set<MirPlace> tested = new LinkedHashSet<>();
    m.arms().forEach(a -> tested(a.pat(), p, tested));
    return tested;
  }

  /** Borrows them, so that the guard cannot change them: rustc's fake borrows. */
  private List<MirPlace> hold(Set<MirPlace> tested, Span span) {
    List<MirPlace> held = new ArrayList<>();
    for (MirPlace t : tested) {
      held.add(b.hold(t, Loan.Held.GUARD, span));
    }
    return held;
  }

  private void tested(ThirPat pat, MirPlace p, Set<MirPlace> out) {
    switch (pat) {
      case ThirPat.Wild w -> {}
      case ThirPat.Binding x -> {
        references(p, out);
        if (x.sub() != null) {
          tested(x.sub(), p, out);
        }
      }
      case ThirPat.Variant v -> {
        if (variants(p.ty) > 1) {
          switchedOn(p, out);
        }
        v.fields().forEach(f -> tested(f.pat(), b.places.field(p, v.variant(), f.field()), out));
      }
      case ThirPat.Leaf l ->
          l.fields().forEach(f -> tested(f.pat(), b.places.field(p, 0, f.field()), out));
      case ThirPat.Deref d -> tested(d.inner(), b.places.deref(p), out);
      case ThirPat.Constant c -> switchedOn(p, out);
      case ThirPat.Range r -> switchedOn(p, out);
      case ThirPat.Slice s -> {
        if (p.ty instanceof Ty.Slice) {
          switchedOn(p, out);
        }
        for (int i = 0; i < s.prefix().size(); i++) {
          tested(s.prefix().get(i), b.places.constIndex(p, i, false, least(s)), out);
        }
        for (int i = 0; i < s.suffix().size(); i++) {
          tested(
              s.suffix().get(i),
              b.places.constIndex(p, s.suffix().size() - i, true, least(s)),
              out);
        }
      }
      case ThirPat.Or o -> o.alternatives().forEach(a -> tested(a, p, out));
      case ThirPat.Never n -> {}
    }
  }

  /** What is matched has the type that the pattern's path says. */
  void typed(ThirPat pat, MirPlace p) {
    b.at(Category.TYPE_ANNOTATION, pat.span());
    cx.patternConstant(pat.span(), p.ty);
    if ((pat instanceof ThirPat.Variant || pat instanceof ThirPat.Leaf)
        && p.ty instanceof Ty.Adt a) {
      cx.userPattern(pat.span(), a);
    }
  }

  /** The bindings of a pattern have the types that are written for it: rustc's user types. */
  void ascribe(ThirPat pat, Ty written) {
    switch (pat) {
      case ThirPat.Binding x -> {
        MirPlace to = b.local(x.local());
        Ty bound = x.mode() == ThirPat.Mode.VALUE ? to.ty : cx.rules.pointee(to.ty);
        cx.rules.sub(bound, written);
        cx.rules.sub(written, bound);
        if (x.sub() != null) {
          ascribe(x.sub(), written);
        }
      }
      case ThirPat.Variant v ->
          v.fields()
              .forEach(f -> ascribe(f.pat(), cx.rules.field(written, v.variant(), f.field())));
      case ThirPat.Leaf l ->
          l.fields().forEach(f -> ascribe(f.pat(), cx.rules.field(written, 0, f.field())));
      case ThirPat.Deref d -> ascribe(d.inner(), cx.rules.pointee(written));
      case ThirPat.Slice s -> {
        Ty element = cx.rules.element(written);
        s.prefix().forEach(e -> ascribe(e, element));
        s.suffix().forEach(e -> ascribe(e, element));
      }
      case ThirPat.Or o -> o.alternatives().forEach(a -> ascribe(a, written));
      case ThirPat.Wild w -> {}
      case ThirPat.Constant c -> {}
      case ThirPat.Range r -> {}
      case ThirPat.Never n -> {}
    }
  }

  static int least(ThirPat.Slice s) {
    return s.prefix().size() + s.suffix().size();
  }

  private static void switchedOn(MirPlace p, Set<MirPlace> out) {
    out.add(p);
    references(p, out);
  }

  /** The references and boxes that lead there. */
  private static void references(MirPlace p, Set<MirPlace> out) {
    for (MirPlace at = p; at.base != null; at = at.base) {
      if (at.kind == MirPlace.Kind.DEREF) {
        out.add(at.base);
      }
    }
  }

  private void inspect(MirPlace p, Span span) {
    b.emit(Stmt.Kind.NOP, null, List.of(new Operand(p, How.INSPECT, span)), span);
  }

  private void branch(CfgBuilder.Jump fail) {
    if (fail != null) {
      b.branch(fail);
    }
  }

  private void tests(ThirPat pat, MirPlace p, CfgBuilder.Jump fail, List<Bind> binds) {
    List<Alternatives> later = new ArrayList<>();
    walk(pat, p, fail, binds, later);
    for (Alternatives a : later) {
      alternatives(a, fail);
    }
  }

  private void walk(
      ThirPat pat, MirPlace p, CfgBuilder.Jump fail, List<Bind> binds, List<Alternatives> later) {
    typed(pat, p);
    if (pat instanceof ThirPat.Or o) {
      if (hasBinding(o)) {
        later.add(new Alternatives(o, p));
      } else {
        orTests(o, p, fail, new Block());
      }
      return;
    }
    if (isTest(pat, p)) {
      inspect(pat, p);
      branch(fail);
    }
    parts(pat, p, (part, at) -> walk(part, at, fail, binds, later));
    if (pat instanceof ThirPat.Binding x) {
      binds.add(new Bind(x, p));
    }
  }

  /** Whether it looks at the place, and may not match. */
  boolean isTest(ThirPat pat, MirPlace p) {
    return switch (pat) {
      case ThirPat.Variant v -> variants(p.ty) > 1;
      case ThirPat.Constant c -> true;
      case ThirPat.Range r -> true;
      case ThirPat.Slice s -> p.ty instanceof Ty.Slice && (s.middle() == null || least(s) > 0);
      case ThirPat.Or o -> true;
      case ThirPat.Wild w -> false;
      case ThirPat.Binding x -> false;
      case ThirPat.Leaf l -> false;
      case ThirPat.Deref d -> false;
      case ThirPat.Never n -> false;
    };
  }

  /** How many variants there are to tell apart. */
  int variants(Ty ty) {
    return ty instanceof Ty.Adt a ? cx.tcx.adt(a.def).variants().size() : Integer.MAX_VALUE;
  }

  void inspect(ThirPat pat, MirPlace p) {
    // numbers are switched on, others compared
    boolean one = p.ty instanceof Ty.Float || p.ty instanceof Ty.Ref;
    inspect(
        p,
        pat instanceof ThirPat.Variant
            ? scrutinee
            : pat instanceof ThirPat.Constant && !one ? start : pat.span());
  }

  /** What compares as the value of the constant does; null if it is not known. */
  Object value(ThirPat.Constant c) {
    return c.value() instanceof ThirExpr.Literal l
        ? l.value() instanceof byte[] text ? ByteBuffer.wrap(text) : l.value()
        : null;
  }

  /** The patterns directly inside, with what they are for. */
  void parts(ThirPat pat, MirPlace p, BiConsumer<ThirPat, MirPlace> each) {
    switch (pat) {
      case ThirPat.Binding x -> {
        if (x.sub() != null) {
          each.accept(x.sub(), p);
        }
      }
      case ThirPat.Variant v ->
          v.fields().forEach(f -> each.accept(f.pat(), b.places.field(p, v.variant(), f.field())));
      case ThirPat.Leaf l ->
          l.fields().forEach(f -> each.accept(f.pat(), b.places.field(p, 0, f.field())));
      case ThirPat.Deref d -> each.accept(d.inner(), b.places.deref(p));
      case ThirPat.Slice s -> elements(s, p, each);
      case ThirPat.Never n -> inspect(p, n.span());
      case ThirPat.Wild w -> {}
      case ThirPat.Constant c -> {}
      case ThirPat.Range r -> {}
      case ThirPat.Or o -> {}
    }
  }

  private void elements(ThirPat.Slice s, MirPlace p, BiConsumer<ThirPat, MirPlace> each) {
    for (int i = 0; i < s.prefix().size(); i++) {
      each.accept(s.prefix().get(i), b.places.constIndex(p, i, false, least(s)));
    }
    if (s.middle() != null && !(s.middle() instanceof ThirPat.Wild)) {
      MirPlace rest = b.places.subslice(p, s.prefix().size(), s.suffix().size(), s.middle().ty());
      each.accept(s.middle(), rest);
    }
    for (int i = 0; i < s.suffix().size(); i++) {
      each.accept(s.suffix().get(i), b.places.constIndex(p, s.suffix().size() - i, true, least(s)));
    }
  }

  /** What it binds, but for what alternatives do. */
  void bindings(ThirPat pat, MirPlace p, List<Bind> out) {
    parts(pat, p, (part, at) -> bindings(part, at, out));
    if (pat instanceof ThirPat.Binding x) {
      out.add(new Bind(x, p));
    }
  }

  private void alternatives(Alternatives a, CfgBuilder.Jump fail) {
    orTests(a.pat, a.place, fail, new Block());
  }

  /** Tries one after the other, each with its own bindings. */
  void orTests(ThirPat.Or o, MirPlace p, CfgBuilder.Jump fail, Block matched) {
    for (int i = 0; i < o.alternatives().size(); i++) {
      boolean last = i == o.alternatives().size() - 1;
      CfgBuilder.Jump next = last ? fail : new CfgBuilder.Jump(new Block(), null, b.depth(), null);
      List<Bind> own = new ArrayList<>();
      tests(o.alternatives().get(i), p, next, own);
      own.forEach(x -> bind(x, false));
      b.cur.to(matched);
      if (!last) {
        b.cur = next.block();
      }
    }
    b.cur = matched;
  }

  private static boolean hasBinding(ThirPat pat) {
    return switch (pat) {
      case ThirPat.Wild w -> false;
      case ThirPat.Binding x -> true;
      case ThirPat.Variant v -> v.fields().stream().anyMatch(f -> hasBinding(f.pat()));
      case ThirPat.Leaf l -> l.fields().stream().anyMatch(f -> hasBinding(f.pat()));
      case ThirPat.Deref d -> hasBinding(d.inner());
      case ThirPat.Constant c -> false;
      case ThirPat.Range r -> false;
      case ThirPat.Slice s ->
          s.prefix().stream().anyMatch(CfgPatterns::hasBinding)
              || s.middle() != null && hasBinding(s.middle())
              || s.suffix().stream().anyMatch(CfgPatterns::hasBinding);
      case ThirPat.Or o -> o.alternatives().stream().anyMatch(CfgPatterns::hasBinding);
      case ThirPat.Never n -> false;
    };
  }

  /**
   * @param guard before a guard, what is bound by value is only looked at
   */
  private void bind(Bind x, boolean guard) {
    MirPlace to = b.local(x.pat.local());
    Span span = x.pat.span();
    to.rootLocal().byRefBinding = x.pat.mode() != ThirPat.Mode.VALUE;
    switch (x.pat.mode()) {
      case VALUE -> {
        b.at(Category.ASSIGNMENT, span);
        cx.rules.sub(x.place.ty, to.ty);
        List<Operand> from = guard ? List.of() : List.of(take(x));
        Stmt s = new Stmt(Stmt.Kind.ASSIGN, to, from, null, span);
        s.binding = true;
        s.scrutinee = scrutinee;
        b.emit(s);
      }
      case REF -> b.places.borrow(x.place, BorrowKind.SHARED, false, to, span).binding = true;
      case REF_MUT -> b.places.borrow(x.place, BorrowKind.MUT, true, to, span).binding = true;
    }
  }

  /** A guard sees by reference what is bound by value after it. */
  private MirPlace look(Bind x) {
    Span span = x.pat.span();
    MirPlace to = b.temp(cx.types.ref(cx.regions.freshRegion(), x.place.ty, false), span);
    b.places.borrow(x.place, BorrowKind.SHARED, false, to, span).binding = true;
    return to;
  }

  private Operand take(Bind x) {
    return new Operand(x.place, cx.rules.isCopy(x.place.ty) ? How.COPY : How.MOVE, x.pat.span());
  }

  private void takeAfterGuard(Bind x) {
    if (x.pat.mode() == ThirPat.Mode.VALUE) {
      Stmt s = new Stmt(Stmt.Kind.NOP, null, List.of(take(x)), null, x.pat.span());
      s.binding = true;
      s.scrutinee = scrutinee;
      b.emit(s);
    }
  }
}
