package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.AttributeCheck;
import org.asrlang.expand.BodyExpander;
import org.asrlang.expand.Expander;
import org.asrlang.expand.MacroDef;
import org.asrlang.expand.MacroScope;
import org.asrlang.source.SourceFile;
import org.asrlang.source.Span;
import org.asrlang.syntax.Attribute;
import org.asrlang.syntax.Crate;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.TypeExpr;

/**
 * Makes the definitions of one crate: walks its items in order, loads modules, expands macros in
 * item position and derives, and fills the scopes. Imports are left for {@link ImportResolver}.
 */
final class Collector {
  /** A macro call in item position whose macro may come through an import yet to be resolved. */
  record Pending(Item.MacroItem item, Place place, MacroScope macros) {}

  /**
   * Where items stand.
   *
   * @param parent what the definitions belong to
   * @param dir the folder of the module's files, empty or ending in a slash; null in blocks
   * @param outer what surrounds items in a body; null at module level
   */
  record Place(Scope scope, Def parent, String dir, Rib outer) {}

  private final Resolver resolver;
  private final CrateData crate;
  final List<Pending> pending = new ArrayList<>();

  Collector(Resolver resolver, CrateData crate) {
    this.resolver = resolver;
    this.crate = crate;
  }

  void root(Crate tree) {
    crate.attrs = tree.attrs();
    crate.expander.keep(tree.attrs());
    items(tree.items(), new Place(crate.root, crate.def, "", null), MacroScope.EMPTY);
  }

  /** Collects items in order; answers with the macros in scope behind them. */
  MacroScope items(List<Item> items, Place place, MacroScope macros) {
    for (Item item : items) {
      macros = item(item, place, macros);
    }
    return macros;
  }

  /** An item as written. */
  MacroScope item(Item item, Place place, MacroScope macros) {
    Expander x = crate.expander;
    item = Attrs.withoutCfgAttr(item, x);
    if (!x.keep(item)) {
      return macros;
    }
    if (!crate.source.isLibrary() && !item.attrs().isEmpty()) {
      AttributeCheck.check(item, resolver.diagnostics());
    }
    switch (item) {
      case Item.MacroRules m -> {
        MacroDef def = x.define(m);
        exported(m, def);
        return macros.with(def);
      }
      case Item.MacroItem m -> {
        MacroDef def = resolver.macroIfKnown(m.call().path(), macros, place.scope());
        if (def == null) {
          pending.add(new Pending(m, place, macros));
          return macros;
        }
        return expand(m, def, place, macros);
      }
      case Item.Module m -> {
        return module(m, place, macros);
      }
      default -> {
        if (!crate.source.isLibrary()
            || item instanceof Item.Union
            || item instanceof Item.ExternBlock) {
          if (!x.supported(item)) {
            return macros;
          }
          item =
              new BodyExpander(x, new Expander.Context(macros, List.of()), place.scope())
                  .signature(item);
        }
        define(item, place, new Expander.Context(macros, List.of()));
        for (Item derived : x.derive(item)) {
          define(derived, place, new Expander.Context(macros, List.of()));
        }
        return macros;
      }
    }
  }

  /** What the call makes; after an error nobody knows which names it would have made. */
  MacroScope expand(Item.MacroItem m, MacroDef def, Place place, MacroScope macros) {
    int before = resolver.diagnostics().errorCount();
    List<Item> made = crate.expander.items(m.call(), def);
    if (resolver.diagnostics().errorCount() > before) {
      resolver.broken(Paths.module(place.scope()));
    }
    return items(made, place, macros);
  }

  void exported(Item.MacroRules m, MacroDef def) {
    if (def.exported()) {
      crate.root.put(Ns.MACRO, def.name(), Binding.macro(def, null));
    }
  }

