package org.asrlang.borrow;

import java.util.List;
import org.asrlang.borrow.cfg.Cfg;
import org.asrlang.borrow.cfg.MirLocal;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.Callee;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;

/** Where something would have to be mutable: rustc's {@code mutability_errors}. */
final class MutabilityAdvice {
  private final Cfg cfg;
  private final BodyCtxt cx;
  private final BodySyntax syntax;

  MutabilityAdvice(Cfg cfg, BodyCtxt cx) {
    this.cfg = cfg;
    this.cx = cx;
    this.syntax = cx.syntax;
  }

  /** The place is behind a shared reference: says where that comes from. */
  void behindReference(Diagnostic.Builder d, MirPlace deref) {
    MirLocal l = deref.base.isLocal() ? deref.base.local : null;
    if (l == null || !l.isUser()) {
      return;
    }
    if (l.isParam() && "self".equals(l.name()) && cfg.parent == null) {
      if (cx.owner.node() instanceof Item.Fn f && f.self() != null && f.self().byRef()) {
        mutableReference(
            d, f.self().span(), f.self().lifetime() == null ? null : f.self().lifetime().span());
      }
      return;
    }
    Pat.IdentPat binding = syntax.binding(l.decl.span);
    TypeExpr type = binding == null ? null : parameterType(binding);
    if (type instanceof TypeExpr.RefType r && !r.mutable()) {
      mutableReference(d, r.span(), r.lifetime() == null ? null : r.lifetime().span());
      return;
    }
    if (binding == null) {
      return;
    }
    Node up = syntax.parent(binding);
    while (up instanceof Pat) {
      up = syntax.parent(up);
    }
    switch (up) {
      case Stmt.LetStmt s
          when s.pat() == binding && s.init() instanceof Expr.Borrow b && !b.mutable() -> {
        if (s.type() == null) {
          mutableReference(d, b.span(), null);
        }
      }
      case Expr.ForLoop f -> {
        d.label(f.iterator().span(), "this iterator yields `&` references");
        if (f.iterator() instanceof Expr.MethodCall m
            && m.method().name().equals("iter")
            && m.args().isEmpty()) {
          d.maybe(
              "use mutable method", BodySyntax.callPart(m), "iter_mut()", Diagnostic.Shown.LABEL);
        }
      }
      case null, default -> {}
    }
  }

  /** {@code &T} to {@code &mut T}. */
  private static void mutableReference(Diagnostic.Builder d, Span reference, Span lifetime) {
    if (CloneAdvice.outOfTheUsersHands(reference)) {
      return;
    }
    int at = reference.lo() + 1;
    if (lifetime == null) {
      d.fix(
          "consider changing this to be a mutable reference",
          new Span(reference.file(), at, at, reference.expansion()),
          "mut ");
    } else {
      d.fix("consider changing this to be a mutable reference", lifetime.shrinkToEnd(), " mut");
    }
  }

  private TypeExpr parameterType(Pat p) {
    if (cfg.parent == null && cx.owner.node() instanceof Item.Fn f) {
      for (Item.Param x : f.params()) {
        if (x.pat() == p || BodySyntax.within(p.span(), x.pat().span()) && x.pat().equals(p)) {
          return x.type();
        }
      }
    }
    if (syntax.parent(p) instanceof Expr.Closure c) {
      for (Expr.ClosureParam x : c.params()) {
        if (x.pat() == p) {
          return x.type();
        }
      }
    }
    return null;
  }

