package org.asrlang.resolve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/** Types, bounds, generic parameters and lifetimes: what signatures consist of. */
class SignatureResolver extends LateResolver {
  /** Where {@code impl Trait} may stand. */
  private enum ImplTrait {
    ARGUMENT,
    OUTPUT,
    FORBIDDEN
  }

  private ImplTrait implTrait = ImplTrait.FORBIDDEN;
  private String implTraitPlace = "the type of variable bindings";

  /** The {@code impl Trait} in whose generic arguments we are. */
  private TypeExpr.ImplType outerImpl;

  /** What the {@code for<'a>} in whose scope we are belongs to, by its lifetimes. */
  private final Map<Def, String> binderOf = new HashMap<>();

  private String binds = "";

  /** Lifetimes of a {@code for<'a>} around the {@code impl Trait} of a result that we are in. */
  private Map<Def, String> higherRanked = Map.of();

  private final PreciseCaptures preciseCaptures = new PreciseCaptures(this);

  SignatureResolver(Resolver resolver, Owner place, Def owner, Resolutions out) {
    super(resolver, place, owner, out);
  }

  /** Resolves everything but bodies and values of an item. */
  void signature() {
    enterParents();
    switch (owner.node()) {
      case Item.Fn i -> {
        generics(i.generics());
        implTrait = ImplTrait.ARGUMENT;
        if (i.self() != null) {
          if (i.self().lifetime() != null) {
            lifetime(i.self().lifetime());
          }
          if (i.self().type() != null) {
            type(i.self().type());
          }
        }
        for (Item.Param p : i.params()) {
          type(p.type());
        }
        implTrait = ImplTrait.OUTPUT;
        result(i.output());
        implTrait = ImplTrait.FORBIDDEN;
      }
      case Item.Struct i -> {
        generics(i.generics());
        data(i.data());
      }
      case Item.Enum i -> {
        generics(i.generics());
        for (Item.Variant v : i.variants()) {
          data(v.data());
          if (v.discriminant() != null) {
            constant(v.discriminant(), v.discriminant(), "enum discriminant values");
          }
        }
      }
      case Item.Trait i -> {
        generics(i.generics());
        bounds(i.supertraits());
        relaxed(i.supertraits(), "relaxed bounds are not permitted in supertrait bounds", null);
      }
      case Item.Impl i -> {
        generics(i.generics());
        if (i.trait() != null) {
          path(i.trait(), PathSource.TRAIT);
        }
        implTraitPlace = "`impl` headers";
        type(i.self());
        if (i.trait() != null) {
          new TraitMembers(this).check(i);
        }
      }
      case Item.TypeAlias i -> {
        generics(i.generics());
        bounds(i.bounds());
        implTraitPlace = "type aliases";
        if (i.type() != null) {
          type(i.type());
        }
      }
      case Item.Const i -> {
        generics(i.generics());
        implTraitPlace = "const types";
        type(i.type());
      }
      case Item.Static i -> {
        implTraitPlace = "static types";
        type(i.type());
      }
      default -> {}
    }
  }

  /** Puts what surrounds the owner into the ribs: its impl's or trait's parameters and Self. */
  void enterParents() {
    Def parent = owner.parent();
    if (owner.isAssoc() && parent != null) {
      enterItem(parent);
    }
    enterItem(owner);
  }

  private void enterItem(Def d) {
    switch (d.node()) {
      case Item.Trait t -> {
        ribs = new Rib.SelfType(ribs, new Res.SelfType(d));
        currentTrait = d;
      }
      case Item.Impl i -> {
        ribs = new Rib.SelfType(ribs, new Res.SelfType(d));
        if (i.trait() != null) {
          currentTrait = traitOf(d, i);
        }
      }
      case Item.Struct s -> ribs = new Rib.SelfType(ribs, new Res.SelfType(d));
      case Item.Enum e -> ribs = new Rib.SelfType(ribs, new Res.SelfType(d));
      case null, default -> {}
    }
    for (Def p : d.children()) {
      switch (p.kind()) {
        case LIFETIME_PARAM, TYPE_PARAM, CONST_PARAM -> {
          if (!(p.node() instanceof TypeExpr) && !isBinder(d, p)) {
            ribs = new Rib.Param(ribs, p);
          }
        }
        default -> {}
      }
    }
  }

  /** Parameters of {@code for<'a>} are children of the item too, but not in scope all over it. */
  private boolean isBinder(Def item, Def param) {
    if (param.kind() != Def.Kind.LIFETIME_PARAM) {
      return false;
    }
    Generics g = genericsOf(item);
    return g == null || !g.params().contains(param.node());
  }

