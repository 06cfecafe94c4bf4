package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.TypeFolder;

/** Whether a trait can be used as {@code dyn Trait}, and why not (E0038). */
final class DynCompatibility {
  private final GlobalCtxt tcx;

  /**
   * A reason, and where it stands.
   *
   * @param movable the item without which there would be none; null if there is no such item
   */
  record Violation(Span span, String text, String movable) {}

  DynCompatibility(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  List<Violation> violations(Def trait) {
    List<Violation> found = new ArrayList<>();
    for (Def t : tcx.supertraits(trait)) {
      ofTrait(t, found);
    }
    return found;
  }

  private void ofTrait(Def trait, List<Violation> found) {
    Ty self = tcx.types().param(trait, 0, "Self");
    for (Predicate p : tcx.predicates(trait)) {
      if (p instanceof Predicate.Trait t && t.traitRef().trait() != trait) {
        if (t.traitRef().trait() == tcx.lang().get("sized")) {
          if (t.traitRef().self() == self) {
            found.add(new Violation(at(trait, p), "...because it requires `Self: Sized`", null));
          }
        } else {
          List<GenericArg> args = t.traitRef().args();
          for (GenericArg a : args.subList(1, args.size())) {
            if (a instanceof Ty ty && TyWalk.any(ty, x -> x == self)) {
              found.add(
                  new Violation(
                      at(trait, p), "...because it uses `Self` as a type parameter", null));
            }
          }
        }
      }
    }
    for (Def item : tcx.assocItems(trait)) {
      switch (item.kind()) {
        case ASSOC_CONST ->
            found.add(
                new Violation(
                    item.span(),
                    "...because it contains associated const `" + item.name() + "`",
                    item.name()));
        case ASSOC_TYPE -> {
          if (!tcx.generics(item).own().isEmpty() && !requiresSizedSelf(item)) {
            found.add(
                new Violation(
                    item.span(),
                    "...because it contains the generic associated type `" + item.name() + "`",
                    item.name()));
          }
        }
        case ASSOC_FN -> method(item, self, found);
        default -> {}
      }
    }
  }

  /** Where the trait asks for it. */
  private Span at(Def trait, Predicate p) {
    Span bound = tcx.boundSpan(trait, p);
    return bound == null ? trait.span() : bound;
  }

  private void method(Def fn, Ty self, List<Violation> found) {
    if (requiresSizedSelf(fn)) {
      return;
    }
    if (!Methods.hasSelf(fn)) {
      found.add(
          new Violation(
              fn.span(),
              "...because associated function `" + fn.name() + "` has no `self` parameter",
              null));
      return;
    }
    FnSig sig = tcx.fnSig(fn);
    Item.Fn written = fn.node() instanceof Item.Fn f ? f : null;
    if (!isDispatchable(sig.inputs().get(0), self)) {
      found.add(
          new Violation(
              written == null || written.self() == null ? fn.span() : written.self().span(),
              "...because method `" + fn.name() + "`'s `self` parameter cannot be dispatched on",
              null));
    }
    for (int i = 1; i < sig.inputs().size(); i++) {
      if (mentionsSelf(sig.inputs().get(i), self)) {
        found.add(
            new Violation(
                written == null || i > written.params().size()
                    ? fn.span()
                    : written.params().get(i - 1).type().span(),
                "...because method `"
                    + fn.name()
                    + "` references the `Self` type in this parameter",
                fn.name()));
      }
    }
    if (mentionsSelf(sig.output(), self)) {
      found.add(
          new Violation(
              written == null || written.output() == null ? fn.span() : written.output().span(),
              "...because method `" + fn.name() + "` references the `Self` type in its return type",
              fn.name()));
    }
    if (sig.output().has(Ty.HAS_ALIAS) && TyWalk.any(sig.output(), t -> t instanceof Ty.Opaque)) {
      found.add(
          new Violation(
              written == null || written.output() == null ? fn.span() : written.output().span(),
              "...because method `"
                  + fn.name()
                  + "` references an `impl Trait` type in its return type",
              fn.name()));
    }
    for (GenericsOf.Param p : tcx.generics(fn).own()) {
      if (p.kind() != GenericsOf.Kind.LIFETIME) {
        found.add(
            new Violation(
                fn.span(),
                "...because method `" + fn.name() + "` has generic type parameters",
                fn.name()));
        break;
      }
    }
  }

  /** {@code Self}, or a reference or pointer of std to it: a vtable can be found through these. */
  private boolean isDispatchable(Ty receiver, Ty self) {
    return switch (receiver) {
      case Ty.Ref r -> r.target == self;
      case Ty.Adt a ->
          !a.def.crate().name().equals("std")
              || a.args.isEmpty()
              || !TyWalk.any(a, x -> x == self)
              || a.args.get(0) == self;
      case Ty t -> true;
    };
  }

  /** {@code where Self: Sized} takes an item out of the vtable. */
  boolean requiresSizedSelf(Def item) {
    Item syntax = Syntax.item(tcx.defs(), item);
    if (syntax == null) {
      return false;
    }
    for (Generics.WherePredicate w : Syntax.generics(syntax).where()) {
      if (w instanceof Generics.TypePredicate p
          && Syntax.isParam(tcx.defs().signature(item), p.type(), item.parent())) {
        for (Generics.Bound b : p.bounds()) {
          if (b instanceof Generics.TraitBound t
              && !t.maybe()
              && Syntax.traitOf(tcx.defs().signature(item), t) == tcx.lang().get("sized")) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** {@code Self} outside of {@code Self::Assoc}. */
  private static boolean mentionsSelf(Ty ty, Ty self) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t == self) {
          found[0] = true;
        }
        if (t instanceof Ty.Projection p && p.args.get(0) == self) {
          // What dyn says of its associated types is known.
          for (GenericArg a : p.args.subList(1, p.args.size())) {
            arg(a);
          }
          return t;
        }
        return t.has(Ty.HAS_PARAM) ? superTy(t) : t;
      }
    }.ty(ty);
    return found[0];
  }

  void report(Def trait, Span span) {
    List<Violation> why = violations(trait);
    if (why.isEmpty()) {
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error("E0038", span, "the trait `" + trait.name() + "` is not dyn compatible")
            .label("`" + trait.name() + "` is not dyn compatible");
    List<Diagnostic.Label> others = new ArrayList<>();
    others.add(new Diagnostic.Label(trait.span(), "this trait is not dyn compatible..."));
    why.stream().skip(1).forEach(v -> others.add(new Diagnostic.Label(v.span(), v.text())));
    d.related(
        new Diagnostic.Related(
            "for a trait to be dyn compatible it needs to allow building a vtable\n"
                + "for more information, visit"
                + " <https://doc.rust-lang.org/reference/items/traits.html#dyn-compatibility>",
            why.get(0).span(),
            why.get(0).text(),
            others));
    why.stream()
        .map(Violation::movable)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(name -> d.help("consider moving `" + name + "` to another trait"));
    d.to(tcx.diagnostics());
  }
}
