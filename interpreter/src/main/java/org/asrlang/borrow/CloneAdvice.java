package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.BodySyntax;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Local;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.AdtDef;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.Predicate;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;

/** Where a clone would let a value be used again: rustc's {@code suggest_cloning}. */
final class CloneAdvice {
  private final BodyCtxt cx;
  private final BodySyntax syntax;

  CloneAdvice(BodyCtxt cx) {
    this.cx = cx;
    this.syntax = cx.syntax;
  }

  /**
   * Suggests to clone what is moved, or says what would have to be {@code Clone} for that.
   *
   * @param moved the expression that moves
   * @param place the name of what is moved; null if it has none
   * @param closure the closure that captures it there, or null
   */
  void suggest(Diagnostic.Builder d, Ty ty, Expr moved, String place, Span closure) {
    if (moved instanceof Expr.Borrow b && b.mutable() || outOfTheUsersHands(moved.span())) {
      return;
    }
    if (cx.rules.implementsClone(ty)) {
      if (!inMoveClosure(moved)) {
        clone(d, ty, moved);
      } else if (place != null && closure != null) {
        beforeClosure(d, place, moved, closure);
      }
      return;
    }
    couldBeClone(d, ty, moved.span());
  }

  /** What a macro has written is not for the user to change. */
  static boolean outOfTheUsersHands(Span at) {
    return at.expansion().callSite() != null;
  }

