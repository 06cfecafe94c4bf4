package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.Cfg.Block;
import org.asrlang.borrow.cfg.Loan;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.borrow.cfg.Stmt;
import org.asrlang.borrow.cfg.Stmt.How;
import org.asrlang.borrow.cfg.Stmt.Operand;
import org.asrlang.source.Span;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.thir.ThirExpr.BorrowKind;
import org.asrlang.thir.ThirPat;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * Lowers the tree of one body to a control-flow graph, and relates the types of what flows. Jumps
 * run the scope exits that they cross.
 */
final class CfgBuilder {
  final BodyCtxt cx;
  final Cfg cfg;
  final CfgPlaces places;
  private final CfgPatterns patterns;
  private final CfgCalls calls;
  private final Map<LocalDecl, MirLocal> locals = new IdentityHashMap<>();
  private final List<ThirExpr.Scope> scopes = new ArrayList<>();
  private final Map<ThirExpr.Target, Jump> targets = new IdentityHashMap<>();
  private final Map<ThirExpr.Scope, Block> cleanups = new IdentityHashMap<>();

  /** Where some {@code break} goes. */
  private final Set<Block> left = new HashSet<>();

  /** Whether some local uses borrows when it is dropped. */
  private boolean guarding;

  Block cur;

  /** What the pattern has bound whose guard is being built; null outside of guards. */
  Set<MirLocal> guarded;

  private Block returnBlock;
  private MirPlace returnPlace;

  /** Where a jump goes: the scopes deeper than the depth are left. */
  record Jump(Block block, Block header, int depth, MirPlace dest) {}

  CfgBuilder(BodyCtxt cx, Cfg cfg) {
    this.cx = cx;
    this.cfg = cfg;
    this.places = new CfgPlaces(this);
    this.patterns = new CfgPatterns(this);
    this.calls = new CfgCalls(this);
    this.cur = cfg.entry;
  }

  /**
   * @param inputs the types of the parameters, with regions
   */
  void build(List<Ty> inputs, Ty output) {
    MirLocal result = new MirLocal(cfg.locals.size(), null, output, cfg.body.span());
    result.isReturn = true;
    cfg.locals.add(result);
    returnPlace = cfg.local(result);
    returnBlock = new Block();
    for (int i = 0; i < cfg.body.params().size(); i++) {
      LocalDecl p = cfg.body.params().get(i);
      Ty ty = i < inputs.size() ? inputs.get(i) : cx.fresh(p.ty);
      MirLocal l = new MirLocal(cfg.locals.size(), p, ty, p.span);
      cfg.locals.add(l);
      locals.put(p, l);
      at(Category.BORING, p.span);
      emit(Stmt.Kind.ASSIGN, cfg.local(l), List.of(), p.span);
    }
    expr(cfg.body.root(), returnPlace);
    cur.to(returnBlock);
    cur = returnBlock;
    Span span = cfg.body.span();
    emit(
        Stmt.Kind.RETURN,
        null,
        List.of(new Operand(returnPlace, How.MOVE, span)),
        span.shrinkToEnd());
  }

  // ---- making statements

  void at(Category c, Span span) {
    cx.regions.at(c, span, cfg);
  }

  Stmt emit(Stmt.Kind kind, MirPlace dest, List<Operand> uses, Span span) {
    return emit(new Stmt(kind, dest, uses, null, span));
  }

  Stmt emit(Stmt s) {
    s.guarded = guarded;
    cur.stmts.add(s);
    return s;
  }

  Stmt assign(MirPlace dest, List<Operand> uses, Span span) {
    return emit(Stmt.Kind.ASSIGN, dest, uses, span);
  }

