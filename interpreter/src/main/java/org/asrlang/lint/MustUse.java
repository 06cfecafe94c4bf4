package org.asrlang.lint;

import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Nodes;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults;

/**
 * {@code unused_must_use}: a statement throws away a value of a type, or of a function, that is
 * marked {@code #[must_use]}, or that nothing but its value could be wanted of. {@code
 * path_statements}: a statement that only names something.
 */
final class MustUse {
  private final TyCtxt tcx;
  private final TypeckResults types;

  private MustUse(TyCtxt tcx, TypeckResults types) {
    this.tcx = tcx;
    this.types = types;
  }

  static void check(TyCtxt tcx, Def owner, TypeckResults types) {
    Expr body = tcx.defs().expandedBody(owner);
    if (body != null) {
      new MustUse(tcx, types).visit(body);
    }
  }

  private void visit(Node n) {
    if (n instanceof Stmt.ExprStmt s && s.semicolon()) {
      statement(s.expr());
    }
    Nodes.children(n, this::visit);
  }

  private void statement(Expr e) {
    Expr plain = e.withoutParens();
    if (plain instanceof Expr.Return
        || plain instanceof Expr.Assign
        || plain instanceof Expr.AssignOp) {
      return;
    }
    if (plain instanceof Expr.PathExpr && e.span().expansion().callSite() == null) {
      Diagnostic.warning(Lint.PATH_STATEMENTS.key, e.span(), "path statement with no effect")
          .to(tcx.diagnostics());
      return;
    }
    Ty ty = types.typeOf(plain);
    if (ty == null) {
      return;
    }
    boolean written = e.span().file() == e.span().callSite().file();
    boolean typed = type(ty, plain, plain.span(), "", "", 1);
    boolean called = call(plain);
    if (written && !typed && !called) {
      operator(plain);
    }
  }

  // ---- by type

  /** Whether something was said about the type. */
  private boolean type(Ty ty, Expr e, Span at, String before, String after, int plural) {
    switch (ty) {
      case Ty.Adt a -> {
        if (tcx.adt(a.def).isBox() && a.args.get(0) instanceof Ty inner) {
          return type(inner, e, at, before + "boxed ", after, plural);
        }
        if (isTask(a) && a.args.getLast() instanceof Ty value) {
          return type(value, e, at, before, " of a task" + after, plural);
        }
        return !cannotFail(a) && marked(a.def, at, before, after, plural);
      }
      case Ty.Tuple t -> {
        boolean any = false;
        for (int i = 0; i < t.elements.size(); i++) {
          Expr part = e instanceof Expr.Tuple w ? w.elements().get(i) : e;
          String where = after + " in tuple element " + i;
          any |= type(t.elements.get(i), part, part == e ? at : part.span(), before, where, plural);
        }
        return any;
      }
      case Ty.Array a -> {
        return type(
            a.element, e, at, before + "array" + (plural > 1 ? "s" : "") + " of ", after, 2);
      }
      case Ty.Opaque o -> {
        for (Predicate p : tcx.itemBounds(o.def)) {
          if (p instanceof Predicate.Trait t
              && marked(t.traitRef().trait(), at, before + "implementer of ", after, plural)) {
            return true;
          }
        }
        return false;
      }
      case Ty.Dynamic d -> {
        return d.principal != null
            && marked(d.principal.trait(), at, before, " trait object" + after, plural);
      }
      case Ty.Closure c -> {
        lint(at, "unused " + before + "closure" + (plural > 1 ? "s" : "") + after)
            .note("closures are lazy and do nothing unless called")
            .to(tcx.diagnostics());
        return true;
      }
      case Ty other -> {
        return false;
      }
    }
  }

  /** A handle that is dropped drops what the task returns: a rule of ASR's own (T8, T9). */
  private static boolean isTask(Ty.Adt a) {
    return a.def.crate().name().equals("asr")
        && (a.def.name().equals("ScopedTask") || a.def.name().equals("Task"));
  }

