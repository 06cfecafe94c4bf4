package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.SimilarNames;
import org.asrlang.expand.MacroDef;
import org.asrlang.source.Span;
import org.asrlang.syntax.Ident;

/**
 * Resolves imports by going over them until nothing changes: each may make names that others need,
 * round cycles of globs too. Then reports those that found nothing.
 */
final class ImportResolver {
  private final Resolver resolver;
  private final List<Import> open = new ArrayList<>();

  /** What the user's crate has imported. */
  private final List<Import> own = new ArrayList<>();

  /** Messages about imports that found nothing, to be joined where they are of one item. */
  private final List<Failure> failures = new ArrayList<>();

  private record Failure(Span use, String path, Diagnostic diagnostic) {}

  ImportResolver(Resolver resolver) {
    this.resolver = resolver;
  }

  void add(Import i) {
    open.add(i);
  }

  /** The imports of a user's crate that are not {@code pub} and whose names nothing asked for. */
  List<UnusedImport> unused() {
    List<UnusedImport> out = new ArrayList<>();
    for (Import i : own) {
      if (i.visibleIn == null || i.scope.isUsed(i.span) || resolver.isUsedUse(i.use)) {
        continue;
      }
      Span last = i.target == null ? i.span : i.target.span();
      boolean renamed = last.file() == i.span.file() && last.hi() > i.span.hi();
      Span whole = renamed ? i.span.to(last) : i.span;
      List<Def> traits = new ArrayList<>();
      if (i.isGlob() && i.resolvedModule != null) {
        traits.addAll(i.resolvedModule.traits());
      }
      for (Binding b : i.found.values()) {
        if (b.def() != null && b.def().kind() == Def.Kind.TRAIT) {
          traits.add(b.def());
        }
      }
      String name = i.target == null ? "*" : i.target.name();
      out.add(new UnusedImport(whole, i.use, name, i.scope.def.module(), traits));
    }
    return out;
  }

  private Paths.Lexical lexical(Scope scope) {
    return (name, ns, last) -> resolver.paths().lexical(scope, name, ns);
  }

