package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.resolve.AbsentStd;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;

/** Wrong types and missing names in the user's words, with the likely fix. */
final class Suggest {
  private final FnCtxt fcx;
  private final MismatchNotes notes;
  private final MismatchFixes fixes;

  Suggest(FnCtxt fcx) {
    this.fcx = fcx;
    this.notes = new MismatchNotes(fcx);
    this.fixes = new MismatchFixes(fcx);
  }

  /**
   * E0308.
   *
   * @param e the expression, or null
   * @param why replaces the label or names the construct; may be empty
   */
  void mismatch(Span span, Expr e, Ty expected, Ty found, String why) {
    if (expected.has(Ty.HAS_ERROR) || found.has(Ty.HAS_ERROR)) {
      fcx.results.tainted = true;
      return;
    }
    if (cyclic(span, expected, found)) {
      return;
    }
    if (fcx.returns != null
        && expected == fcx.resolve(fcx.returns.wanted())
        && !fcx.isSized(expected)) {
      fcx.results.tainted = true; // that the result is not Sized is told
      return;
    }
    String message = why.isEmpty() || why.startsWith("in the same") ? "mismatched types" : why;
    String label = expectedFound(fcx.shown(expected), fcx.shown(found));
    Diagnostic.Builder d = Diagnostic.error("E0308", span, message).label(label);
    if (why.isEmpty()) {
      notes.because(d, span, e, expected, found);
    }
    notes.types(d, expected, found);
    fixes.add(d, span, e, expected, found);
    d.to(fcx.errors());
  }

  /** E0644: a closure whose own type would have to be a part of it. */
  private boolean cyclic(Span at, Ty expected, Ty found) {
    if (!expected.has(Ty.HAS_INFER) || !found.has(Ty.HAS_INFER)) {
      return false;
    }
    Set<Ty> wanted = new HashSet<>();
    TyWalk.each(
        expected,
        t -> {
          if (t instanceof Ty.Infer) {
            wanted.add(t);
          }
        });
    boolean[] inside = {false};
    TyWalk.each(
        found,
        t -> {
          if (t instanceof Ty.Closure c) {
            TyWalk.each(c, p -> inside[0] |= wanted.contains(p));
          }
        });
    if (inside[0]) {
      Diagnostic.error("E0644", at, "closure/coroutine type that references itself")
          .label("cyclic type of infinite size")
          .note("closures cannot capture themselves or take themselves as argument")
          .to(fcx.errors());
    }
    return inside[0];
  }

  /** As rustc's {@code sort_string}: what has no name of its own is named by its kind. */
  static String expectedFound(Ty expected, Ty found) {
    String e = sort(expected);
    String f = sort(found);
    return e.equals(f)
        ? "expected `" + expected + "`, found `" + found + "`"
        : "expected " + e + ", found " + f;
  }

  private static String sort(Ty ty) {
    return switch (ty) {
      case Ty.Infer i ->
          switch (i.kind) {
            case INTEGER -> "integer";
            case FLOAT -> "floating-point number";
            case GENERAL -> "`_`";
          };
      case Ty.FnDef f -> "fn item";
      case Ty.FnPtr f -> "fn pointer";
      case Ty.Closure c -> "closure";
      case Ty.Param p -> "type parameter `" + p + "`";
      case Ty.Opaque o -> "opaque type";
      default -> "`" + ty + "`";
    };
  }