  /** A result, or control flow, that can only be the good one, and that without a value. */
  private boolean cannotFail(Ty.Adt a) {
    if (a.args.size() != 2 || a.def.crate().name().isEmpty()) {
      return false;
    }
    return switch (a.def.name()) {
      case "Result" -> a.args.get(0) == tcx.types().unit && isUninhabited(a.args.get(1));
      case "ControlFlow" -> a.args.get(1) == tcx.types().unit && isUninhabited(a.args.get(0));
      default -> false;
    };
  }

  private boolean isUninhabited(GenericArg arg) {
    return arg instanceof Ty.Never
        || arg instanceof Ty.Adt a
            && tcx.adt(a.def).isEnum()
            && tcx.adt(a.def).variants().isEmpty();
  }

  private boolean marked(Def def, Span at, String before, String after, int plural) {
    if (!tcx.defs().hasAttr(def, "must_use")) {
      return false;
    }
    Diagnostic.Builder d = lint(at, "unused " + before + "`" + shown(def) + "`" + after);
    reason(def, d);
    if (before.isEmpty() && after.isEmpty()) {
      ignore(at, d);
    }
    d.to(tcx.diagnostics());
    return true;
  }

  // ---- by function

  private boolean call(Expr e) {
    Def callee =
        switch (e) {
          case Expr.Call c when c.callee() instanceof Expr.PathExpr p -> {
            Callee target = types.pathTargets.get(p.path());
            yield target == null ? null : target.def();
          }
          case Expr.MethodCall m -> {
            Callee target = types.callees.get(m);
            yield target == null ? null : target.def();
          }
          case Expr x -> null;
        };
    if (callee == null || !callee.isFnLike() || !tcx.defs().hasAttr(callee, "must_use")) {
      return false;
    }
    Diagnostic.Builder d = lint(e.span(), "unused return value of `" + path(callee) + "`");
    reason(callee, d);
    ignore(e.span(), d);
    d.to(tcx.diagnostics());
    return true;
  }

  /** As rustc names a function: the trait or type of a method, then its name. */
  private String path(Def fn) {
    Def parent = fn.parent();
    if (parent.kind() == Def.Kind.TRAIT) {
      return shown(parent) + "::" + fn.name();
    }
    if (parent.kind() == Def.Kind.IMPL) {
      Ty self = tcx.typeOf(parent);
      String type = self.toString();
      int args = type.indexOf('<');
      return (args < 0 ? type : type.substring(0, args) + "::" + type.substring(args))
          + "::"
          + fn.name();
    }
    return shown(fn);
  }

  private static String shown(Def def) {
    boolean library = !def.crate().name().isEmpty();
    return library ? def.name() : def.path();
  }

  // ---- by operator

  private void operator(Expr e) {
    String what =
        switch (e) {
          case Expr.Binary b -> {
            if (b.op().isLazy()) {
              yield "logical operation";
            }
            yield b.op().isComparison()
                ? "comparison"
                : switch (b.op()) {
                  case ADD, SUB, MUL, DIV, REM -> "arithmetic operation";
                  default -> "bitwise operation";
                };
          }
          case Expr.Unary u -> "unary operation";
          case Expr.Borrow b -> "borrow";
          case Expr x -> null;
        };
    if (what != null && types.typeOf(e) != tcx.types().never) {
      Diagnostic.Builder d = lint(e.span(), "unused " + what);
      d.label("the " + what + " produces a value");
      ignore(e.span(), d);
      d.to(tcx.diagnostics());
    }
  }

  // ---- messages

  private static Diagnostic.Builder lint(Span at, String what) {
    return Diagnostic.warning(Lint.UNUSED_MUST_USE.key, at, what + " that must be used");
  }

  private void reason(Def def, Diagnostic.Builder d) {
    String text = tcx.defs().attrText(def, "must_use");
    if (text != null) {
      d.note(text);
    }
  }

  private static void ignore(Span at, Diagnostic.Builder d) {
    d.suggestion(
        new Diagnostic.Suggestion(
            "use `let _ = ...` to ignore the resulting value",
            List.of(new Diagnostic.Edit(at.shrinkToStart(), "let _ = ")),
            false));
  }
}
