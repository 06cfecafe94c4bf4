package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Resolutions;
import org.asrlang.source.Span;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/** Where clauses and bounds of items, implied {@code Sized} bounds included. */
final class PredicateCollector {
  private final GlobalCtxt tcx;

  PredicateCollector(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /** Its own and its parents' predicates. */
  List<Predicate> predicates(Def def) {
    Set<Predicate> out = new LinkedHashSet<>();
    switch (def.kind()) {
      case ASSOC_FN, ASSOC_TYPE, ASSOC_CONST -> {
        out.addAll(tcx.predicates(def.parent()));
        own(def, out);
      }
      case STRUCT, ENUM, FN, TYPE_ALIAS, CONST, IMPL, TRAIT -> own(def, out);
      case VARIANT, FIELD, CLOSURE, ANON_CONST, OPAQUE, LIFETIME_PARAM, TYPE_PARAM, CONST_PARAM ->
          out.addAll(tcx.predicates(def.parent()));
      case CRATE, MODULE, STATIC, MACRO -> {}
    }
    return new ArrayList<>(out);
  }

  private void own(Def def, Set<Predicate> out) {
    Item item = Syntax.item(tcx.defs(), def);
    if (item == null) {
      return;
    }
    AstConv conv = conv(def);
    if (def.kind() == Def.Kind.TRAIT) {
      out.add(new Predicate.Trait(new TraitRef(def, tcx.identityArgs(def))));
      out.addAll(tcx.superPredicates(def));
    }
    params(def, item, conv, out);
    where(def, Syntax.generics(item), conv, out);
  }

  AstConv conv(Def def) {
    ItemCtx.Policy policy =
        def.kind() == Def.Kind.IMPL || def.isFnLike()
            ? ItemCtx.anonymous(tcx, def)
            : ItemCtx.named(tcx);
    return new AstConv(tcx, new ItemCtx(tcx, def, policy));
  }

  private void params(Def def, Item item, AstConv conv, Set<Predicate> out) {
    Resolutions res = conv.res();
    List<Def> defs = Syntax.paramDefs(def);
    List<Generics.Param> params = Syntax.generics(item).params();
    for (int i = 0; i < params.size() && i < defs.size(); i++) {
      Def p = defs.get(i);
      List<Predicate> found = new ArrayList<>();
      switch (params.get(i)) {
        case Generics.LifetimeParam l -> {
          if (!l.bounds().isEmpty()) {
            conv.boundLowering().outlives(regionOf(def, p), l.bounds(), found);
          }
        }
        case Generics.TypeParam t -> {
          Ty self = tcx.typeOf(p);
          sized(self, p, t.bounds(), Syntax.generics(item).where(), res, found);
          found.addAll(conv.bounds(self, t.bounds()));
        }
        case Generics.ConstParam c -> {}
      }
      out.addAll(found);
    }
    if (def.isFnLike()) {
      for (Def p : Syntax.synthetic(def)) {
        TypeExpr.ImplType node = (TypeExpr.ImplType) p.node();
        List<Predicate> found = new ArrayList<>();
        Ty self = tcx.typeOf(p);
        sized(self, p, node.bounds(), List.of(), res, found);
        ItemCtx cx = (ItemCtx) conv.cx;
        ItemCtx.Policy before = cx.policy;
        cx.policy = this::anonymousInImpl;
        implTraitArgs(tcx, conv, def);
        found.addAll(conv.bounds(self, node.bounds()));
        cx.policy = before;
        out.addAll(found);
      }
    }
  }

  private Region anonymousInImpl(Span span) {
    Diagnostic.error(
            "E0658", AstConv.ampersand(span), "anonymous lifetimes in `impl Trait` are unstable")
        .label("expected named lifetime parameter")
        .to(tcx.diagnostics());
    return Region.ERROR;
  }

  // Nested: impl Iterator<Item = impl Display>.
  static void implTraitArgs(GlobalCtxt tcx, AstConv conv, Def fn) {
    ItemCtx cx = (ItemCtx) conv.cx;
    ItemCtx.Policy before = cx.policy;
    cx.policy =
        new ItemCtx.Policy() {
          @Override
          public Region elided(Span span) {
            return before.elided(span);
          }

          @Override
          public Ty implTrait(TypeExpr.ImplType node) {
            return tcx.syntheticParam(fn, node, cx.resolutions());
          }
        };
  }

  private Region regionOf(Def def, Def lifetime) {
    GenericsOf generics = tcx.generics(def);
    for (int i = 0; i < generics.count(); i++) {
      if (generics.param(i).def() == lifetime) {
        return new Region.EarlyParam(lifetime, i);
      }
    }
    return Region.ERASED;
  }

  /** Adds {@code Sized} unless {@code ?Sized} stands in the bounds or the where clause. */
  private void sized(
      Ty self,
      Def param,
      List<Generics.Bound> bounds,
      List<Generics.WherePredicate> where,
      Resolutions res,
      List<Predicate> out) {
    Def sized = tcx.lang().get("sized");
    if (sized == null || maybe(bounds)) {
      return;
    }
    for (Generics.WherePredicate w : where) {
      if (w instanceof Generics.TypePredicate p
          && maybe(p.bounds())
          && Syntax.isParam(res, p.type(), param)) {
        return;
      }
    }
    out.add(new Predicate.Trait(new TraitRef(sized, List.of(self))));
  }

  static boolean maybe(List<Generics.Bound> bounds) {
    for (Generics.Bound b : bounds) {
      if (b instanceof Generics.TraitBound t && t.maybe()) {
        return true;
      }
    }
    return false;
  }

  private void where(Def def, Generics generics, AstConv conv, Set<Predicate> out) {
    for (Generics.WherePredicate w : generics.where()) {
      List<Predicate> found = new ArrayList<>();
      switch (w) {
        case Generics.TypePredicate p ->
            conv.boundLowering()
                .lower(
                    conv.forDefs(p.forLifetimes()), () -> conv.lower(p.type()), p.bounds(), found);
        case Generics.LifetimePredicate p ->
            conv.boundLowering().outlives(conv.region(p.lifetime()), p.bounds(), found);
      }
      out.addAll(found);
    }
  }

  /** The bounds on {@code Self} of a trait's header. */
  List<Predicate> superPredicates(Def trait) {
    if (!(trait.node() instanceof Item.Trait t)) {
      return List.of();
    }
    AstConv conv = conv(trait);
    Ty self = tcx.types().param(trait, 0, "Self");
    Set<Predicate> out = new LinkedHashSet<>(conv.bounds(self, t.supertraits()));
    for (Generics.WherePredicate w : t.generics().where()) {
      if (w instanceof Generics.TypePredicate p && Syntax.isParam(conv.res(), p.type(), trait)) {
        List<Predicate> found = new ArrayList<>();
        conv.boundLowering()
            .lower(conv.forDefs(p.forLifetimes()), () -> conv.lower(p.type()), p.bounds(), found);
        out.addAll(found);
      }
    }
    return new ArrayList<>(out);
  }

  /** The bounds of an associated type or opaque type, on itself with identity arguments. */
  List<Predicate> itemBounds(Def def) {
    if (def.kind() == Def.Kind.OPAQUE) {
      return opaqueBounds(def);
    }
    if (!(def.node() instanceof Item.TypeAlias t) || def.parent().kind() != Def.Kind.TRAIT) {
      return List.of();
    }
    Ty self = tcx.types().projection(def, tcx.identityArgs(def));
    AstConv conv = conv(def);
    List<Predicate> out = new ArrayList<>();
    Def sized = tcx.lang().get("sized");
    List<Generics.Bound> more = new ArrayList<>();
    AstConv ofTrait = conv(def.parent());
    Item.Trait trait = (Item.Trait) def.parent().node();
    for (Generics.WherePredicate w : trait.generics().where()) {
      if (w instanceof Generics.TypePredicate p
          && p.forLifetimes().isEmpty()
          && isOwnAssoc(ofTrait.res(), p.type(), def)) {
        more.addAll(p.bounds());
      }
    }
    if (sized != null && !maybe(t.bounds()) && !maybe(more)) {
      out.add(new Predicate.Trait(new TraitRef(sized, List.of(self))));
    }
    out.addAll(conv.bounds(self, t.bounds()));
    out.addAll(ofTrait.bounds(self, more));
    return out;
  }

  /** {@code Self::Name}, as a trait's where clause writes it. */
  private static boolean isOwnAssoc(Resolutions res, TypeExpr type, Def assoc) {
    if (!(Syntax.strip(type) instanceof TypeExpr.PathType p)) {
      return false;
    }
    var found = res.path(p.path());
    return found.base() instanceof org.asrlang.resolve.Res.SelfType s
        && s.owner() == assoc.parent()
        && found.unresolved() == 1
        && p.path().last().name().equals(assoc.name());
  }

  private List<Predicate> opaqueBounds(Def def) {
    TypeExpr.ImplType node = (TypeExpr.ImplType) def.node();
    Def fn = def.parent();
    Ty self = tcx.types().opaque(def, tcx.identityArgs(def));
    int base = tcx.generics(fn).count();
    List<GenericArg> identity = tcx.identityArgs(def);
    Region only = tcx.signatures().outputRegion(fn);
    ItemCtx.Policy policy =
        new ItemCtx.Policy() {
          @Override
          public Region elided(Span span) {
            return only instanceof Region.Bound b
                ? new Region.EarlyParam(b.def(), base + b.index())
                : only == null ? Region.ERROR : only;
          }

          @Override
          public Ty implTrait(TypeExpr.ImplType inner) {
            Def nested = tcx.opaqueOf(fn, inner);
            return nested == null
                ? null
                : tcx.types()
                    .opaque(nested, Captures.of(nested).within(tcx.generics(def), identity));
          }
        };
    AstConv conv = new AstConv(tcx, new ItemCtx(tcx, def, policy));
    List<Predicate> out = new ArrayList<>();
    Def sized = tcx.lang().get("sized");
    if (sized != null && !maybe(node.bounds())) {
      out.add(new Predicate.Trait(new TraitRef(sized, List.of(self))));
    }
    out.addAll(conv.bounds(self, node.bounds()));
    if (Captures.of(def).lacks(tcx, out)) {
      tcx.capturesTooLittle(def);
    }
    return out;
  }

  /**
   * The bounds in scope on a type parameter (or on a trait's {@code Self}) whose trait, or a
   * supertrait of it, declares an associated type of that name. Only these are lowered, so that
   * bounds may mention each other's associated types.
   */
  List<Predicate.Trait> paramBounds(Def item, Def param, String name) {
    List<Predicate.Trait> out = new ArrayList<>();
    for (Def at = item; at != null; at = at.parent()) {
      if (at.kind() == Def.Kind.CRATE || at.kind() == Def.Kind.MODULE) {
        break;
      }
      if (at == param && at.kind() == Def.Kind.TRAIT) {
        out.add(new Predicate.Trait(new TraitRef(at, tcx.identityArgs(at))));
        continue;
      }
      Item syntax = Syntax.item(tcx.defs(), at);
      if (syntax == null) {
        continue;
      }
      boundsIn(at, syntax, param, name, out);
    }
    return out;
  }

  private void boundsIn(Def at, Item syntax, Def param, String name, List<Predicate.Trait> out) {
    Generics generics = Syntax.generics(syntax);
    AstConv conv = null;
    List<Def> defs = Syntax.paramDefs(at);
    List<Generics.Bound> found = new ArrayList<>();
    List<List<Generics.LifetimeParam>> binders = new ArrayList<>();
    for (int i = 0; i < defs.size() && i < generics.params().size(); i++) {
      if (defs.get(i) == param && generics.params().get(i) instanceof Generics.TypeParam t) {
        for (Generics.Bound b : t.bounds()) {
          found.add(b);
          binders.add(List.of());
        }
      }
    }
    if (param.parent() == at && param.node() instanceof TypeExpr.ImplType node) {
      for (Generics.Bound b : node.bounds()) {
        found.add(b);
        binders.add(List.of());
      }
    }
    if (!generics.where().isEmpty()) {
      Resolutions res = tcx.defs().signature(at);
      for (Generics.WherePredicate w : generics.where()) {
        if (w instanceof Generics.TypePredicate p && Syntax.isParam(res, p.type(), param)) {
          for (Generics.Bound b : p.bounds()) {
            found.add(b);
            binders.add(p.forLifetimes());
          }
        }
      }
    }
    for (int i = 0; i < found.size(); i++) {
      if (!(found.get(i) instanceof Generics.TraitBound b) || b.maybe()) {
        continue;
      }
      Def trait = Syntax.traitOf(tcx.defs().signature(at), b);
      if (trait == null) {
        tcx.missingTrait();
      }
      if (trait == null || !declares(trait, name)) {
        continue;
      }
      if (conv == null) {
        conv = conv(at);
      }
      List<Def> regions = new ArrayList<>(conv.forDefs(binders.get(i)));
      regions.addAll(conv.forDefs(b.forLifetimes()));
      AstConv.Binder binder = conv.open(regions);
      TraitRef ref =
          conv.boundLowering()
              .traitRef(b.path(), b.path().segments().size(), tcx.typeOfParam(param));
      conv.close();
      if (ref != null) {
        out.add(new Predicate.Trait(ref, binder.regions));
      }
    }
  }

  private boolean declares(Def trait, String name) {
    for (Def t : tcx.supertraits(trait)) {
      if (tcx.assocItem(t, name, Def.Kind.ASSOC_TYPE) != null) {
        return true;
      }
    }
    return false;
  }
}
