package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Generics;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.Lifetime;
import org.asrlang.syntax.Path;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TyWalk;
import org.asrlang.types.traits.Elaborator;

/** Bounds to predicates, and {@code dyn} types. */
final class BoundLowering {
  private final AstConv conv;
  private final GlobalCtxt tcx;
  private final TyInterner types;

  BoundLowering(AstConv conv) {
    this.conv = conv;
    this.tcx = conv.tcx;
    this.types = conv.types;
  }

  /**
   * @param outer the lifetimes of a {@code for<'a>} around the whole clause
   * @param self lowers the type inside the binder
   */
  void lower(List<Def> outer, Supplier<Ty> self, List<Generics.Bound> bounds, List<Predicate> out) {
    for (Generics.Bound b : bounds) {
      switch (b) {
        case Generics.TraitBound t -> {
          if (!t.maybe()) {
            trait(outer, self, t, out);
          }
        }
        case Generics.OutlivesBound o -> {
          AstConv.Binder binder = conv.open(outer);
          Ty ty = self.get();
          Region region = conv.region(o.lifetime());
          conv.close();
          out.add(new Predicate.TypeOutlives(ty, region, binder.regions));
        }
        case Generics.UseBound u -> {}
      }
    }
  }

  void outlives(Region longer, List<Lifetime> bounds, List<Predicate> out) {
    for (Lifetime l : bounds) {
      out.add(new Predicate.RegionOutlives(longer, conv.region(l), List.of()));
    }
  }

  private void trait(
      List<Def> outer, Supplier<Ty> self, Generics.TraitBound t, List<Predicate> out) {
    List<Def> regions = new ArrayList<>(outer);
    regions.addAll(conv.forDefs(t.forLifetimes()));
    AstConv.Binder binder = conv.open(regions);
    Ty selfTy = self.get();
    TraitRef ref = traitRef(t.path(), t.path().segments().size(), selfTy);
    if (ref == null) {
      conv.close();
      conv.cx.missingTrait();
      return;
    }
    List<Predicate> more = new ArrayList<>();
    constraints(t.path(), ref, binder, more);
    conv.close();
    out.add(new Predicate.Trait(ref, binder.regions));
    for (Predicate p : more) {
      out.add(
          p instanceof Predicate.Projection j && j.bound() == UNBOUND
              ? new Predicate.Projection(j.alias(), j.ty(), binder.regions)
              : p);
    }
  }

  // Marks predicates whose binder is still open.
  private static final List<Def> UNBOUND = new ArrayList<>();

  /** Null where the path names no trait; a diagnostic was given. */
  TraitRef traitRef(Path path, int segments, Ty self) {
    Res.Partial partial = conv.res().path(path);
    if (!(partial.base() instanceof Res.Item item)) {
      return null;
    }
    Def trait = item.def().kind() == Def.Kind.TRAIT ? item.def() : item.def().parent();
    if (trait == null || trait.kind() != Def.Kind.TRAIT) {
      return null;
    }
    Path.Segment segment = path.segments().get(segments - 1);
    if (segment.args() instanceof GenericArgs.Parenthesized p) {
      AstConv.Binder binder = conv.innermost();
      AstConv.Binder.Elided before = binder == null ? null : binder.elided;
      if (binder != null) {
        binder.elided = AstConv.Binder.Elided.FRESH;
      }
      List<Ty> inputs = conv.inputs(p.inputs());
      if (binder != null) {
        binder.elided = before;
      }
      return new TraitRef(trait, List.of(self, types.tuple(inputs)));
    }
    boolean infer = conv.cx.inBody() && path.qself() != null;
    return new TraitRef(
        trait, List.copyOf(conv.args().lower(trait, List.of(self), segment, path.span(), infer)));
  }

