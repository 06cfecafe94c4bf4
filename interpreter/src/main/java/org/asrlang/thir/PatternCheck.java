package org.asrlang.thir;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.resolve.Def;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Pat;
import org.asrlang.syntax.Stmt;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults;

/**
 * Checks the patterns of a body: exhaustive matches (E0004), irrefutable bindings (E0005), empty
 * ranges (E0030, E0579), and warnings about patterns that cannot match or always do. Errors mark
 * the results as tainted. Only the user's own crate is looked at: std's has been.
 */
final class PatternCheck {
  enum Source {
    LET,
    FOR,
    PARAMETER
  }

  private final BodyTypes types;
  private final Def owner;
  private final TypeckResults results;
  private final boolean on;

  /** A pattern of the match being built made no sense: nobody knows what it covers. */
  private boolean invalid;

  private final PatternSpace space;
  private final WitnessPrinter printer;

  PatternCheck(BodyTypes types, Def owner, TypeckResults results) {
    this.types = types;
    this.owner = owner;
    this.results = results;
    this.space = new PatternSpace(types, owner);
    this.printer = new WitnessPrinter(types);
    List<Def> crates = types.tcx.defs().crates();
    this.on = crates.isEmpty() || owner.crate() == crates.getFirst();
  }

  private Diagnostics errors() {
    results.tainted = true;
    return types.tcx.diagnostics();
  }

  private List<Usefulness.Witness> uncovered(ThirPat pat) {
    return new Usefulness(space).check(List.of(space.lower(pat)), List.of(false), pat.ty(), true);
  }

  // ---- bindings

  void constBlock(ThirExpr block) {
    if (on) {
      ConstBodies.checkBlock(types.tcx, owner, block);
    }
  }

  void binding(ThirPat.Binding binding) {
    if (on && binding.sub() == null) {
      namedAsVariant(binding);
    } else if (on) {
      new BindingConflicts(types, types.tcx.diagnostics()).check(binding);
    }
  }

  /** A name that was meant to be a variant, which would have needed its enum before it. */
  private void namedAsVariant(ThirPat.Binding b) {
    Ty at = b.ty();
    while (at instanceof Ty.Ref r) {
      at = r.target;
    }
    if (!(at instanceof Ty.Adt a
        && a.def.kind() == Def.Kind.ENUM
        && Character.isUpperCase(b.local().name.charAt(0)))) {
      return;
    }
    for (AdtDef.Variant v : types.tcx.adt(a.def).variants()) {
      if (v.ctor() == AdtDef.Ctor.UNIT && v.name().equals(b.local().name)) {
        String path = a.def.path() + "::" + v.name();
        Diagnostic.warning(
                "bindings_with_variant_name",
                b.span(),
                "pattern binding `"
                    + v.name()
                    + "` is named the same as one of the variants of the type `"
                    + a.def.path()
                    + "`")
            .fix(
                "to match on the variant, qualify the path", b.span(), path, Diagnostic.Shown.LABEL)
            .to(types.tcx.diagnostics());
      }
    }
  }

  /**
   * @param pat null where nobody wrote the pattern
   * @param let the statement, to suggest an {@code else}; or null
   */
  void irrefutable(ThirPat built, Pat pat, Source source, Stmt.LetStmt let) {
    if (!on || isPlain(built)) {
      return;
    }
    List<Usefulness.Witness> missing = uncovered(built);
    if (missing.isEmpty()) {
      return;
    }
    String where =
        switch (source) {
          case LET -> "local binding";
          case FOR -> "`for` loop binding";
          case PARAMETER -> "function argument";
        };
    String plural = missing.size() == 1 ? "" : "s";
    Diagnostic.Builder d =
        Diagnostic.error("E0005", built.span(), "refutable pattern in " + where)
            .label("pattern" + plural + " " + printer.joined(missing) + " not covered");
    if (source == Source.LET) {
      d.note(
          "`let` bindings require an \"irrefutable pattern\", like a `struct` or an `enum` with"
              + " only one variant");
      d.note(
          "for more information, visit https://doc.rust-lang.org/book/ch19-02-refutability.html");
    }
    d.note("the matched value is of type `" + built.ty() + "`");
    if (let != null && let.init() != null) {
      d.suggestion(
          new Diagnostic.Suggestion(
              "you might want to use `let...else` to handle the variant"
                  + (missing.size() == 1 ? " that isn't" : "s that aren't")
                  + " matched",
              List.of(new Diagnostic.Edit(let.init().span().shrinkToEnd(), " else { todo!() }")),
              false));
    }
    d.to(errors());
  }

