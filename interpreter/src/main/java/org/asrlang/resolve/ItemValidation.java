package org.asrlang.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;

/**
 * What the grammar allows of an item and the language does not, as far as its tree alone shows it:
 * rustc's AST validation.
 */
final class ItemValidation {
  private final Diagnostics diagnostics;

  /**
   * @param crate the attributes of the crate
   */
  ItemValidation(Diagnostics diagnostics, List<Attribute> crate) {
    this.diagnostics = diagnostics;
    new BuiltinAttributes(diagnostics).lints(crate);
  }

  void check(Def def) {
    if (!(def.node() instanceof Item item)) {
      return;
    }
    switch (item) {
      case Item.Fn f -> function(def, f);
      case Item.Struct s -> {
        where(s.generics());
        fields(s.data());
      }
      case Item.Enum e -> {
        where(e.generics());
        e.variants().forEach(v -> fields(v.data()));
        discriminants(e);
      }
      case Item.Trait t -> where(t.generics());
      case Item.Impl i -> {
        where(i.generics());
        if (i.negative()) {
          Diagnostic.error(
                  "E0658",
                  i.trait() == null ? i.self().span() : i.trait().span(),
                  "negative trait bounds are not fully implemented; use marker types for now")
              .note("a negative impl is unstable in Rust too")
              .to(diagnostics);
        }
      }
      case Item.Const c -> member(def, c);
      case Item.TypeAlias t -> {
        member(def, t);
        boolean trait = def.parent() != null && def.parent().kind() == Def.Kind.TRAIT;
        if (trait && t.type() != null) {
          Diagnostic.error("E0658", t.span(), "associated type defaults are unstable")
              .note("they are unstable in Rust too")
              .to(diagnostics);
        }
      }
      case Item.Union u -> {}
      case Item.Static s -> {}
      case Item.Module m -> {}
      case Item.Use u -> {}
      case Item.MacroRules m -> {}
      case Item.MacroItem m -> {}
      case Item.ExternCrate c -> {}
      case Item.ExternBlock b -> {}
    }
    if (def.isAssoc()) {
      for (Attribute a : item.attrs()) {
        if (a.is("derive")) {
          Diagnostic.error(
                  "E0774",
                  a.span(),
                  "`derive` may only be applied to `struct`s, `enum`s and `union`s")
              .label("not applicable here")
              .label(item.span(), "not a `struct`, `enum` or `union`")
              .to(diagnostics);
        }
      }
    }
    if (!item.attrs().isEmpty()) {
      new BuiltinAttributes(diagnostics).check(item);
    }
  }

  private void function(Def def, Item.Fn f) {
    where(f.generics());
    member(def, f);
    boolean trait = def.parent() != null && def.parent().kind() == Def.Kind.TRAIT;
    boolean impl = def.parent() != null && def.parent().kind() == Def.Kind.IMPL;
    Span constant = f.header().constSpan();
    if (constant != null && (trait || isTraitMember(def))) {
      Diagnostic.error(
              "E0379",
              constant,
              "functions in " + (trait ? "traits" : "trait impls") + " cannot be declared const")
          .label("functions in " + (trait ? "traits" : "trait impls") + " cannot be const")
          .to(diagnostics);
    }
    if (def.isMain()) {
      main(f);
    }
    if (f.self() != null && !def.isAssoc()) {
      Diagnostic.error(
              null, f.self().span(), "`self` parameter is only allowed in associated functions")
          .label("not semantically valid as function parameter")
          .note("associated functions are those in `impl` or `trait` definitions")
          .to(diagnostics);
    }
    if (f.body() != null) {
      return;
    }
    if (!trait) {
      String what = impl ? "associated function in `impl`" : "free function";
      Diagnostic.error(null, f.span(), what + " without body")
          .help("provide a definition for the function: `{ <body> }`")
          .to(diagnostics);
      return;
    }
    for (Item.Param p : f.params()) {
      boolean plain =
          p.pat() instanceof Pat.WildPat
              || p.pat() instanceof Pat.IdentPat b && !b.byRef() && b.sub() == null;
      if (!plain) {
        Diagnostic.error(
                "E0642", p.pat().span(), "patterns aren't allowed in functions without bodies")
            .label("pattern not allowed in function without body")
            .to(diagnostics);
      }
    }
  }

