package org.asrlang.expand;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TokenTree;
import org.asrlang.syntax.TypeExpr;

/** {@code #[derive(…)]}: makes the impls of std's derivable traits, as rustc writes them. */
final class Derive {
  static final Set<String> TRAITS =
      Set.of("Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd");

  /** The macros as names mean them; made for messages only. */
  static final class Macros {
    static final Map<String, MacroDef> BY_NAME =
        TRAITS.stream().collect(Collectors.toMap(t -> t, t -> MacroDef.builtin(t, null, null)));
  }

  private final Diagnostics diagnostics;
  private final Object std;

  /**
   * @param std what {@code $crate} means in the output
   */
  Derive(Diagnostics diagnostics, Object std) {
    this.diagnostics = diagnostics;
    this.std = std;
  }

  /** The traits of the item's derive attributes, as written. */
  private record Wanted(String trait, Span span) {}

  /** The impls for a struct or enum; empty for other items and where nothing is derived. */
  List<Item> expand(Item item) {
    List<Wanted> wanted = new ArrayList<>();
    for (Attribute a : item.attrs()) {
      if (a.is("derive")) {
        names(a, wanted);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    if (!(item instanceof Item.Struct) && !(item instanceof Item.Enum)) {
      if (!(item instanceof Item.Union)) {
        Diagnostic.error(
                "E0774",
                item.attrs().stream().filter(a -> a.is("derive")).findFirst().get().span(),
                "`derive` may only be applied to `struct`s, `enum`s and `union`s")
            .label("not applicable here")
            .label(item.span(), "not a `struct`, `enum` or `union`")
            .to(diagnostics);
      }
      return List.of();
    }
    List<Item> out = new ArrayList<>();
    Set<String> all = new java.util.HashSet<>();
    wanted.forEach(w -> all.add(w.trait()));
    for (Wanted w : wanted) {
      if (!TRAITS.contains(w.trait())) {
        Diagnostic.error(
                null, w.span(), "cannot find derive macro `" + w.trait() + "` in this scope")
            .to(diagnostics);
        continue;
      }
      Item made = derive(item, w, all);
      if (made != null) {
        out.add(made);
      }
    }
    return out;
  }

  private static void names(Attribute a, List<Wanted> out) {
    if (a.tokens().isEmpty() || !(a.tokens().get(0) instanceof TokenTree.Delimited d)) {
      return;
    }
    TokenTree.Token last = null;
    for (TokenTree t : Tokens.flatten(d.trees())) {
      if (Tokens.is(t, ",")) {
        if (last != null) {
          out.add(new Wanted(last.text(), last.span()));
        }
        last = null;
      } else if (Tokens.isWord(t)) {
        last = (TokenTree.Token) t;
      }
    }
    if (last != null) {
      out.add(new Wanted(last.text(), last.span()));
    }
  }

  private Item derive(Item item, Wanted w, Set<String> all) {
    MacroDef macro = MacroDef.builtin(w.trait(), std, w.span());
    Shape shape = Shape.of(item);
    // Messages about the impl as a whole show the type's name.
    Span at = shape.name().span();
    Expansion e = new Expansion(at.expansion(), w.span(), w.trait(), macro, Expansion.Kind.DERIVE);
    Build b = new Build(at.withExpansion(e));
    DeriveBodies bodies = new DeriveBodies(b, macro, shape);
    String[] trait =
        switch (w.trait()) {
          case "Clone" -> new String[] {"clone", "Clone"};
          case "Copy" -> new String[] {"marker", "Copy"};
          case "Debug" -> new String[] {"fmt", "Debug"};
          case "Default" -> new String[] {"default", "Default"};
          case "Hash" -> new String[] {"hash", "Hash"};
          default -> new String[] {"cmp", w.trait()};
        };
    List<Item> members =
        switch (w.trait()) {
          case "Clone" -> bodies.clone(all.contains("Copy") && !shape.hasTypeParams());
          case "Debug" -> bodies.debug();
          case "Default" -> {
            Item.Variant v = shape.isEnum() ? defaultVariant((Item.Enum) item, w) : null;
            yield shape.isEnum() && v == null ? null : bodies.defaults(v);
          }
          case "Hash" -> bodies.hash();
          case "PartialEq" -> bodies.partialEq();
          case "PartialOrd" -> bodies.partialOrd();
          case "Ord" -> bodies.ord();
          case "Eq" -> bodies.eq();
          default -> List.of();
        };
    if (members == null) {
      return null;
    }
    boolean bound = !(w.trait().equals("Default") && shape.isEnum());
    return new Item.Impl(
        List.of(new Attribute(false, b.path("automatically_derived"), List.of(), b.span())),
        false,
        generics(shape, b, bound ? trait : null),
        false,
        b.std(trait),
        self(shape, b),
        members,
        b.span());
  }

  private Item.Variant defaultVariant(Item.Enum e, Wanted w) {
    List<Item.Variant> marked =
        e.variants().stream()
            .filter(v -> v.attrs().stream().anyMatch(a -> a.is("default")))
            .toList();
    if (marked.isEmpty()) {
      Diagnostic.error("E0665", w.span(), "`#[derive(Default)]` on enum with no `#[default]`")
          .label(e.span(), "this enum needs a unit variant marked with `#[default]`")
          .help("make a unit variant default by placing `#[default]` on it")
          .to(diagnostics);
      return null;
    }
    if (marked.size() > 1) {
      Diagnostic.error(null, w.span(), "multiple declared defaults")
          .label(marked.get(0).ident().span(), "first default")
          .label(marked.get(1).ident().span(), "additional default")
          .note("only one variant can be default")
          .to(diagnostics);
      return null;
    }
    if (marked.get(0).data().kind() != Item.DataKind.UNIT) {
      Diagnostic.error(
              null,
              marked.get(0).ident().span(),
              "the `#[default]` attribute may only be used on unit enum variants")
          .help("consider a manual implementation of `Default`")
          .to(diagnostics);
      return null;
    }
    for (Attribute a : marked.get(0).attrs()) {
      if (a.is("non_exhaustive")) {
        Diagnostic.error(null, marked.get(0).ident().span(), "default variant must be exhaustive")
            .label("declared `#[non_exhaustive]` here")
            .help("consider a manual implementation of `Default`")
            .to(diagnostics);
        return null;
      }
    }
    return marked.get(0);
  }

  /** The item's own parameters, each type parameter bounded by the trait, and its where clause. */
  private static Generics generics(Shape shape, Build b, String[] trait) {
    Copier copier = new Copier();
    List<Generics.Param> params = new ArrayList<>();
    List<String> names = new ArrayList<>();
    Generics g = copier.generics(shape.generics());
    for (Generics.Param p : g.params()) {
      params.add(
          switch (p) {
            case Generics.LifetimeParam l -> l;
            case Generics.TypeParam t -> {
              names.add(t.name());
              List<Generics.Bound> bounds = new ArrayList<>(t.bounds());
              if (trait != null) {
                bounds.add(new Generics.TraitBound(List.of(), false, b.std(trait), b.span()));
              }
              yield new Generics.TypeParam(t.attrs(), t.ident(), bounds, null, t.span());
            }
            case Generics.ConstParam c ->
                new Generics.ConstParam(c.attrs(), c.ident(), c.type(), null, c.span());
          });
    }
    List<Generics.WherePredicate> where = new ArrayList<>(g.where());
    if (trait != null) {
      for (Item.FieldDef f : shape.allFields()) {
        for (TypeExpr t : projections(f.type(), names)) {
          where.add(
              new Generics.TypePredicate(
                  List.of(),
                  copier.type(t),
                  List.of(new Generics.TraitBound(List.of(), false, b.std(trait), b.span())),
                  b.span()));
        }
      }
    }
    return new Generics(params, where, g.span());
  }

  /** Types such as {@code T::Item} inside a field's type: rustc bounds those too. */
  private static List<TypeExpr> projections(TypeExpr type, List<String> params) {
    List<TypeExpr> out = new ArrayList<>();
    new Folder() {
      @Override
      TypeExpr type(TypeExpr t) {
        if (t instanceof TypeExpr.PathType p
            && p.path().qself() == null
            && p.path().segments().size() > 1
            && !p.path().global()
            && params.contains(p.path().segments().get(0).name())) {
          out.add(t);
          return t;
        }
        return super.type(t);
      }
    }.type(type);
    return out;
  }

  static TypeExpr self(Shape shape, Build b) {
    List<GenericArgs.GenericArg> args = new ArrayList<>();
    for (Generics.Param p : shape.generics().params()) {
      args.add(
          switch (p) {
            case Generics.LifetimeParam l ->
                new GenericArgs.LifetimeArg(
                    new org.asrlang.syntax.Lifetime(l.name(), l.lifetime().span()));
            case Generics.TypeParam t -> new GenericArgs.TypeArg(b.type(b.path(t.name())));
            case Generics.ConstParam c -> new GenericArgs.TypeArg(b.type(b.path(c.name())));
          });
    }
    Ident name = new Ident(shape.name().name(), b.span());
    Path.Segment s =
        new Path.Segment(
            name,
            args.isEmpty() ? null : new GenericArgs.AngleBracketed(args, List.of(), b.span()));
    return b.type(new Path(false, null, 0, List.of(s), b.span()));
  }

  /**
   * A struct or enum, seen as its variants.
   *
   * @param discriminantType the name of an integer type
   */
  record Shape(
      boolean isEnum,
      Ident name,
      Generics generics,
      List<Item.Variant> variants,
      String discriminantType) {
    static Shape of(Item item) {
      return switch (item) {
        case Item.Struct s ->
            new Shape(
                false,
                s.ident(),
                s.generics(),
                List.of(new Item.Variant(s.attrs(), s.ident(), s.data(), null, s.span())),
                "isize");
        case Item.Enum e ->
            new Shape(
                true, e.ident(), e.generics(), e.variants(), Attribute.discriminantType(e.attrs()));
        default -> throw new IllegalArgumentException(item.getClass().getName());
      };
    }

    boolean hasTypeParams() {
      return generics.params().stream().anyMatch(p -> p instanceof Generics.TypeParam);
    }

    /** Whether its last field can be of an unsized type. */
    boolean mayEndUnsized() {
      return !isEnum
          && (isUnsized(allFields())
              || generics.params().stream()
                  .anyMatch(p -> p instanceof Generics.TypeParam t && isMaybe(t.bounds()))
              || generics.where().stream()
                  .anyMatch(w -> w instanceof Generics.TypePredicate t && isMaybe(t.bounds())));
    }

    private static boolean isUnsized(List<Item.FieldDef> fields) {
      return !fields.isEmpty()
          && switch (fields.getLast().type()) {
            case TypeExpr.SliceType s -> true;
            case TypeExpr.DynType d -> true;
            case TypeExpr.PathType p -> p.path().toString().equals("str");
            case TypeExpr t -> false;
          };
    }

    private static boolean isMaybe(List<Generics.Bound> bounds) {
      return bounds.stream().anyMatch(b -> b instanceof Generics.TraitBound t && t.maybe());
    }

    boolean isFieldless() {
      return isEnum && variants.stream().allMatch(v -> v.data().fields().isEmpty());
    }

    List<Item.FieldDef> allFields() {
      return variants.stream().flatMap(v -> v.data().fields().stream()).toList();
    }
  }
}