  static Generics genericsOf(Def item) {
    return switch (item.node()) {
      case Item.Fn i -> i.generics();
      case Item.Struct i -> i.generics();
      case Item.Enum i -> i.generics();
      case Item.Trait i -> i.generics();
      case Item.Impl i -> i.generics();
      case Item.TypeAlias i -> i.generics();
      case Item.Const i -> i.generics();
      case null, default -> null;
    };
  }

  private Def traitOf(Def impl, Item.Impl i) {
    Paths.Outcome o =
        resolver
            .paths()
            .resolve(idents(i.trait()), i.trait().global(), Ns.TYPE, this::find, scope, true);
    return o instanceof Paths.Found f
            && f.partial().base() instanceof Res.Item t
            && t.def().kind() == Def.Kind.TRAIT
        ? t.def()
        : null;
  }

  private void data(Item.VariantData data) {
    implTraitPlace = "field types";
    for (Item.FieldDef f : data.fields()) {
      type(f.type());
    }
  }

  // Generic parameters.

  private void generics(Generics g) {
    Map<String, Span> seen = new HashMap<>();
    for (Generics.Param p : g.params()) {
      String shown = p instanceof Generics.LifetimeParam ? "'" + p.name() : p.name();
      Span at =
          switch (p) {
            case Generics.LifetimeParam l -> l.lifetime().span();
            case Generics.TypeParam t -> t.ident().span();
            case Generics.ConstParam c -> c.ident().span();
          };
      Span first = seen.putIfAbsent(shown, at);
      if (first != null) {
        Diagnostic.error(
                "E0403",
                at,
                "the name `"
                    + shown
                    + "` is already used for a generic parameter in this item's generic parameters")
            .label("already used")
            .label(first, "first use of `" + shown + "`")
            .to(diagnostics);
      } else if (owner.isAssoc()) {
        shadowsOuter(p, at, shown);
      }
      if (p instanceof Generics.LifetimeParam l) {
        lifetimeName(l);
        l.bounds().forEach(this::lifetime);
      }
    }
    for (int i = 0; i < g.params().size(); i++) {
      switch (g.params().get(i)) {
        case Generics.LifetimeParam l -> {}
        case Generics.TypeParam t -> {
          bounds(t.bounds());
          if (t.defaultType() != null) {
            notYet = g.params().subList(i, g.params().size());
            type(t.defaultType());
          }
        }
        case Generics.ConstParam c -> {
          ofConstParam = true;
          type(c.type());
          ofConstParam = false;
          if (c.defaultValue() != null) {
            notYet = g.params().subList(i, g.params().size());
            constant(c.defaultValue(), c.defaultValue());
          }
        }
      }
      notYet = List.of();
    }
    for (Generics.WherePredicate w : g.where()) {
      switch (w) {
        case Generics.TypePredicate p -> {
          Rib before = ribs;
          binder(p.forLifetimes());
          type(p.type());
          bounds(p.bounds());
          if (!isOwnTypeParam(p.type())) {
            relaxed(
                p.bounds(),
                "this relaxed bound is not permitted here",
                "in this context, relaxed bounds are only allowed on type parameters defined on"
                    + " the closest item");
          }
          ribs = before;
        }
        case Generics.LifetimePredicate p -> {
          lifetime(p.lifetime());
          p.bounds().forEach(this::lifetime);
        }
      }
    }
  }

  private void shadowsOuter(Generics.Param p, Span at, String shown) {
    for (Def d : owner.parent().children()) {
      boolean sameKind =
          p instanceof Generics.LifetimeParam == (d.kind() == Def.Kind.LIFETIME_PARAM);
      boolean param =
          d.kind() == Def.Kind.LIFETIME_PARAM
              || d.kind() == Def.Kind.TYPE_PARAM
              || d.kind() == Def.Kind.CONST_PARAM;
      if (!param || !sameKind || !d.name().equals(p.name()) || isBinder(owner.parent(), d)) {
        continue;
      }
      if (p instanceof Generics.LifetimeParam) {
        shadowedLifetime(shown, at, d);
      } else {
        Diagnostic.error(
                "E0403",
                at,
                "the name `"
                    + shown
                    + "` is already used for a generic parameter in this item's generic parameters")
            .label("already used")
            .label(d.span(), "first use of `" + shown + "`")
            .to(diagnostics);
      }
    }
  }

