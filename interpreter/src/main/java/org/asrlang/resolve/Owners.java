package org.asrlang.resolve;

import java.util.IdentityHashMap;
import java.util.Map;
import org.asrlang.expand.BodyExpander;
import org.asrlang.expand.LazyBodies;
import org.asrlang.source.Timings;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.Item;

/**
 * The definitions of the resolver's own crates that have a signature or a body, and what their
 * names refer to: resolved when it is first asked for.
 */
final class Owners {
  private final Resolver resolver;
  private final Map<Def, Owner> owners = new IdentityHashMap<>();
  private final Map<Def, Resolutions> signatures = new IdentityHashMap<>();
  private final Map<Def, Resolutions> bodies = new IdentityHashMap<>();
  private final Map<Def, Expr> expanded = new IdentityHashMap<>();

  Owners(Resolver resolver) {
    this.resolver = resolver;
  }

  /** Where its names are looked up; null for what has neither signature nor body of its own. */
  Owner get(Def d) {
    return owners.get(d);
  }

  void put(Def d, Owner o) {
    owners.put(d, o);
  }

  void setBody(Def d, Resolutions r, Expr e) {
    bodies.put(d, r);
    expanded.put(d, e);
  }

  Resolutions signature(Def item) {
    Def d = item;
    while (!owners.containsKey(d) && d.parent() != null && bodies.get(d) == null) {
      d = d.parent();
    }
    if (!owners.containsKey(d)) {
      return bodies.getOrDefault(d, new Resolutions());
    }
    Resolutions known = signatures.get(d);
    if (known == null) {
      known = new Resolutions();
      signatures.put(d, known);
      new SignatureResolver(resolver, owners.get(d), d, known).signature();
    }
    return known;
  }

  Resolutions body(Def owner) {
    Resolutions known = bodies.get(owner);
    if (known != null) {
      return known;
    }
    if (owner.kind() == Def.Kind.ANON_CONST
        || owner.kind() == Def.Kind.CLOSURE
        || !owners.containsKey(owner)) {
      return new Resolutions();
    }
    known = new Resolutions();
    bodies.put(owner, known);
    Owner place = owners.get(owner);
    Timings.Part part =
        Timings.enter(place.crate().source.isLibrary() ? Timings.Part.STD : Timings.Part.PARSE);
    Expr written = written(owner);
    Expr free = null;
    if (written != null) {
      written = LazyBodies.open(written, resolver.diagnostics());
      free = new BodyExpander(place.crate().expander, place.context(), place.scope()).body(written);
      expanded.put(owner, free);
    }
    if (written != null || owner.node() instanceof Item.Fn) {
      new BodyResolver(resolver, place, owner, known).body(free);
    }
    Timings.back(part);
    return known;
  }

  Expr expandedBody(Def owner) {
    if (!expanded.containsKey(owner)) {
      body(owner);
    }
    return expanded.get(owner);
  }

  private static Expr written(Def owner) {
    return switch (owner.node()) {
      case Item.Fn f -> f.body();
      case Item.Const c -> c.value();
      case Item.Static s -> s.value();
      case null, default -> null;
    };
  }

  /** The body of a session's entry; answers with the locals that it leaves to later ones. */
  Map<String, Local> entryBody(
      Def function, Expr.Block written, Map<String, Local> outer, SessionCrate.Frame frame) {
    Owner place = owners.get(function);
    Resolutions out = new Resolutions();
    bodies.put(function, out);
    Expr.Block free =
        (Expr.Block)
            new BodyExpander(place.crate().expander, place.context(), place.scope()).body(written);
    BodyResolver body = new BodyResolver(resolver, place, function, out);
    body.outerLocals(outer);
    BodyResolver.Left left = body.entry(free, frame);
    expanded.put(function, left.body());
    return left.locals();
  }

  /** An item of a block, and what is in it, sees from now on what is around its place. */
  void standsIn(Def item, Scope block, Rib outer) {
    Owner known = owners.get(item);
    if (known != null && known.outer() instanceof Rib.Names n && n.scope() == block) {
      owners.put(item, new Owner(known.scope(), outer, known.context(), known.crate()));
    }
    for (Def inner : item.children()) {
      standsIn(inner, block, outer);
    }
  }
}
