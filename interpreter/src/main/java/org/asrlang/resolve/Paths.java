package org.asrlang.resolve;

import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.expand.MacroDef;
import org.asrlang.source.Expansion;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.PrimitiveTypes;

/** Follows paths through modules, crates, enums and traits. */
final class Paths {
  /** How following a path ended. */
  sealed interface Outcome {}

  /**
   * @param binding the last name's, or null for locals, parameters and the like
   */
  record Found(Res.Partial partial, Binding binding) implements Outcome {}

  /**
   * A name is not there.
   *
   * @param index which segment
   * @param in the module in which it was looked for; null for the first name of a path
   */
  record Missing(int index, Scope in) implements Outcome {}

  /**
   * A segment before the last is something that has no names in it.
   *
   * @param index which segment
   */
  record NotModule(int index, Res res) implements Outcome {}

  /** Wrong in a way that was reported. */
  record Failed() implements Outcome {}

  /** Finds the first name of a path where it stands. */
  interface Lexical {
    /** Null if there is none. */
    Found find(Ident name, Ns ns, boolean last);
  }

  private final Resolver resolver;

  Paths(Resolver resolver) {
    this.resolver = resolver;
  }

  static Scope module(Scope s) {
    while (s.isBlock()) {
      s = s.outer;
    }
    return s;
  }

  /** The scope of what has names in it: modules, crates, enums, traits; else null. */
  Scope scopeOf(Res res) {
    return res instanceof Res.Item i ? resolver.scope(i.def()) : null;
  }

  /** A name in blocks, the module and the preludes around a place. */
  Found lexical(Scope from, Ident name, Ns ns) {
    for (Scope s = from; s != null; s = s.outer) {
      Binding b = s.get(ns, name.name());
      if (b != null) {
        return new Found(new Res.Partial(b.res(), 0), b);
      }
    }
    return prelude(from, name.name(), ns);
  }

  private Found prelude(Scope from, String name, Ns ns) {
    if (ns == Ns.TYPE) {
      Def crate = resolver.extern(name);
      if (crate != null) {
        return new Found(new Res.Partial(new Res.Item(crate), 0), null);
      }
    }
    Scope prelude = resolver.prelude();
    Binding b = prelude == null ? null : prelude.get(ns, name);
    if (b != null) {
      return new Found(new Res.Partial(b.res(), 0), b);
    }
    if (ns == Ns.MACRO) {
      b = resolver.stdMacro(name);
      return b == null ? null : new Found(new Res.Partial(null, 0), b);
    }
    return ns == Ns.TYPE && PrimitiveTypes.ALL.contains(name)
        ? new Found(new Res.Partial(new Res.Prim(name), 0), null)
        : null;
  }

  /**
   * Follows a path.
   *
   * @param ns of the last name; the others are types
   * @param here the scope that the path stands in, for visibility
   * @param quiet report nothing, and treat what is not visible as if it were
   */
  Outcome resolve(
      List<Ident> segments, boolean global, Ns ns, Lexical lexical, Scope here, boolean quiet) {
    int n = segments.size();
    int i = 0;
    Res res = null;
    Binding binding = null;
    if (global) {
      Def crate = resolver.extern(segments.get(0).name());
      if (crate == null) {
        return new Missing(0, null);
      }
      res = new Res.Item(crate);
      i = 1;
    } else {
      Def keyword = keyword(segments, here);
      if (keyword != null) {
        i = keywords(segments);
        for (int up = supers(segments, i); up > 0; up--) {
          if (keyword.parent() == null) {
            if (!quiet) {
              Diagnostic.error(
                      "E0433", segments.get(i - up).span(), "too many leading `super` keywords")
                  .label("there are too many leading `super` keywords")
                  .to(resolver.diagnostics());
            }
            return new Failed();
          }
          keyword = keyword.parent().module();
        }
        res = new Res.Item(keyword);
      } else {
        Found first = lexical.find(segments.get(0), n == 1 ? ns : Ns.TYPE, n == 1);
        if (first == null) {
          return new Missing(0, null);
        }
        if (first.partial().unresolved() > 0) {
          return first;
        }
        res = first.partial().base();
        binding = first.binding();
        if (binding != null && binding.ambiguous() && !quiet) {
          ambiguous(segments.get(0), binding, null);
        }
        i = 1;
      }
    }
    while (i < n) {
      if (res instanceof Res.Err) {
        return new Found(new Res.Partial(res, 0), binding);
      }
      Scope scope = scopeOf(res);
      Ident name = segments.get(i);
      if (scope == null) {
        return typeRelative(res, segments, i, ns, binding);
      }
      Binding b = scope.get(i == n - 1 ? ns : Ns.TYPE, name.name());
      if (b == null) {
        Def d = ((Res.Item) res).def();
        boolean enumLike = d.kind() == Def.Kind.ENUM;
        if (enumLike || d.kind() == Def.Kind.TRAIT && i < n - 1) {
          return new Found(new Res.Partial(res, n - i), binding);
        }
        return resolver.isBroken(scope)
            ? new Found(new Res.Partial(new Res.Err(), 0), null)
            : new Missing(i, scope);
      }
      if (!quiet) {
        if (!b.isVisibleFrom(here.def) && !resolver.absent(scope, name)) {
          resolver.privacy().report(name.span(), b, name.name(), i == n - 1 ? ns : Ns.TYPE);
        }
        if (b.ambiguous()) {
          ambiguous(name, b, scope);
        }
      }
      res = b.res();
      binding = b;
      i++;
    }
    return new Found(new Res.Partial(res, 0), binding);
  }

