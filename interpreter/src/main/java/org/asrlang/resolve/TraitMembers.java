package org.asrlang.resolve;

import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;

/** The items of a trait impl must be members of the trait, of the same kind. */
final class TraitMembers {
  private final LateResolver at;

  TraitMembers(LateResolver at) {
    this.at = at;
  }

  void check(Item.Impl impl) {
    if (!(at.out.path(impl.trait()).base() instanceof Res.Item t)
        || t.def().kind() != Def.Kind.TRAIT) {
      return;
    }
    Def trait = t.def();
    java.util.Map<String, Def> seen = new java.util.HashMap<>();
    for (Def d : at.owner.children()) {
      if (!d.isAssoc()) {
        continue;
      }
      Item item = (Item) d.node();
      Def first = seen.putIfAbsent(d.kind() + d.name(), d);
      if (first != null) {
        Diagnostic.error(
                "E0201", item.span(), "duplicate definitions with name `" + d.name() + "`:")
            .label("duplicate definition")
            .label(((Item) first.node()).span(), "previous definition here")
            .to(at.diagnostics);
        continue;
      }
      if (trait.children(d.kind()).stream().noneMatch(m -> m.name().equals(d.name()))) {
        missing(d, item, trait);
      }
    }
  }

  private void missing(Def d, Item item, Def trait) {
    Def other =
        trait.children().stream()
            .filter(m -> m.isAssoc() && m.name().equals(d.name()))
            .findFirst()
            .orElse(null);
    if (other != null) {
      otherKind(d, item, trait, other);
      return;
    }
    String code;
    String word;
    switch (d.kind()) {
      case ASSOC_FN -> {
        code = "E0407";
        word = "method";
      }
      case ASSOC_TYPE -> {
        code = "E0437";
        word = "type";
      }
      default -> {
        code = "E0438";
        word = "const";
      }
    }
    Diagnostic.Builder b =
        Diagnostic.error(
                code,
                item.span(),
                word + " `" + d.name() + "` is not a member of trait `" + trait.name() + "`")
            .label("not a member of trait `" + trait.name() + "`");
    String similar =
        SimilarNames.nearest(d.name(), trait.children(d.kind()).stream().map(Def::name).toList());
    if (similar != null) {
      String what =
          switch (d.kind()) {
            case ASSOC_FN -> "associated function";
            case ASSOC_TYPE -> "associated type";
            default -> "associated constant";
          };
      b.suggestion(
          Suggest.replace(
              "there is " + Describe.article(what) + " with a similar name", d.span(), similar));
    }
    b.to(at.diagnostics);
  }

  private void otherKind(Def d, Item item, Def trait, Def other) {
    String code =
        switch (d.kind()) {
          case ASSOC_FN -> "E0324";
          case ASSOC_TYPE -> "E0325";
          default -> "E0323";
        };
    String word =
        switch (d.kind()) {
          case ASSOC_FN -> "method";
          case ASSOC_TYPE -> "type";
          default -> "const";
        };
    Span here = item.span();
    Diagnostic.error(
            code,
            here,
            "item `"
                + d.name()
                + "` is an associated "
                + word
                + ", which doesn't match its trait `"
                + trait.name()
                + "`")
        .label("does not match trait")
        .label(((Item) other.node()).span(), "item in trait")
        .to(at.diagnostics);
  }
}