  private MacroScope module(Item.Module m, Place place, MacroScope macros) {
    Def def =
        resolver.newDef(Def.Kind.MODULE, m.ident().name(), place.parent(), m.ident().span(), m);
    def.setVisibleIn(visibility(m.visibility(), place.scope()));
    Scope scope = new Scope(def, null, null);
    resolver.addScope(def, scope);
    bind(place.scope(), Ns.TYPE, m.ident(), new Res.Item(def), def.visibleIn(), m.span());
    List<Item> items = m.items();
    String dir = place.dir() == null ? null : place.dir() + m.ident().name() + "/";
    if (items == null) {
      Crate tree = load(m, place);
      if (tree == null) {
        resolver.broken(scope);
        return macros;
      }
      items = tree.items();
    }
    MacroScope after = items(items, new Place(scope, def, dir, null), macros);
    return m.attrs().stream().anyMatch(a -> a.is("macro_use")) ? after : macros;
  }

  private Crate load(Item.Module m, Place place) {
    String name = m.ident().name();
    if (place.dir() == null) {
      Diagnostic.error(null, m.span(), "non-inline modules are not allowed in blocks")
          .to(resolver.diagnostics());
      return null;
    }
    String flat = place.dir() + name + ".asr";
    String nested = place.dir() + name + "/mod.asr";
    for (Attribute a : m.attrs()) {
      String path = a.is("path") ? Attrs.text(a) : null;
      if (path != null) {
        flat = place.dir() + path;
        nested = flat;
      }
    }
    SourceFile first = crate.source.loader().load(flat);
    SourceFile second = flat.equals(nested) ? null : crate.source.loader().load(nested);
    if (first != null && second != null) {
      Diagnostic.error(
              "E0761",
              m.span(),
              "file for module `"
                  + name
                  + "` found at both \""
                  + flat
                  + "\" and \""
                  + nested
                  + "\"")
          .help("delete or rename one of them to remove the ambiguity")
          .to(resolver.diagnostics());
    }
    SourceFile file = first != null ? first : second;
    if (file == null) {
      Diagnostic.error("E0583", m.span(), "file not found for module `" + name + "`")
          .help(
              "to create the module `"
                  + name
                  + "`, create file \""
                  + flat
                  + "\" or \""
                  + nested
                  + "\"")
          .note(
              "if there is a `mod "
                  + name
                  + "` elsewhere in the crate already, import it with"
                  + " `use crate::…` instead")
          .to(resolver.diagnostics());
      return null;
    }
    return resolver.parse(crate, file);
  }