  private static boolean isPlain(ThirPat pat) {
    return pat instanceof ThirPat.Wild || pat instanceof ThirPat.Binding b && b.sub() == null;
  }

  /** {@code let pat = init} without the {@code else}. */
  static Span elseSpan(Stmt.LetStmt let) {
    Span whole = let.span();
    return new Span(whole.file(), whole.lo(), let.init().span().hi(), whole.expansion());
  }

  /** {@code let … else}: the pattern should be refutable. */
  void letElse(ThirPat pat, Stmt.LetStmt let) {
    if (on && uncovered(pat).isEmpty()) {
      irrefutableLet("let...else", elseSpan(let));
    }
  }

  /**
   * @param what the only {@code let} of its condition: {@code if let}, {@code while let}; null in
   *     chains
   */
  void let(ThirPat pat, Expr.Let let, String what) {
    if (!on) {
      return;
    }
    if (what != null && uncovered(pat).isEmpty()) {
      irrefutableLet(what, let.span());
    }
  }

  void irrefutableLet(String what, Span span) {
    if (!on || span.expansion() != Expansion.ROOT) {
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.warning("irrefutable_let_patterns", span, "irrefutable `" + what + "` pattern");
    switch (what) {
      case "while let" ->
          d.note("this pattern will always match, so the loop will never exit")
              .help("consider instead using a `loop { ... }` with a `let` inside it");
      case "let...else" ->
          d.note("this pattern will always match, so the `else` clause is useless")
              .help("consider removing the `else` clause");
      default ->
          d.note("this pattern will always match, so the `" + what + "` is useless")
              .help("consider replacing the `" + what + "` with a `let`");
    }
    d.to(types.tcx.diagnostics());
  }

  // ---- ranges

  void range(Pat.RangePat p, ThirExpr lo, ThirExpr hi, Ty ty) {
    if (!(lo instanceof ThirExpr.Literal from) || !(hi instanceof ThirExpr.Literal to)) {
      if (hi instanceof ThirExpr.Literal to
          && lo == null
          && !p.inclusive()
          && PatternSpace.isNumber(ty)
          && PatternSpace.number(to.value()).compareTo(PatternSpace.min(ty, true)) <= 0) {
        emptyExclusive(p);
      }
      return;
    }
    int order =
        from.value() instanceof Double a && to.value() instanceof Double b
            ? Double.compare(a, b)
            : PatternSpace.number(from.value()).compareTo(PatternSpace.number(to.value()));
    if (p.inclusive() && order > 0) {
      Diagnostic.error(
              "E0030",
              p.span(),
              "lower bound for range pattern must be less than or equal to upper bound")
          .label("lower bound larger than upper bound")
          .to(errors());
      invalid = true;
    } else if (!p.inclusive() && order >= 0) {
      emptyExclusive(p);
    }
  }

  private void emptyExclusive(Pat.RangePat p) {
    Diagnostic.error(
            "E0579", p.span(), "lower bound for range pattern must be less than upper bound")
        .to(errors());
    invalid = true;
  }

  // ---- match

  /**
   * @param valid whether the scrutinee is not behind a reference
   */
  void match(Expr.Match e, Ty scrutinee, boolean valid, List<ThirExpr.Arm> arms) {
    if (!on || invalid) {
      invalid = false;
      return;
    }
    List<DeconstructedPat> pats = new ArrayList<>();
    List<Boolean> guarded = new ArrayList<>();
    for (ThirExpr.Arm arm : arms) {
      pats.add(space.lower(arm.pat()));
      guarded.add(arm.guard() != null);
    }
    Usefulness usefulness = new Usefulness(space);
    List<Usefulness.Witness> missing = usefulness.check(pats, guarded, scrutinee, valid);
    for (int i = 0; i < pats.size(); i++) {
      reachable(usefulness, pats, guarded, i, scrutinee);
    }
    if (!missing.isEmpty()) {
      nonExhaustive(e, scrutinee, arms, missing);
    }
  }

  private void nonExhaustive(
      Expr.Match e, Ty ty, List<ThirExpr.Arm> arms, List<Usefulness.Witness> missing) {
    Span at = e.scrutinee().span();
    boolean none = arms.isEmpty();
    String patterns = printer.joined(missing);
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0004",
            at,
            none
                ? "non-exhaustive patterns: type `" + ty + "` is non-empty"
                : "non-exhaustive patterns: " + patterns + " not covered");
    if (!none) {
      d.label("pattern" + (missing.size() == 1 ? "" : "s") + " " + patterns + " not covered");
    }
    definition(d, ty, missing, none);
    d.note("the matched value is of type `" + ty + "`");
    if (isText(ty)) {
      d.note("`&str` cannot be matched exhaustively, so a wildcard `_` is necessary");
    }
    for (String size : List.of("usize", "isize")) {
      if (!none && missing.size() == 1 && patterns.contains(size + "::MAX..")) {
        d.note(
            "`"
                + size
                + "::MAX` is not treated as exhaustive, so half-open ranges are necessary to match"
                + " exhaustively");
      }
    }
    if (arms.stream().anyMatch(a -> a.guard() != null)) {
      d.note("match arms with guards don't count towards exhaustivity");
    }
    String help =
        "ensure that all possible cases are being handled by adding a match arm with a wildcard"
            + " pattern";
    if (none) {
      d.help(help + " as shown");
    } else {
      String text =
          missing.size() > 3
              ? "_"
              : String.join(" | ", missing.stream().map(printer::print).toList());
      String how =
          missing.size() == 1
              ? " or an explicit pattern as shown"
              : missing.size() <= 3
                  ? ", a match arm with multiple or-patterns as shown, or multiple match arms"
                  : " as shown, or multiple match arms";
      d.suggestion(
          new Diagnostic.Suggestion(
              help + how,
              List.of(
                  new Diagnostic.Edit(
                      arms.getLast().span().shrinkToEnd(), ", " + text + " => todo!()")),
              false));
    }
    d.to(errors());
  }