  /** Goes on until nothing changes; true if anything did. */
  boolean run() {
    boolean any = false;
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Import i : List.copyOf(open)) {
        changed |= i.isGlob() ? glob(i) : single(i);
      }
      any |= changed;
    }
    return any;
  }

  private Scope module(Import i) {
    if (i.resolvedModule == null && i.module.size() == 1 && i.module.getFirst().is("self")) {
      // alone it would be a variable
      i.resolvedModule = Paths.module(i.scope);
    }
    if (i.resolvedModule == null && !i.module.isEmpty()) {
      Paths.Outcome o =
          resolver.paths().resolve(i.module, i.global, Ns.TYPE, lexical(i.scope), i.scope, true);
      if (o instanceof Paths.Found f && f.partial().unresolved() == 0) {
        i.resolvedModule = resolver.paths().scopeOf(f.partial().base());
      }
    }
    return i.resolvedModule;
  }

  private boolean single(Import i) {
    boolean changed = false;
    for (Ns ns : Ns.values()) {
      if (i.found.containsKey(ns) || i.self && ns != Ns.TYPE) {
        continue;
      }
      Binding b = find(i, ns);
      if (b == null || !b.isVisibleFrom(i.scope.def)) {
        continue;
      }
      changed = true;
      i.found.put(ns, b);
      define(i, ns, b);
    }
    return changed;
  }

  private Binding find(Import i, Ns ns) {
    if (i.module.isEmpty()) {
      if (i.global
          || i.source.is("crate")
          || i.source.is("$crate")
          || i.source.is("super")
          || i.source.is("self")) {
        if (ns != Ns.TYPE) {
          return null;
        }
        Paths.Outcome o =
            resolver
                .paths()
                .resolve(List.of(i.source), i.global, Ns.TYPE, lexical(i.scope), i.scope, true);
        return o instanceof Paths.Found f
            ? Binding.item(f.partial().base(), null, i.span)
            : i.source.is("self") ? Binding.item(new Res.Item(i.scope.def), null, i.span) : null;
      }
      if (ns == Ns.MACRO) {
        MacroDef m = i.macros == null ? null : i.macros.find(i.source.name());
        if (m != null) {
          return Binding.macro(m, m.exported() ? null : i.scope.def.crate());
        }
      }
      Paths.Found f = lexicalButSelf(i, ns);
      return f == null
          ? null
          : f.binding() != null ? f.binding() : Binding.item(f.partial().base(), null, i.span);
    }
    if (i.source.is("super")) {
      List<Ident> whole = new ArrayList<>(i.module);
      whole.add(i.source);
      boolean found = ns == Ns.TYPE;
      return found
              && resolver.paths().resolve(whole, i.global, ns, lexical(i.scope), i.scope, true)
                  instanceof Paths.Found f
          ? Binding.item(f.partial().base(), null, i.span)
          : null;
    }
    Scope m = module(i);
    if (m == null) {
      return null;
    }
    if (m.def.kind() == Def.Kind.TRAIT) {
      return null;
    }
    return m.get(ns, i.source.name());
  }

  /** The first name of {@code use name as other;}: not what the import itself defines. */
  private Paths.Found lexicalButSelf(Import i, Ns ns) {
    for (Scope s = i.scope; s != null; s = s.outer) {
      Binding b = s.get(ns, i.source.name());
      if (b != null && !(s == i.scope && b.imported() && b.span() == i.span)) {
        return new Paths.Found(new Res.Partial(b.res(), 0), b);
      }
      if (!s.isBlock() && b == null) {
        break;
      }
    }
    return resolver.paths().lexical(new Scope(i.scope.def, null, null), i.source, ns);
  }

  private void define(Import i, Ns ns, Binding b) {
    Def visible = Collector.narrower(i.visibleIn, b.visibleIn());
    Binding mine = b.through(visible, false, i.span);
    if (i.target.is("_")) {
      if (b.def() != null && b.def().kind() == Def.Kind.TRAIT) {
        i.scope.anonymous.add(mine);
        i.scope.forgetTraits();
      }
      return;
    }
    Binding old = i.scope.own(ns, i.target.name());
    if (old != null && !old.glob()) {
      duplicate(i, ns, old);
      return;
    }
    i.scope.put(ns, i.target.name(), mine);
  }

  private void duplicate(Import i, Ns ns, Binding old) {
    String name = i.target.name();
    String message = "the name `" + name + "` is defined multiple times";
    String previous = kind(ns, old) + " `" + name + "` here";
    boolean first = old.span().file() == i.span.file() && i.span.lo() < old.span().lo();
    Diagnostic.Builder error;
    if (old.imported()) {
      error =
          Diagnostic.error("E0252", i.span, message)
              .label("`" + name + "` reimported here")
              .label(old.span(), "previous import of the " + previous);
    } else {
      error =
          Diagnostic.error("E0255", first ? old.span() : i.span, message)
              .label("`" + name + "` " + (first ? "redefined" : "reimported") + " here")
              .label(
                  first ? i.span : old.span(),
                  "previous " + (first ? "import" : "definition") + " of the " + previous);
    }
    error
        .note(
            "`%s` must be defined only once in the %s namespace of this %s"
                .formatted(name, ns.word, i.scope.isBlock() ? "block" : "module"))
        .help("you can use `as` to change the binding name of the import")
        .to(resolver.diagnostics());
  }

  private static String kind(Ns ns, Binding b) {
    if (ns != Ns.TYPE || b.def() == null) {
      return ns.word;
    }
    return switch (b.def().kind()) {
      case MODULE -> "module";
      case TRAIT -> "trait";
      case CRATE -> "extern crate";
      default -> "type";
    };
  }

  private boolean glob(Import i) {
    if (i.module.isEmpty()) {
      return false;
    }
    Scope m = module(i);
    if (m == null || m == i.scope) {
      return false;
    }
    boolean changed = false;
    for (Ns ns : Ns.values()) {
      for (Map.Entry<String, Binding> e : List.copyOf(m.all(ns).entrySet())) {
        Binding b = e.getValue();
        if (!b.isVisibleFrom(i.scope.def) || b.res() instanceof Res.Err) {
          continue;
        }
        Binding old = i.scope.own(ns, e.getKey());
        if (old == null) {
          Def visible =
              b.visibleIn() == null ? i.visibleIn : Collector.narrower(i.visibleIn, b.visibleIn());
          i.scope.put(ns, e.getKey(), b.through(visible, true, i.span));
          changed = true;
        } else if (old.glob() && !old.means(b) && !old.ambiguous()) {
          i.scope.put(ns, e.getKey(), old.asAmbiguous());
          changed = true;
        } else if (old.glob()
            && old.means(b)
            && old.visibleIn() != null
            && i.visibleIn == null
            && b.visibleIn() == null) {
          i.scope.put(ns, e.getKey(), b.through(null, true, i.span));
          changed = true;
        }
      }
    }
    for (Binding b : List.copyOf(m.anonymous)) {
      if (b.isVisibleFrom(i.scope.def) && i.scope.anonymous.stream().noneMatch(x -> x.means(b))) {
        i.scope.anonymous.add(b.through(i.visibleIn, true, i.span));
        i.scope.forgetTraits();
        changed = true;
      }
    }
    return changed;
  }

  /** Reports what found nothing and gives it a meaning, so that its uses are not reported too. */
  void finish() {
    for (Import i : open) {
      if (i.isGlob()) {
        if (module(i) == null && !i.module.isEmpty()) {
          unresolvedModule(i);
        }
      } else if (i.found.isEmpty()) {
        unresolved(i);
        for (Ns ns : Ns.values()) {
          if (i.scope.own(ns, i.target.name()) == null && !i.target.is("_")) {
            i.scope.put(
                ns,
                i.target.name(),
                new Binding(new Res.Err(), null, null, false, true, false, i.span));
          }
        }
      } else {
        reexport(i);
      }
    }
    for (Import i : open) {
      if (i.scope.def.crate().name().isEmpty()) {
        own.add(i);
      }
    }
    open.clear();
    join();
  }

  /** One message for all unresolved imports of a {@code use} item. */
  private void join() {
    Map<Span, List<Failure>> byUse = new LinkedHashMap<>();
    failures.forEach(f -> byUse.computeIfAbsent(f.use(), u -> new ArrayList<>()).add(f));
    failures.clear();
    for (List<Failure> all : byUse.values()) {
      Diagnostic first = all.get(0).diagnostic();
      if (all.size() == 1) {
        resolver.diagnostics().add(first);
        continue;
      }
      String paths = String.join(", ", all.stream().map(f -> "`" + f.path() + "`").toList());
      Diagnostic.Builder b =
          Diagnostic.error("E0432", first.primary(), "unresolved imports " + paths)
              .label(first.label());
      for (Failure f : all) {
        Diagnostic d = f.diagnostic();
        if (d != first) {
          b.label(d.primary(), d.label());
        }
        d.helps().forEach(b::help);
        d.suggestions().forEach(b::suggestion);
      }
      b.to(resolver.diagnostics());
    }
  }

  private void fail(Import i, String path, Diagnostic.Builder d) {
    if (resolver.hasSyntaxErrors()) {
      return;
    }
    failures.add(new Failure(i.use, path, d.build()));
  }

  private void reexport(Import i) {
    Binding private_ = null;
    Ns at = null;
    for (Map.Entry<Ns, Binding> e : i.found.entrySet()) {
      Def target = e.getValue().visibleIn();
      boolean tooPrivate = target != null && (i.visibleIn == null || !i.visibleIn.isWithin(target));
      if (!tooPrivate) {
        return;
      }
      private_ = e.getValue();
      at = e.getKey();
    }
    if (private_ == null || i.visibleIn != null && i.visibleIn == i.scope.def) {
      return;
    }
    boolean crateOnly = private_.visibleIn().kind() == Def.Kind.CRATE;
    String name = i.source.name();
    if (at == Ns.TYPE) {
      Diagnostic.error(
              "E0365",
              i.span,
              "`"
                  + name
                  + "` is "
                  + (crateOnly ? "only public within the crate" : "private")
                  + ", and cannot be re-exported outside")
          .label("re-export of " + (crateOnly ? "crate public" : "private") + " `" + name + "`")
          .note("consider declaring type or module `" + name + "` with `pub`")
          .to(resolver.diagnostics());
    } else {
      Diagnostic.error(
              "E0364",
              i.span,
              "`"
                  + name
                  + "` is "
                  + (crateOnly ? "only public within the crate" : "private")
                  + ", and cannot be re-exported outside")
          .note(i.span, "consider marking `" + name + "` as `pub` in the imported module")
          .to(resolver.diagnostics());
    }
  }

  private void unresolvedModule(Import i) {
    Paths.Outcome o =
        resolver.paths().resolve(i.module, i.global, Ns.TYPE, lexical(i.scope), i.scope, true);
    report(i, i.module, o);
  }

  private void unresolved(Import i) {
    List<Ident> all = new ArrayList<>(i.module);
    all.add(i.source);
    if (!i.module.isEmpty()) {
      Scope m = module(i);
      if (m == null) {
        unresolvedModule(i);
        return;
      }
      if (resolver.absent(m, i.source)) {
        return;
      }
      for (Ns ns : Ns.values()) {
        Binding hidden = i.self && ns != Ns.TYPE ? null : m.get(ns, i.source.name());
        if (hidden != null) {
          if (!(hidden.res() instanceof Res.Err)) {
            resolver.privacy().report(i.source.span(), hidden, i.source.name(), ns);
          }
          return;
        }
      }
      if (resolver.isBroken(m)) {
        return;
      }
      Diagnostic.Builder d =
          Diagnostic.error("E0432", i.span, "unresolved import `" + i.path() + "`")
              .label("no `" + i.source.name() + "` in " + in(i, m));
      String similar =
          SimilarNames.nearest(
              i.source.name(),
              java.util.stream.Stream.of(Ns.values())
                  .flatMap(ns -> Paths.names(m.all(ns), i.scope.def).stream())
                  .toList());
      if (similar != null) {
        d.suggestion(
            Suggest.replace("a similar name exists in the module", i.source.span(), similar));
      }
      fail(i, i.path(), d);
      return;
    }
    report(i, all, new Paths.Missing(0, null));
  }

  private void modulePath(Import i, List<Ident> path, Paths.Missing m) {
    Ident name = path.get(m.index());
    if (m.in() != null && resolver.absent(m.in(), name)) {
      return;
    }
    Diagnostic.Builder d = PathErrors.noModule(path, m);
    if (m.in() == null && !PathErrors.namesType(name)) {
      d.help("you might be missing a crate named `" + name.name() + "`");
    }
    d.to(resolver.diagnostics());
  }

  private static String in(Import i, Scope m) {
    return m.def.kind() == Def.Kind.CRATE
        ? "the root"
        : "`" + i.module.get(i.module.size() - 1).name() + "`";
  }

  private void report(Import i, List<Ident> path, Paths.Outcome o) {
    switch (o) {
      case Paths.Missing m -> {
        Ident name = path.get(m.index());
        if (m.index() < i.module.size() - 1) {
          // the module's path itself leads nowhere: nothing is said of what it was to import
          if (!resolver.hasSyntaxErrors()) {
            modulePath(i, path, m);
          }
          return;
        }
        if (m.in() == null) {
          Diagnostic.Builder d =
              Diagnostic.error("E0432", name.span(), "unresolved import `" + name.name() + "`");
          if (PathErrors.namesType(name)) {
            d.label("use of undeclared type `" + name.name() + "`");
          } else {
            d.label("use of unresolved module or unlinked crate `" + name.name() + "`")
                .help("you might be missing a crate named `" + name.name() + "`");
          }
          fail(i, name.name(), d);
          return;
        }
        if (resolver.absent(m.in(), name)) {
          return;
        }
        Diagnostic.Builder d =
            Diagnostic.error(
                    "E0432",
                    name.span(),
                    "unresolved import `" + shown(path.subList(0, m.index() + 1)) + "`")
                .label(
                    "could not find `" + name.name() + "` in " + inPath(path, m.index(), m.in()));
        String similar =
            SimilarNames.nearest(name.name(), Paths.names(m.in().all(Ns.TYPE), i.scope.def));
        if (similar != null) {
          d.suggestion(
              Suggest.replace("a similar name exists in the module", name.span(), similar));
        }
        fail(i, shown(path.subList(0, m.index() + 1)), d);
      }
      case Paths.NotModule n -> notModule(path, n.index(), n.res());
      case Paths.Found f -> {
        Res base = f.partial().base();
        if (!(base instanceof Res.Err)) {
          notModule(path, Math.max(0, path.size() - f.partial().unresolved() - 1), base);
        }
      }
      case Paths.Failed f ->
          resolver.paths().resolve(path, i.global, Ns.TYPE, lexical(i.scope), i.scope, false);
    }
  }

  /** What cannot be imported from is E0432, what leads to nothing that could be E0433. */
  private void notModule(List<Ident> path, int at, Res res) {
    Ident name = path.get(at);
    String in = at == 0 ? "this scope" : "`" + path.get(at - 1).name() + "`";
    boolean last = at == path.size() - 1;
    Diagnostic.error(
            last ? "E0432" : "E0433",
            name.span(),
            last
                ? "unresolved import `" + shown(path.subList(0, at + 1)) + "`"
                : "cannot find module `" + name.name() + "` in " + in)
        .label(
            "`"
                + name.name()
                + "` is "
                + Describe.article(Describe.of(res, false))
                + ", not a module")
        .to(resolver.diagnostics());
  }

  /** How a message calls the module in which a segment was looked for: as the path does. */
  static String inPath(List<Ident> path, int index, Scope m) {
    String before = path.get(index - 1).name();
    return before.equals("crate") || before.equals("$crate")
        ? m.def.name().isEmpty() ? "the crate root" : "`" + m.def.name() + "`"
        : "`" + before + "`";
  }

  private static String shown(List<Ident> path) {
    return String.join("::", path.stream().map(Ident::name).toList());
  }
}