  /** {@code &mut r} of what is a {@code &mut} already: it need not be borrowed once more. */
  boolean borrowedAgain(Diagnostic.Builder d, MirLocal l, Span at) {
    Expr e = CloneAdvice.outOfTheUsersHands(at) ? null : syntax.expr(at);
    if (!(l.ty instanceof Ty.Ref r && r.mutable) || !(e instanceof Expr.Borrow b) || !b.mutable()) {
      return false;
    }
    Span mark = new Span(at.file(), at.lo(), b.operand().span().lo(), at.expansion());
    Pat.IdentPat binding = syntax.binding(l.decl.span);
    TypeExpr type = binding == null ? null : parameterType(binding);
    if (type == null && binding != null && syntax.parent(binding) instanceof Stmt.LetStmt s) {
      type = s.type();
    }
    if (type == null) {
      d.maybe("try removing `&mut` here", mark, "");
      return true;
    }
    d.note(type.span(), "the binding is already a mutable borrow");
    d.maybe(
        "consider making the binding mutable if you need to reborrow multiple times",
        l.decl.span.shrinkToStart(),
        "mut ");
    d.maybe("if there is only one mutable reborrow, remove the `&mut`", mark, "");
    return true;
  }

  /** What is called changes what it has captured, so it has to be mutable itself. */
  void calledClosure(Diagnostic.Builder d, MirLocal l) {
    if (!(l.ty instanceof Ty.Closure c)) {
      return;
    }
    TypeckResults.ClosureInfo info = cx.results.closures.get(c.def);
    if (info == null) {
      return;
    }
    for (Capture x : info.captures()) {
      if (x.mode() == Capture.Mode.BY_MUT_REF || x.mode() == Capture.Mode.BY_UNIQUE_REF) {
        d.label(
            x.use(),
            "calling `"
                + l.name()
                + "` requires mutable binding due to mutable borrow of `"
                + captured(x)
                + "`");
        return;
      }
    }
  }

  private String captured(Capture c) {
    String name = c.variable().name();
    Ty at = cx.results.localTypes.get(c.variable());
    for (Capture.Step s : c.path()) {
      name =
          switch (s) {
            case Capture.DerefStep x -> "*" + name;
            case Capture.FieldStep f ->
                name
                    + "."
                    + (at == null
                        ? String.valueOf(f.field())
                        : cx.rules.fieldName(at, f.variant(), f.field()));
          };
      at = s.ty();
    }
    return name;
  }

  /** Who wants a closure that changes nothing: the parameter it is given to. */
  void fnClosure(Diagnostic.Builder d, Capture captured, boolean byReference) {
    Expr closure = cfg.closureSpan == null ? null : syntax.expr(cfg.closureSpan);
    if (!(closure instanceof Expr.Closure c)) {
      return;
    }
    Local variable = captured.variable();
    if (byReference) {
      d.label(
          syntax.declaration(variable.span()),
          "`" + variable.name() + "` declared here, outside the closure");
    }
    d.label(c.head(), "in this closure");
    Node user = syntax.parent(closure);
    Def fn = null;
    Span called = null;
    List<Expr> args = List.of();
    switch (user) {
      case Expr.Call call when cx.results.typeOf(call.callee()) instanceof Ty.FnDef f -> {
        fn = f.def;
        called = call.callee().span();
        args = call.args();
      }
      case Expr.MethodCall m -> {
        Callee k = cx.results.callees.get(m);
        fn = k == null ? null : k.def();
        called = m.method().ident().span();
        args = m.args();
      }
      case null, default -> {}
    }
    if (fn == null || fn.crate() != cx.owner.crate() || !(fn.node() instanceof Item.Fn f)) {
      return;
    }
    for (int i = 0; i < args.size() && i < f.params().size(); i++) {
      if (BodySyntax.is(args.get(i), closure)) {
        // rustc shows where the parameter's type is written
        d.label(f.params().get(i).type().span(), "change this to accept `FnMut` instead of `Fn`");
        d.label(called, "expects `Fn` instead of `FnMut`");
      }
    }
  }

  /** What is said of a static that is written to. */
  void isStatic(Diagnostic.Builder d, MirPlace root, boolean borrow) {
    Def def = cx.statics.get(root.index);
    if (def != null && def.crate() == cx.owner.crate() && cx.variable(root) == null) {
      d.label(
          def.head(),
          borrow
              ? "this `static` cannot be borrowed as mutable"
              : "this `static` cannot be written to");
    }
  }
}
