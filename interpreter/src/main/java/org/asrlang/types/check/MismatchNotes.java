package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
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
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/** Beside wrong types: what demands the one that was expected, and how the two differ. */
final class MismatchNotes {
  private final FnCtxt fcx;

  MismatchNotes(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Labels what the expected type comes from: an annotation, a scrutinee, a return type, … */
  void because(Diagnostic.Builder d, Span at, Expr e, Ty expected, Ty found) {
    if (at.shown() != at) {
      return;
    }
    Pat pat = e == null ? fcx.syntax.pat(at) : null;
    if (pat != null) {
      scrutinee(d, pat, at);
      return;
    }
    Expr value = e == null ? fcx.syntax.expr(at) : e;
    if (value == null) {
      return;
    }
    switch (fcx.syntax.parent(value)) {
      case Stmt.LetStmt l when l.type() != null && l.init() != null && is(l.init(), value) ->
          d.label(l.type().span(), "expected due to this");
      case Expr.Binary b when b.op().isComparison() && is(b.right(), value) -> {
        Ty left = fcx.results.typeOf(b.left());
        if (left != null && fcx.resolve(left) == expected) {
          d.label(b.left().span(), "expected because this is `" + fcx.shown(expected) + "`");
        }
      }
      case Expr.Assign a when is(a.value(), value) -> assigned(d, a.place());
      case Expr.Return r -> {
        if (!inClosure(r)) {
          output(d, expected, found, true);
        }
      }
      case null, default -> {
        if (isTail(value)) {
          output(d, expected, found, false);
        }
      }
    }
  }

  private static boolean is(Expr e, Node n) {
    return BodySyntax.is(e, n);
  }

  /** Whether its value is what the function returns when it has run to its end. */
  private boolean isTail(Node value) {
    Node up = fcx.syntax.parent(value);
    return switch (up) {
      case null -> true;
      case Expr.Block b -> b.tail() != null && is(b.tail(), value) && isTail(b);
      case Expr.If i -> value != i.condition() && i.otherwise() != null && isTail(i);
      case Expr.Match m -> value != m.scrutinee() && isTail(m);
      default -> false;
    };
  }

  /** Where the return type would stand. */
  private static Span noOutput(Item.Fn f) {
    Span body = f.body().span();
    String text = body.file().text();
    int at = body.lo();
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return new Span(body.file(), at, at, body.expansion());
  }

  private boolean inClosure(Node n) {
    return fcx.syntax.ancestors(n).stream().anyMatch(Expr.Closure.class::isInstance);
  }

  private void output(Diagnostic.Builder d, Ty expected, Ty found, boolean returned) {
    if (!(fcx.owner.node() instanceof Item.Fn f)) {
      return;
    }
    if (f.output() != null) {
      d.label(f.output().span(), "expected `" + fcx.shown(expected) + "` because of return type");
    } else if (returned && expected instanceof Ty.Tuple t && t.elements.isEmpty()) {
      d.label(noOutput(f), "expected `()` because of default return type");
    } else if (expected instanceof Ty.Tuple t
        && t.elements.isEmpty()
        && !fcx.owner.isMain()
        && isSimple(found)
        && !found.has(Ty.HAS_REGION)) {
      Ty shown = fcx.shown(found);
      String written = shown.toString().equals("{integer}") ? "i32" : shown.toString();
      if (!written.startsWith("{")) {
        d.fix("try adding a return type", noOutput(f), " -> " + written, Diagnostic.Shown.LABEL);
      }
    }
  }

  private void assigned(Diagnostic.Builder d, Expr place) {
    Local variable = fcx.resolutions.variable(place);
    if (variable != null) {
      Pat.IdentPat b = fcx.syntax.binding(variable.span());
      if (b != null && fcx.syntax.parent(b) instanceof Stmt.LetStmt l && l.pat() == b) {
        if (l.type() != null) {
          d.label(l.type().span(), "expected due to this type");
          return;
        }
        if (l.init() != null) {
          d.label(l.init().span(), "expected due to this value");
          return;
        }
      }
      if (b != null && parameterType(b) != null) {
        d.label(parameterType(b).span(), "expected due to this parameter type");
        return;
      }
      d.label(b == null ? variable.span() : b.span(), "expected due to the type of this binding");
      return;
    }
    d.label(place.span(), "expected due to the type of this binding");
  }

  private TypeExpr parameterType(Pat p) {
    if (fcx.owner.node() instanceof Item.Fn f) {
      for (Item.Param x : f.params()) {
        if (BodySyntax.within(p.span(), x.pat().span())) {
          return x.type();
        }
      }
    }
    return null;
  }

  /** What a pattern is held against. */
  private void scrutinee(Diagnostic.Builder d, Pat pat, Span at) {
    Node up = fcx.syntax.parent(pat);
    Node inner = pat;
    while (up instanceof Pat) {
      inner = up;
      up = fcx.syntax.parent(up);
    }
    Expr of = null;
    switch (up) {
      case Stmt.LetStmt l -> {
        if (l.type() != null) {
          d.label(l.type().span(), "expected due to this");
          return;
        }
        of = l.init();
      }
      case Expr.Match m -> of = m.scrutinee();
      case Expr.Let l -> of = l.scrutinee();
      case Expr.ForLoop f -> {
        Ty item = fcx.results.patTypes.get((Pat) inner);
        if (item != null) {
          d.label(
              f.iterator().span(),
              "this is an iterator with items of type `" + fcx.shown(item) + "`");
        }
        return;
      }
      case null -> {
        TypeExpr type = parameterType(pat);
        if (type != null) {
          d.label(type.span(), "expected due to this");
        }
        return;
      }
      default -> {
        return;
      }
    }
    Ty ty = of == null ? null : fcx.results.typeOf(of);
    boolean unknown =
        ty == null
            || fcx.resolve(ty) instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL
            || ty.has(Ty.HAS_ERROR);
    if (!unknown) {
      d.label(of.span(), "this expression has type `" + fcx.shown(ty) + "`");
    }
  }

  // ---- how they differ

  /** {@code expected enum `Option<_>` found type `u8`}, where the label leaves something open. */
  void types(Diagnostic.Builder d, Ty expected, Ty found) {
    if (isSimple(expected) && isSimple(found)) {
      return;
    }
    String[] shown = {fcx.shown(expected).toString(), fcx.shown(found).toString()};
    TypeDiff.of(fcx.shown(expected), fcx.shown(found), shown);
    if (expected instanceof Ty.Param p && p.def != null) {
      d.label(p.def.span(), "expected this type parameter");
      if (found instanceof Ty.Ref r && fcx.resolve(r.target) == p) {
        shown[0] = "_";
        shown[1] = shown[1].replace(p.name, "_");
      }
    }
    String e = "expected " + kind(expected);
    String f = "found " + kind(found);
    int width = Math.max(e.length(), f.length());
    d.note(
        " ".repeat(width - e.length())
            + e
            + " `"
            + shown[0]
            + "`\n"
            + " ".repeat(width - f.length())
            + f
            + " `"
            + shown[1]
            + "`");
  }

  /** Whether the type's name says all: no arguments anywhere. */
  private static boolean isSimple(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> a.args.stream().noneMatch(x -> !(x instanceof Region));
      case Ty.Ref r -> isSimple(r.target);
      case Ty.Tuple t -> t.elements.isEmpty();
      case Ty.Bool b -> true;
      case Ty.Char b -> true;
      case Ty.Str b -> true;
      case Ty.Int b -> true;
      case Ty.Uint b -> true;
      case Ty.Float b -> true;
      case Ty.Infer i -> i.kind != Ty.InferKind.GENERAL;
      case Ty t -> false;
    };
  }

