package org.asrlang.resolve;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Pat;

/** Patterns: what each bare name is, and the locals that they bind. */
final class Patterns {
  /** A name with its hygiene. */
  private record Key(String name, Expansion context) {}

  private record Bound(Local local, Pat.IdentPat pat) {}

  /** What has been bound so far in one pattern, or in one list of parameters. */
  static final class Set {
    private final Map<Key, Bound> bound = new LinkedHashMap<>();
    private java.util.Set<Key> earlierParams = java.util.Set.of();
  }

  private final BodyResolver body;
  private String what = "let bindings";

  Patterns(BodyResolver body) {
    this.body = body;
  }

  /** A whole pattern; its bindings are in scope from now on. */
  void bind(Pat pat, String what) {
    this.what = what;
    bind(pat, new Set());
  }

  /** The binding {@code x @ ..} of a slice pattern that is looked at. */
  private Pat.IdentPat inSlice;

  /** A parameter: names must differ over the whole list. */
  void parameter(Pat pat, Set params) {
    what = "function parameters";
    params.earlierParams = new java.util.HashSet<>(params.bound.keySet());
    bind(pat, params);
  }

  private void bind(Pat pat, Set set) {
    java.util.Set<Key> before = new java.util.HashSet<>(set.bound.keySet());
    pat(pat, set, Map.of());
    for (Map.Entry<Key, Bound> e : set.bound.entrySet()) {
      if (!before.contains(e.getKey())) {
        body.ribs =
            new Rib.Variable(
                body.ribs, e.getKey().name(), e.getKey().context(), e.getValue().local());
      }
    }
  }

  /**
   * @param shared the bindings of earlier alternatives: a name of theirs is the same local
   */
  private void pat(Pat pat, Set set, Map<Key, Bound> shared) {
    switch (pat) {
      case Pat.WildPat p -> {}
      case Pat.RestPat p ->
          Diagnostic.error(null, p.span(), "`..` patterns are not allowed here")
              .note("only allowed in tuple, tuple struct, and slice patterns")
              .to(body.diagnostics);
      case Pat.IdentPat p -> ident(p, set, shared);
      case Pat.LiteralPat p -> body.expr(p.value());
      case Pat.RangePat p -> {
        bound(p.lo());
        bound(p.hi());
      }
      case Pat.RefPat p -> pat(p.inner(), set, shared);
      case Pat.TuplePat p -> elements(p.elements(), "tuple", set, shared);
      case Pat.SlicePat p -> elements(p.elements(), "slice", set, shared);
      case Pat.PathPat p -> body.path(p.path(), PathSource.PAT);
      case Pat.TupleStructPat p -> {
        body.path(p.path(), PathSource.TUPLE_STRUCT);
        elements(p.elements(), "tuple struct", set, shared);
      }
      case Pat.StructPat p -> {
        body.path(p.path(), PathSource.STRUCT);
        p.fields().forEach(f -> pat(f.pat(), set, shared));
      }
      case Pat.OrPat p -> or(p, set, shared);
      case Pat.ParenPat p -> pat(p.inner(), set, shared);
      case Pat.MacroPat p -> {}
      case Pat.ErrorPat p -> {}
    }
  }

  /** The elements of a pattern that may have one {@code ..} among them. */
  private void elements(List<Pat> elements, String kind, Set set, Map<Key, Bound> shared) {
    Pat rest = null;
    for (Pat e : elements) {
      boolean named =
          kind.equals("slice") && e instanceof Pat.IdentPat i && i.sub() instanceof Pat.RestPat;
      if (named) {
        inSlice = (Pat.IdentPat) e;
        ident((Pat.IdentPat) e, set, shared);
      } else if (!(e instanceof Pat.RestPat)) {
        pat(e, set, shared);
        continue;
      }
      if (rest != null) {
        Diagnostic.error(null, e.span(), "`..` can only be used once per " + kind + " pattern")
            .label("can only be used once per " + kind + " pattern")
            .label(rest.span(), "previously used here")
            .to(body.diagnostics);
      } else {
        rest = e;
      }
    }
  }

  private void bound(Expr e) {
    if (e != null) {
      body.expr(e);
    }
  }

  private void ident(Pat.IdentPat p, Set set, Map<Key, Bound> shared) {
    Res res = nonBinding(p);
    if (res != null) {
      body.out.identPats.put(p, res);
      return;
    }
    Key key = new Key(p.ident().name(), p.ident().span().expansion());
    Bound known = set.bound.get(key);
    Local local;
    if (known != null) {
      duplicate(p, set, key);
      local = known.local();
    } else if (shared.containsKey(key)) {
      local = shared.get(key).local();
      set.bound.put(key, new Bound(local, p));
    } else {
      local = new Local(p.ident().name(), p.mutable() && !p.byRef(), p.ident().span());
      set.bound.put(key, new Bound(local, p));
    }
    body.out.identPats.put(p, new Res.Var(local));
    if (p.sub() != null && !(p.sub() instanceof Pat.RestPat && inSlice == p)) {
      pat(p.sub(), set, shared);
    }
  }

  private void duplicate(Pat.IdentPat p, Set set, Key key) {
    String name = p.ident().name();
    if (set.earlierParams.contains(key)) {
      Diagnostic.error(
              "E0415",
              p.ident().span(),
              "identifier `" + name + "` is bound more than once in this parameter list")
          .label("used as parameter more than once")
          .to(body.diagnostics);
    } else {
      Diagnostic.error(
              "E0416",
              p.ident().span(),
              "identifier `" + name + "` is bound more than once in the same pattern")
          .label("used in a pattern more than once")
          .to(body.diagnostics);
    }
  }