  private static boolean isText(Ty ty) {
    return ty instanceof Ty.Ref r && r.target instanceof Ty.Str;
  }

  /** {@code note: `T` defined here}, with the variants that are not covered. */
  private void definition(
      Diagnostic.Builder d, Ty ty, List<Usefulness.Witness> missing, boolean none) {
    Ty peeled = ty;
    while (peeled instanceof Ty.Ref r) {
      peeled = r.target;
    }
    if (!(peeled instanceof Ty.Adt a)) {
      return;
    }
    List<Diagnostic.Label> labels = new ArrayList<>();
    AdtDef adt = types.tcx.adt(a.def);
    if (adt.isEnum() && !none) {
      for (Usefulness.Witness w : missing) {
        Usefulness.Witness at = w;
        while (at.ctor() instanceof Ctor.Ref) {
          at = at.fields().getFirst();
        }
        if (at.ctor() instanceof Ctor.Variant v && at.ty() == a && labels.size() < 4) {
          labels.add(
              new Diagnostic.Label(adt.variants().get(v.index()).def().span(), "not covered"));
        }
      }
    }
    d.related(new Diagnostic.Related("`" + peeled + "` defined here", a.def.span(), "", labels));
  }

  // ---- reachability

  private void reachable(
      Usefulness usefulness,
      List<DeconstructedPat> pats,
      List<Boolean> guarded,
      int index,
      Ty scrutinee) {
    DeconstructedPat pat = pats.get(index);
    if (usefulness.isUseful(pat)) {
      alternatives(usefulness, pat);
      return;
    }
    List<DeconstructedPat> before = new ArrayList<>();
    for (int i = 0; i < index; i++) {
      if (!guarded.get(i)) {
        before.add(pats.get(i));
      }
    }
    unreachable(pat, before, scrutinee);
  }

