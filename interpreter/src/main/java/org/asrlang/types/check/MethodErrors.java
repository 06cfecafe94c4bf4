package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.resolve.Def;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Ident;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.TraitMessages;

/** A method that a value does not have: E0599, with what may have been meant. */
final class MethodErrors {
  private final FnCtxt fcx;

  MethodErrors(FnCtxt fcx) {
    this.fcx = fcx;
  }

  void report(Expr.MethodCall e, Ty receiver) {
    Ty shown = fcx.shown(receiver);
    Ident name = e.method().ident();
    if (shown.has(Ty.HAS_ERROR)) {
      return;
    }
    if (shown instanceof Ty.Infer i
        && i.kind != Ty.InferKind.GENERAL
        && someNumberMayHave(name.name())) {
      ambiguousNumber(i, name);
      return;
    }
    for (Autoderef.Step step : Autoderef.steps(fcx, e.span(), shown)) {
      if (fcx.suggest.isAbsent(step.ty(), name)) {
        return;
      }
    }
    List<Predicate> unsatisfied = fcx.probe.unsatisfied(shown, name, e);
    Diagnostic.Builder d =
        Diagnostic.error(
            "E0599",
            name.span(),
            (unsatisfied.isEmpty()
                    ? "no method named `%s` found for %s `%s` in the current scope"
                    : "the method `%s` exists for %s `%s`, but its trait bounds were not satisfied")
                .formatted(name, Suggest.kindOf(shown), shown));
    if (unsatisfied.isEmpty()) {
      missing(d, e, shown);
    } else {
      d.label("method cannot be called on `" + shown + "` due to unsatisfied trait bounds")
          .note(
              unsatisfied.stream()
                  .map(p -> "`" + TraitMessages.describe(p) + "`")
                  .collect(
                      Collectors.joining(
                          "\n", "the following trait bounds were not satisfied:\n", "")));
    }
    if (shown instanceof Ty.Adt a && a.def.crate() == fcx.owner.crate()) {
      d.label(
          a.def.head(),
          "method `%s` not found for this %s"
              .formatted(name, a.def.kind() == Def.Kind.ENUM ? "enum" : "struct"));
    }
    d.to(fcx.errors());
  }

  /** Whether there is such a method that some type of numbers has, or could have by a trait. */
  private boolean someNumberMayHave(String method) {
    for (Ty number : List.of(fcx.types.i32, fcx.types.u8, fcx.types.f64)) {
      for (Def impl : fcx.tcx.inherentImpls(number)) {
        if (fcx.tcx.assocItems(impl).stream().anyMatch(i -> i.name().equals(method))) {
          return true;
        }
      }
    }
    for (Def crate : fcx.tcx.defs().crates()) {
      for (Def d : fcx.tcx.defs().allDefs(crate)) {
        if (d.kind() == Def.Kind.TRAIT
            && d.children().stream().anyMatch(c -> c.name().equals(method))) {
          return true;
        }
      }
    }
    return false;
  }

  private void ambiguousNumber(Ty.Infer number, Ident name) {
    Diagnostic.error(
            "E0689",
            name.span(),
            "can't call method `" + name + "` on ambiguous numeric type `" + number + "`")
        .help(
            "you must specify a concrete type for this numeric value, like `"
                + (number.kind == Ty.InferKind.INTEGER ? "i32" : "f32")
                + "`")
        .to(fcx.errors());
  }

  private void missing(Diagnostic.Builder d, Expr.MethodCall e, Ty shown) {
    Ident name = e.method().ident();
    List<Def> inScope = fcx.probe.traitsInScope(name, e);
    if (isField(shown, name.name())) {
      d.label("field, not a method");
      d.suggestion(
          new Diagnostic.Suggestion(
              "to call the closure stored in `%s`, surround the field access with parentheses"
                  .formatted(name),
              List.of(
                  new Diagnostic.Edit(e.receiver().span().shrinkToStart(), "("),
                  new Diagnostic.Edit(name.span().shrinkToEnd(), ")")),
              false));
    } else if (inScope.stream().anyMatch(t -> fcx.tcx.lang().is(t, "iterator"))) {
      d.label("`" + shown + "` is not an iterator");
      if (hasIntoIter(shown)) {
        d.maybe("call `.into_iter()` first", e.receiver().span().shrinkToEnd(), ".into_iter()");
      }
      return;
    } else {
      d.label("method not found in `" + shown + "`");
    }
    List<String> names = new ArrayList<>();
    for (Autoderef.Step step : Autoderef.steps(fcx, e.span(), shown)) {
      for (Def impl : fcx.tcx.inherentImpls(step.ty())) {
        fcx.tcx.assocItems(impl).forEach(i -> names.add(i.name()));
      }
    }
    String near = SimilarNames.nearest(name.name(), names);
    if (near != null) {
      d.maybe("there is a method `" + near + "` with a similar name", name.span(), near);
    }
    for (Def trait : traitsWith(name.name(), shown)) {
      d.help(
          "trait `%s` which provides `%s` is implemented but not in scope; perhaps add `use %s;`"
              .formatted(trait.name(), name, trait.path()));
    }
    if (!inScope.isEmpty()) {
      d.help("items from traits can only be used if the trait is implemented and in scope");
    }
    for (Def t : inScope) {
      String text =
          "`%s` defines an item `%s`, perhaps you need to implement it".formatted(t.name(), name);
      if (t.crate() == fcx.owner.crate()) {
        d.note(t.head(), text);
      } else {
        d.note(text);
      }
    }
  }

  private boolean hasIntoIter(Ty ty) {
    Def trait = fcx.tcx.lang().get("IntoIterator");
    return trait != null && fcx.mayHold(new Predicate.Trait(new TraitRef(trait, List.of(ty))));
  }

  /** The traits that the type implements and that have a method of that name. */
  List<Def> traitsWith(String method, Ty self) {
    List<Def> found = new ArrayList<>();
    for (Def crate : fcx.tcx.defs().crates()) {
      for (Def d : fcx.tcx.defs().allDefs(crate)) {
        if (d.kind() == Def.Kind.TRAIT
            && d.children().stream().anyMatch(c -> c.name().equals(method))
            && fcx.tcx.generics(d).count() == 1
            && fcx.mayHold(new Predicate.Trait(new TraitRef(d, List.of(self))))) {
          found.add(d);
        }
      }
    }
    return found;
  }

  private boolean isField(Ty ty, String name) {
    return ty instanceof Ty.Adt a
        && a.def.kind() == Def.Kind.STRUCT
        && fcx.tcx.adt(a.def).struct().fieldIndex(name) >= 0;
  }
}