  private void couldBeClone(Diagnostic.Builder d, Ty ty, Span at) {
    Diagnostic.Label here = new Diagnostic.Label(at, "you could clone this value");
    switch (EraseRegions.of(cx.types, ty)) {
      case Ty.Adt a when own(a.def) && fieldsAreClone(a) -> {
        d.related(
            new Diagnostic.Related(
                "if `" + a + "` implemented `Clone`, you could clone the value",
                a.def.head(),
                "consider implementing `Clone` for this type",
                List.of(here)));
      }
      case Ty.Param p when p.def != null && !p.name.equals("Self") && !isCallable(cx, p) ->
          d.related(
              new Diagnostic.Related(
                  "if `" + p + "` implemented `Clone`, you could clone the value",
                  p.def.span(),
                  "consider constraining this type parameter with `Clone`",
                  List.of(here),
                  true));
      case Ty.Adt a -> {
        List<Ty> lacking = cx.rules.lackingClone(a);
        if (lacking.isEmpty()
            || !lacking.stream().allMatch(t -> t instanceof Ty.Adt x && own(x.def))) {
          return;
        }
        List<Diagnostic.Label> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Ty t : lacking) {
          names.add("`" + t + "`");
          if (labels.size() + 1 < lacking.size()) {
            labels.add(
                new Diagnostic.Label(
                    ((Ty.Adt) lacking.get(labels.size() + 1)).def.head(),
                    "consider implementing `Clone` for this type"));
          }
        }
        labels.add(here);
        String last = names.removeLast();
        d.related(
            new Diagnostic.Related(
                "if "
                    + (names.isEmpty() ? last : String.join(", ", names) + " and " + last)
                    + " implemented `Clone`, you could clone the value",
                ((Ty.Adt) lacking.get(0)).def.head(),
                "consider implementing `Clone` for this type",
                labels));
      }
      default -> {}
    }
  }

  /** Whether its values are called. */
  static boolean isCallable(BodyCtxt cx, Ty.Param p) {
    return cx.rules.env.predicates().stream()
        .anyMatch(q ->
            q instanceof Predicate.Trait t
                && t.traitRef().self() == p
                && cx.tcx.lang().is(t.traitRef().trait(), "fn_once"));
  }

  private boolean own(Def d) {
    return d.crate() == cx.owner.crate();
  }

  private boolean fieldsAreClone(Ty.Adt a) {
    for (AdtDef.Variant v : cx.tcx.adt(a.def).variants()) {
      for (AdtDef.Field f : v.fields()) {
        if (!cx.rules.implementsClone(Subst.apply(cx.types, f.ty(), a.args))) {
          return false;
        }
      }
    }
    return true;
  }

  boolean inMoveClosure(Expr e) {
    for (Node up : syntax.ancestors(e)) {
      if (up instanceof Expr.Closure c && c.move()) {
        return true;
      }
    }
    return false;
  }

  private void clone(Diagnostic.Builder d, Ty ty, Expr e) {
    Expr inner = e;
    while (true) {
      if (inner instanceof Expr.Borrow b) {
        if (b.mutable()) {
          return;
        }
        inner = b.operand();
      } else if (inner instanceof Expr.Unary u && u.op() == Expr.UnOp.DEREF) {
        inner = u.operand();
      } else if (inner instanceof Expr.Paren p) {
        inner = p.inner();
      } else {
        break;
      }
    }
    List<Diagnostic.Edit> edits = new ArrayList<>();
    Span at = e.span();
    Span in = inner.span();
    if (in.file() != at.file()) {
      return;
    }
    if (in.lo() != at.lo()) {
      edits.add(new Diagnostic.Edit(new Span(at.file(), at.lo(), in.lo(), at.expansion()), ""));
    }
    String field = shorthand(e);
    edits.add(
        new Diagnostic.Edit(
            in.hi() != at.hi()
                ? new Span(at.file(), in.hi(), at.hi(), at.expansion())
                : at.shrinkToEnd(),
            field == null ? ".clone()" : ": " + field + ".clone()"));
    boolean counted =
        ty instanceof Ty.Adt a && (a.def.name().equals("Rc") || a.def.name().equals("Arc"));
    d.suggestion(
        new Diagnostic.Suggestion(
            counted
                ? "clone the value to increment its reference count"
                : "consider cloning the value if the performance cost is acceptable",
            edits,
            true));
  }

  /** The field's name where the expression is {@code S { x }}; else null. */
  private String shorthand(Expr e) {
    if (syntax.parent(e) instanceof Expr.StructLit s) {
      for (Expr.FieldInit f : s.fields()) {
        if (f.shorthand() && f.value() == e) {
          return f.name().name();
        }
      }
    }
    return null;
  }

  private void beforeClosure(Diagnostic.Builder d, String place, Expr use, Span head) {
    Expr.Closure closure = null;
    List<Node> around = new ArrayList<>();
    for (Node up : syntax.ancestors(use)) {
      if (up instanceof Expr.Closure c && c.span().lo() == head.lo()) {
        closure = c;
        around = syntax.ancestors(c);
        break;
      }
    }
    if (closure == null
        || !closure.move()
        || syntax.parent(use) instanceof Expr.Assign a && BodySyntax.is(a.place(), use)) {
      return;
    }
    String message = "consider cloning the value before moving it into the closure";
    List<Diagnostic.Edit> edits = new ArrayList<>();
    for (Node up : around) {
      if (up instanceof Stmt s) {
        edits.add(
            new Diagnostic.Edit(
                s.span().shrinkToStart(),
                "let value = " + place + ".clone();\n" + indent(s.span())));
        break;
      }
      if (up instanceof Expr.Closure) {
        break;
      }
    }
    boolean statement = !edits.isEmpty();
    String padding = indent(closure.span());
    if (!statement) {
      edits.add(
          new Diagnostic.Edit(
              closure.span().shrinkToStart(),
              "{\n" + padding + "    let value = " + place + ".clone();\n" + padding + "    "));
    }
    for (Expr e : uses(closure, use)) {
      String field = shorthand(e);
      edits.add(new Diagnostic.Edit(e.span(), field == null ? "value" : field + ": value"));
    }
    if (!statement) {
      edits.add(new Diagnostic.Edit(closure.span().shrinkToEnd(), "\n" + padding + "}"));
    }
    d.suggestion(new Diagnostic.Suggestion(message, edits, true));
  }

  /** All that the closure does with the variable; other places are only looked at once. */
  private List<Expr> uses(Expr.Closure closure, Expr use) {
    Local variable = cx.tcx.defs().body(cx.owner).variable(use);
    List<Expr> found = new ArrayList<>();
    if (variable != null) {
      each(closure.body(), variable, found);
    }
    return found.contains(use) ? found : List.of(use);
  }

  private void each(Node n, Local variable, List<Expr> found) {
    if (n instanceof Expr e
        && cx.tcx.defs().body(cx.owner).variable(e) == variable
        && !outOfTheUsersHands(e.span())) {
      found.add(e);
    }
    Nodes.children(n, c -> each(c, variable, found));
  }

  /** The white space with which the line starts. */
  static String indent(Span at) {
    String line = at.file().lineText(at.line());
    int i = 0;
    while (i < line.length() && Character.isWhitespace(line.charAt(i))) {
      i++;
    }
    return line.substring(0, i);
  }
}