  /** What the program starts with takes nothing and is one function. */
  private void main(Item.Fn f) {
    if (!f.generics().params().isEmpty()) {
      Diagnostic.error(
              "E0131",
              f.generics().params().get(0).span(),
              "`main` function is not allowed to have generic parameters")
          .label("`main` cannot have generic parameters")
          .to(diagnostics);
    } else if (!f.generics().where().isEmpty()) {
      Diagnostic.error(
              "E0646",
              f.generics().where().get(0).span(),
              "`main` function is not allowed to have a `where` clause")
          .label("`main` cannot have a `where` clause")
          .to(diagnostics);
    } else if (!f.params().isEmpty()) {
      Diagnostic.error("E0580", Collector.head(f), "`main` function has wrong type")
          .label("incorrect number of function parameters")
          .help("the command line is in `std::env::args()`")
          .to(diagnostics);
    }
  }

  private static boolean isTraitMember(Def def) {
    return def.parent() != null && def.parent().node() instanceof Item.Impl i && i.trait() != null;
  }

  /** Members of traits and of trait impls are as visible as the trait. */
  private void member(Def def, Item item) {
    boolean trait = def.parent() != null && def.parent().kind() == Def.Kind.TRAIT;
    if ((trait || isTraitMember(def)) && item.visibility() != Item.Visibility.INHERITED) {
      if (item.visibility().isPub() || item.visibility().path() != null) {
        Diagnostic.error(
                "E0449", item.visibility().span(), "visibility qualifiers are not permitted here")
            .fix("remove the qualifier", item.visibility().span(), "", Diagnostic.Shown.LABEL)
            .note("trait items always share the visibility of their trait")
            .to(diagnostics);
      }
    }
  }

  private void fields(Item.VariantData data) {
    Map<String, Span> seen = new HashMap<>();
    for (Item.FieldDef f : data.fields()) {
      Span first = seen.putIfAbsent(f.ident().name(), f.span());
      if (first != null) {
        Diagnostic.error("E0124", f.span(), "field `" + f.ident().name() + "` is already declared")
            .label("field already declared")
            .label(first, "`" + f.ident().name() + "` first declared here")
            .to(diagnostics);
      }
    }
  }

  /** Numbers beside variants with fields say how the enum is laid out, so that must be chosen. */
  private void discriminants(Item.Enum e) {
    boolean numbered = e.variants().stream().anyMatch(v -> v.discriminant() != null);
    boolean all = e.variants().stream().allMatch(v -> v.data().kind() == Item.DataKind.UNIT);
    if (numbered && !all && Attribute.integerRepr(e.attrs()).isEmpty()) {
      Diagnostic.error(
              "E0732",
              Collector.head(e),
              "`#[repr(inttype)]` must be specified for enums with explicit discriminants and"
                  + " non-unit variants")
          .to(diagnostics);
    }
  }

  /** {@code for<'a> T: for<'b> Trait} binds twice; {@code ?Sized} is said once. */
  private void where(Generics g) {
    for (Generics.Param p : g.params()) {
      if (p instanceof Generics.TypeParam t) {
        List<Generics.Bound> relaxed =
            t.bounds().stream()
                .filter(b -> b instanceof Generics.TraitBound r && r.maybe())
                .toList();
        if (relaxed.size() > 1) {
          Diagnostic.error("E0203", relaxed.get(0).span(), "duplicate relaxed `Sized` bounds")
              .to(diagnostics);
        }
      }
    }
    for (Generics.WherePredicate w : g.where()) {
      if (!(w instanceof Generics.TypePredicate p) || p.forLifetimes().isEmpty()) {
        continue;
      }
      for (Generics.Bound b : p.bounds()) {
        if (b instanceof Generics.TraitBound t && !t.forLifetimes().isEmpty()) {
          Diagnostic.error("E0316", t.span(), "nested quantification of lifetimes").to(diagnostics);
        }
      }
    }
  }
}
