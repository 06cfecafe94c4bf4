package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.borrow.cfg.MirPlace;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Callee;
import org.asrlang.types.DefPath;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;

/** How a value came to be moved, and what would have kept it: rustc's {@code explain_captures}. */
final class MoveAdvice {
  private final BodyCtxt cx;
  private final BodySyntax syntax;
  private final CloneAdvice clones;

  /** Each function is told once. */
  private final Set<Object> told = new HashSet<>();

  MoveAdvice(BodyCtxt cx) {
    this.cx = cx;
    this.syntax = cx.syntax;
    this.clones = new CloneAdvice(cx);
  }

  /** What a macro wrote is not looked at. */
  Expr exprAt(Span at) {
    return CloneAdvice.outOfTheUsersHands(at) ? null : syntax.expr(at);
  }

  MoveUse use(Expr moved) {
    return MoveUse.of(syntax, cx.results, moved);
  }

  // ---- why it moves

  /**
   * Labels the call whose {@code self} the moved place is.
   *
   * @param name the place in backticks, or {@code value}
   * @param when a clause about loops, may be empty
   * @param whole whether nothing of it is given a value again
   */
  void callLabel(Diagnostic.Builder d, MoveUse use, String name, String partly, String when) {
    d.label(use.call(), name + " " + partly + use.due() + when);
    if (use.kind() == MoveUse.Kind.METHOD && isOptionOrResult(use.callee())) {
      d.label(
          use.moved().span(),
          "help: consider calling `.as_ref()` or `.as_mut()` to borrow the type's contents");
    }
  }

  void callNote(Diagnostic.Builder d, MoveUse use, String name) {
    switch (use.kind()) {
      case FN_ONCE -> {
        if (!fnOnceParameter(d, use)) {
          d.note(
              use.moved().span(),
              "this value implements `FnOnce`, which causes it to be moved when called");
        }
      }
      case OPERATOR, UNARY -> {
        if (use.callee() != null && told.add(use.callee())) {
          atSelf(
              d,
              use.callee(),
              "calling this operator moves the "
                  + (use.kind() == MoveUse.Kind.UNARY ? "value" : "left-hand side"));
        }
      }
      case METHOD, FOR_LOOP -> {
        if (use.callee() != null && told.add(use.callee())) {
          atSelf(
              d,
              use.callee(),
              "`"
                  + DefPath.of(cx.tcx, use.callee(), cx.owner.crate())
                  + "` takes ownership of the receiver `self`, which moves "
                  + name);
        }
      }
    }
  }

  /** A fact about the receiver of a function; std's own text is not shown. */
  private void atSelf(Diagnostic.Builder d, Def fn, String text) {
    if (fn.crate() == cx.owner.crate() && fn.node() instanceof Item.Fn f && f.self() != null) {
      Span self = f.self().span();
      int word = self.text().indexOf("self");
      d.note(new Span(self.file(), self.lo() + word, self.lo() + word + 4, self.expansion()), text);
    } else {
      d.note(text);
    }
  }

  private boolean isOptionOrResult(Def method) {
    return method != null
        && method.parent() != null
        && method.parent().kind() == Def.Kind.IMPL
        && cx.tcx.implTraitRef(method.parent()) == null
        && cx.tcx.typeOf(method.parent()) instanceof Ty.Adt a
        && a.def.crate() != cx.owner.crate()
        && (a.def.name().equals("Option") || a.def.name().equals("Result"));
  }

  /** A call of a value whose type is a parameter says where it was made {@code FnOnce}. */
  private boolean fnOnceParameter(Diagnostic.Builder d, MoveUse use) {
    if (!(cx.results.typeOf(use.moved()) instanceof Ty.Param p)) {
      return false;
    }
    for (Predicate q : cx.rules.env.predicates()) {
      if (q instanceof Predicate.Trait t
          && t.traitRef().self() == p
          && cx.tcx.lang().is(t.traitRef().trait(), "fn_once")) {
        Span at = boundSpan(q);
        if (at != null) {
          d.related(
              new Diagnostic.Related(
                  "`FnOnce` closures can only be called once",
                  at,
                  "`" + p + "` is made to be an `FnOnce` closure here",
                  List.of(
                      new Diagnostic.Label(
                          use.call(),
                          "this value implements `FnOnce`, which causes it to be moved when"
                              + " called"))));
          return true;
        }
      }
    }
    return false;
  }

