package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.expand.AttributeCheck;
import org.asrlang.source.Span;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.PrimitiveTypes;

/** The errors about names in signatures and bodies, in rustc's words. */
final class PathErrors {
  private final LateResolver at;
  private final Diagnostics diagnostics;

  PathErrors(LateResolver at) {
    this.at = at;
    this.diagnostics = at.diagnostics;
  }

  private Resolver resolver() {
    return at.resolver;
  }

  // Names that are there but out of reach.

  void capture(Ident name) {
    Diagnostic.error("E0434", name.span(), "can't capture dynamic environment in a fn item")
        .help("use the `|| { ... }` closure form instead")
        .to(diagnostics);
  }

  /**
   * @param item the constant or static whose value it is; null for array lengths and the like
   */
  void nonConstant(Ident name, Local local, Def item) {
    Diagnostic.Builder d =
        Diagnostic.error("E0435", name.span(), "attempt to use a non-constant value in a constant");
    Span s = local.span();
    String text = s.file().text();
    int let = s.lo() - 4;
    if (item != null) {
      d.label("non-constant value");
      String word = item.kind() == Def.Kind.STATIC ? "static" : "const";
      Span at = ((Item) item.node()).span();
      if (at.file().text().startsWith(word, at.lo())) {
        d.suggestion(
            Suggest.replace(
                "consider using `let` instead of `" + word + "`",
                new Span(at.file(), at.lo(), at.lo() + word.length(), at.expansion()),
                "let"));
      }
    } else if (let >= 0 && text.startsWith("let ", let)) {
      d.label("non-constant value");
      d.suggestion(
          Suggest.replace(
              "consider using `const` instead of `let`",
              new Span(s.file(), let, s.hi(), s.expansion()),
              "const " + local.name() + ": /* Type */"));
    } else {
      d.label(s, "this would need to be a `const`");
    }
    d.to(diagnostics);
  }

  void outerGeneric(Ident name, Def param, Def item) {
    String what =
        param.kind() == Def.Kind.TYPE_PARAM
            ? "type parameter"
            : param.kind() == Def.Kind.CONST_PARAM ? "const parameter" : "lifetime parameter";
    Diagnostic.error("E0401", name.span(), "can't use generic parameters from outer item")
        .label("use of generic parameter from outer item")
        .label(param.span(), what + " from outer item")
        .label(item.span(), "generic parameter used in this inner " + Describe.of(item, false))
        .to(diagnostics);
  }

  void outerSelf(Ident name, Def item) {
    Diagnostic.error("E0401", name.span(), "can't use `Self` from outer item")
        .label("use of `Self` from outer item")
        .label(item.span(), "`Self` used in this inner " + Describe.of(item, false))
        .to(diagnostics);
  }

  void undeclaredLifetime(Lifetime l) {
    Diagnostic.Builder d =
        Diagnostic.error("E0261", l.span(), "use of undeclared lifetime name `'" + l.name() + "`")
            .label("undeclared lifetime");
    Def item = at.owner;
    if (item.node() instanceof Item i && i.span().expansion().callSite() == null) {
      var g = SignatureResolver.genericsOf(item);
      if (g != null && g.params().isEmpty() && !(i instanceof Item.Impl)) {
        d.suggestion(
            Suggest.replace(
                "consider introducing lifetime `'" + l.name() + "` here",
                item.span().shrinkToEnd(),
                "<'" + l.name() + ">"));
      } else if (g != null && !g.params().isEmpty()) {
        d.suggestion(
            Suggest.replace(
                "consider introducing lifetime `'" + l.name() + "` here",
                g.params().get(0).span().shrinkToStart(),
                "'" + l.name() + ", "));
      }
    }
    d.to(diagnostics);
  }