  /**
   * Defines an item that is free of macros outside of bodies: of a module, or of a block.
   *
   * @return its definition; null for {@code use} and the like
   */
  Def define(Item item, Place place, Expander.Context context) {
    Scope scope = place.scope();
    return switch (item) {
      case Item.Fn i -> {
        if (i.attrs().stream().anyMatch(a -> a.is("test"))) {
          if (!resolver.options().testing()) {
            yield null;
          }
        }
        Def d = named(Def.Kind.FN, i, place, context);
        generics(d, i.generics());
        implTraits(d, i);
        if (i.attrs().stream().anyMatch(a -> a.is("test"))) {
          crate.tests.add(d);
        }
        bind(scope, Ns.VALUE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        yield d;
      }
      case Item.Struct i -> {
        Def d = named(Def.Kind.STRUCT, i, place, context);
        generics(d, i.generics());
        Def ctor = fields(d, i.data(), scope);
        bind(scope, Ns.TYPE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        if (i.data().kind() != Item.DataKind.NAMED) {
          Def visible = narrower(d.visibleIn(), ctor);
          bind(scope, Ns.VALUE, i.ident(), new Res.Item(d), visible, head(i));
        }
        yield d;
      }
      case Item.Enum i -> {
        Def d = named(Def.Kind.ENUM, i, place, context);
        generics(d, i.generics());
        bind(scope, Ns.TYPE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        Scope variants = new Scope(d, null, null);
        resolver.addScope(d, variants);
        for (Item.Variant v : i.variants()) {
          Def vd = resolver.newDef(Def.Kind.VARIANT, v.ident().name(), d, v.ident().span(), v);
          vd.setVisibleIn(d.visibleIn());
          for (Item.FieldDef f : v.data().fields()) {
            resolver
                .newDef(Def.Kind.FIELD, f.ident().name(), vd, f.ident().span(), f)
                .setVisibleIn(d.visibleIn());
          }
          bind(variants, Ns.TYPE, v.ident(), new Res.Item(vd), d.visibleIn(), v.span());
          if (variants.own(Ns.VALUE, v.ident().name()) == null) {
            variants.put(
                Ns.VALUE,
                v.ident().name(),
                Binding.item(new Res.Item(vd), d.visibleIn(), v.span()));
          }
        }
        yield d;
      }
      case Item.Trait i -> {
        Def d = named(Def.Kind.TRAIT, i, place, context);
        generics(d, i.generics());
        bind(scope, Ns.TYPE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        Scope members = new Scope(d, null, null);
        resolver.addScope(d, members);
        members(d, i.items(), members, place, context);
        yield d;
      }
      case Item.Impl i -> {
        Def d = resolver.newDef(Def.Kind.IMPL, "{impl}", place.parent(), head(i), i);
        d.setVisibleIn(null);
        owner(d, place, context);
        generics(d, i.generics());
        crate.impls.add(d);
        members(d, i.items(), null, place, context);
        yield d;
      }
      case Item.TypeAlias i -> {
        Def d = named(Def.Kind.TYPE_ALIAS, i, place, context);
        generics(d, i.generics());
        bind(scope, Ns.TYPE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        yield d;
      }
      case Item.Const i -> {
        Def d = named(Def.Kind.CONST, i, place, context);
        generics(d, i.generics());
        if (!i.ident().is("_")) {
          bind(scope, Ns.VALUE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        }
        yield d;
      }
      case Item.Static i -> {
        Def d = named(Def.Kind.STATIC, i, place, context);
        bind(scope, Ns.VALUE, i.ident(), new Res.Item(d), d.visibleIn(), head(i));
        yield d;
      }
      case Item.Module i -> {
        module(i, place, context.scope());
        yield null;
      }
      case Item.Use i -> {
        new UseTrees(resolver).add(i, scope, visibility(i.visibility(), scope), context.scope());
        yield null;
      }
      case Item.ExternCrate i -> {
        Def c = i.ident().is("self") ? crate.def : resolver.extern(i.ident().name());
        Ident name = i.rename() == null ? i.ident() : i.rename();
        if (c == null) {
          Diagnostic.error("E0463", i.span(), "can't find crate for `" + i.ident().name() + "`")
              .label("can't find crate")
              .to(resolver.diagnostics());
        } else if (name.is("self")) {
          Diagnostic.error(null, i.span(), "`extern crate self;` requires renaming")
              .help("rename it to be able to import it: `extern crate self as name;`")
              .to(resolver.diagnostics());
        } else if (!name.is("_")) {
          if (place.parent().kind() == Def.Kind.CRATE) {
            resolver.nameExtern(name.name(), c);
          }
          bind(scope, Ns.TYPE, name, new Res.Item(c), visibility(i.visibility(), scope), i.span());
        }
        yield null;
      }
      case Item.MacroRules i -> null;
      case Item.MacroItem i -> null;
      case Item.Union i -> null;
      case Item.ExternBlock i -> null;
    };
  }

  private void owner(Def d, Place place, Expander.Context context) {
    resolver.owners().put(d, new Owner(place.scope(), place.outer(), context, crate));
  }

  private Def named(Def.Kind kind, Item i, Place place, Expander.Context context) {
    Def d = resolver.newDef(kind, i.ident().name(), place.parent(), i.ident().span(), i);
    d.setVisibleIn(visibility(i.visibility(), place.scope()));
    owner(d, place, context);
    return d;
  }

  private void members(
      Def parent, List<Item> items, Scope names, Place place, Expander.Context context) {
    for (Item written : items) {
      for (Item m : memberItems(written, place, context)) {
        Def.Kind kind =
            switch (m) {
              case Item.Fn f -> Def.Kind.ASSOC_FN;
              case Item.Const c -> Def.Kind.ASSOC_CONST;
              case Item.TypeAlias t -> Def.Kind.ASSOC_TYPE;
              default -> null;
            };
        if (kind == null) {
          continue;
        }
        Def d = resolver.newDef(kind, m.ident().name(), parent, m.ident().span(), m);
        boolean trait = parent.node() instanceof Item.Trait;
        boolean traitImpl = parent.node() instanceof Item.Impl i && i.trait() != null;
        d.setVisibleIn(
            trait
                ? parent.visibleIn()
                : traitImpl ? null : visibility(m.visibility(), place.scope()));
        owner(d, place, context);
        switch (m) {
          case Item.Fn f -> {
            generics(d, f.generics());
            implTraits(d, f);
          }
          case Item.Const c -> generics(d, c.generics());
          case Item.TypeAlias t -> generics(d, t.generics());
          default -> {}
        }
        if (names != null) {
          Ns ns = kind == Def.Kind.ASSOC_TYPE ? Ns.TYPE : Ns.VALUE;
          bind(names, ns, m.ident(), new Res.Item(d), parent.visibleIn(), head(m));
        }
      }
    }
  }

  private List<Item> memberItems(Item item, Place place, Expander.Context context) {
    Expander x = crate.expander;
    item = Attrs.withoutCfgAttr(item, x);
    if (!x.keep(item)) {
      return List.of();
    }
    if (item instanceof Item.MacroItem m) {
      MacroDef def =
          resolver.macro(m.call().path(), context.scope(), place.scope(), context.uses());
      if (def == null) {
        return List.of();
      }
      List<Item> out = new ArrayList<>();
      for (Item i : x.items(m.call(), def)) {
        out.addAll(memberItems(i, place, context));
      }
      return out;
    }
    if (crate.source.isLibrary()) {
      return List.of(item);
    }
    if (!x.supported(item)) {
      return List.of();
    }
    return List.of(new BodyExpander(x, context, place.scope()).signature(item));
  }

  private void generics(Def d, Generics g) {
    for (Generics.Param p : g.params()) {
      switch (p) {
        case Generics.LifetimeParam l ->
            resolver.newDef(Def.Kind.LIFETIME_PARAM, l.name(), d, l.lifetime().span(), l);
        case Generics.TypeParam t ->
            resolver.newDef(Def.Kind.TYPE_PARAM, t.name(), d, t.ident().span(), t);
        case Generics.ConstParam c ->
            resolver.newDef(Def.Kind.CONST_PARAM, c.name(), d, c.ident().span(), c);
      }
    }
  }

  /** {@code impl Trait} arguments are type parameters without a name. */
  private void implTraits(Def fn, Item.Fn f) {
    java.util.function.Consumer<TypeExpr.ImplType> param =
        t -> resolver.newDef(Def.Kind.TYPE_PARAM, t.span().text(), fn, t.span(), t);
    if (f.self() != null && f.self().type() != null) {
      ImplTraits.find(f.self().type(), param);
    }
    for (Item.Param p : f.params()) {
      ImplTraits.find(p.type(), param);
    }
  }

  /** Answers with the narrowest visibility among the fields, of which there may be none. */
  private Def fields(Def d, Item.VariantData data, Scope scope) {
    Def narrowest = null;
    for (Item.FieldDef f : data.fields()) {
      Def fd = resolver.newDef(Def.Kind.FIELD, f.ident().name(), d, f.ident().span(), f);
      fd.setVisibleIn(visibility(f.visibility(), scope));
      narrowest = narrower(narrowest, fd.visibleIn());
    }
    return narrowest;
  }

  static Def narrower(Def a, Def b) {
    return a == null ? b : b == null ? a : b.isWithin(a) ? b : a;
  }

  /** What the path of a visibility starts with. */
  private static final Set<String> STARTS =
      Set.of("crate", "self", "Self", "super", "in", "$crate");

  Def visibility(Item.Visibility v, Scope scope) {
    Scope module = Paths.module(scope);
    if (v.path() == null && v.isPub()) {
      return null;
    }
    if (v.path() == null) {
      // What an entry of a session defines is there for the entries after it.
      return module.previous != null ? module.def.crate() : module.def;
    }
    Path p = v.path();
    Def d = module.def;
    if (!STARTS.contains(p.segments().getFirst().name())) {
      Diagnostic.error(
              null,
              p.span(),
              "relative paths are not supported in visibilities in 2018 edition or later")
          .fix("try", p.span().shrinkToStart(), "crate::")
          .to(resolver.diagnostics());
      return module.def;
    }
    for (int i = 0; i < p.segments().size(); i++) {
      String name = p.segments().get(i).name();
      switch (name) {
        case "crate" -> d = d.crate();
        case "self" -> {}
        case "super" -> d = d.parent() == null ? d : d.parent().module();
        case "in" -> {}
        default -> {
          Scope s = resolver.scope(i == 0 ? d.crate() : d);
          Binding b = s == null ? null : s.get(Ns.TYPE, name);
          if (b == null || b.def() == null || b.def().kind() != Def.Kind.MODULE) {
            Span at = p.segments().get(i).ident().span();
            Diagnostic.error("E0433", at, "cannot find `" + name + "` in the crate root")
                .label("could not find `" + name + "` in the crate root")
                .to(resolver.diagnostics());
            return module.def;
          }
          d = b.def();
        }
      }
    }
    if (!module.def.isWithin(d)) {
      Diagnostic.error("E0742", p.span(), "visibilities can only be restricted to ancestor modules")
          .to(resolver.diagnostics());
      return module.def;
    }
    return d;
  }

  /** Gives a name its meaning; reports a second definition. */
  private void bind(Scope scope, Ns ns, Ident name, Res res, Def visibleIn, Span span) {
    Binding old = scope.own(ns, name.name());
    if (old != null && !old.glob()) {
      duplicate(scope, ns, name, old, span);
      return;
    }
    scope.put(ns, name.name(), Binding.item(res, visibleIn, span));
  }

  private void duplicate(Scope scope, Ns ns, Ident name, Binding old, Span span) {
    if (old.def() != null && old.def().span().equals(name.span())) {
      return;
    }
    String where =
        scope.isBlock()
            ? "block"
            : switch (scope.def.kind()) {
              case ENUM -> "enum";
              case TRAIT -> "trait";
              default -> "module";
            };
    String what =
        ns == Ns.TYPE && old.def() != null
            ? switch (old.def().kind()) {
              case MODULE -> "module";
              case TRAIT -> "trait";
              default -> "type";
            }
            : ns.word;
    Diagnostic.error("E0428", span, "the name `" + name.name() + "` is defined multiple times")
        .label("`" + name.name() + "` redefined here")
        .label(old.span(), "previous definition of the " + what + " `" + name.name() + "` here")
        .note(
            "`"
                + name.name()
                + "` must be defined only once in the "
                + ns.word
                + " namespace of this "
                + where)
        .to(resolver.diagnostics());
  }

  /** The item without its body: what rustc shows of a definition. */
  static Span head(Item i) {
    Span s = i.span();
    int hi =
        switch (i) {
          case Item.Fn f -> f.body() == null ? s.hi() : f.body().span().lo();
          case Item.Struct x -> afterHead(x.ident(), x.generics());
          case Item.Enum x -> afterHead(x.ident(), x.generics());
          case Item.Trait x -> afterHead(x.ident(), x.generics());
          case Item.Impl x -> x.self().span().hi();
          case Item.Const x -> x.type().span().hi();
          case Item.Static x -> x.type().span().hi();
          case Item.TypeAlias x when x.type() == null ->
              x.bounds().isEmpty() ? afterHead(x.ident(), x.generics()) : s.hi();
          default -> s.hi();
        };
    if (hi <= s.lo() || hi > s.hi()) {
      return s;
    }
    String text = s.file().text();
    while (hi > s.lo() && Character.isWhitespace(text.charAt(hi - 1))) {
      hi--;
    }
    return new Span(s.file(), s.lo(), hi, s.expansion());
  }

  private static int afterHead(Ident name, Generics g) {
    return g.params().isEmpty() || g.span().file() != name.span().file()
        ? name.span().hi()
        : Math.max(name.span().hi(), g.span().hi());
  }
}