  MirPlace local(LocalDecl d) {
    MirLocal l = locals.get(d);
    if (l == null) {
      at(Category.TYPE_ANNOTATION, d.span);
      Ty ty = d.name == null ? null : cx.annotation(d.span);
      if (ty != null) {
        cx.rules.wellFormed(ty);
      }
      l = new MirLocal(cfg.locals.size(), d, ty == null ? cx.fresh(d.ty) : ty, d.span);
      guarding |= l.ty.has(Ty.HAS_REGION) && !cx.rules.dropRegions(l.ty).isEmpty();
      cfg.locals.add(l);
      locals.put(d, l);
    }
    return cfg.local(l);
  }

  MirPlace temp(Ty ty, Span span) {
    MirLocal l = new MirLocal(cfg.locals.size(), null, ty, span);
    cfg.locals.add(l);
    return cfg.local(l);
  }

  /** Borrows what must not be changed until it is released: rustc's fake borrows. */
  MirPlace hold(MirPlace p, Loan.Held held, Span span) {
    int before = cfg.loans.size();
    MirPlace ref = temp(cx.types.ref(cx.regions.freshRegion(), p.ty, false), span);
    places.borrow(p, BorrowKind.SHARED, false, ref, span);
    for (Loan l : cfg.loans.subList(before, cfg.loans.size())) {
      l.held = held;
    }
    return ref;
  }

  void release(List<MirPlace> held, Span at) {
    for (MirPlace ref : held) {
      emit(Stmt.Kind.NOP, null, List.of(new Operand(ref, How.COPY, at)), at);
    }
  }

  Block startBlock() {
    Block b = new Block();
    cur.to(b);
    cur = b;
    return b;
  }

  /** The category of a value flowing into a place. */
  Category into(MirPlace dest) {
    MirLocal l = dest.rootLocal();
    return l != null && l.isReturn
        ? Category.RETURN
        : l != null && l.isUser() || !dest.isLocal()
            ? Category.ASSIGNMENT
            : l.fieldValue ? Category.USAGE : Category.BORING;
  }

  /** {@code from <: dest}. */
  void flow(Ty from, MirPlace dest, Span span) {
    at(into(dest), span);
    cx.rules.sub(from, dest.ty);
  }

  // ---- scopes and jumps

  int depth() {
    return scopes.size();
  }

  /** Leaves the scopes deeper than that, without closing them. */
  void exits(int depth) {
    for (int i = scopes.size() - 1; i >= depth; i--) {
      exit(scopes.get(i));
    }
  }

  private void exit(ThirExpr.Scope scope) {
    Span end = scope.span().shrinkToEnd();
    for (LocalDecl d : scope.locals().reversed()) {
      MirPlace p = local(d);
      if (cx.rules.needsDrop(p.ty)) {
        emit(Stmt.Kind.DROP, p, List.of(), end);
      }
      if (!p.local.isParam()) {
        emit(Stmt.Kind.STORAGE_DEAD, p, List.of(), end);
      }
    }
  }

  /**
   * What was emitted last may unwind. Only where something that uses a borrow when it is dropped
   * may be there does that make a difference to what follows.
   */
  void unwinds() {
    if (!cur.stmts.isEmpty()) {
      cur.stmts.getLast().unwinds = true;
    }
    if (guarding && !scopes.isEmpty()) {
      cur.to(cleanup(scopes.getLast()));
      startBlock();
    }
  }

  private Block cleanup(ThirExpr.Scope scope) {
    return cleanups.computeIfAbsent(
        scope,
        s -> {
          Block b = new Block();
          b.unwinding = true;
          return b;
        });
  }

  /** Unwinding drops the scope's locals as leaving it does, and goes on to the next one. */
  private void close(ThirExpr.Scope scope) {
    scopes.removeLast();
    exit(scope);
    Block cleanup = cleanups.remove(scope); // a guard's is built for each alternative
    if (cleanup == null) {
      return;
    }
    Span end = scope.span().shrinkToEnd();
    for (LocalDecl d : scope.locals().reversed()) {
      MirLocal l = locals.get(d);
      if (l != null && cx.rules.needsDrop(l.ty)) {
        cleanup.stmts.add(new Stmt(Stmt.Kind.DROP, cfg.local(l), List.of(), null, end));
      }
    }
    if (!scopes.isEmpty()) {
      cleanup.to(cleanup(scopes.getLast()));
    }
  }