  /** rustc's {@code prefix_string}. */
  static String kind(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> a.def.kind() == Def.Kind.ENUM ? "enum" : "struct";
      case Ty.Ref r -> r.mutable ? "mutable reference" : "reference";
      case Ty.Tuple t -> t.elements.isEmpty() ? "unit type" : "tuple";
      case Ty.Array a -> "array";
      case Ty.Slice a -> "slice";
      case Ty.FnDef f -> "fn item";
      case Ty.FnPtr f -> "fn pointer";
      case Ty.Dynamic o -> "trait object";
      case Ty.Closure c -> "closure";
      case Ty.Projection p -> "associated type";
      case Ty.Param p -> "type parameter";
      case Ty.Opaque o -> "opaque type";
      case Ty t -> "type";
    };
  }

  /**
   * What was called, with the parameters that its arguments do not fit.
   *
   * @param given how many arguments it wants at such a call
   */
  void definedHere(Diagnostic.Builder d, Def callee, int given, List<Integer> parameters) {
    if (callee == null || callee.crate() != fcx.owner.crate()) {
      return;
    }
    List<Diagnostic.Label> labels = new ArrayList<>();
    if (callee.node() instanceof Item.Fn f) {
      int selfs = given - f.params().size(); // `S::method(s, …)` gives it as an argument
      for (int i : parameters) {
        int at = i - selfs;
        if (at >= 0 && at < f.params().size()) {
          labels.add(new Diagnostic.Label(f.params().get(at).span(), ""));
        }
      }
    }
    String kind =
        switch (callee.kind()) {
          case STRUCT -> "tuple struct";
          case VARIANT -> "tuple variant";
          case ASSOC_FN ->
              ((Item.Fn) callee.node()).self() != null ? "method" : "associated function";
          default -> "function";
        };
    d.related(new Diagnostic.Related(kind + " defined here", callee.span(), "", labels));
  }
}