  /** The constant or unit constructor that the name refers to; null if it binds. */
  private Res nonBinding(Pat.IdentPat p) {
    if (p.ident().is("self")) {
      Diagnostic.error(
              "E0424",
              p.ident().span(),
              "expected unit struct, unit variant or constant, found module `self`")
          .label("`self` value is a keyword and may not be bound to variables or shadowed")
          .to(body.diagnostics);
      return new Res.Err();
    }
    Res res = body.item(p.ident());
    if (res == null || res instanceof Res.Err) {
      return null;
    }
    boolean plain = p.sub() == null && !p.byRef() && !p.mutable();
    if (res instanceof Res.SelfCtor) {
      return plain ? res : null;
    }
    if (!(res instanceof Res.Item i)) {
      return null;
    }
    Def d = i.def();
    switch (d.kind()) {
      case CONST, ASSOC_CONST -> {
        return plain ? res : shadows(p, d, "constants");
      }
      case CONST_PARAM -> {
        if (plain) {
          Diagnostic.error(
                  "E0158", p.ident().span(), "constant parameters cannot be referenced in patterns")
              .label("can't be used in patterns")
              .label(d.span(), "constant defined here")
              .to(body.diagnostics);
          return new Res.Err();
        }
        return null;
      }
      case STATIC -> {
        return shadows(p, d, "statics");
      }
      case STRUCT -> {
        if (PathSource.isCtor(d, Item.DataKind.UNIT)) {
          return plain ? res : shadows(p, d, "unit structs");
        }
        return PathSource.isCtor(d, Item.DataKind.TUPLE) ? shadows(p, d, "tuple structs") : null;
      }
      case VARIANT -> {
        if (PathSource.isCtor(d, Item.DataKind.UNIT)) {
          return plain ? res : shadows(p, d, "unit variants");
        }
        return PathSource.isCtor(d, Item.DataKind.TUPLE) ? shadows(p, d, "tuple variants") : null;
      }
      default -> {
        return null;
      }
    }
  }

  private Res shadows(Pat.IdentPat p, Def d, String plural) {
    String name = p.ident().name();
    String one = plural.substring(0, plural.length() - 1);
    Diagnostic.Builder b =
        Diagnostic.error("E0530", p.ident().span(), what + " cannot shadow " + plural)
            .label("cannot be named the same as " + Describe.article(one));
    if (d.crate() == body.crate.def) {
      Span at = d.node() instanceof Item i ? Collector.head(i) : d.node().span();
      b.label(at, "the " + one + " `" + name + "` is defined here");
    }
    if (plural.startsWith("tuple")) {
      b.suggestion(Suggest.replace("try specify the pattern arguments", p.span(), name + "(..)"));
    }
    b.to(body.diagnostics);
    return null;
  }

  private void or(Pat.OrPat p, Set set, Map<Key, Bound> shared) {
    Map<Key, Bound> union = new LinkedHashMap<>(shared);
    List<Pat> alternatives = p.alternatives();
    List<Map<Key, Bound>> each = new java.util.ArrayList<>();
    for (Pat a : alternatives) {
      Set one = new Set();
      one.bound.putAll(set.bound);
      one.earlierParams = set.earlierParams;
      pat(a, one, union);
      one.bound.keySet().removeAll(set.bound.keySet());
      each.add(one.bound);
      one.bound.forEach(union::putIfAbsent);
    }
    java.util.Set<Key> all = new LinkedHashSet<>();
    for (Map<Key, Bound> outer : each) {
      for (Map<Key, Bound> inner : each) {
        inner.keySet().stream().filter(k -> !outer.containsKey(k)).forEach(all::add);
      }
    }
    each.forEach(m -> all.addAll(m.keySet()));
    for (Key k : all) {
      consistent(k, alternatives, each);
    }
    for (Map<Key, Bound> m : each) {
      m.forEach(set.bound::putIfAbsent);
    }
  }

  private void consistent(Key k, List<Pat> alternatives, List<Map<Key, Bound>> each) {
    Bound first = null;
    Diagnostic.Builder missing = null;
    for (int i = 0; i < each.size(); i++) {
      Bound b = each.get(i).get(k);
      if (b == null) {
        Span at = alternatives.get(i).span();
        if (missing == null) {
          missing =
              Diagnostic.error(
                      "E0408", at, "variable `" + k.name() + "` is not bound in all patterns")
                  .label("pattern doesn't bind `" + k.name() + "`");
        } else {
          missing.label(at, "pattern doesn't bind `" + k.name() + "`");
        }
      } else if (first == null) {
        first = b;
      } else if (first.pat().byRef() != b.pat().byRef()) {
        Diagnostic.error(
                "E0409",
                b.pat().ident().span(),
                "variable `"
                    + k.name()
                    + "` is bound inconsistently across alternatives separated by `|`")
            .label("bound in different ways")
            .label(first.pat().ident().span(), "first binding")
            .to(body.diagnostics);
      }
    }
    if (missing != null) {
      for (Map<Key, Bound> m : each) {
        if (m.get(k) != null) {
          missing.label(m.get(k).pat().ident().span(), "variable not in all patterns");
        }
      }
      missing.to(body.diagnostics);
    }
  }
}