  private void jump(Block to, int depth) {
    exits(depth);
    cur.to(to);
    cur = new Block();
  }

  // ---- expressions

  /** Evaluates into a fresh temporary. */
  MirPlace operand(ThirExpr e) {
    if (e instanceof ThirExpr.NamedConst c && e.ty() instanceof Ty.FnPtr) {
      // nor is that of a constant's declared type
      MirPlace t = temp(declared(c), e.span());
      assign(t, List.of(), e.span());
      return t;
    }
    if (e instanceof ThirExpr.Use u && e.ty() instanceof Ty.FnPtr) {
      // its binder is not seen in the erased type
      MirPlace p = places.place(u.place());
      MirPlace t = temp(p.ty, e.span());
      assign(t, List.of(new Operand(p, u.copy() ? How.COPY : How.MOVE, e.span())), e.span());
      return t;
    }
    return operand(e, false);
  }

  private MirPlace operand(ThirExpr e, boolean fieldValue) {
    MirPlace t = temp(cx.fresh(e.ty()), e.span());
    t.local.fieldValue = fieldValue;
    expr(e, t);
    return t;
  }

  /** Evaluates for a field of a struct or variant. */
  MirPlace fieldValue(ThirExpr e) {
    return e.ty() instanceof Ty.FnPtr ? operand(e) : operand(e, true);
  }

  Operand use(MirPlace temp, Span span) {
    return new Operand(temp, How.MOVE, span);
  }

  List<Operand> operands(List<ThirExpr> es) {
    List<Operand> out = new ArrayList<>(es.size());
    for (ThirExpr e : es) {
      out.add(use(operand(e), e.span()));
    }
    return out;
  }

  private void constant(MirPlace dest, Ty ty, Span span) {
    if (dest.ty.has(Ty.HAS_REGION)) {
      flow(ty, dest, span);
    }
    assign(dest, List.of(), span);
  }

  private Ty declared(ThirExpr.NamedConst c) {
    List<GenericArg> args = cx.freshArgs(c.args());
    at(Category.GENERIC_ARG, c.span());
    cx.userArgs(c.span(), c.def(), args);
    return cx.rules.normalize(
        org.asrlang.types.Subst.apply(cx.types, cx.tcx.typeOf(c.def()), args));
  }

