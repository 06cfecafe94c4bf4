package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.asrlang.source.Expansion;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Stmt;

/** Resolves one body: expressions, statements and the items in its blocks. */
final class BodyResolver extends SignatureResolver {
  private final Patterns patterns = new Patterns(this);

  /** The closure around the place, or the owner. */
  private Def parent;

  BodyResolver(Resolver resolver, Owner place, Def owner, Resolutions out) {
    super(resolver, place, owner, out);
    this.parent = owner;
  }

  /** For a constant within something that is being resolved. */
  BodyResolver(SignatureResolver around, Def constant) {
    super(
        around.resolver,
        new Owner(around.scope, null, around.context, around.crate),
        around.owner,
        around.out);
    this.parent = constant;
    this.scope = around.scope;
    this.currentTrait = around.currentTrait;
  }

  /** The body of a function, constant or static, with what surrounds it in the ribs. */
  void body(Expr body) {
    enterParents();
    if (owner.node() instanceof Item.Fn f) {
      Patterns.Set params = new Patterns.Set();
      if (f.self() != null) {
        Local self = new Local("self", f.self().mutable() && !f.self().byRef(), f.self().span());
        out.selfParams.put(f.self(), self);
        ribs = new Rib.Variable(ribs, "self", selfContext(f.self()), self);
      }
      for (Item.Param p : f.params()) {
        patterns.parameter(p.pat(), params);
      }
    }
    if (body != null) {
      expr(body);
    }
  }

  private static Expansion selfContext(Item.SelfParam self) {
    return self.span().expansion();
  }

  /** The names that a session's earlier entries have left, as outermost locals. */
  void outerLocals(Map<String, Local> locals) {
    locals.forEach((name, local) -> ribs = new Rib.Variable(ribs, name, Expansion.ROOT, local));
  }

  void exprs(List<Expr> es) {
    es.forEach(this::expr);
  }

  private void maybe(Expr e) {
    if (e != null) {
      expr(e);
    }
  }

  void expr(Expr expr) {
    switch (expr) {
      case Expr.Literal e -> {}
      case Expr.PathExpr e -> path(e.path(), PathSource.EXPR);
      case Expr.Block e -> block(e);
      case Expr.ConstBlock e -> {
        anonConst(e.body(), e);
        Rib before = ribs;
        ribs = new Rib.ConstBarrier(new Rib.Closure(ribs, e.span()), e.span());
        block(e.body());
        ribs = before;
      }
      case Expr.Unary e -> expr(e.operand());
      case Expr.Binary e -> {
        expr(e.left());
        expr(e.right());
      }
      case Expr.Assign e -> {
        expr(e.place());
        expr(e.value());
      }
      case Expr.AssignOp e -> {
        expr(e.place());
        expr(e.value());
      }
      case Expr.Borrow e -> expr(e.operand());
      case Expr.RawBorrow e -> expr(e.operand());
      case Expr.Cast e -> {
        expr(e.operand());
        type(e.type());
      }
      case Expr.Call e -> {
        if (e.callee() instanceof Expr.PathExpr p) {
          path(p.path(), PathSource.CALL);
        } else {
          expr(e.callee());
        }
        exprs(e.args());
      }
      case Expr.MethodCall e -> {
        recordTraits(e);
        expr(e.receiver());
        if (e.method().args() != null) {
          genericArgs(e.method().args());
        }
        exprs(e.args());
      }
      case Expr.Field e -> expr(e.object());
      case Expr.Index e -> {
        expr(e.object());
        expr(e.index());
      }
      case Expr.Range e -> {
        maybe(e.lo());
        maybe(e.hi());
      }
      case Expr.Tuple e -> exprs(e.elements());
      case Expr.Array e -> exprs(e.elements());
      case Expr.Repeat e -> {
        expr(e.value());
        if (!isInferred(e.count())) {
          Def around = parent;
          parent = anonConst(e.count(), e.count());
          Rib before = ribs;
          ribs =
              new Rib.ConstBarrier(
                  new Rib.Closure(ribs, e.count().span()),
                  e.count().span(),
                  withoutGenerics(e.count()));
          expr(e.count());
          ribs = before;
          parent = around;
        }
      }
      case Expr.StructLit e -> {
        path(e.path(), PathSource.STRUCT);
        e.fields().forEach(f -> expr(f.value()));
        maybe(e.base());
      }
      case Expr.Closure e -> closure(e);
      case Expr.Let e -> {
        expr(e.scrutinee());
        patterns.bind(e.pat(), "`let` bindings");
      }
      case Expr.If e -> {
        Rib before = ribs;
        expr(e.condition());
        block(e.then());
        ribs = before;
        maybe(e.otherwise());
      }
      case Expr.Match e -> {
        expr(e.scrutinee());
        for (Expr.Arm a : e.arms()) {
          Rib before = ribs;
          patterns.bind(a.pat(), "match bindings");
          maybe(a.guard());
          expr(a.body());
          ribs = before;
        }
      }
      case Expr.Loop e -> loop(e.label(), e, e.body());
      case Expr.While e -> {
        Rib before = ribs;
        Rib loop = loopRib(e.label(), e);
        ribs = new Rib.While(loop, e.condition().span());
        expr(e.condition());
        ribs = withoutWhile(ribs, loop);
        block(e.body());
        ribs = before;
      }
      case Expr.ForLoop e -> {
        expr(e.iterator());
        Rib before = ribs;
        patterns.bind(e.pat(), "`for` loop bindings");
        loop(e.label(), e, e.body());
        ribs = before;
      }
      case Expr.Break e -> {
        new Jumps(this).jump(e, e.label(), "break", e.value());
        maybe(e.value());
      }
      case Expr.Continue e -> new Jumps(this).jump(e, e.label(), "continue", null);
      case Expr.Return e -> maybe(e.value());
      case Expr.Try e -> expr(e.operand());
      case Expr.Paren e -> expr(e.inner());
      case Expr.Underscore e -> {}
      case Expr.MacroExpr e -> {}
      case Expr.Await e -> expr(e.operand());
      case Expr.Async e -> expr(e.body());
      case Expr.Unsafe e -> block(e.body());
      case Expr.FormatArgs e -> exprs(e.args());
      case Expr.Configured e -> expr(e.expr());
      case Expr.ErrorExpr e -> {}
    }
  }

