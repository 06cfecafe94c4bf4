package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyWalk;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamBounds;

/**
 * The types that items name, outside of bodies, live as long as what names them asks for: fields,
 * associated types, headers of impls, where clauses (E0309, E0310, E0477, E0478, E0491).
 */
final class WfRegions {
  private enum Kind {
    /** A type outlives a lifetime. */
    TYPE,
    /** A lifetime outlives another. */
    LIFETIME,
    /** What a reference refers to outlives it. */
    REFERENCE,
    /** A trait with a lifetime is implemented: an impl's own lifetime is to be two at once. */
    TRAIT,
    /** A type is what it is said to be. */
    EQUAL,
    /** What {@code self} leads to is the type of the impl, lifetimes included. */
    RECEIVER
  }

  /** What is asked for, with the constraints and tests that come of it. */
  private record Need(
      Kind kind, Ty ty, Region region, Span at, int from, int to, int firstTest, int lastTest) {}

  private final TyCtxt tcx;
  private final RegionCtxt regions;
  private final TypeRules rules;
  private final ImpliedBounds bounds;
  private final List<Need> needs = new ArrayList<>();

  /** Where a reference that lives too long is blamed, by where its type stands. */
  private final Map<Span, Span> references = new HashMap<>();

  private WfRegions(TyCtxt tcx, Def item) {
    this.tcx = tcx;
    this.regions = new RegionCtxt(tcx.types());
    this.rules = new TypeRules(tcx, item, regions);
    this.bounds = new ImpliedBounds(tcx, regions);
    regions.declare(tcx.identityArgs(item), null);
    for (Predicate p : rules.env.predicates()) {
      if (p.bound().isEmpty()) {
        bounds.assume(p);
      }
    }
  }

  static void check(TyCtxt tcx, Def item) {
    if (inUnknownImpl(tcx, item)) {
      return;
    }
    switch (item.kind()) {
      case STRUCT, ENUM -> {
        fields(tcx, item);
        clauses(tcx, item);
      }
      case TRAIT, FN -> clauses(tcx, item);
      case ASSOC_FN -> {
        clauses(tcx, item);
        receiver(tcx, item);
      }
      case IMPL -> {
        implHeader(tcx, item);
        clauses(tcx, item);
      }
      case ASSOC_TYPE -> associated(tcx, item);
      default -> {}
    }
  }

  /** What an impl promises that is in error itself is unknown: nothing in it is held against it. */
  private static boolean inUnknownImpl(TyCtxt tcx, Def item) {
    Def impl = item.isAssoc() ? item.parent() : item;
    if (impl.kind() != Def.Kind.IMPL) {
      return false;
    }
    TraitRef ref = tcx.implTraitRef(impl);
    return tcx.typeOf(impl).has(Ty.HAS_ERROR)
        || ref != null
            && ref.args().stream().anyMatch(a -> TyWalk.any(a, Ty.Error.class::isInstance));
  }

  private static void fields(TyCtxt tcx, Def adt) {
    for (AdtDef.Variant v : tcx.adt(adt).variants()) {
      for (AdtDef.Field f : v.fields()) {
        if (f.ty().has(Ty.HAS_ERROR) || !asks(tcx, f.ty())) {
          continue;
        }
        WfRegions r = new WfRegions(tcx, adt);
        r.fieldBounds(adt);
        Span at = f.def().node() instanceof Item.FieldDef d ? d.type().span() : f.def().span();
        r.wellFormed(f.ty(), at, at);
        r.normalized(f.ty(), at);
        r.report();
      }
    }
  }