  private void shadowedLifetime(String shown, Span at, Def outer) {
    Diagnostic.error(
            "E0496",
            at,
            "lifetime name `" + shown + "` shadows a lifetime name that is already in scope")
        .label("lifetime `" + shown + "` already in scope")
        .label(outer.span(), "first declared here")
        .to(diagnostics);
  }

  private void lifetimeName(Generics.LifetimeParam l) {
    if (l.name().equals("static")) {
      Diagnostic.error("E0262", l.lifetime().span(), "invalid lifetime parameter name: `'static`")
          .label("'static is a reserved lifetime name")
          .to(diagnostics);
    } else if (l.name().equals("_")) {
      Diagnostic.error("E0637", l.lifetime().span(), "`'_` cannot be used here")
          .label("`'_` is a reserved lifetime name")
          .to(diagnostics);
    }
  }

  /** The parameters of {@code for<'a>}, which are in scope until the caller resets the ribs. */
  void binder(List<Generics.LifetimeParam> lifetimes) {
    for (Generics.LifetimeParam l : lifetimes) {
      lifetimeName(l);
      for (Rib r = ribs; r != null; r = r.outer()) {
        if (r instanceof Rib.Param p
            && p.def().kind() == Def.Kind.LIFETIME_PARAM
            && p.def().name().equals(l.name())) {
          shadowedLifetime("'" + l.name(), l.lifetime().span(), p.def());
          break;
        }
      }
      Def d = resolver.newDef(Def.Kind.LIFETIME_PARAM, l.name(), owner, l.lifetime().span(), l);
      out.defs.put(l, d);
      binderOf.put(d, binds);
      ribs = new Rib.Param(ribs, d);
      l.bounds().forEach(this::lifetime);
    }
  }

  void lifetime(Lifetime l) {
    if (l.name().equals("static") || l.name().equals("_")) {
      return;
    }
    Rib.ItemBarrier item = null;
    for (Rib r = ribs; r != null; r = r.outer()) {
      if (r instanceof Rib.ItemBarrier b) {
        item = item == null ? b : item;
      } else if (r instanceof Rib.Param p
          && p.def().kind() == Def.Kind.LIFETIME_PARAM
          && p.def().name().equals(l.name())) {
        if (item != null) {
          errors.outerGeneric(new Ident("'" + l.name(), l.span()), p.def(), item.item());
          return;
        }
        if (higherRanked.containsKey(p.def())) {
          Diagnostic.error(
                  "E0657",
                  l.span(),
                  "`impl Trait` cannot capture higher-ranked lifetime from "
                      + higherRanked.get(p.def()))
              .note(p.def().span(), "lifetime declared here")
              .to(diagnostics);
        }
        out.lifetimes.put(l, p.def());
        return;
      }
    }
    errors.undeclaredLifetime(l);
  }

  // Bounds and types.

  /** The type of what a function gives, which may be {@code !}; or null. */
  final void result(TypeExpr type) {
    if (type != null && !(type instanceof TypeExpr.NeverType)) {
      type(type);
    }
  }

  final void unstable(Span at, String message) {
    if (!crate.source.isLibrary()) {
      Diagnostic.error("E0658", at, message).note("it is unstable in Rust too").to(diagnostics);
    }
  }

  /** {@code ?Sized} where it may not stand. */
  private void relaxed(List<Generics.Bound> bounds, String message, String note) {
    for (Generics.Bound b : bounds) {
      if (b instanceof Generics.TraitBound t && t.maybe()) {
        Diagnostic.Builder d = Diagnostic.error(null, t.span(), message);
        if (note != null) {
          d.note(note);
        }
        d.to(diagnostics);
      }
    }
  }

  private boolean isOwnTypeParam(TypeExpr type) {
    return type instanceof TypeExpr.PathType p
        && out.path(p.path()).unresolved() == 0
        && out.path(p.path()).base() instanceof Res.Item i
        && i.def().kind() == Def.Kind.TYPE_PARAM
        && i.def().parent() == owner;
  }

  void bounds(List<Generics.Bound> bounds) {
    for (Generics.Bound b : bounds) {
      switch (b) {
        case Generics.TraitBound t when t.path().qself() != null -> {
          type(t.path().qself());
          Diagnostic.error(null, t.span(), "expected the path of a trait, found a qualified path")
              .label("a type's own path names no trait")
              .to(diagnostics);
        }
        case Generics.TraitBound t -> {
          Rib before = ribs;
          binder(t.forLifetimes());
          path(t.path(), PathSource.TRAIT);
          ribs = before;
        }
        case Generics.OutlivesBound o -> lifetime(o.lifetime());
        case Generics.UseBound u -> preciseCaptures.names(u);
      }
    }
  }

