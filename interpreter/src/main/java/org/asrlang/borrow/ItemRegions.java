package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.coherence.Rebasing;

/**
 * The lifetimes in items outside of bodies: a method of an impl takes and gives what its trait's
 * does (E0308), associated types and fields name nothing that may end too early (E0309, E0310,
 * E0491).
 */
public final class ItemRegions {
  private final TyCtxt tcx;
  private final Def item;
  private final RegionCtxt regions;
  private final TypeRules rules;
  private final ImpliedBounds bounds;

  /** A type that has to outlive a lifetime, with the constraints that come of it. */
  private record Need(Predicate.TypeOutlives what, int from, int to) {}

  private final List<Need> needs = new ArrayList<>();

  private ItemRegions(TyCtxt tcx, Def item) {
    this.tcx = tcx;
    this.item = item;
    this.regions = new RegionCtxt(tcx.types());
    this.rules = new TypeRules(tcx, item, regions);
    this.bounds = new ImpliedBounds(tcx, regions);
    regions.bounded = bounds::boundsAlias;
    for (GenericArg a : tcx.identityArgs(item)) {
      if (a instanceof Region r && regions.var(r) < 0) {
        regions.universal(r, null);
      }
    }
  }

  /** For items whose types have been checked. */
  public static void check(TyCtxt tcx, Def item) {
    switch (item.kind()) {
      case STRUCT, ENUM -> fields(tcx, item);
      case ASSOC_TYPE -> associated(tcx, item);
      case ASSOC_FN -> method(tcx, item);
      case TRAIT -> GatBounds.check(tcx, item);
      default -> {}
    }
  }

  private void declare() {
    for (Predicate p : rules.env.predicates()) {
      if (p.bound().isEmpty()) {
        bounds.assume(p);
      }
    }
  }

  // ---- fields and associated types

  private static void fields(TyCtxt tcx, Def adt) {
    for (AdtDef.Variant v : tcx.adt(adt).variants()) {
      for (AdtDef.Field f : v.fields()) {
        boolean alias = f.ty().has(Ty.HAS_ALIAS) && f.ty().has(Ty.HAS_REGION);
        if (f.ty().has(Ty.HAS_ERROR) || !alias && !asksForLifetimes(tcx, f.ty())) {
          continue;
        }
        ItemRegions r = new ItemRegions(tcx, adt);
        r.declare();
        // What references and other types in the fields need is a where clause of the type, but
        // for `'static`, which has to be written.
        r.bounds.ignoreStatic();
        tcx.adt(adt).variants().forEach(w -> w.fields().forEach(g -> r.bounds.add(g.ty())));
        Span at = f.def().node() instanceof Item.FieldDef d ? d.type().span() : f.def().span();
        r.regions.at(Category.BORING, at, null);
        r.wellFormed(f.ty(), false);
        r.rules.normalize(f.ty());
        r.report(at, null, null);
      }
    }
  }