  void expr(ThirExpr e, MirPlace dest) {
    Span span = e.span();
    switch (e) {
      case ThirExpr.Use u -> {
        MirPlace p = places.place(u.place());
        flow(p.ty, dest, span);
        if (u.copy() && p.ty instanceof Ty.Adt && p.ty.has(Ty.HAS_REGION)) {
          at(Category.BORING, span);
          cx.rules.proveCopy(p.ty, span);
        }
        assign(dest, List.of(new Operand(p, u.copy() ? How.COPY : How.MOVE, span)), span);
      }
      case ThirExpr.Literal l -> {
        // a string literal is 'static; its own type has a variable that nothing constrains
        Ty ty =
            l.ty() instanceof Ty.Ref r
                ? cx.types.ref(org.asrlang.types.Region.STATIC, r.target, false)
                : l.ty();
        constant(dest, ty, span);
      }
      case ThirExpr.Unit u -> assign(dest, List.of(), span);
      case ThirExpr.NamedConst c -> constant(dest, declared(c), span);
      case ThirExpr.ConstValue c -> constant(dest, cx.fresh(c.ty()), span);
      case ThirExpr.FnItem f -> {
        Ty ty = cx.fresh(f.ty());
        if (ty instanceof Ty.FnDef d) {
          at(Category.GENERIC_ARG, span);
          cx.userArgs(span, d.def, d.args);
        }
        constant(dest, ty, span);
      }
      case ThirExpr.Borrow b -> places.borrow(b, dest, null, null);
      case ThirExpr.Unary u -> assign(dest, operands(List.of(u.operand())), span);
      case ThirExpr.Binary b -> {
        List<Operand> both = operands(List.of(b.left(), b.right()));
        if (both.get(0).place().ty.has(Ty.HAS_REGION)) {
          at(Category.BORING, span);
          cx.rules.sub(both.get(0).place().ty, both.get(1).place().ty);
        }
        assign(dest, both, span);
        if (b.ty() instanceof Ty.Int || b.ty() instanceof Ty.Uint) {
          unwinds();
        }
      }
      case ThirExpr.Logical l -> bool(l, dest);
      case ThirExpr.Let l -> bool(l, dest);
      case ThirExpr.Cast c -> {
        MirPlace v = operand(c.operand());
        Ty written = cx.annotation(span);
        if (written != null && written.has(Ty.HAS_REGION)) {
          at(Category.CAST, span);
          calls.cast(v.ty, written, span);
          flow(written, dest, span);
        }
        assign(dest, List.of(use(v, c.operand().span())), span);
      }
      case ThirExpr.Coerce c -> calls.coerce(c, dest);
      case ThirExpr.Call c -> calls.call(c, dest);
      case ThirExpr.CallPtr c -> calls.callPtr(c, dest);
      case ThirExpr.Adt a -> calls.adt(a, dest);
      case ThirExpr.Tuple t -> aggregate(t.elements(), dest, span);
      case ThirExpr.Array a -> aggregate(a.elements(), dest, span);
      case ThirExpr.Repeat r -> aggregate(List.of(r.value()), dest, span);
      case ThirExpr.Closure c -> calls.closure(c, dest);
      case ThirExpr.FormatArgs f -> formatArgs(f, dest);
      case ThirExpr.Block b -> {
        for (ThirExpr s : b.stmts()) {
          statement(s);
        }
        if (b.tail() != null) {
          expr(b.tail(), dest);
        } else {
          assign(dest, List.of(), span);
        }
      }
      case ThirExpr.Scope s -> {
        scopes.add(s);
        expr(s.body(), dest);
        close(s);
      }
      case ThirExpr.Init i -> {
        MirPlace p = local(i.local());
        expr(i.value(), p);
        if (p.local.isUser()) {
          emit(
              Stmt.Kind.FAKE_READ,
              null,
              List.of(new Operand(p, How.INSPECT, i.local().span)),
              i.local().span);
        }
      }
      case ThirExpr.LetPat l -> letPat(l);
      case ThirExpr.Declare d -> {
        local(d.local());
        Ty written = d.pat() == null ? null : cx.annotation(d.pat().span());
        if (written != null && !(d.pat() instanceof ThirPat.Binding)) {
          at(Category.TYPE_ANNOTATION, span);
          patterns.ascribe(d.pat(), written);
        }
      }
      case ThirExpr.Discard d -> discard(d.value());
      case ThirExpr.Assign a -> {
        assignment(a);
        unit(dest, span);
      }
      case ThirExpr.AssignOp a -> {
        MirPlace v = operand(a.value());
        MirPlace p = places.place(a.place());
        assign(p, List.of(new Operand(p, How.COPY, span), use(v, a.value().span())), span);
        unwinds();
        unit(dest, span);
      }
      case ThirExpr.If i -> ifElse(i, dest);
      case ThirExpr.Match m -> patterns.match(m, dest);
      case ThirExpr.Loop l -> {
        Block exit = new Block();
        Block header = startBlock();
        targets.put(l.target(), new Jump(exit, header, depth(), dest));
        statement(l.body());
        cur.to(header);
        if (!left.contains(exit)) {
          // what never ends may still be given up: borrows must be fine with that
          Stmt endless = new Stmt(Stmt.Kind.NOP, null, List.of(), null, span);
          endless.unwinds = true;
          header.stmts.add(0, endless);
        }
        cur = exit;
      }
      case ThirExpr.Labelled l -> {
        Block exit = new Block();
        targets.put(l.target(), new Jump(exit, null, depth(), dest));
        expr(l.body(), dest);
        cur.to(exit);
        cur = exit;
      }
      case ThirExpr.Break b -> {
        Jump j = targets.get(b.target());
        left.add(j.block);
        if (b.value() != null) {
          expr(b.value(), j.dest);
        } else {
          assign(j.dest, List.of(), span);
        }
        jump(j.block, j.depth);
      }
      case ThirExpr.Continue c -> {
        Jump j = targets.get(c.target());
        jump(j.header, j.depth);
      }
      case ThirExpr.Return r -> {
        if (r.value() != null) {
          expr(r.value(), returnPlace);
        } else {
          assign(returnPlace, List.of(), span);
        }
        jump(returnBlock, 0);
      }
    }
  }