  /** A name in {@code use<…>}. */
  void captured(Ident name) {
    if (name.is("Self")) {
      return;
    }
    Res found = null;
    for (Ns ns : List.of(Ns.TYPE, Ns.VALUE)) {
      Paths.Found f = found == null ? find(name, ns, true) : null;
      found = f == null ? found : f.partial().base();
    }
    if (found instanceof Res.Item i
        && (i.def().kind() == Def.Kind.TYPE_PARAM || i.def().kind() == Def.Kind.CONST_PARAM)) {
      return;
    }
    if (found == null
        && owner.node() instanceof Item.Fn f
        && f.params().stream()
            .anyMatch(p ->
                p.pat() instanceof org.asrlang.syntax.Pat.IdentPat i
                    && i.ident().name().equals(name.name()))) {
      Diagnostic.error(
              "E0799",
              name.span(),
              "expected type or const parameter, found local variable `" + name.name() + "`")
          .label("not a type or const parameter")
          .to(diagnostics);
    } else if (found == null) {
      Diagnostic.error(
              "E0800",
              name.span(),
              "cannot find type or const parameter `" + name.name() + "` in this scope")
          .label("not found in this scope")
          .to(diagnostics);
    } else if (!(found instanceof Res.Err)) {
      String what = Describe.of(found, true) + " `" + name.name() + "`";
      Diagnostic.error("E0799", name.span(), "expected type or const parameter, found " + what)
          .label("not a type or const parameter")
          .to(diagnostics);
    }
  }

  @Override
  void type(TypeExpr type) {
    switch (type) {
      case TypeExpr.PathType t -> path(t.path(), PathSource.TYPE);
      case TypeExpr.RefType t -> {
        if (t.lifetime() != null) {
          lifetime(t.lifetime());
        }
        type(t.target());
      }
      case TypeExpr.SliceType t -> type(t.element());
      case TypeExpr.ArrayType t -> {
        type(t.element());
        constant(t.length(), t.length());
      }
      case TypeExpr.TupleType t -> t.elements().forEach(this::type);
      case TypeExpr.NeverType t -> unstable(t.span(), "the `!` type is experimental");
      case TypeExpr.InferType t -> {}
      case TypeExpr.FnPtrType t -> {
        Rib before = ribs;
        binds = "`fn` pointer";
        binder(t.forLifetimes());
        ImplTrait outer = implTrait;
        String place = implTraitPlace;
        implTrait = ImplTrait.FORBIDDEN;
        implTraitPlace = "`fn` pointer parameters";
        t.inputs().forEach(this::type);
        implTraitPlace = "`fn` pointer return types";
        result(t.output());
        implTrait = outer;
        implTraitPlace = place;
        ribs = before;
      }
      case TypeExpr.DynType t -> {
        if (t.bounds().stream().noneMatch(Generics.TraitBound.class::isInstance)) {
          Diagnostic.error("E0224", t.span(), "at least one trait is required for an object type")
              .to(diagnostics);
        }
        t.bounds().stream()
            .filter(Generics.OutlivesBound.class::isInstance)
            .skip(1)
            .forEach(b ->
                Diagnostic.error(
                        "E0226", b.span(), "only a single explicit lifetime bound is permitted")
                    .to(diagnostics));
        relaxed(t.bounds(), "relaxed bounds are not permitted in trait object types", null);
        preciseCaptures.none(t.bounds(), "`dyn` trait object bounds");
        binds = "`dyn` type";
        bounds(t.bounds());
      }
      case TypeExpr.ImplType t -> implType(t);
      case TypeExpr.MacroType t -> {}
      case TypeExpr.ParenType t -> type(t.inner());
      case TypeExpr.RawPtrType t -> type(t.target());
      case TypeExpr.ErrorType t -> {}
    }
  }

  /** {@code <T as Trait<…>>::Name} names types that are there: no {@code impl Trait} makes one. */
  @Override
  Res path(Path path, PathSource source) {
    if (path.qself() == null) {
      return super.path(path, source);
    }
    ImplTrait outer = implTrait;
    String place = implTraitPlace;
    implTrait = ImplTrait.FORBIDDEN;
    implTraitPlace = "paths";
    Res res = super.path(path, source);
    implTrait = outer;
    implTraitPlace = place;
    return res;
  }

