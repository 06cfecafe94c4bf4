package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.DefMap;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.GenericsOf.Kind;
import org.asrlang.types.GenericsOf.Param;

/**
 * Generic parameters. A function's lifetimes are late-bound unless a bound mentions them or only
 * the result does. Lifetimes that are left out in an impl's header, or in the bounds of an {@code
 * impl Trait} argument, are early-bound parameters without a definition.
 */
final class GenericsCollector {
  private final GlobalCtxt tcx;
  private final DefMap defs;

  GenericsCollector(GlobalCtxt tcx) {
    this.tcx = tcx;
    this.defs = tcx.defs();
  }

  GenericsOf generics(Def def) {
    return switch (def.kind()) {
      case STRUCT, ENUM, TYPE_ALIAS, FN, CONST, IMPL -> own(def, null);
      case TRAIT -> own(def, null);
      case ASSOC_FN, ASSOC_TYPE, ASSOC_CONST -> own(def, tcx.generics(def.parent()));
      case VARIANT, FIELD, CLOSURE, ANON_CONST ->
          new GenericsOf(def, tcx.generics(def.parent()), List.of());
      case OPAQUE -> opaque(def);
      case LIFETIME_PARAM, TYPE_PARAM, CONST_PARAM -> tcx.generics(def.parent());
      case CRATE, MODULE, STATIC, MACRO -> new GenericsOf(def, null, List.of());
    };
  }

  private GenericsOf own(Def def, GenericsOf parent) {
    int index = parent == null ? 0 : parent.count();
    List<Param> own = new ArrayList<>();
    if (def.kind() == Def.Kind.TRAIT) {
      own.add(new Param(def, "Self", Kind.TYPE, index++, false, false));
    }
    List<Def> params = Syntax.paramDefs(def);
    List<Def> late = def.isFnLike() ? lateBound(def) : List.of();
    for (Def p : params) {
      if (p.kind() == Def.Kind.LIFETIME_PARAM && !late.contains(p)) {
        own.add(new Param(p, p.name(), Kind.LIFETIME, index++, false, false));
      }
    }
    for (int i = anonymous(def).size(); i > 0; i--) {
      own.add(new Param(null, "_", Kind.LIFETIME, index++, false, true));
    }
    for (Def p : params) {
      switch (p.node()) {
        case Generics.TypeParam t ->
            own.add(new Param(p, p.name(), Kind.TYPE, index++, t.defaultType() != null, false));
        case Generics.ConstParam c ->
            own.add(new Param(p, p.name(), Kind.CONST, index++, c.defaultValue() != null, false));
        default -> {}
      }
    }
    if (def.isFnLike()) {
      for (Def p : Syntax.synthetic(def)) {
        own.add(new Param(p, p.name(), Kind.TYPE, index++, false, true));
      }
    }
    return new GenericsOf(def, parent, List.copyOf(own));
  }

  /** An opaque type's own parameters are the late-bound lifetimes of its function. */
  private GenericsOf opaque(Def def) {
    Def fn = def.parent();
    GenericsOf parent = tcx.generics(fn);
    List<Param> own = new ArrayList<>();
    if (fn.isFnLike()) {
      int index = parent.count();
      for (Def bound : tcx.fnSig(fn).boundRegions()) {
        own.add(
            new Param(
                bound, bound == null ? "_" : bound.name(), Kind.LIFETIME, index++, false, true));
      }
    }
    return new GenericsOf(def, parent, List.copyOf(own));
  }

  /** The named lifetime parameters that a function binds late, in order. */
  List<Def> lateBound(Def fn) {
    Item item = Syntax.item(defs, fn);
    if (!(item instanceof Item.Fn f)) {
      return List.of();
    }
    List<Def> lifetimes = new ArrayList<>();
    for (Def p : Syntax.paramDefs(fn)) {
      if (p.kind() == Def.Kind.LIFETIME_PARAM) {
        lifetimes.add(p);
      }
    }
    if (lifetimes.isEmpty()) {
      return lifetimes;
    }
    Resolutions res = defs.signature(fn);
    Set<Def> early = new HashSet<>();
    Collect inBounds = new Collect(res, early);
    for (Generics.Param p : f.generics().params()) {
      switch (p) {
        case Generics.LifetimeParam l -> {
          if (!l.bounds().isEmpty()) {
            inBounds.named(l.lifetime());
            addByName(lifetimes, l.name(), early);
          }
          l.bounds().forEach(inBounds::named);
        }
        case Generics.TypeParam t -> Syntax.bounds(t.bounds(), true, inBounds);
        case Generics.ConstParam c -> {}
      }
    }
    for (Generics.WherePredicate w : f.generics().where()) {
      switch (w) {
        case Generics.TypePredicate p -> {
          Syntax.lifetimes(p.type(), true, inBounds);
          Syntax.bounds(p.bounds(), true, inBounds);
        }
        case Generics.LifetimePredicate p -> {
          inBounds.named(p.lifetime());
          p.bounds().forEach(inBounds::named);
        }
      }
    }
    for (Def p : Syntax.synthetic(fn)) {
      Syntax.bounds(((TypeExpr.ImplType) p.node()).bounds(), true, inBounds);
    }
    Set<Def> inInputs = new HashSet<>();
    Set<Def> inOutput = new HashSet<>();
    Collect inputs = new Collect(res, inInputs);
    f.params().forEach(p -> Syntax.lifetimes(p.type(), true, inputs));
    if (f.self() != null) {
      if (f.self().lifetime() != null) {
        inputs.named(f.self().lifetime());
      }
      if (f.self().type() != null) {
        Syntax.lifetimes(f.self().type(), true, inputs);
      }
    }
    if (f.output() != null) {
      Syntax.lifetimes(f.output(), true, new Collect(res, inOutput));
    }
    lifetimes.removeIf(l -> early.contains(l) || inOutput.contains(l) && !inInputs.contains(l));
    return lifetimes;
  }

  private static void addByName(List<Def> lifetimes, String name, Set<Def> to) {
    for (Def l : lifetimes) {
      if (l.name().equals(name)) {
        to.add(l);
      }
    }
  }

  private record Collect(Resolutions res, Set<Def> to) implements Syntax.LifetimeVisitor {
    @Override
    public void named(Lifetime lifetime) {
      Def def = res.lifetime(lifetime);
      if (def != null) {
        to.add(def);
      }
    }

    @Override
    public void elided(Span at) {}
  }

  /** The places of the lifetimes without a name that are parameters of the item, in order. */
  List<Span> anonymous(Def def) {
    List<Span> places = new ArrayList<>();
    Syntax.LifetimeVisitor collect =
        new Syntax.LifetimeVisitor() {
          @Override
          public void named(Lifetime lifetime) {}

          @Override
          public void elided(Span at) {
            if (!places.contains(at)) {
              places.add(at);
            }
          }
        };
    if (def.node() instanceof Item.Impl i) {
      if (i.trait() != null) {
        Syntax.lifetimes(i.trait(), false, collect);
      }
      Syntax.lifetimes(i.self(), false, collect);
    } else if (def.isFnLike()) {
      for (Def p : Syntax.synthetic(def)) {
        Syntax.bounds(((TypeExpr.ImplType) p.node()).bounds(), false, collect);
      }
    }
    return places;
  }
}
