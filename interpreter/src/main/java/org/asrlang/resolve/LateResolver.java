package org.asrlang.resolve;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.expand.Expander;
import org.asrlang.expand.MacroDef;
import org.asrlang.source.Expansion;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Ident;
import org.asrlang.syntax.Node;
import org.asrlang.syntax.Path;
import org.asrlang.syntax.PrimitiveTypes;
import org.asrlang.syntax.TypeExpr;

/** Names within items: the ribs around a place, and paths that must be of a certain kind. */
abstract class LateResolver {
  final Resolver resolver;
  final CrateData crate;
  final Diagnostics diagnostics;

  /** The item or body that is being resolved. */
  final Def owner;

  final Resolutions out;
  final PathErrors errors;
  final Expander.Context context;

  Rib ribs;

  /** The innermost block with items, or the module. */
  Scope scope;

  /** Generic parameters that the default being resolved may not name: it, and those behind it. */
  List<Generics.Param> notYet = List.of();

  /** The type of a const parameter is being resolved. */
  boolean ofConstParam;

  /** The trait being defined or implemented: its methods are in scope. */
  Def currentTrait;

  LateResolver(Resolver resolver, Owner place, Def owner, Resolutions out) {
    this.resolver = resolver;
    this.crate = place.crate();
    this.diagnostics = resolver.diagnostics();
    this.owner = owner;
    this.out = out;
    this.scope = place.scope();
    this.context = place.context();
    this.errors = new PathErrors(this);
    this.ribs =
        place.outer() == null
            ? new Rib.Names(null, place.scope())
            : new Rib.ItemBarrier(place.outer(), owner);
  }

  // Lookup.

  /** A name where it stands; reports what is there but cannot be used from here. */
  Paths.Found find(Ident name, Ns ns, boolean last) {
    return find(name, ns, true, false);
  }