  /** The value of an assignment, which hardly anybody looks at. */
  private void unit(MirPlace dest, Span span) {
    if (dest.local.isUser()) {
      assign(dest, List.of(), span);
    }
  }

  private void statement(ThirExpr s) {
    expr(s, temp(cx.types.unit.equals(s.ty()) ? s.ty() : cx.fresh(s.ty()), s.span()));
  }

  private void discard(ThirExpr value) {
    MirPlace t = operand(value);
    if (cx.rules.needsDrop(t.ty)) {
      emit(Stmt.Kind.DROP, t, List.of(), value.span().shrinkToEnd());
    }
    emit(Stmt.Kind.STORAGE_DEAD, t, List.of(), value.span().shrinkToEnd());
  }

  private void aggregate(List<ThirExpr> parts, MirPlace dest, Span span) {
    List<Operand> ops = operands(parts);
    at(into(dest), span);
    for (int i = 0; i < ops.size(); i++) {
      Ty part =
          switch (dest.ty) {
            case Ty.Tuple t -> i < t.elements.size() ? t.elements.get(i) : null;
            case Ty.Array a -> a.element;
            case Ty t -> null;
          };
      if (part != null) {
        at(into(dest), ops.get(i).span());
        cx.rules.sub(ops.get(i).place().ty, part);
      }
    }
    assign(dest, ops, span);
  }

  private void formatArgs(ThirExpr.FormatArgs f, MirPlace dest) {
    List<Operand> ops = operands(f.args());
    at(into(dest), f.span());
    for (Operand o : ops) {
      for (int in : cx.regions.vars(o.place().ty)) {
        for (int out : cx.regions.vars(dest.ty)) {
          cx.regions.add(in, out);
        }
      }
    }
    assign(dest, ops, f.span());
  }

  private void letPat(ThirExpr.LetPat l) {
    MirPlace p = places.place(l.scrutinee());
    Ty written = cx.annotation(l.pat().span());
    if (written != null) {
      at(Category.TYPE_ANNOTATION, l.span());
      cx.rules.sub(p.ty, written);
      cx.rules.wellFormed(written);
      if (written.has(Ty.HAS_REGION)) {
        patterns.ascribe(l.pat(), written);
      }
    }
    patterns.fakeRead(p, l.scrutinee().span());
    if (l.otherwise() == null) {
      patterns.irrefutable(l.pat(), p);
      return;
    }
    Jump fail = new Jump(new Block(), null, depth(), null);
    patterns.test(l.pat(), p, fail);
    Block bound = cur;
    cur = fail.block;
    statement(l.otherwise());
    cur = bound;
  }