  /** {@code Item = T}, {@code Item: Bound} and {@code -> R}. */
  private void constraints(Path path, TraitRef ref, AstConv.Binder binder, List<Predicate> out) {
    switch (path.last().args()) {
      case GenericArgs.Parenthesized p -> {
        Def output = fnOutput();
        if (output == null) {
          return;
        }
        Ty.Tuple inputs = (Ty.Tuple) ref.args().get(1);
        Ty ty = conv.output(binder, inputs.elements, p.output());
        conv.mentions().leave(binder.mark);
        if (p.output() != null) {
          conv.mustAppear(
              "E0582",
              "binding for associated type `Output`",
              binder,
              inputs.elements,
              ty,
              p.output().span());
        }
        out.add(
            new Predicate.Projection(
                (Ty.Projection) types.projection(output, ref.args()), ty, UNBOUND));
      }
      case GenericArgs.AngleBracketed a -> {
        Map<String, Span> seen = new LinkedHashMap<>();
        for (GenericArgs.AssocConstraint c : a.constraints()) {
          Span first = c.type() == null ? null : seen.putIfAbsent(c.name().name(), c.span());
          if (first != null) {
            Diagnostic.error(
                    "E0719",
                    c.span(),
                    "the value of the associated type `"
                        + c.name().name()
                        + "` in trait `"
                        + ref.trait().name()
                        + "` is already specified")
                .label("re-bound here")
                .label(first, "`" + c.name().name() + "` bound here first")
                .to(tcx.diagnostics());
            continue;
          }
          constraint(c, ref, binder, out);
        }
      }
      case null -> {}
    }
  }

  private Def fnOutput() {
    Def output = tcx.lang().get("fn_once_output");
    Def fnOnce = tcx.lang().get("fn_once");
    return output != null || fnOnce == null
        ? output
        : tcx.assocItem(fnOnce, "Output", Def.Kind.ASSOC_TYPE);
  }

  private void constraint(
      GenericArgs.AssocConstraint c, TraitRef ref, AstConv.Binder binder, List<Predicate> out) {
    String name = c.name().name();
    TraitRef declaring = conv.paths().defining(new Predicate.Trait(ref), name);
    if (declaring == null) {
      Diagnostic.error(
              "E0220",
              c.name().span(),
              "associated type `" + name + "` not found for `" + ref.trait().name() + "`")
          .label("associated type `" + name + "` not found")
          .to(tcx.diagnostics());
      return;
    }
    if (tcx.assocItem(ref.trait(), name, Def.Kind.ASSOC_TYPE) == null
        && conv.paths().declaring(ref.trait(), name).size() > 1) {
      Diagnostic.error(
              "E0222",
              c.span(),
              "ambiguous associated type `" + name + "` in bounds of `" + ref.trait().name() + "`")
          .label("ambiguous associated type `" + name + "`")
          .to(tcx.diagnostics());
      return;
    }
    Def assoc = tcx.assocItem(declaring.trait(), name, Def.Kind.ASSOC_TYPE);
    List<GenericArg> args =
        conv.args()
            .lower(assoc, declaring.args(), new Path.Segment(c.name(), c.args()), c.span(), false);
    Ty.Projection alias = (Ty.Projection) types.projection(assoc, args);
    if (c.type() != null) {
      Ty value = conv.lower(c.type());
      conv.mustAppear(
          "E0582", "binding for associated type `" + name + "`", binder, args, value, c.span());
      out.add(new Predicate.Projection(alias, value, UNBOUND));
    }
    if (c.bounds() != null) {
      lower(new ArrayList<>(binder.regions), () -> alias, c.bounds(), out);
    }
  }

  // ---- dyn