  void privateConstructor(Ident name, Binding b) {
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0423",
                name.span(),
                "cannot initialize a tuple struct which contains private fields")
            .label("constructor is not visible here due to private fields");
    d.to(diagnostics);
  }

  // Names that are not there.

  void notModule(List<Ident> names, Paths.NotModule n) {
    Ident name = names.get(n.index());
    String what = Describe.of(n.res(), false);
    if (n.index() == 0) {
      Diagnostic.error("E0433", name.span(), "cannot find type `" + name.name() + "` in this scope")
          .label("use of undeclared type `" + name.name() + "`")
          .to(diagnostics);
      return;
    }
    Diagnostic.error(
            "E0433",
            name.span(),
            "cannot find `" + name.name() + "` in `" + names.get(n.index() - 1).name() + "`")
        .label("`" + name.name() + "` is " + Describe.article(what) + ", not a module")
        .to(diagnostics);
  }

  void missing(Path path, List<Ident> names, PathSource source, Paths.Missing m) {
    if (resolver().hasSyntaxErrors()
        || m.in() == null && resolver().isBroken(Paths.module(at.scope))) {
      return;
    }
    Ident name = names.get(m.index());
    boolean last = m.index() == names.size() - 1;
    if (m.in() != null && resolver().absent(m.in(), name)) {
      return;
    }
    if (!last) {
      missingModule(names, name, m);
    } else if (m.in() == null) {
      missingName(path, name, source);
    } else {
      missingMember(path, name, source, m.in());
    }
  }

  private void missingModule(List<Ident> names, Ident name, Paths.Missing m) {
    Scope in = m.in();
    if (in != null) {
      Diagnostic.Builder d = noModule(names, m);
      String similar =
          SimilarNames.nearest(name.name(), Paths.names(in.all(Ns.TYPE), at.scope.def));
      if (similar != null) {
        d.suggestion(Suggest.replace("a similar name exists", name.span(), similar));
      }
      d.to(diagnostics);
      return;
    }
    if (name.is("Self")) {
      Diagnostic.error("E0433", name.span(), "cannot find `Self` in this scope")
          .label("`Self` is only available in impls, traits, and type definitions")
          .to(diagnostics);
      return;
    }
    boolean type = namesType(name);
    Diagnostic.Builder d = noModule(names, m);
    String similar = SimilarNames.nearest(name.name(), types(type));
    if (similar != null) {
      d.suggestion(
          Suggest.replace(
              type
                  ? "a type with a similar name exists"
                  : "there is a crate or module with a" + " similar name",
              name.span(),
              similar));
    } else if (!type) {
      d.help("you might be missing a crate named `" + name.name() + "`");
    }
    resolver()
        .suggest()
        .imports(
            d, name.name(), type ? Suggest.Kind.TYPE : Suggest.Kind.MODULE, at.scope, name.span());
    d.to(diagnostics);
  }

  /** Whether a name looks as if it were meant for a type, not for a module. */
  static boolean namesType(Ident name) {
    return Character.isUpperCase(name.name().charAt(0));
  }

  /** What is said where a path goes on behind a name that leads nowhere. */
  static Diagnostic.Builder noModule(List<Ident> names, Paths.Missing m) {
    Ident name = names.get(m.index());
    String quoted = "`" + name.name() + "`";
    if (m.in() != null) {
      String place = quoted + " in " + ImportResolver.inPath(names, m.index(), m.in());
      return Diagnostic.error("E0433", name.span(), "cannot find " + place)
          .label("could not find " + place);
    }
    boolean type = namesType(name);
    String what = type ? "type " : "module or crate ";
    return Diagnostic.error("E0433", name.span(), "cannot find " + what + quoted + " in this scope")
        .label(
            type
                ? "use of undeclared type " + quoted
                : "use of unresolved module or unlinked crate " + quoted);
  }

  private Set<String> types(boolean types) {
    Set<String> out = new LinkedHashSet<>();
    for (Rib r = at.ribs; r != null; r = r.outer()) {
      if (r instanceof Rib.Names n) {
        n.scope()
            .all(Ns.TYPE)
            .forEach((k, b) -> {
              boolean module =
                  b.def() != null
                      && (b.def().kind() == Def.Kind.MODULE || b.def().kind() == Def.Kind.CRATE);
              if (module != types && !(b.res() instanceof Res.Err)) {
                out.add(k);
              }
            });
      } else if (types && r instanceof Rib.Param p && p.def().kind() == Def.Kind.TYPE_PARAM) {
        out.add(p.def().name());
      }
    }
    if (types && resolver().prelude() != null) {
      out.addAll(resolver().prelude().all(Ns.TYPE).keySet());
    } else {
      out.addAll(List.of("std", "core", "asr"));
    }
    return out;
  }

  /** What a call of an upper-case name could be is more than a function. */
  static String word(PathSource s, Ident name) {
    return s == PathSource.CALL && Character.isUpperCase(name.name().codePointAt(0))
        ? "function, tuple struct or tuple variant"
        : s.expected;
  }

  /** A module as the path calls it. */
  private static String written(Path path, Scope in) {
    int n = path.segments().size() - 1;
    String text =
        String.join("::", path.segments().subList(0, n).stream().map(Path.Segment::name).toList());
    return n == 0 || text.equals("crate") || text.startsWith("$crate")
        ? Paths.shortPath(in.def)
        : text;
  }

  private void missingName(Path path, Ident name, PathSource source) {
    if (name.is("self") && source.ns == Ns.VALUE) {
      selfValue(path.span());
      return;
    }
    if (name.is("Self") && source.ns == Ns.TYPE) {
      selfType(name.span());
      return;
    }
    if (name.is("self")) {
      Diagnostic.Builder d =
          Diagnostic.error(
              source.unexpectedCode,
              name.span(),
              "expected " + word(source, name) + ", found module `self`");
      if (!similarOr(d, name, source)) {
        d.label("not a " + word(source, name));
      }
      d.to(diagnostics);
      return;
    }
    String attribute = AttributeCheck.kindOf(name.name());
    if (attribute != null) {
      Diagnostic.Builder d =
          Diagnostic.error(
              source.unexpectedCode,
              name.span(),
              "expected " + word(source, name) + ", found " + attribute + " `" + name + "`");
      if (!similarOr(d, name, source)) {
        d.label("not a " + word(source, name));
      }
      d.to(diagnostics);
      return;
    }
    if (name.is("Self") && source != PathSource.PAT) {
      Diagnostic.error(
              "E0411", name.span(), "cannot find " + word(source, name) + " `Self` in this scope")
          .label("`Self` is only available in impls, traits, and type definitions")
          .to(diagnostics);
      return;
    }
    Diagnostic.Builder d =
        Diagnostic.error(
            source.missingCode,
            name.span(),
            "cannot find " + word(source, name) + " `" + name.name() + "` in this scope");
    Def self = selfField(name.name(), source);
    if (self != null) {
      d.suggestion(
          Suggest.replace(
              self.kind() == Def.Kind.FIELD
                  ? "you might have meant to use the available field"
                  : "consider using the " + Describe.of(self, true) + " on `Self`",
              name.span(),
              (self.node() instanceof Item.Fn f && f.self() == null ? "Self::" : "self.")
                  + name.name()));
      d.to(diagnostics);
      return;
    }
    if (!similarOr(d, name, source)) {
      d.label("not found in this scope");
    }
    resolver().suggest().imports(d, name.name(), kind(source), at.scope, name.span());
    d.to(diagnostics);
  }

  private static Suggest.Kind kind(PathSource s) {
    return switch (s) {
      case TYPE -> Suggest.Kind.TYPE;
      case TRAIT -> Suggest.Kind.TRAIT;
      case STRUCT -> Suggest.Kind.STRUCT;
      case EXPR, CALL, PAT, TUPLE_STRUCT -> Suggest.Kind.VALUE;
    };
  }

  /** A field or method of {@code self} that has the name. */
  private Def selfField(String name, PathSource source) {
    if (source != PathSource.EXPR && source != PathSource.CALL
        || !(at.owner.parent() != null && at.owner.isAssoc())) {
      return null;
    }
    Def parent = at.owner.parent();
    boolean hasSelf = at.owner.node() instanceof Item.Fn f && f.self() != null;
    if (source == PathSource.EXPR
        && hasSelf
        && parent.node() instanceof Item.Impl i
        && i.self() instanceof org.asrlang.syntax.TypeExpr.PathType t) {
      Res.Partial p = resolver().signature(parent).path(t.path());
      if (p.base() instanceof Res.Item s && s.def().kind() == Def.Kind.STRUCT) {
        for (Def d : s.def().children(Def.Kind.FIELD)) {
          if (d.name().equals(name)) {
            return d;
          }
        }
      }
    }
    if (source == PathSource.CALL) {
      for (Def d : parent.children(Def.Kind.ASSOC_FN)) {
        if (d.name().equals(name)
            && (hasSelf || d.node() instanceof Item.Fn g && g.self() == null)) {
          return d;
        }
      }
    }
    return null;
  }

  void selfValue(Span span) {
    Diagnostic.Builder d =
        Diagnostic.error("E0424", span, "expected value, found module `self`")
            .label("`self` value is a keyword only available in methods with a `self` parameter");
    Def fn = at.owner;
    if (fn.node() instanceof Item.Fn f) {
      if (fn.kind() == Def.Kind.ASSOC_FN) {
        d.label(f.ident().span(), "this function doesn't have a `self` parameter");
        d.suggestion(
            Suggest.replace(
                "add a `self` receiver parameter to make the associated `fn` a method",
                afterParen(f),
                f.params().isEmpty() ? "&self" : "&self, "));
      } else {
        d.label(f.ident().span(), "this function can't have a `self` parameter");
      }
    }
    d.to(diagnostics);
  }

  private static Span afterParen(Item.Fn f) {
    if (!f.params().isEmpty()) {
      return f.params().get(0).span().shrinkToStart();
    }
    Span s = f.ident().span();
    int open = s.file().text().indexOf('(', s.hi());
    return new Span(s.file(), open + 1, open + 1, s.expansion());
  }

  private void selfType(Span span) {
    Diagnostic.Builder d =
        Diagnostic.error("E0411", span, "cannot find type `Self` in this scope")
            .label("`Self` is only available in impls, traits, and type definitions");
    if (at.owner.node() instanceof Item i
        && !i.ident().name().isEmpty()
        && at.owner.kind() != Def.Kind.IMPL) {
      d.label(
          i.ident().span(),
          "`Self` not allowed in " + Describe.article(Describe.of(at.owner, false)));
    }
    d.to(diagnostics);
  }

  private void missingMember(Path path, Ident name, PathSource source, Scope in) {
    if (in.def.kind() == Def.Kind.TRAIT) {
      // A trait does not have the name, so the path could only speak of a type.
      int n = path.segments().size();
      Span trait =
          path.segments().get(0).ident().span().to(path.segments().get(n - 2).ident().span());
      Diagnostic.error("E0782", trait, "expected a type, found a trait")
          .suggestion(
              new Diagnostic.Suggestion(
                  "you can add the `dyn` keyword if you want a trait object",
                  List.of(
                      new Diagnostic.Edit(trait.shrinkToStart(), "<dyn "),
                      new Diagnostic.Edit(trait.shrinkToEnd(), ">")),
                  false))
          .to(diagnostics);
      return;
    }
    boolean root =
        in.def.kind() == Def.Kind.CRATE
            && in.def.name().isEmpty()
            && !path.segments().get(0).ident().is("self");
    String module = root ? "the crate root" : "`" + written(path, in) + "`";
    String what = in.def.name().isEmpty() ? "module" : Describe.of(in.def, false);
    String kind = root ? "" : what + " ";
    Diagnostic.Builder d =
        Diagnostic.error(
            source.missingCode,
            name.span(),
            "cannot find " + word(source, name) + " `" + name.name() + "` in " + kind + module);
    List<String> names = new ArrayList<>();
    in.all(source.ns)
        .forEach((k, b) -> {
          if (b.isVisibleFrom(at.scope.def) && b.res() != null && fits(b.res(), source)) {
            names.add(k);
          }
        });
    String similar = SimilarNames.nearest(name.name(), names);
    if (similar != null) {
      similar(d, name, similar, in.get(source.ns, similar).res());
    } else {
      d.label("not found in " + module);
    }
    resolver().suggest().imports(d, name.name(), kind(source), at.scope, name.span());
    d.to(diagnostics);
  }

  private boolean fits(Res res, PathSource source) {
    if (source == PathSource.CALL) {
      return res instanceof Res.Item i
              && (i.def().isFnLike() || PathSource.isCtor(i.def(), Item.DataKind.TUPLE))
          || res instanceof Res.Var;
    }
    return source.accepts(res, at);
  }

  private void similar(Diagnostic.Builder d, Ident name, String similar, Res res) {
    String what =
        res instanceof Res.Prim
            ? "builtin type"
            : Describe.of(res, res instanceof Res.Item i && i.def().kind() != Def.Kind.STRUCT);
    if (res instanceof Res.Item i
        && i.def().kind() == Def.Kind.STRUCT
        && i.def().node() instanceof Item.Struct s
        && s.data().kind() != Item.DataKind.NAMED) {
      what = Describe.of(res, true);
    }
    d.suggestion(
        Suggest.replace(
            Describe.article(what) + " with a similar name exists", name.span(), similar));
    if (res instanceof Res.Item p && p.def().kind() == Def.Kind.TYPE_PARAM) {
      d.label(p.def().span(), "similarly named type parameter `" + similar + "` defined here");
    } else if (res instanceof Res.Item i
        && i.def().node() instanceof Item item
        && i.def().crate() == at.crate.def) {
      d.label(Collector.head(item), "similarly named " + what + " `" + similar + "` defined here");
    }
  }

  /** Adds a name that is nearly the same; false if there is none. */
  private boolean similarOr(Diagnostic.Builder d, Ident name, PathSource source) {
    List<String> names = new ArrayList<>();
    java.util.Map<String, Res> all = new java.util.HashMap<>();
    boolean locals = true;
    for (Rib r = at.ribs; r != null; r = r.outer()) {
      switch (r) {
        case Rib.Variable v -> {
          if (source.ns == Ns.VALUE
              && locals
              && v.context() == name.span().expansion()
              && (source == PathSource.EXPR || source == PathSource.CALL)) {
            all.putIfAbsent(v.name(), new Res.Var(v.local()));
          }
        }
        case Rib.Param p -> {
          boolean fits =
              p.def().kind() == Def.Kind.TYPE_PARAM && source == PathSource.TYPE
                  || p.def().kind() == Def.Kind.CONST_PARAM && source == PathSource.EXPR;
          if (fits && locals) {
            all.putIfAbsent(p.def().name(), new Res.Item(p.def()));
          }
        }
        case Rib.Names n ->
            n.scope()
                .all(source.ns)
                .forEach((k, b) -> {
                  if (b.res() != null && fits(b.res(), source)) {
                    all.putIfAbsent(k, b.res());
                  }
                });
        case Rib.ItemBarrier b -> locals = false;
        default -> {}
      }
    }
    Scope prelude = resolver().prelude();
    if (prelude != null) {
      prelude
          .all(source.ns)
          .forEach((k, b) -> {
            if (b.res() != null && fits(b.res(), source)) {
              all.putIfAbsent(k, b.res());
            }
          });
    }
    if (source == PathSource.TYPE) {
      PrimitiveTypes.ALL.forEach(p -> all.putIfAbsent(p, new Res.Prim(p)));
    }
    names.addAll(all.keySet());
    names.sort(null);
    String similar = SimilarNames.nearest(name.name(), names);
    if (similar != null) {
      similar(d, name, similar, all.get(similar));
    }
    return similar != null;
  }

  /** {@code <T as Trait>::name} is there, but a type where a value is wanted or the reverse. */
  void wrongMember(Span at, Ident name, Def trait, Ns ns, Def found) {
    String what =
        switch (found.kind()) {
          case ASSOC_FN -> "associated function";
          case ASSOC_CONST -> "associated constant";
          default -> "associated type";
        };
    Diagnostic.error(
            "E0575",
            at,
            "expected "
                + (ns == Ns.TYPE ? "associated type" : "method or associated constant")
                + ", found "
                + what
                + " `"
                + trait.name()
                + "::"
                + name.name()
                + "`")
        .label("not a" + (ns == Ns.TYPE ? "n associated type" : " method or associated constant"))
        .to(this.at.diagnostics);
  }

  void forwardDeclared(Ident name) {
    Diagnostic.error(
            "E0128",
            name.span(),
            "generic parameter defaults cannot reference parameters before they are declared")
        .label("cannot reference `" + name.name() + "` before it is declared")
        .to(this.at.diagnostics);
  }

  void selfInDefault(Ident name) {
    Diagnostic.error("E0735", name.span(), "generic parameters cannot use `Self` in their defaults")
        .to(this.at.diagnostics);
  }

  /** A parameter in a constant that is computed before anybody knows what it stands for. */
  void genericConstant(Ident name, Def param, String what) {
    boolean constant = param.kind() == Def.Kind.CONST_PARAM;
    boolean operation = what.equals("const operations");
    Diagnostic.Builder d =
        Diagnostic.error(null, name.span(), "generic parameters may not be used in " + what)
            .label("cannot perform const operation using `" + name.name() + "`");
    if (!constant) {
      d.note("type parameters may not be used in const expressions");
    } else if (operation) {
      d.help(
          "const parameters may only be used as standalone arguments here, i.e. `"
              + name.name()
              + "`");
    }
    d.to(this.at.diagnostics);
  }

  void inConstParamType(Ident name) {
    Diagnostic.error(
            "E0770",
            name.span(),
            "the type of const parameters must not depend on other generic parameters")
        .label("the type must not depend on the parameter `" + name.name() + "`")
        .to(this.at.diagnostics);
  }

  void noMember(Ident name, Def trait, Ns ns) {
    String what = ns == Ns.TYPE ? "associated type" : "method or associated constant";
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0576",
                name.span(),
                "cannot find "
                    + what
                    + " `"
                    + name.name()
                    + "` in trait `"
                    + Paths.shortPath(trait)
                    + "`")
            .label("not found in `" + Paths.shortPath(trait) + "`");
    Scope members = resolver().scope(trait);
    String similar =
        members == null
            ? null
            : SimilarNames.nearest(name.name(), List.copyOf(members.all(ns).keySet()));
    if (similar != null) {
      Def found = members.get(ns, similar).def();
      String kind = Describe.of(found, true);
      d.suggestion(
          Suggest.replace(
              Describe.article(kind) + " with a similar name exists", name.span(), similar));
    }
    d.to(diagnostics);
  }
}