  private Span boundSpan(Predicate p) {
    for (Def item = cx.owner; item != null; item = item.parent()) {
      if (item.isFnLike() || item.kind() == Def.Kind.IMPL) {
        Span at = cx.tcx.boundSpan(item, p);
        if (at != null) {
          return at;
        }
      }
    }
    return null;
  }

  // ---- what would have kept it

  /**
   * rustc's {@code suggest_ref_or_clone}.
   *
   * @param moved the expression that moves; null if it is none
   * @param at where the move is: of an expression or of a binding
   * @param declared where the variable is declared; null for what is no variable
   * @param closure the closure that captures it there, or null
   * @return whether a pattern moves
   */
  boolean keep(
      Diagnostic.Builder d,
      Expr moved,
      Span at,
      MirPlace place,
      String name,
      Span declared,
      Span closure) {
    if (moved != null) {
      boolean cloneable = loops(d, moved, declared) & argument(d, moved, place, name);
      MoveUse use = use(moved);
      boolean loop = use != null && use.kind() == MoveUse.Kind.FOR_LOOP;
      boolean method = use != null && use.kind() == MoveUse.Kind.METHOD;
      if (cloneable && !loop && !(method && closure == null)) {
        clones.suggest(d, place.ty, moved, name, closure);
      }
      if (closure == null && loop) {
        overSlice(d, moved, place.ty);
      } else if (closure == null && method) {
        cloneAndConsume(d, moved, place, use);
      }
    }
    Pat.IdentPat binding = CloneAdvice.outOfTheUsersHands(at) ? null : syntax.binding(at);
    if (moved == null && binding == null && syntax.pat(at) instanceof Pat.IdentPat whole) {
      binding = whole;
    }
    if (binding == null || binding.byRef()) {
      return false;
    }
    List<Diagnostic.Edit> edits = new ArrayList<>();
    if (syntax.parent(binding) instanceof Pat.IdentPat outer && !outer.byRef()) {
      edits.add(new Diagnostic.Edit(outer.span().shrinkToStart(), "ref "));
    }
    edits.add(new Diagnostic.Edit(binding.span().shrinkToStart(), "ref "));
    d.fix("borrow this binding in the pattern to avoid moving the value", edits);
    return true;
  }

  /** Names the loops in which it moves that the variable outlives. False: a clone is no help. */
  private boolean loops(Diagnostic.Builder d, Expr moved, Span declared) {
    boolean cloneable = true;
    Node inner = moved;
    for (Node up : syntax.ancestors(moved)) {
      if (declared != null && BodySyntax.within(declared, up.span())) {
        break;
      }
      if (up instanceof Expr.While w && inner == w.condition()) {
        cloneable &= !(w.condition() instanceof Expr.Let);
      }
      if (up instanceof Stmt.LetStmt l && l.otherwise() != null && leaves(l.otherwise())) {
        cloneable = false;
      }
      Span head = BodySyntax.loopHead(up);
      boolean outside = up instanceof Expr.ForLoop f && inner == f.iterator();
      if (head != null && !outside) {
        d.label(head, "inside of this loop");
      }
      inner = up;
    }
    return cloneable;
  }

  private static boolean leaves(Node n) {
    if (n instanceof Expr.Break || n instanceof Expr.Continue) {
      return true;
    }
    boolean[] found = {false};
    Nodes.children(n, c -> found[0] |= leaves(c));
    return found[0];
  }