  Ty dyn(List<Generics.Bound> bounds, Span span, Region objectDefault) {
    List<Def> autoTraits = new ArrayList<>();
    Generics.TraitBound principal = null;
    Lifetime lifetime = null;
    for (Generics.Bound b : bounds) {
      switch (b) {
        case Generics.OutlivesBound o -> lifetime = o.lifetime();
        case Generics.UseBound u -> {}
        case Generics.TraitBound t when t.maybe() -> {}
        case Generics.TraitBound t -> {
          Def trait = Syntax.traitOf(conv.res(), t);
          if (trait == null) {
            conv.cx.missingTrait();
            return types.error;
          }
          if (tcx.isAutoTrait(trait)) {
            if (!autoTraits.contains(trait)) {
              autoTraits.add(trait);
            }
          } else if (principal != null) {
            Diagnostic.error(
                    "E0225",
                    t.span(),
                    "only auto traits can be used as additional traits in a trait object")
                .label("additional non-auto trait")
                .label(principal.span(), "first non-auto trait")
                .help(
                    "consider creating a new trait with all of these as supertraits and using that "
                        + "trait here instead")
                .to(tcx.diagnostics());
            return types.error;
          } else {
            principal = t;
          }
        }
      }
    }
    autoTraits.sort(Comparator.comparingInt(Def::id));
    Ty.ExistentialTraitRef existential = null;
    List<Ty.ExistentialProjection> projections = new ArrayList<>();
    Def trait = null;
    if (principal != null) {
      AstConv.Binder binder = conv.open(conv.forDefs(principal.forLifetimes()));
      Ty self = types.infer(Ty.InferKind.GENERAL, Integer.MAX_VALUE);
      TraitRef ref = traitRef(principal.path(), principal.path().segments().size(), self);
      if (ref == null) {
        conv.close();
        return types.error;
      }
      trait = ref.trait();
      List<Predicate> constraints = new ArrayList<>();
      int before = tcx.diagnostics().errorCount();
      constraints(principal.path(), ref, binder, constraints);
      conv.close();
      List<GenericArg> args = ref.args().subList(1, ref.args().size());
      if (mentions(args, self)) {
        Diagnostic.error(
                "E0393",
                principal.span(),
                "the type parameter of `" + trait.name() + "` must be explicitly specified")
            .label("missing reference to a type parameter")
            .note(
                "because the parameter's default references `Self`, the parameter must be "
                    + "specified on the trait object type")
            .to(tcx.diagnostics());
        return types.error;
      }
      existential = new Ty.ExistentialTraitRef(trait, List.copyOf(args));
      projections(ref, constraints, self, principal, span, projections);
      if (tcx.diagnostics().errorCount() > before) {
        return types.error;
      }
    }
    Region region =
        lifetime != null ? conv.region(lifetime) : objectRegion(existential, objectDefault, span);
    if (trait != null && conv.cx.item().kind() != Def.Kind.TYPE_ALIAS) {
      // an alias is looked at where it is used
      tcx.requireDynCompatible(trait, span);
    }
    return types.dynamic(existential, projections, autoTraits, region);
  }