  private Paths.Found find(Ident name, Ns ns, boolean report, boolean itemsOnly) {
    Expansion context = name.span().expansion();
    Rib.ItemBarrier item = null;
    Rib.ConstBarrier constant = null;
    String withoutGenerics = null;
    for (Rib r = ribs; r != null; r = r.outer()) {
      switch (r) {
        case Rib.Variable v -> {
          if (ns == Ns.VALUE
              && !itemsOnly
              && v.context() == context
              && v.name().equals(name.name())) {
            if (report && (item != null || constant != null)) {
              // The innermost of the two decides.
              Def d = constant == null ? item.item() : null;
              if (d != null && d.kind() != Def.Kind.CONST && d.kind() != Def.Kind.STATIC) {
                errors.capture(name);
              } else {
                errors.nonConstant(name, v.local(), d);
              }
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            return new Paths.Found(new Res.Partial(new Res.Var(v.local()), 0), null);
          }
        }
        case Rib.Param p -> {
          boolean fits =
              switch (p.def().kind()) {
                case TYPE_PARAM -> ns == Ns.TYPE && !(p.def().node() instanceof TypeExpr);
                case CONST_PARAM -> ns == Ns.VALUE;
                default -> false;
              };
          if (fits && p.def().name().equals(name.name())) {
            if (report && notYet.contains(p.def().node())) {
              errors.forwardDeclared(name);
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            if (report && ofConstParam) {
              errors.inConstParamType(name);
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            if (report && item != null) {
              errors.outerGeneric(name, p.def(), item.item());
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            if (report && withoutGenerics != null) {
              errors.genericConstant(name, p.def(), withoutGenerics);
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            return new Paths.Found(new Res.Partial(new Res.Item(p.def()), 0), null);
          }
        }
        case Rib.SelfType s -> {
          if (name.is("Self")) {
            if (report
                && item == null
                && !notYet.isEmpty()
                && s.res().owner().kind() != Def.Kind.TRAIT) {
              errors.selfInDefault(name);
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            if (report && item != null) {
              errors.outerSelf(name, item.item());
              return new Paths.Found(new Res.Partial(new Res.Err(), 0), null);
            }
            if (ns == Ns.TYPE) {
              return new Paths.Found(new Res.Partial(s.res(), 0), null);
            }
            if (s.res().owner().kind() == Def.Kind.IMPL) {
              return new Paths.Found(new Res.Partial(new Res.SelfCtor(s.res().owner()), 0), null);
            }
          }
        }
        case Rib.ItemBarrier b -> item = item == null ? b : item;
        case Rib.ConstBarrier b -> {
          constant = constant == null && item == null ? b : constant;
          withoutGenerics =
              item == null && b.withoutGenerics() != null ? b.withoutGenerics() : withoutGenerics;
        }
        case Rib.Macro m -> {
          if (context.callSite() != null && context.definition() == m.def()) {
            context = context.parent();
          }
        }
        case Rib.Names n -> {
          Binding b = n.scope().get(ns, name.name());
          if (b != null) {
            return new Paths.Found(new Res.Partial(b.res(), 0), b);
          }
          if (r.outer() == null) {
            return resolver.paths().lexical(n.scope(), name, ns);
          }
        }
        case Rib.Loop l -> {}
        case Rib.Closure c -> {}
        case Rib.While w -> {}
      }
    }
    return null;
  }

  /** An item, constant or constructor by its bare name, for patterns: locals are passed over. */
  Res item(Ident name) {
    Paths.Found f = find(name, Ns.VALUE, false, true);
    return f == null || f.partial().unresolved() > 0 ? null : f.partial().base();
  }

  boolean exists(Ident name, Ns ns) {
    return find(name, ns, false, false) != null;
  }

  /**
   * What keeps generic parameters out of an anonymous constant: they may be the whole of it only.
   *
   * @return null where they may be used
   */
  String withoutGenerics(Expr e) {
    if (!owner.crate().name().isEmpty() || isBare(e)) {
      return null;
    }
    return "const operations";
  }

  private static boolean isBare(Expr e) {
    return switch (e) {
      case Expr.PathExpr p -> p.path().asIdent() != null;
      case Expr.Block b -> b.stmts().isEmpty() && b.tail() instanceof Expr.PathExpr p && isBare(p);
      case Expr.ConstBlock b -> true;
      default -> false;
    };
  }

  /** The traits whose methods can be named here. */
  List<Def> traits() {
    return resolver.traits().of(scope, currentTrait, resolver.prelude());
  }

  void recordTraits(Node at) {
    out.traits.put(at, traits());
  }

  // Paths.

  /** Resolves a path that must be of a kind, and the arguments of its segments. */
  Res path(Path path, PathSource source) {
    Res.Partial partial =
        path.last().name().isEmpty()
            ? ERR // a syntax error that was reported
            : path.qself() != null ? qualified(path, source) : plain(path, source);
    out.paths.put(path, partial);
    if (partial.unresolved() > 0 || source == PathSource.EXPR || source == PathSource.CALL) {
      recordTraits(path);
    }
    for (Path.Segment s : path.segments()) {
      if (s.args() != null) {
        genericArgs(s.args());
      }
    }
    return partial.base();
  }

  abstract void genericArgs(GenericArgs args);

  abstract void type(TypeExpr type);

  static List<Ident> idents(Path path) {
    List<Ident> out = new ArrayList<>(path.segments().size());
    for (Path.Segment s : path.segments()) {
      out.add(s.ident());
    }
    return out;
  }

  private static final Res.Partial ERR = new Res.Partial(new Res.Err(), 0);

  private Res.Partial plain(Path path, PathSource source) {
    List<Ident> names = idents(path);
    int before = diagnostics.errorCount();
    Paths.Outcome o =
        resolver.paths().resolve(names, path.global(), source.ns, this::find, scope, false);
    if (isPrimitive(o, names, path.global(), source)) {
      return new Res.Partial(new Res.Prim(names.get(0).name()), names.size() - 1);
    }
    return switch (o) {
      case Paths.Found f -> {
        Res res = f.partial().base();
        if (res instanceof Res.Err) {
          yield ERR;
        }
        if (f.partial().unresolved() > 0 ? source != PathSource.TRAIT : source.accepts(res, this)) {
          if (source == PathSource.CALL
              || source == PathSource.EXPR
              || source == PathSource.TUPLE_STRUCT) {
            yield privateConstructor(f, names) ? ERR : f.partial();
          }
          yield f.partial();
        }
        if (diagnostics.errorCount() == before) {
          new UnexpectedPaths(this).report(path, names, source, f);
        }
        yield ERR;
      }
      case Paths.Missing m -> {
        Paths.Found other = m.index() == names.size() - 1 ? elsewhere(path, names, source) : null;
        if (other != null) {
          new UnexpectedPaths(this).report(path, names, source, other);
        } else {
          errors.missing(path, names, source, m);
        }
        yield ERR;
      }
      case Paths.NotModule n -> {
        errors.notModule(names, n);
        yield ERR;
      }
      case Paths.Failed f -> ERR;
    };
  }

  /** A module such as {@code std::str} hides the type only for the names that it has. */
  private static boolean isPrimitive(
      Paths.Outcome o, List<Ident> names, boolean global, PathSource source) {
    if (global
        || !PrimitiveTypes.ALL.contains(names.get(0).name())
        || source.ns != Ns.TYPE && names.size() == 1) {
      return false;
    }
    return switch (o) {
      case Paths.Missing m -> true;
      case Paths.Found f ->
          f.partial().unresolved() == 0
              && f.partial().base() instanceof Res.Item i
              && i.def().kind() == Def.Kind.MODULE;
      case Paths.NotModule n -> false;
      case Paths.Failed f -> false;
    };
  }

  /** What the path is in another namespace; null if nothing. */
  private Paths.Found elsewhere(Path path, List<Ident> names, PathSource source) {
    if (names.get(names.size() - 1).is("self")) {
      return null;
    }
    for (Ns ns : Ns.values()) {
      if (ns == source.ns) {
        continue;
      }
      Paths.Outcome o =
          resolver
              .paths()
              .resolve(
                  names, path.global(), ns, (n, x, l) -> find(n, x, false, false), scope, true);
      if (o instanceof Paths.Found f
          && f.partial().unresolved() == 0
          && !(f.partial().base() instanceof Res.Err)) {
        return f;
      }
    }
    MacroDef macro =
        names.size() > 1 ? null : resolver.macroNamed(names.get(0).name(), context.scope());
    return macro == null
        ? null
        : new Paths.Found(new Res.Partial(null, 0), Binding.macro(macro, null));
  }

  /** A tuple struct whose fields are private, named by its bare name. */
  private boolean privateConstructor(Paths.Found f, List<Ident> names) {
    if (names.size() != 1
        || f.binding() == null
        || f.binding().isVisibleFrom(scope.def)
        || f.binding().def() == null
        || f.binding().def().kind() != Def.Kind.STRUCT) {
      return false;
    }
    errors.privateConstructor(names.get(0), f.binding());
    return true;
  }

  private Res.Partial qualified(Path path, PathSource source) {
    type(path.qself());
    List<Ident> names = idents(path);
    int n = names.size();
    int at = path.qselfPosition();
    if (at == 0) {
      return new Res.Partial(new Res.Item(crate.def), n);
    }
    Path trait =
        new Path(
            path.global(),
            null,
            0,
            path.segments().subList(0, at),
            names.get(0).span().to(names.get(at - 1).span()));
    Res.Partial found = plain(trait, PathSource.TRAIT);
    if (!(found.base() instanceof Res.Item i)) {
      return ERR;
    }
    Ns ns = at == n - 1 ? source.ns : Ns.TYPE;
    Scope members = resolver.scope(i.def());
    Binding b = members == null ? null : members.get(ns, names.get(at).name());
    if (b == null) {
      Binding other = members == null || at < n - 1 ? null : otherwise(members, ns, names.get(at));
      if (other != null && other.def() != null) {
        errors.wrongMember(path.span(), names.get(at), i.def(), ns, other.def());
      } else {
        errors.noMember(names.get(at), i.def(), ns);
      }
      return ERR;
    }
    return new Res.Partial(b.res(), n - at - 1);
  }

  /** A member of that name in another namespace. */
  private static Binding otherwise(Scope members, Ns ns, Ident name) {
    return members.get(ns == Ns.TYPE ? Ns.VALUE : Ns.TYPE, name.name());
  }

  // Definitions made on the way.

  /** Whether a constant is written {@code _}: for inference to find. */
  static boolean isInferred(Expr e) {
    return e instanceof Expr.Paren p ? isInferred(p.inner()) : e instanceof Expr.Underscore;
  }

  Def anonConst(Expr e, Node key) {
    Def d = resolver.newDef(Def.Kind.ANON_CONST, "{constant}", owner, e.span(), e);
    resolver.owners().setBody(d, out, e);
    (key instanceof Expr.Closure ? out.constants : out.defs).put(key, d);
    return d;
  }
}