  private void closure(Expr.Closure e) {
    Rib before = ribs;
    Def outer = parent;
    Def d = resolver.newDef(Def.Kind.CLOSURE, "{closure}", parent, e.span(), e);
    resolver.owners().setBody(d, out, e.body());
    out.defs.put(e, d);
    parent = d;
    if (!e.forLifetimes().isEmpty()) {
      unstable(
          e.forLifetimes().getFirst().span(), "`for<...>` binders for closures are experimental");
    }
    binder(e.forLifetimes());
    ribs = new Rib.Closure(ribs, e.span());
    Patterns.Set params = new Patterns.Set();
    for (Expr.ClosureParam p : e.params()) {
      if (p.type() != null) {
        type(p.type());
      }
      patterns.parameter(p.pat(), params);
    }
    result(e.output());
    expr(e.body());
    parent = outer;
    ribs = before;
  }

  // Loops and jumps.

  private Rib loopRib(Lifetime label, Expr target) {
    if (label == null) {
      return new Rib.Loop(ribs, null, null, null, target);
    }
    return new Rib.Loop(ribs, label.name(), label.span().expansion(), label.span(), target);
  }

  private void loop(Lifetime label, Expr target, Expr.Block body) {
    Rib before = ribs;
    ribs = loopRib(label, target);
    block(body);
    ribs = before;
  }

  /** The ribs behind a {@code while} condition: its {@code let}s, but no longer the condition. */
  private static Rib withoutWhile(Rib r, Rib loop) {
    return switch (r) {
      case Rib.While w when w.outer() == loop -> loop;
      case Rib.Variable v ->
          new Rib.Variable(withoutWhile(v.outer(), loop), v.name(), v.context(), v.local());
      default -> r;
    };
  }

  // Blocks.

  private void block(Expr.Block b) {
    Rib before = ribs;
    Scope outer = scope;
    if (b.label() != null) {
      ribs =
          new Rib.Loop(ribs, b.label().name(), b.label().span().expansion(), b.label().span(), b);
    }
    items(b);
    for (Stmt s : b.stmts()) {
      stmt(s);
    }
    maybe(b.tail());
    ribs = before;
    scope = outer;
  }

  /** Makes the scope of a block's items; does nothing for a block without. */
  private void items(Expr.Block b) {
    Scope inner = null;
    List<Item> items = new ArrayList<>();
    for (Stmt s : b.stmts()) {
      if (s instanceof Stmt.ItemStmt i && !(i.item() instanceof Item.MacroRules)) {
        items.add(i.item());
      }
    }
    if (items.isEmpty()) {
      return;
    }
    inner = new Scope(scope.def, scope, null);
    scope = inner;
    ribs = new Rib.Names(ribs, inner);
    Collector.Place place = new Collector.Place(inner, parent, null, ribs);
    for (Item i : items) {
      Def d = crate.collector.define(i, place, crate.expander.context(i));
      if (d != null) {
        out.defs.put(i, d);
      }
    }
    resolver.resolveImports();
  }

  private void stmt(Stmt stmt) {
    switch (stmt) {
      case Stmt.LetStmt s -> {
        if (s.type() != null) {
          type(s.type());
        }
        maybe(s.init());
        if (s.otherwise() != null) {
          block(s.otherwise());
        }
        patterns.bind(s.pat(), "let bindings");
      }
      case Stmt.ExprStmt s -> {
        Rib before = ribs;
        expr(s.expr());
        ribs = before;
      }
      case Stmt.ItemStmt s -> {
        if (s.item() instanceof Item.MacroRules m && crate.expander.definition(m) != null) {
          ribs = new Rib.Macro(ribs, crate.expander.definition(m));
        }
        Def item = out.defs.get(s.item());
        if (item != null && !crate.source.isLibrary()) {
          // the variables before it: to name them is an error of its own
          resolver.owners().standsIn(item, scope, ribs);
        }
      }
      case Stmt.MacroStmt s -> {}
      case Stmt.EmptyStmt s -> {}
    }
  }

  /** What an entry leaves: the last of its own {@code let}s of each name; and its whole body. */
  record Left(Map<String, Local> locals, Expr.Block body) {}

  /** Resolves a block as an entry of a session, with what the frame puts around it. */
  Left entry(Expr.Block b, SessionCrate.Frame frame) {
    Rib before = ribs;
    List<Stmt> first = frame.before();
    for (Stmt s : first) {
      stmt(s);
    }
    items(b);
    for (Stmt s : b.stmts()) {
      stmt(s);
    }
    Map<String, Local> left = new java.util.LinkedHashMap<>();
    for (Rib r = ribs; r != before; r = r.outer()) {
      if (r instanceof Rib.Variable v && v.context() == Expansion.ROOT) {
        left.putIfAbsent(v.name(), v.local());
      }
    }
    Expr.Block whole = frame.around(b, List.copyOf(left.keySet()).reversed());
    for (Stmt s : whole.stmts().subList(first.size() + b.stmts().size(), whole.stmts().size())) {
      stmt(s);
    }
    maybe(whole.tail());
    return new Left(left, whole);
  }
}