  private void projections(
      TraitRef ref,
      List<Predicate> constraints,
      Ty self,
      Generics.TraitBound principal,
      Span span,
      List<Ty.ExistentialProjection> out) {
    Map<Def, Ty.ExistentialProjection> byName = new LinkedHashMap<>();
    for (Predicate p : constraints) {
      if (p instanceof Predicate.Projection j) {
        add(j, byName);
      }
    }
    boolean needsMore = false;
    List<Def> missing = new ArrayList<>();
    for (Def t : tcx.supertraits(ref.trait())) {
      for (Def item : tcx.assocItems(t)) {
        if (item.kind() == Def.Kind.ASSOC_TYPE && !byName.containsKey(item)) {
          needsMore = true;
        }
      }
    }
    if (needsMore) {
      // A supertrait may be named with its types: trait Bytes: Iterator<Item = u8>.
      for (Predicate p : Elaborator.elaborate(tcx, List.of(new Predicate.Trait(ref)))) {
        if (p instanceof Predicate.Projection j
            && j.alias().args.get(0) == self
            && !byName.containsKey(j.alias().assocType)
            && !mentions(List.of(j.ty()), self)) {
          add(j, byName);
        }
      }
      for (Def t : tcx.supertraits(ref.trait())) {
        for (Def item : tcx.assocItems(t)) {
          if (item.kind() == Def.Kind.ASSOC_TYPE
              && !byName.containsKey(item)
              && tcx.generics(item).own().isEmpty()
              && !tcx.requiresSizedSelf(item)) {
            missing.add(item);
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      missing(missing, ref.trait(), principal, span);
    }
    out.addAll(byName.values());
    out.sort(Comparator.comparingInt(p -> p.assocType().id()));
  }

  private void missing(List<Def> missing, Def trait, Generics.TraitBound principal, Span span) {
    List<String> names = new ArrayList<>();
    missing.forEach(m -> names.add("`" + m.name() + "`"));
    boolean one = names.size() == 1;
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0191",
                principal.path().span(),
                "the value of the associated type"
                    + (one ? " " : "s ")
                    + String.join(" and ", names)
                    + " in `"
                    + missing.get(0).parent().name()
                    + "` must be specified")
            .label(
                "help: specify the associated type: `"
                    + trait.name()
                    + "<"
                    + String.join(", ", missing.stream().map(m -> m.name() + " = Type").toList())
                    + ">`");
    for (Def m : missing) {
      d.label(m.head(), "`" + m.name() + "` defined here");
    }
    d.to(tcx.diagnostics());
  }

  /** What stands for {@code Self} has no meaning outside: such a trait is not dyn compatible. */
  private void add(Predicate.Projection j, Map<Def, Ty.ExistentialProjection> to) {
    Ty self = (Ty) j.alias().args.get(0);
    List<GenericArg> args =
        j.alias().args.stream()
            .skip(1)
            .map(a -> mentions(List.of(a), self) ? types.error : a)
            .toList();
    to.putIfAbsent(
        j.alias().assocType, new Ty.ExistentialProjection(j.alias().assocType, args, j.ty()));
  }

  private static boolean outlivesAny(Def trait) {
    return trait.node() instanceof Item.Trait t
        && (t.supertraits().stream().anyMatch(Generics.OutlivesBound.class::isInstance)
            || t.generics().where().stream()
                .anyMatch(w ->
                    w instanceof Generics.TypePredicate p
                        && p.bounds().stream().anyMatch(Generics.OutlivesBound.class::isInstance)));
  }

  /**
   * The lifetime of a {@code dyn} that names none: what the trait says of {@code Self}, else what
   * its place gives, else {@code 'static}. E0227, E0228.
   */
  private Region objectRegion(Ty.ExistentialTraitRef principal, Region place, Span span) {
    Set<Region> said = new LinkedHashSet<>();
    if (principal != null
        && tcx.supertraits(principal.trait()).stream().anyMatch(BoundLowering::outlivesAny)) {
      Ty self = types.infer(Ty.InferKind.GENERAL, Integer.MAX_VALUE);
      List<GenericArg> args = new ArrayList<>(List.of(self));
      args.addAll(principal.args());
      Predicate.Trait whole = new Predicate.Trait(new TraitRef(principal.trait(), args));
      for (Predicate p : Elaborator.elaborate(tcx, List.of(whole))) {
        // lifetimes that a function binds late are left out, as in Rust
        if (p instanceof Predicate.TypeOutlives o
            && o.ty() == self
            && !(o.region() instanceof Region.Bound)) {
          said.add(o.region());
        }
      }
    }
    if (said.contains(Region.STATIC)) {
      return Region.STATIC;
    }
    if (said.size() > 1) {
      Diagnostic.error("E0227", span, "ambiguous lifetime bound, explicit lifetime bound required")
          .to(tcx.diagnostics());
    }
    if (!said.isEmpty()) {
      return said.iterator().next();
    }
    if (place == AstConv.AMBIGUOUS && !conv.cx.inBody()) {
      Diagnostic.error(
              "E0228",
              span,
              "cannot deduce the lifetime bound for this trait object type from context")
          .note("please supply an explicit bound")
          .to(tcx.diagnostics());
      return Region.STATIC;
    }
    return place != null && place != AstConv.AMBIGUOUS
        ? place
        : conv.cx.inBody() ? conv.elided(span) : Region.STATIC;
  }

  private static boolean mentions(List<? extends GenericArg> args, Ty unknown) {
    return args.stream().anyMatch(a -> TyWalk.any(a, t -> t == unknown, t -> !t.has(Ty.HAS_INFER)));
  }
}
