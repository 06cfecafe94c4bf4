package org.asrlang.borrow;

import java.util.List;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
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
 * does (E0308), and the types that items name make sense ({@link WfRegions}).
 */
public final class ItemRegions {
  private final TyCtxt tcx;
  private final Def item;
  private final RegionCtxt regions;
  private final TypeRules rules;
  private final ImpliedBounds bounds;

  private ItemRegions(TyCtxt tcx, Def item) {
    this.tcx = tcx;
    this.item = item;
    this.regions = new RegionCtxt(tcx.types());
    this.rules = new TypeRules(tcx, item, regions);
    this.bounds = new ImpliedBounds(tcx, regions);
    regions.declare(tcx.identityArgs(item), null);
  }

  /** For items whose types have been checked. */
  public static void check(TyCtxt tcx, Def item) {
    WfRegions.check(tcx, item);
    switch (item.kind()) {
      case ASSOC_FN -> method(tcx, item);
      case ASSOC_TYPE -> {
        Def declared = item.parent().kind() == Def.Kind.IMPL ? tcx.traitItemOf(item) : null;
        if (declared != null && lifetimes(tcx, item) == lifetimes(tcx, declared)) {
          StricterRegions.check(tcx, item, declared);
        }
      }
      case ASSOC_CONST -> constant(tcx, item);
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
    if (!StricterRegions.check(tcx, fn, traitFn)) {
      return;
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

  /** A constant of an impl does where its trait's is named. */
  private static void constant(TyCtxt tcx, Def item) {
    Def declared = item.parent().kind() == Def.Kind.IMPL ? tcx.traitItemOf(item) : null;
    TraitRef ref = declared == null ? null : tcx.implTraitRef(item.parent());
    Ty own = tcx.typeOf(item);
    if (ref == null || !own.has(Ty.HAS_REGION) || own.has(Ty.HAS_ERROR)) {
      return;
    }
    List<GenericArg> args = Rebasing.rebased(tcx, item, declared, ref, null);
    if (args == null) {
      return;
    }
    ItemRegions r = new ItemRegions(tcx, item);
    r.declare();
    r.bounds.header(item.parent());
    r.regions.at(Category.BORING, item.span(), null);
    r.rules.sub(
        r.rules.normalize(own),
        r.rules.normalize(Subst.apply(tcx.types(), tcx.typeOf(declared), args)));
    RegionSolver solver = r.solved();
    for (Universal u : r.regions.universals) {
      int end = r.tooShort(solver, u);
      if (end >= 0) {
        Universal v = r.regions.universals.get(end);
        Diagnostic.error("E0308", item.span(), "const not compatible with trait")
            .label("lifetime mismatch")
            .label(declared.span(), "the trait's constant")
            .note("`" + name(u) + "` must outlive `" + name(v) + "` to do for the trait's constant")
            .to(tcx.diagnostics());
        return;
      }
    }
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
            b -> regions.declare(new Region.LateParam(item, b.index(), b.def()), null));
    FnSig mine = BoundRegions.instantiate(tcx.types(), own, b -> regions.freshRegion());
    bounds.header(item.parent());
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
}