  /** The parameter that takes it. False: something better than a clone was suggested. */
  private boolean argument(Diagnostic.Builder d, Expr moved, MirPlace place, String name) {
    Def fn;
    int at;
    switch (syntax.parent(moved)) {
      case Expr.MethodCall m -> {
        Callee c = cx.results.callees.get(m);
        fn = c == null ? null : c.def();
        at = index(m.args(), moved);
      }
      case Expr.Call c -> {
        fn =
            c.callee().withoutParens() instanceof Expr.PathExpr p
                    && cx.results.typeOf(p) instanceof Ty.FnDef f
                ? f.def
                : null;
        at = index(c.args(), moved);
      }
      case null, default -> {
        return true;
      }
    }
    if (fn == null || at < 0 || !fn.isFnLike()) {
      return true;
    }
    boolean method = fn.node() instanceof Item.Fn f && f.self() != null;
    if (syntax.parent(moved) instanceof Expr.MethodCall) {
      at++;
    }
    List<Ty> inputs = cx.tcx.fnSig(fn).inputs();
    boolean generic = at < inputs.size() && inputs.get(at) instanceof Ty.Param;
    if (generic && place.ty instanceof Ty.Ref r && r.mutable) {
      reborrow(d, moved.span(), name);
      return false;
    }
    if (fn.crate() == cx.owner.crate() && fn.node() instanceof Item.Fn f) {
      int written = method ? at - 1 : at;
      if (written >= 0 && written < f.params().size()) {
        String kind = fn.kind() == Def.Kind.ASSOC_FN ? "method" : "function";
        d.related(
            new Diagnostic.Related(
                "consider changing this parameter type in "
                    + kind
                    + " `"
                    + fn.name()
                    + "` to borrow instead if owning the value isn't necessary",
                f.params().get(written).type().span(),
                "this parameter takes ownership of the value",
                List.of(new Diagnostic.Label(fn.span(), "in this " + kind))));
      }
    }
    return true;
  }

  private static int index(List<Expr> args, Expr moved) {
    for (int i = 0; i < args.size(); i++) {
      if (BodySyntax.is(args.get(i), moved)) {
        return i;
      }
    }
    return -1;
  }

  void reborrow(Diagnostic.Builder d, Span at, String name) {
    d.fix(
        "consider creating a fresh reborrow of "
            + (name == null ? "the mutable reference" : "`" + name + "`")
            + " here",
        at.shrinkToStart(),
        "&mut *");
  }

  void overSlice(Diagnostic.Builder d, Expr moved, Ty ty) {
    if (cx.rules.referenceIterates(ty)) {
      d.maybe(
          "consider iterating over a slice of the `"
              + new Describe(cx, null).ty(ty)
              + "`'s content to avoid moving into the `for` loop",
          moved.span().shrinkToStart(),
          "&");
    }
  }

  /** The value is cloned just to be consumed. */
  void cloneAndConsume(Diagnostic.Builder d, Expr moved, MirPlace place, MoveUse use) {
    String ty = new Describe(cx, null).ty(place.ty);
    String message;
    if (cx.rules.implementsClone(place.ty)) {
      message =
          "you can `clone` the value and consume it, but this might not be your desired behavior";
    } else {
      List<Ty> lacking = cx.rules.lackingClone(place.ty);
      if (lacking.isEmpty() || lacking.contains(place.ty) || lacking.get(0).toString().equals(ty)) {
        return;
      }
      List<String> bounds = lacking.stream().map(t -> "`" + t + ": Clone`").toList();
      message =
          "you could `clone` the value and consume it, if the "
              + String.join(" and ", bounds)
              + (bounds.size() == 1
                  ? " trait bound could be satisfied"
                  : " trait bounds could be satisfied");
    }
    boolean behind = false;
    for (MirPlace p = place; p.base != null; p = p.base) {
      behind |= p.derefsRef();
    }
    d.maybe(
        message,
        behind
            ? List.of(
                new Diagnostic.Edit(moved.span().shrinkToStart(), "<" + ty + " as Clone>::clone(&"),
                new Diagnostic.Edit(moved.span().shrinkToEnd(), ")"))
            : List.of(new Diagnostic.Edit(moved.span().shrinkToEnd(), ".clone()")));
  }

  void clone(Diagnostic.Builder d, Ty ty, Expr moved, String name, Span closure) {
    clones.suggest(d, ty, moved, name, closure);
  }
}