  private void alternatives(Usefulness usefulness, DeconstructedPat pat) {
    if (pat.alternatives == null) {
      pat.fields.forEach(f -> alternatives(usefulness, f));
      return;
    }
    List<DeconstructedPat> before = new ArrayList<>();
    for (DeconstructedPat alternative : pat.alternatives) {
      if (usefulness.isUseful(alternative)) {
        alternatives(usefulness, alternative);
      } else {
        unreachable(alternative, before, alternative.ty);
      }
      before.add(alternative);
    }
  }

  private void unreachable(DeconstructedPat pat, List<DeconstructedPat> before, Ty ty) {
    if (pat.origin == null || pat.origin.span().expansion() != Expansion.ROOT) {
      return;
    }
    Span at = pat.origin.span();
    Diagnostic.Builder d =
        Diagnostic.warning("unreachable_patterns", at, "unreachable pattern")
            .label("no value can reach this");
    List<Diagnostic.Label> some = new ArrayList<>();
    for (DeconstructedPat earlier : before) {
      if (earlier.origin == null) {
        continue;
      }
      if (new Usefulness(space).check(List.of(earlier), List.of(false), ty, false).isEmpty()) {
        d.label(earlier.origin.span(), "matches any value").to(types.tcx.diagnostics());
        return;
      }
      Usefulness both = new Usefulness(space);
      both.check(List.of(earlier, pat), List.of(false, false), ty, false);
      if (!both.isUseful(pat)) {
        d.label(earlier.origin.span(), "matches all the relevant values")
            .to(types.tcx.diagnostics());
        return;
      }
      if (intersects(earlier, pat)) {
        some.add(new Diagnostic.Label(earlier.origin.span(), "matches some of the same values"));
      }
    }
    if (!some.isEmpty()) {
      d.related(
          new Diagnostic.Related(
              "multiple earlier patterns match some of the same values",
              at,
              "collectively making this unreachable",
              some));
    }
    d.to(types.tcx.diagnostics());
  }

  private static boolean intersects(DeconstructedPat a, DeconstructedPat b) {
    if (a.alternatives != null) {
      return a.alternatives.stream().anyMatch(x -> intersects(x, b));
    }
    if (b.alternatives != null) {
      return b.alternatives.stream().anyMatch(x -> intersects(a, x));
    }
    if (a.isWild() || b.isWild()) {
      return true;
    }
    if (a.ctor instanceof Ctor.IntRange x && b.ctor instanceof Ctor.IntRange y) {
      return x.lo().compareTo(y.hi()) <= 0 && y.lo().compareTo(x.hi()) <= 0;
    }
    if (a.ctor instanceof Ctor.Slice x && b.ctor instanceof Ctor.Slice y) {
      return x.open() || y.open() || x.arity() == y.arity();
    }
    if (!a.ctor.equals(b.ctor) || a.fields.size() != b.fields.size()) {
      return a.ctor instanceof Ctor.FloatRange && b.ctor instanceof Ctor.FloatRange;
    }
    for (int i = 0; i < a.fields.size(); i++) {
      if (!intersects(a.fields.get(i), b.fields.get(i))) {
        return false;
      }
    }
    return true;
  }
}