  private static boolean asksForLifetimes(TyCtxt tcx, Ty ty) {
    boolean[] found = {false};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Adt a && !a.args.isEmpty()) {
          found[0] |=
              tcx.predicates(a.def).stream()
                  .anyMatch(p ->
                      p instanceof Predicate.TypeOutlives || p instanceof Predicate.RegionOutlives);
        }
        return superTy(t);
      }
    }.ty(ty);
    return found[0];
  }

  private static void associated(TyCtxt tcx, Def type) {
    Def impl = type.parent();
    if (impl.kind() != Def.Kind.IMPL || !(type.node() instanceof Item.TypeAlias a)) {
      return;
    }
    Ty ty = tcx.typeOf(type);
    if (a.type() == null
        || ty.has(Ty.HAS_ERROR)
        || !ty.has(Ty.HAS_REGION) && !asksForLifetimes(tcx, ty)) {
      return;
    }
    ItemRegions r = new ItemRegions(tcx, type);
    r.declare();
    r.header(impl);
    r.regions.at(Category.BORING, a.type().span(), null);
    r.wellFormed(ty, true);
    r.rules.normalize(ty);
    r.report(a.type().span(), a.span(), ty);
  }

  /** What an impl is for may be taken to make sense. */
  private void header(Def impl) {
    bounds.add(tcx.typeOf(impl));
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref != null) {
      for (GenericArg a : ref.args()) {
        if (a instanceof Ty t) {
          bounds.add(t);
        }
      }
    }
  }

  /** {@code &'a T} needs {@code T: 'a}, types what their where clauses say. */
  private void wellFormed(Ty ty, boolean references) {
    new TypeFolder(tcx.types()) {
      @Override
      public Ty ty(Ty t) {
        if (references && t instanceof Ty.Ref r && !BoundRegions.escape(r)) {
          regions.typeOutlives(r.target, regions.var(r.region));
        } else if (t instanceof Ty.Adt a && !BoundRegions.escape(a)) {
          for (Predicate p : tcx.predicates(a.def)) {
            needs(Subst.apply(tcx.types(), p, a.args));
          }
        } else if (t instanceof Ty.FnPtr || t instanceof Ty.Dynamic) {
          return t;
        }
        return superTy(t);
      }
    }.ty(ty);
  }

  private void needs(Predicate p) {
    switch (p) {
      case Predicate.TypeOutlives o -> {
        if (o.bound().isEmpty()) {
          int from = regions.constraints;
          regions.outlives(o.ty(), o.region());
          needs.add(new Need(o, from, regions.constraints));
        }
      }
      case Predicate.RegionOutlives o -> regions.outlives(o.longer(), o.shorter());
      case Predicate.Trait t -> {}
      case Predicate.Projection j -> {}
      case Predicate.Subtype s -> {}
    }
  }

  // ---- methods

  private static void method(TyCtxt tcx, Def fn) {
    Def traitFn = fn.parent().kind() == Def.Kind.IMPL ? tcx.traitItemOf(fn) : null;
    if (traitFn == null) {
      return;
    }
    TraitRef ref = tcx.implTraitRef(fn.parent());
    if (lifetimes(tcx, fn) != lifetimes(tcx, traitFn)) {
      return; // E0195 has been given
    }
    FnSig own = tcx.fnSig(fn);
    FnSig declared = tcx.fnSig(traitFn);
    if (ref == null || own.inputs().size() != declared.inputs().size()) {
      return;
    }
    List<GenericArg> args = Rebasing.rebased(tcx, fn, traitFn, ref, null);
    FnSig wanted = args == null ? null : Subst.apply(tcx.types(), declared, args);
    if (wanted == null || hasError(own) || hasError(wanted) || same(tcx, own, wanted)) {
      return;
    }
    new ItemRegions(tcx, fn).compatible(own, wanted);
  }

  private static long lifetimes(TyCtxt tcx, Def fn) {
    return tcx.generics(fn).own().stream()
        .filter(p -> p.kind() == GenericsOf.Kind.LIFETIME)
        .count();
  }

  private static boolean hasError(FnSig sig) {
    return sig.output().has(Ty.HAS_ERROR)
        || sig.output() instanceof Ty.Opaque
        || sig.inputs().stream().anyMatch(t -> t.has(Ty.HAS_ERROR));
  }

  /** Equal but for the names of lifetimes. */
  private static boolean same(TyCtxt tcx, FnSig a, FnSig b) {
    TypeFolder nameless =
        new TypeFolder(tcx.types()) {
          @Override
          public Region region(Region r) {
            return r instanceof Region.Bound x ? new Region.Bound(x.depth(), x.index(), null) : r;
          }
        };
    FnSig x = nameless.sig(new FnSig(a.inputs(), a.output(), List.of()));
    FnSig y = nameless.sig(new FnSig(b.inputs(), b.output(), List.of()));
    return x.inputs().equals(y.inputs()) && x.output() == y.output();
  }

  /** What the trait promises is what the impl keeps: {@code impl's fn <: trait's fn}. */
  private void compatible(FnSig own, FnSig declared) {
    declare();
    Span at = item.node() instanceof Item.Fn f ? head(f) : item.span();
    regions.at(Category.BORING, at, null);
    FnSig wanted =
        BoundRegions.instantiate(
            tcx.types(),
            declared,
            b -> {
              Region late = new Region.LateParam(item, b.index(), b.def());
              if (regions.var(late) < 0) {
                regions.universal(late, null);
              }
              return late;
            });
    FnSig mine = BoundRegions.instantiate(tcx.types(), own, b -> regions.freshRegion());
    header(item.parent());
    List<Ty> inputs = wanted.inputs().stream().map(rules::normalize).toList();
    Ty output = rules.normalize(wanted.output());
    inputs.forEach(bounds::add);
    wanted.inputs().forEach(bounds::add);
    bounds.add(output);
    int first = regions.constraints;
    for (int i = 0; i < inputs.size(); i++) {
      rules.sub(inputs.get(i), rules.normalize(mine.inputs().get(i)));
    }
    rules.sub(rules.normalize(mine.output()), output);
    RegionSolver solver = solved();
    for (Universal u : regions.universals) {
      int end = tooShort(solver, u);
      if (end >= 0) {
        mismatch(at, u, regions.universals.get(end), solver, first);
        return;
      }
    }
  }

  private static Span head(Item.Fn f) {
    Span whole = f.span();
    int end = f.body() == null ? whole.hi() : f.body().span().lo();
    String text = whole.file().text().substring(whole.lo(), Math.max(whole.lo(), end));
    return new Span(
        whole.file(), whole.lo(), whole.lo() + text.stripTrailing().length(), whole.expansion());
  }

  private void mismatch(Span at, Universal u, Universal v, RegionSolver solver, int first) {
    List<Integer> path = solver.path(u.var, x -> x == v.var);
    boolean direct = path != null && path.size() == 1;
    boolean anonymous = isAnonymous(u) || isAnonymous(v);
    Def traitFn = tcx.traitItemOf(item);
    if (direct) {
      Diagnostic.error("E0308", at, "method not compatible with trait")
          .label("lifetime mismatch")
          .label(traitFn.span(), "the trait's method")
          .note("`" + name(u) + "` must outlive `" + name(v) + "` to do for the trait's method")
          .to(tcx.diagnostics());
    } else if (anonymous) {
      Diagnostic.error(
              "E0803",
              at,
              "cannot infer an appropriate lifetime for lifetime parameter '_ in generic type due"
                  + " to conflicting requirements")
          .label("the lifetime of the trait's own signature is another one")
          .label(traitFn.span(), "the trait's method")
          .help("give the lifetime in the impl's header a name, and use it here")
          .to(tcx.diagnostics());
    } else {
      Diagnostic.error(null, at, "`impl` item signature doesn't match `trait` item signature")
          .label("`" + name(u) + "` need not outlive `" + name(v) + "`")
          .label(traitFn.span(), "the trait's method")
          .help(
              "the lifetime requirements from the `impl` do not correspond to the requirements in"
                  + " the `trait`")
          .to(tcx.diagnostics());
    }
  }

  private static boolean isAnonymous(Universal u) {
    return u.region instanceof Region.EarlyParam e && e.def() == null;
  }

  private static String name(Universal u) {
    return u.region.toString();
  }

  // ---- the answer

  private RegionSolver solved() {
    RegionSolver solver = new RegionSolver(regions, 0);
    for (int i = 0; i < regions.universals.size(); i++) {
      solver.addEnd(regions.universals.get(i).var, i);
    }
    solver.solve();
    return solver;
  }

  /** The index of a region that this one would have to outlive and is not known to; or -1. */
  private int tooShort(RegionSolver solver, Universal u) {
    if (u.var == regions.staticVar) {
      return -1;
    }
    for (int i = 0; i < regions.universals.size(); i++) {
      Universal v = regions.universals.get(i);
      if (v != u && solver.containsEnd(u.var, i) && !regions.knownOutlives(u.var, v.var)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * @param reference the span to blame for a reference that lives too long; null if there is none
   */
  private void report(Span at, Span reference, Ty ty) {
    RegionSolver solver = solved();
    for (Universal u : regions.universals) {
      int end = tooShort(solver, u);
      if (end >= 0) {
        Universal v = regions.universals.get(end);
        List<Integer> path = solver.path(u.var, x -> x == v.var);
        for (Need n : path == null ? List.<Need>of() : needs) {
          if (path.stream().anyMatch(c -> n.from <= c && c < n.to)) {
            unfulfilled(n.what, at);
            return;
          }
        }
      }
      if (end >= 0 && reference != null) {
        Universal v = regions.universals.get(end);
        Diagnostic.error(
                "E0491",
                reference,
                "in type `" + ty + "`, reference has a longer lifetime than the data it references")
            .note("the pointer is valid for the lifetime `" + name(v) + "`")
            .note("but the referenced data is only valid for the lifetime `" + name(u) + "`")
            .to(tcx.diagnostics());
        return;
      }
    }
    TypeTests tests = new TypeTests(tcx, regions, bounds, solver);
    for (RegionCtxt.TypeTest t : regions.typeTests) {
      for (int i = 0; i < regions.universals.size(); i++) {
        Universal u = regions.universals.get(i);
        if (solver.containsEnd(t.region(), i) && !tests.outlives(t.ty(), u)) {
          tooShort(t.ty(), u, at);
          return;
        }
      }
    }
  }

  private void unfulfilled(Predicate.TypeOutlives what, Span at) {
    boolean forEver = what.region() == Region.STATIC;
    Diagnostic.error(
            "E0477", at, "the type `" + what.ty() + "` does not fulfill the required lifetime")
        .note(
            "type must "
                + (forEver
                    ? "satisfy the static lifetime"
                    : "outlive the lifetime `" + what.region() + "`"))
        .to(tcx.diagnostics());
  }

  private void tooShort(Ty ty, Universal u, Span at) {
    boolean forEver = u.var == regions.staticVar;
    String shown = name(u);
    String what = TypeTests.described(ty, ty.toString());
    Diagnostic.error(forEver ? "E0310" : "E0309", at, "the " + what + " may not live long enough")
        .label("...so that the type `" + ty + "` will meet its required lifetime bounds")
        .help("consider adding an explicit lifetime bound: `" + ty + ": " + shown + "`")
        .to(tcx.diagnostics());
  }
}