  private void implType(TypeExpr.ImplType t) {
    if (t.bounds().stream().noneMatch(Generics.TraitBound.class::isInstance)) {
      Diagnostic.error(null, t.span(), "at least one trait must be specified").to(diagnostics);
    }
    if (outerImpl != null) {
      Diagnostic.error("E0666", t.span(), "nested `impl Trait` is not allowed")
          .label("nested `impl Trait` here")
          .label(outerImpl.span(), "outer `impl Trait`")
          .to(diagnostics);
    }
    Map<Def, String> above = higherRanked;
    switch (implTrait) {
      case ARGUMENT -> {
        preciseCaptures.none(t.bounds(), "argument-position `impl Trait`");
        for (Def d : owner.children()) {
          if (d.node() == t) {
            out.defs.put(t, d);
          }
        }
      }
      case OUTPUT -> {
        preciseCaptures.one(t.bounds());
        Def d = resolver.newDef(Def.Kind.OPAQUE, "{opaque}", owner, t.span(), t);
        out.defs.put(t, d);
        higherRanked = Map.copyOf(binderOf);
      }
      case FORBIDDEN -> {
        Diagnostic.error("E0562", t.span(), "`impl Trait` is not allowed in " + implTraitPlace)
            .note(
                "`impl Trait` is only allowed in arguments and return types of functions and"
                    + " methods")
            .to(diagnostics);
      }
    }
    TypeExpr.ImplType outer = outerImpl;
    outerImpl = t;
    binds = "outer `impl Trait`";
    bounds(t.bounds());
    outerImpl = outer;
    higherRanked = above;
  }

  @Override
  void genericArgs(GenericArgs args) {
    switch (args) {
      case GenericArgs.AngleBracketed a -> {
        order(a);
        for (GenericArgs.GenericArg g : a.args()) {
          switch (g) {
            case GenericArgs.LifetimeArg l -> lifetime(l.lifetime());
            case GenericArgs.TypeArg t -> typeArg(t);
            case GenericArgs.ConstArg c -> constant(c.value(), c.value());
          }
        }
        // `impl Iterator<Item = impl Debug>` is no nesting
        TypeExpr.ImplType around = outerImpl;
        outerImpl = null;
        for (GenericArgs.AssocConstraint c : a.constraints()) {
          if (c.args() != null) {
            genericArgs(c.args());
          }
          if (c.type() != null) {
            type(c.type());
          }
          if (c.value() != null) {
            constant(c.value(), c.value());
          }
          if (c.bounds() != null) {
            bounds(c.bounds());
          }
        }
        outerImpl = around;
      }
      case GenericArgs.Parenthesized p -> {
        ImplTrait outer = implTrait;
        String place = implTraitPlace;
        implTrait = ImplTrait.FORBIDDEN;
        implTraitPlace = "the parameters of `Fn` trait bounds";
        p.inputs().forEach(this::type);
        if (p.output() != null) {
          implTraitPlace = "the return type of `Fn` trait bounds";
          type(p.output());
        }
        implTrait = outer;
        implTraitPlace = place;
      }
    }
  }

  /** Lifetimes come first. */
  private void order(GenericArgs.AngleBracketed a) {
    for (int i = 1; i < a.args().size(); i++) {
      GenericArgs.GenericArg before = a.args().get(i - 1);
      if (a.args().get(i) instanceof GenericArgs.LifetimeArg
          && !(before instanceof GenericArgs.LifetimeArg)) {
        String what = before instanceof GenericArgs.TypeArg ? "type" : "constant";
        Diagnostic.error(
                "E0747", a.args().get(0).span(), what + " provided when a lifetime was expected")
            .to(diagnostics);
        return;
      }
    }
  }

  /** A single name that is no type but a value is a constant. */
  private void typeArg(GenericArgs.TypeArg a) {
    if (a.type() instanceof TypeExpr.PathType t && t.path().asIdent() != null) {
      Ident name = t.path().asIdent();
      if (!exists(name, Ns.TYPE) && exists(name, Ns.VALUE)) {
        Rib before = ribs;
        ribs = new Rib.ConstBarrier(ribs, name.span());
        path(t.path(), PathSource.EXPR);
        ribs = before;
        return;
      }
    }
    type(a.type());
  }

  /** An anonymous constant: an array length, a discriminant, a const argument. */
  void constant(Expr e, org.asrlang.syntax.Node key) {
    if (!isInferred(e)) {
      constant(e, key, withoutGenerics(e));
    }
  }

  private void constant(Expr e, org.asrlang.syntax.Node key, String withoutGenerics) {
    BodyResolver body = new BodyResolver(this, anonConst(e, key));
    body.ribs = new Rib.ConstBarrier(ribs, e.span(), withoutGenerics);
    body.expr(e);
  }
}