  /**
   * @param parameter which of how many
   */
  void mismatchArgument(
      Expr arg, Ty expected, Ty found, Def callee, Span calleeSpan, int parameter, int of) {
    if (expected.has(Ty.HAS_ERROR) || found.has(Ty.HAS_ERROR)) {
      fcx.results.tainted = true;
      return;
    }
    Span at = fcx.blame(arg);
    if (cyclic(at, expected, found)) {
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error("E0308", at, "mismatched types")
            .label(expectedFound(fcx.shown(expected), fcx.shown(found)))
            .label(calleeSpan, "arguments to this " + kind(callee) + " are incorrect");
    notes.types(d, expected, found);
    notes.definedHere(d, callee, of, List.of(parameter));
    fixes.add(d, at, arg, expected, found);
    d.to(fcx.errors());
  }

  MismatchNotes notes() {
    return notes;
  }

  static String kind(Def callee) {
    return switch (callee == null ? Def.Kind.FN : callee.kind()) {
      case STRUCT -> "struct";
      case VARIANT -> "enum variant";
      case ASSOC_FN -> ((Item.Fn) callee.node()).self() != null ? "method" : "function";
      default -> "function";
    };
  }

  /** A block without a tail where a value was expected. */
  void missingTail(Expr.Block b, Ty wanted) {
    if (wanted.has(Ty.HAS_ERROR)) {
      fcx.results.tainted = true;
      return;
    }
    boolean body =
        fcx.owner.node() instanceof Item.Fn f
            && f.body() != null
            && f.body().span().equals(b.span());
    Span at =
        body && ((Item.Fn) fcx.owner.node()).output() != null
            ? ((Item.Fn) fcx.owner.node()).output().span()
            : b.span();
    Diagnostic.Builder d =
        Diagnostic.error("E0308", at, "mismatched types")
            .label("expected `" + wanted + "`, found `()`");
    notes.types(d, wanted, fcx.types.unit);
    if (body) {
      d.label(
          fcx.owner.span(),
          "implicitly returns `()` as its body has no tail or `return` expression");
    }
    if (!b.stmts().isEmpty()
        && b.stmts().getLast() instanceof Stmt.ExprStmt s
        && s.semicolon()
        && fcx.results.typeOf(s.expr()) != null
        && fcx.probe(() -> fcx.unify(fcx.results.typeOf(s.expr()), wanted))) {
      Span semicolon =
          new Span(s.span().file(), s.span().hi() - 1, s.span().hi(), s.span().expansion());
      d.fix("remove this semicolon to return this value", semicolon, "", Diagnostic.Shown.WORDS);
    }
    d.to(fcx.errors());
  }

  /** Whether Rust's type has that member and ASR's has not; then it was reported. */
  boolean isAbsent(Ty ty, Ident name) {
    String type =
        switch (fcx.resolve(ty)) {
          case Ty.Adt a when !a.def.crate().name().isEmpty() -> a.def.name();
          case Ty.Int i -> "{signed}";
          case Ty.Uint u -> "{unsigned}";
          case Ty.Float f -> "f" + f.bits;
          case Ty.Str s -> "str";
          case Ty.Slice s -> "[T]";
          case Ty.Array a -> "[T;N]";
          case Ty.Char c -> "char";
          case Ty t -> null;
        };
    if (type == null) {
      return false;
    }
    // An array has a slice's methods, too: the step that no dereference takes.
    return AbsentStd.reportMember(type, name.name(), name.span(), fcx.errors())
        || type.equals("[T;N]")
            && AbsentStd.reportMember("[T]", name.name(), name.span(), fcx.errors());
  }

  static String kindOf(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> a.def.kind() == Def.Kind.ENUM ? "enum" : "struct";
      case Ty.Ref r -> "reference";
      case Ty.Param p -> "type parameter";
      case Ty.Closure c -> "closure";
      case Ty.Tuple t when t.elements.isEmpty() -> "unit type";
      case Ty.Tuple t -> "tuple";
      case Ty.Array a -> "array";
      case Ty.FnPtr f -> "fn pointer";
      case Ty.FnDef f -> "fn item";
      case Ty.Opaque o -> "opaque type";
      case Ty t -> "type";
    };
  }

  void noAssociated(Ty self, Ident name, Span span) {
    Ty shown = fcx.resolve(self);
    if (isAbsent(shown, name)) {
      return;
    }
    boolean isEnum = shown instanceof Ty.Adt a && a.def.kind() == Def.Kind.ENUM;
    boolean upper = Character.isUpperCase(name.name().charAt(0));
    String what = isEnum && upper ? "variant or associated item" : "function or associated item";
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0599",
                name.span(),
                "no "
                    + what
                    + " named `"
                    + name
                    + "` found for "
                    + kindOf(shown)
                    + " `"
                    + shown
                    + "` in the current scope")
            .label(what + " not found in `" + shown + "`");
    List<String> names = new ArrayList<>();
    for (Def impl : fcx.tcx.inherentImpls(shown)) {
      fcx.tcx.assocItems(impl).forEach(i -> names.add(i.name()));
    }
    if (shown instanceof Ty.Adt a) {
      a.def.children(Def.Kind.VARIANT).forEach(v -> names.add(v.name()));
      d.label(
          a.def.head(),
          what + " `" + name + "` not found for this " + (isEnum ? "enum" : "struct"));
    }
    String near = SimilarNames.nearest(name.name(), names);
    if (near != null) {
      d.maybe("there is an item `" + near + "` with a similar name", name.span(), near);
    }
    d.to(fcx.errors());
  }

  void noField(Expr.Field e, Ty shown, List<Autoderef.Step> steps) {
    String name = e.name().name();
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0609", e.name().span(), "no field `" + name + "` on type `" + shown + "`")
            .label("unknown field");
    List<String> names = new ArrayList<>();
    for (Autoderef.Step step : steps) {
      if (step.ty() instanceof Ty.Adt a && a.def.kind() == Def.Kind.STRUCT) {
        fcx.tcx.adt(a.def).struct().fields().forEach(f -> names.add(f.name()));
      }
    }
    String near = SimilarNames.nearest(name, names);
    if (near != null) {
      d.maybe("a field with a similar name exists", e.name().span(), near);
    } else if (!names.isEmpty()) {
      d.note(
          "available field"
              + (names.size() == 1 ? " is" : "s are")
              + ": "
              + String.join(", ", names.stream().map(n -> "`" + n + "`").toList()));
    }
    d.to(fcx.errors());
  }

  void unknownField(Expr.FieldInit f, AdtDef.Variant v, Ty ty, Def def) {
    boolean variant = def.kind() == Def.Kind.VARIANT;
    String name = variant ? def.parent().name() + "::" + def.name() : def.name();
    List<String> names = v.fields().stream().map(AdtDef.Field::name).toList();
    Diagnostic.Builder d =
        Diagnostic.error(
            variant ? "E0559" : "E0560",
            f.name().span(),
            (variant ? "variant" : "struct")
                + " `"
                + name
                + "` has no field named `"
                + f.name()
                + "`");
    String near = SimilarNames.nearest(f.name().name(), names);
    if (near != null) {
      d.label("unknown field").maybe("a field with a similar name exists", f.name().span(), near);
    } else {
      d.label("`" + name + "` does not have this field");
      if (!names.isEmpty()) {
        d.note(
            "available fields are: "
                + String.join(", ", names.stream().map(n -> "`" + n + "`").toList()));
      }
    }
    d.to(fcx.errors());
  }
}