  /** Whether a type says of what it names that it has to outlive something; not of references. */
  private static boolean asks(TyCtxt tcx, Ty ty) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        found[0] |=
            switch (t) {
              case Ty.Adt a -> !a.args.isEmpty() && outlives(tcx.predicates(a.def));
              case Ty.Ref r ->
                  r.region == Region.STATIC && r.target.has(Ty.HAS_REGION | Ty.HAS_PARAM);
              case Ty.Dynamic d ->
                  d.principal != null && outlives(tcx.superPredicates(d.principal.trait()));
              case Ty.Projection p -> p.has(Ty.HAS_REGION);
              default -> false;
            };
        return superTy(t);
      }
    }.ty(ty);
    return found[0];
  }

  private static boolean outlives(List<Predicate> predicates) {
    return predicates.stream()
        .anyMatch(
            p -> p instanceof Predicate.TypeOutlives || p instanceof Predicate.RegionOutlives);
  }

  private static void associated(TyCtxt tcx, Def type) {
    Def impl = type.parent();
    if (impl.kind() != Def.Kind.IMPL
        || !(type.node() instanceof Item.TypeAlias a)
        || a.type() == null) {
      return;
    }
    Ty ty = tcx.typeOf(type);
    Def declared = tcx.traitItemOf(type);
    TraitRef ref = tcx.implTraitRef(impl);
    if (ty.has(Ty.HAS_ERROR)) {
      return;
    }
    boolean sensible = !ty.has(Ty.HAS_REGION) && !asks(tcx, ty);
    if (sensible
        && (declared == null || tcx.itemBounds(declared).stream().noneMatch(WfRegions::isTold))) {
      return;
    }
    WfRegions r = new WfRegions(tcx, type);
    r.bounds.header(impl);
    Span at = a.type().span();
    if (!sensible) {
      r.wellFormed(ty, at, a.span());
      r.normalized(ty, at);
    }
    if (declared != null && ref != null && tcx.generics(type).own().isEmpty()) {
      for (Predicate p : tcx.itemBounds(declared)) {
        if (p instanceof Predicate.TypeOutlives o
            && o.bound().isEmpty()
            && o.ty() instanceof Ty.Projection q
            && q.assocType == declared
            && Subst.apply(tcx.types(), p, ref.args()) instanceof Predicate.TypeOutlives now) {
          r.need(Kind.TYPE, r.rules.normalize(ty), now.region(), at);
        } else {
          r.implemented(Subst.apply(tcx.types(), p, ref.args()), at);
        }
      }
    }
    r.report();
  }

  /** Whether a bound may hold or not for the sake of lifetimes. */
  private static boolean isTold(Predicate p) {
    return switch (p) {
      case Predicate.TypeOutlives o -> true;
      case Predicate.RegionOutlives o -> true;
      case Predicate.Trait t -> !t.bound().isEmpty() || t.traitRef().args().size() > 1;
      case Predicate.Projection j -> true;
      case Predicate.Subtype s -> false;
    };
  }

  /** What the trait demands of those who implement it. */
  private static void implHeader(TyCtxt tcx, Def impl) {
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref == null
        || hasError(ref.args())
        || !(impl.node() instanceof Item.Impl node)
        || node.trait() == null
        || !outlives(tcx.superPredicates(ref.trait())) && !outlives(tcx.predicates(ref.trait()))) {
      return;
    }
    WfRegions r = new WfRegions(tcx, impl);
    r.bounds.header(impl);
    Span at = node.trait().span();
    for (Predicate p : tcx.superPredicates(ref.trait())) {
      r.needs(Subst.apply(tcx.types(), p, ref.args()), at);
    }
    for (Predicate p : tcx.predicates(ref.trait())) {
      r.needs(Subst.apply(tcx.types(), p, ref.args()), at);
    }
    r.report();
  }

  /** The types in where clauses make sense by themselves. */
  private static void clauses(TyCtxt tcx, Def item) {
    for (Predicate p : tcx.predicates(item)) {
      List<Ty> named = named(p);
      if (named.isEmpty()) {
        continue;
      }
      WfRegions r = new WfRegions(tcx, item);
      switch (item.kind()) {
        case IMPL -> r.bounds.header(item);
        case STRUCT, ENUM -> r.fieldBounds(item);
        case FN, ASSOC_FN -> tcx.fnSig(item).inputs().forEach(r.bounds::add);
        default -> {}
      }
      Span at = tcx.boundSpan(item, p);
      named.forEach(ty -> r.wellFormed(ty, at, at));
      r.report();
    }
  }

  /** The types with lifetimes that a where clause names. */
  private static List<Ty> named(Predicate p) {
    List<? extends GenericArg> all =
        switch (p) {
          case Predicate.Trait t -> t.traitRef().args();
          case Predicate.Projection j -> j.ty() == null ? List.of() : List.of(j.ty());
          case Predicate.TypeOutlives o -> List.of();
          case Predicate.RegionOutlives o -> List.of();
          case Predicate.Subtype s -> List.of();
        };
    if (!p.bound().isEmpty() || hasError(all)) {
      return List.of();
    }
    return all.stream()
        .filter(Ty.class::isInstance)
        .map(Ty.class::cast)
        .filter(t -> t.has(Ty.HAS_REGION))
        .toList();
  }

  /**
   * What references and other types in the fields need is a where clause of the type, but for
   * {@code 'static}, which has to be written.
   */
  private void fieldBounds(Def adt) {
    bounds.ignoreStatic();
    tcx.adt(adt).variants().forEach(v -> v.fields().forEach(f -> bounds.add(f.ty())));
  }

  private static void receiver(TyCtxt tcx, Def fn) {
    Item.Fn node = tcx.defs().function(fn);
    Def impl = fn.parent();
    if (node.self() == null
        || node.self().type() == null
        || impl.kind() != Def.Kind.IMPL
        || !tcx.typeOf(impl).has(Ty.HAS_REGION)) {
      return;
    }
    WfRegions r = new WfRegions(tcx, fn);
    FnSig sig =
        BoundRegions.instantiate(
            tcx.types(),
            tcx.fnSig(fn),
            b -> r.regions.declare(new Region.LateParam(fn, b.index(), b.def()), null));
    r.bounds.header(impl);
    sig.inputs().forEach(r.bounds::add);
    Ty self = r.rules.normalize(tcx.typeOf(impl));
    Ty erased = EraseRegions.of(tcx.types(), self);
    Ty at = r.rules.normalize(sig.inputs().get(0));
    while (EraseRegions.of(tcx.types(), at) != erased) {
      if (at instanceof Ty.Ref ref) {
        at = ref.target;
      } else if (at instanceof Ty.Adt a && a.args.size() > 0 && a.args.get(0) instanceof Ty t) {
        at = t; // a box or what is like one
      } else {
        return;
      }
    }
    r.same(at, self, node.self().type().span());
    r.report();
  }

  private void same(Ty a, Ty b, Span at) {
    regions.at(Category.BORING, at, null);
    int from = regions.constraints;
    rules.sub(a, b);
    rules.sub(b, a);
    needs.add(new Need(Kind.RECEIVER, b, null, at, from, regions.constraints, 0, 0));
  }

  private static boolean hasError(List<? extends GenericArg> args) {
    return args.stream().anyMatch(a -> a instanceof Ty t && t.has(Ty.HAS_ERROR));
  }

  // ---- what is asked for

  /**
   * {@code &'a T} needs {@code T: 'a}, types what their where clauses say, objects what their trait
   * says.
   *
   * @param reference where a reference is blamed
   */
  private void wellFormed(Ty ty, Span at, Span reference) {
    new TypeFolder(tcx.types()) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Ref r && !BoundRegions.escape(r)) {
          references.putIfAbsent(at, reference);
          need(Kind.REFERENCE, r.target, r.region, at);
        } else if (t instanceof Ty.Adt a && !BoundRegions.escape(a)) {
          for (Predicate p : tcx.predicates(a.def)) {
            needs(Subst.apply(tcx.types(), p, a.args), at);
          }
        } else if (t instanceof Ty.Dynamic d) {
          if (!BoundRegions.escape(d)) {
            object(d, at);
          }
          return t;
        } else if (t instanceof Ty.FnPtr || t instanceof Ty.Projection) {
          return t;
        }
        return superTy(t);
      }
    }.ty(ty);
  }

  /** {@code dyn Trait<'a> + 'b} where {@code trait Trait<'a>: 'a} needs {@code 'b: 'a}. */
  private void object(Ty.Dynamic d, Span at) {
    if (d.principal == null
        || d.principal.args().stream()
            .anyMatch(
                a -> a instanceof Region.Bound || a instanceof Ty t && BoundRegions.escape(t))) {
      return;
    }
    List<GenericArg> args = new ArrayList<>();
    args.add(d);
    args.addAll(d.principal.args());
    object(new TraitRef(d.principal.trait(), args), d.region, at, new HashSet<>());
  }

  private void object(TraitRef ref, Region region, Span at, Set<Def> seen) {
    if (!seen.add(ref.trait())) {
      return;
    }
    for (Predicate p : tcx.superPredicates(ref.trait())) {
      Predicate now = Subst.apply(tcx.types(), p, ref.args());
      if (now instanceof Predicate.TypeOutlives o && o.ty() == ref.self()) {
        lifetime(region, o.region(), at);
      } else if (now instanceof Predicate.Trait t && t.traitRef().self() == ref.self()) {
        object(t.traitRef(), region, at, seen);
      }
    }
  }

  private void needs(Predicate p, Span at) {
    if (!p.bound().isEmpty()) {
      return;
    }
    switch (p) {
      case Predicate.TypeOutlives o -> need(Kind.TYPE, rules.normalize(o.ty()), o.region(), at);
      case Predicate.RegionOutlives o -> lifetime(o.longer(), o.shorter(), at);
      case Predicate.Trait t -> {}
      case Predicate.Projection j -> {}
      case Predicate.Subtype s -> {}
    }
  }

  private void need(Kind kind, Ty ty, Region region, Span at) {
    regions.at(Category.BORING, at, null);
    int from = regions.constraints;
    int tests = regions.typeTests.size();
    regions.outlives(ty, region);
    needs.add(
        new Need(kind, ty, region, at, from, regions.constraints, tests, regions.typeTests.size()));
  }

  /** A bound of an associated type, of the type that an impl gives it. */
  private void implemented(Predicate bound, Span at) {
    regions.at(Category.BORING, at, null);
    int from = regions.constraints;
    int tests = regions.typeTests.size();
    rules.prove(List.of(new Obligation(bound, rules.env, rules.cause(at))));
    boolean named =
        bound instanceof Predicate.Trait t
            && t.traitRef().args().stream().anyMatch(Region.class::isInstance);
    Kind kind = named ? Kind.TRAIT : Kind.EQUAL;
    int last = regions.typeTests.size();
    needs.add(new Need(kind, null, null, at, from, regions.constraints, tests, last));
  }

  /** The impls that say what an associated type is may need something. */
  private void normalized(Ty ty, Span at) {
    regions.at(Category.BORING, at, null);
    int from = regions.constraints;
    int tests = regions.typeTests.size();
    rules.normalize(ty);
    int to = regions.constraints;
    needs.add(new Need(Kind.LIFETIME, ty, null, at, from, to, tests, regions.typeTests.size()));
  }

  private void lifetime(Region longer, Region shorter, Span at) {
    regions.at(Category.BORING, at, null);
    int from = regions.constraints;
    regions.outlives(longer, shorter);
    needs.add(new Need(Kind.LIFETIME, null, shorter, at, from, regions.constraints, 0, 0));
  }

  // ---- the answer

  private void report() {
    if (regions.constraints == 0 && regions.typeTests.isEmpty()) {
      return;
    }
    RegionSolver solver = new RegionSolver(regions, 0);
    for (int i = 0; i < regions.universals.size(); i++) {
      solver.addEnd(regions.universals.get(i).var, i);
    }
    regions.placeholders.forEach(
        p -> solver.addEnd(p.var(), regions.universals.size() + p.index()));
    solver.solve();
    HigherRanked higherRanked = new HigherRanked(tcx, regions, solver);
    higherRanked.propagate();
    BorrowReports out = new BorrowReports();
    higherRanked.report(out);
    if (!out.isEmpty()) {
      out.to(tcx.diagnostics());
      return;
    }
    for (Universal u : regions.universals) {
      for (int i = 0; i < regions.universals.size(); i++) {
        Universal v = regions.universals.get(i);
        if (u != v
            && u.var != regions.staticVar
            && solver.containsEnd(u.var, i)
            && !regions.knownOutlives(u.var, v.var)) {
          List<Integer> path = solver.path(u.var, x -> x == v.var);
          for (Need n : path == null ? List.<Need>of() : needs) {
            if (path.stream().anyMatch(c -> n.from <= c && c < n.to)) {
              unfulfilled(n, u, v);
              return;
            }
          }
        }
      }
    }
    TypeTests tests = new TypeTests(tcx, regions, bounds, solver);
    for (Need n : needs) {
      for (RegionCtxt.TypeTest t : regions.typeTests.subList(n.firstTest, n.lastTest)) {
        Universal u = tests.tooLong(t.ty(), t.region());
        if (u != null) {
          tooShort(t.ty(), u, n.at);
          return;
        }
      }
    }
  }

  private void unfulfilled(Need n, Universal u, Universal v) {
    switch (n.kind) {
      case TYPE ->
          Diagnostic.error(
                  "E0477", n.at, "the type `" + n.ty + "` does not fulfill the required lifetime")
              .note(
                  "type must "
                      + (n.region == Region.STATIC
                          ? "satisfy the static lifetime"
                          : "outlive the lifetime `" + n.region + "`"))
              .to(tcx.diagnostics());
      case RECEIVER ->
          Diagnostic.error("E0308", n.at, "mismatched `self` parameter type")
              .label("lifetime mismatch")
              .note("the lifetimes have to be those of `" + n.ty + "`")
              .to(tcx.diagnostics());
      case LIFETIME ->
          Diagnostic.error("E0478", n.at, "lifetime bound not satisfied")
              .note("`" + u.region + "` has to outlive `" + v.region + "`")
              .to(tcx.diagnostics());
      case REFERENCE ->
          Diagnostic.error(
                  "E0491",
                  references.get(n.at),
                  "in type `"
                      + tcx.types().ref(n.region, n.ty, false)
                      + "`, reference has a longer lifetime than the data it references")
              .note("the pointer is valid for the lifetime `" + v.region + "`")
              .note("but the referenced data is only valid for the lifetime `" + u.region + "`")
              .to(tcx.diagnostics());
      case TRAIT ->
          Diagnostic.error(
                  "E0803",
                  n.at,
                  "cannot infer an appropriate lifetime due to conflicting requirements")
              .note("first, the lifetime cannot outlive the lifetime `" + u.region + "`...")
              .note("...but it must also be valid for the lifetime `" + v.region + "`")
              .to(tcx.diagnostics());
      case EQUAL ->
          Diagnostic.error("E0308", n.at, "mismatched types")
              .label("lifetime mismatch")
              .note(
                  "the lifetime `"
                      + u.region
                      + "` need not outlive the lifetime `"
                      + v.region
                      + "`")
              .to(tcx.diagnostics());
    }
  }

  private void tooShort(Ty ty, Universal u, Span at) {
    boolean isStatic = u.var == regions.staticVar;
    String what = TypeTests.described(ty, ty.toString());
    Diagnostic.Builder d =
        Diagnostic.error(
            isStatic ? "E0310" : "E0309", at, "the " + what + " may not live long enough");
    Def def = RegionErrors.named(u);
    if (isStatic) {
      d.label("the " + what + " must be valid for the static lifetime...");
    } else if (def != null) {
      d.label(
          def.span(),
          "the " + what + " must be valid for the lifetime `" + u.region + "` as defined here...");
    }
    d.label("...so that the type `" + ty + "` will meet its required lifetime bounds");
    if (ty instanceof Ty.Param p) {
      ParamBounds.outlive(d, p, u.region.toString());
    } else {
      d.help("consider adding an explicit lifetime bound: `" + ty + ": " + u.region + "`");
    }
    d.to(tcx.diagnostics());
  }
}