  private static Outcome typeRelative(
      Res res, List<Ident> segments, int i, Ns ns, Binding binding) {
    boolean type =
        switch (res) {
          case Res.Item d ->
              switch (d.def().kind()) {
                case STRUCT, ENUM, TYPE_ALIAS, ASSOC_TYPE, TYPE_PARAM -> true;
                default -> false;
              };
          case Res.Prim p -> true;
          case Res.SelfType s -> true;
          case Res.Var v -> false;
          case Res.SelfCtor s -> false;
          case Res.Err e -> false;
          case null -> false;
        };
    return type
        ? new Found(new Res.Partial(res, segments.size() - i), binding)
        : new NotModule(i - 1, res);
  }

  /** How many of the first segments are {@code crate}, {@code self} and {@code super}. */
  private static int keywords(List<Ident> segments) {
    int i = 0;
    String first = segments.get(0).name();
    if (first.equals("crate") || first.equals("$crate")) {
      return 1;
    }
    if (first.equals("self")) {
      i = 1;
    }
    while (i < segments.size() && segments.get(i).is("super")) {
      i++;
    }
    return i;
  }

  private static int supers(List<Ident> segments, int keywords) {
    int n = 0;
    for (Ident s : segments.subList(0, keywords)) {
      n += s.is("super") ? 1 : 0;
    }
    return n;
  }

  /** The crate or module that the first keyword names; null if it is an ordinary name. */
  private Def keyword(List<Ident> segments, Scope here) {
    Ident first = segments.get(0);
    return switch (first.name()) {
      case "crate" -> root(here);
      case "$crate" -> dollarCrate(first.span().expansion(), here);
      case "self" -> segments.size() == 1 ? null : module(here).def;
      case "super" -> module(here).def;
      default -> null;
    };
  }

  /** The crate; within a session the entry, which sees the ones before it. */
  private Def root(Scope here) {
    for (Def d = module(here).def; d.parent() != null; d = d.parent()) {
      Scope s = resolver.scope(d);
      if (s != null && s.previous != null) {
        return d;
      }
    }
    return here.def.crate();
  }

  static Def dollarCrate(Expansion e, Scope here) {
    for (; e != null; e = e.parent()) {
      if (e.definition() instanceof MacroDef m && m.home() instanceof Def d) {
        return d;
      }
    }
    return here.def.crate();
  }

  void ambiguous(Ident name, Binding b, Scope in) {
    Diagnostic.error("E0659", name.span(), "`" + name.name() + "` is ambiguous")
        .label("ambiguous name")
        .note("ambiguous because of multiple glob imports of a name in the same module")
        .label(
            b.span(),
            "`" + name.name() + "` could refer to the " + Describe.of(b) + " imported here")
        .help("consider adding an explicit import of `" + name.name() + "` to disambiguate")
        .to(resolver.diagnostics());
  }

  /**
   * How a message calls a scope: {@code module `m`}, {@code crate `std`}, {@code the crate root}.
   */
  static String in(Scope s) {
    return switch (s.def.kind()) {
      case CRATE -> s.def.name().isEmpty() ? "the crate root" : "crate `" + s.def.name() + "`";
      case MODULE -> "module `" + shortPath(s.def) + "`";
      case ENUM -> "enum `" + shortPath(s.def) + "`";
      case TRAIT -> "trait `" + shortPath(s.def) + "`";
      default -> "`" + s.def.name() + "`";
    };
  }

  /** The path within the crate; std's with the crate's name. */
  static String shortPath(Def d) {
    if (d.kind() == Def.Kind.CRATE) {
      return d.name().isEmpty() ? "crate" : d.name();
    }
    return d.path();
  }

  static List<String> names(Map<String, Binding> all, Def place) {
    return all.entrySet().stream()
        .filter(e -> e.getValue().isVisibleFrom(place) && !(e.getValue().res() instanceof Res.Err))
        .map(Map.Entry::getKey)
        .toList();
  }
}