  private void assignment(ThirExpr.Assign a) {
    Ty ty = a.place().ty();
    if (!cx.rules.needsDrop(ty)
        && a.place() instanceof Place.Local l
        && !(a.value() instanceof ThirExpr.Use)) {
      MirPlace p = local(l.local());
      MirPlace v = operand(a.value());
      flow(v.ty, p, a.value().span());
      assign(p, List.of(use(v, a.value().span())), a.span());
      return;
    }
    MirPlace v = operand(a.value());
    MirPlace p = places.place(a.place());
    flow(v.ty, p, a.value().span());
    if (!cx.rules.needsDrop(p.ty)) {
      assign(p, List.of(use(v, a.value().span())), a.span());
      return;
    }
    Span span = a.place().span();
    Stmt drop = emit(Stmt.Kind.DROP_REPLACE, p, List.of(), span);
    drop.unwinds = true;
    List<Operand> value = List.of(use(v, a.value().span()));
    // it is also assigned to when the drop of the old value panics
    Block panics = new Block();
    panics.stmts.add(new Stmt(Stmt.Kind.ASSIGN, p, value, null, span));
    panics.stmts.getLast().guarded = guarded;
    panics.stmts.getLast().replaces = drop;
    if (guarding && !scopes.isEmpty()) {
      panics.to(cleanup(scopes.getLast()));
    }
    cur.to(panics);
    startBlock();
    assign(p, value, span).replaces = drop;
  }

  // ---- conditions

  private void bool(ThirExpr e, MirPlace dest) {
    Jump f = new Jump(new Block(), null, depth(), null);
    condition(e, f);
    assign(dest, List.of(), e.span());
    Block join = startBlock();
    cur = f.block;
    assign(dest, List.of(), e.span());
    cur.to(join);
    cur = join;
  }

  /** Goes on where it is true; jumps where it is false. */
  void condition(ThirExpr e, Jump otherwise) {
    switch (e) {
      case ThirExpr.Logical l when l.and() -> {
        condition(l.left(), otherwise);
        condition(l.right(), otherwise);
      }
      case ThirExpr.Logical l -> {
        Jump right = new Jump(new Block(), null, depth(), null);
        condition(l.left(), right);
        Block holds = startBlock();
        cur = right.block;
        condition(l.right(), otherwise);
        cur.to(holds);
        cur = holds;
      }
      case ThirExpr.Let l -> {
        MirPlace p = places.place(l.scrutinee());
        patterns.fakeRead(p, l.scrutinee().span());
        patterns.test(l.pat(), p, otherwise);
      }
      case ThirExpr.Scope s when s.kind() == ThirExpr.Scope.Kind.FAILED_GUARD -> {
        scopes.add(s);
        exits(otherwise.depth);
        cur.to(otherwise.block);
        scopes.removeLast();
        cur = new Block();
      }
      case ThirExpr.Scope s -> {
        scopes.add(s);
        condition(s.body(), otherwise);
        close(s);
      }
      case ThirExpr other -> {
        MirPlace v = operand(other);
        emit(Stmt.Kind.NOP, null, List.of(new Operand(v, How.MOVE, other.span())), other.span());
        Block test = cur;
        branch(otherwise);
        // rustc looks at what stands behind `else` first, and reports in that order
        Collections.reverse(test.succs);
      }
    }
  }

  /** One way goes on, the other jumps. */
  void branch(Jump otherwise) {
    Block test = cur;
    Block fails = new Block();
    test.to(fails);
    cur = fails;
    exits(otherwise.depth);
    cur.to(otherwise.block);
    cur = test;
    startBlock();
  }

  private void ifElse(ThirExpr.If i, MirPlace dest) {
    Jump otherwise = new Jump(new Block(), null, depth(), null);
    condition(i.condition(), otherwise);
    expr(i.then(), dest);
    Block join = startBlock();
    cur = otherwise.block;
    if (i.otherwise() != null) {
      expr(i.otherwise(), dest);
    } else {
      assign(dest, List.of(), i.span());
    }
    cur.to(join);
    cur = join;
  }
}
