package org.asrlang.types.infer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;

/**
 * The inference variables of one body (or one question) and what is known about them. All changes
 * can be undone: see {@link #snapshot}. Used by one thread.
 *
 * <p>Region variables made here ({@link #freshRegion}) are bound to the first region that they
 * meet, so that normalizing against an impl gives the regions of the type it was asked for. All
 * other regions are never bound; that they meet is reported to the {@link RegionRelater}, or, where
 * there is none, as in type inference, ignored.
 */
public final class InferCtxt {
  private final TyCtxt tcx;
  private final TyInterner types;

  private Ty[] tyValue = new Ty[64];
  private Ty[] tyVars = new Ty[64];
  private Span[] tyOrigin = new Span[64];
  private int tyCount;
  private boolean metError;

  private Const[] constValue = new Const[4];
  private Ty[] constTy = new Ty[4];
  private int constCount;

  private Region[] regionValue = new Region[16];
  private int regionCount;

  private final UndoLog undo = new UndoLog();
  private int openSnapshots;

  /** What others forget when it is undone. */
  private final List<Runnable> forgetting = new ArrayList<>();

  private int generation;
  private int universe;

  private final RegionRelater relater;
  private final List<RegionConstraint> constraints = new ArrayList<>();
  private int probing;

  private final Map<Class<?>, Object> extensions = new HashMap<>();

  /** Something for the relater, kept until it can no longer be undone. */
  private record RegionConstraint(Region longer, Region shorter, Ty ty, Invariance invariance) {}

  /** What {@link #rollback} goes back to. */
  public record Snapshot(
      int undoLength,
      int tys,
      int consts,
      int regions,
      int constraints,
      int universe,
      int forgetting) {}

  /** The unknown types that {@link #subtype} met where types need not be the same; else null. */
  private List<Ty> ordered;

  /** For type inference: regions are ignored. */
  public InferCtxt(TyCtxt tcx) {
    this(tcx, null);
  }

  /**
   * @param relater hears of regions that meet; null to ignore them
   */
  public InferCtxt(TyCtxt tcx, RegionRelater relater) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.relater = relater;
  }

  public TyCtxt tcx() {
    return tcx;
  }

  public TyInterner types() {
    return types;
  }

  /** What a later layer keeps beside the variables, made on first use. */
  public <T> T extension(Class<T> type, Function<InferCtxt, T> maker) {
    Object found = extensions.get(type);
    if (found == null) {
      found = maker.apply(this);
      extensions.put(type, found);
    }
    return type.cast(found);
  }

  /** Whether something was related to a type in error, be it in a probe. */
  public boolean hasMetError() {
    return metError;
  }

  void metError() {
    metError = true;
  }

  /** Whether regions matter: there is a listener and this is no probe. */
  public boolean relatesRegions() {
    return relater != null && probing == 0;
  }

  /** Changes whenever a variable has been bound: a cheap test whether a retry makes sense. */
  public int generation() {
    return generation;
  }

  // ---- making variables

  public Ty freshTy(Span origin) {
    return freshTy(Ty.InferKind.GENERAL, origin);
  }

  public Ty freshInt() {
    return freshTy(Ty.InferKind.INTEGER, Span.NONE);
  }

  public Ty freshFloat() {
    return freshTy(Ty.InferKind.FLOAT, Span.NONE);
  }

  private Ty freshTy(Ty.InferKind kind, Span origin) {
    if (tyCount == tyValue.length) {
      tyValue = Arrays.copyOf(tyValue, tyCount * 2);
      tyVars = Arrays.copyOf(tyVars, tyCount * 2);
      tyOrigin = Arrays.copyOf(tyOrigin, tyCount * 2);
    }
    int id = tyCount++;
    tyValue[id] = null;
    tyOrigin[id] = origin;
    return tyVars[id] = types.infer(kind, id);
  }

  /** A region variable that becomes the first region it meets. */
  public Region freshRegion() {
    if (regionCount == regionValue.length) {
      regionValue = Arrays.copyOf(regionValue, regionCount * 2);
    }
    regionValue[regionCount] = null;
    return new Region.Var(BINDABLE | regionCount++);
  }

  // Ids of bindable variables, apart from those that the borrow checker numbers itself.
  private static final int BINDABLE = 1 << 30;

  public Const freshConst(Ty ty) {
    if (constCount == constValue.length) {
      constValue = Arrays.copyOf(constValue, constCount * 2);
      constTy = Arrays.copyOf(constTy, constCount * 2);
    }
    constValue[constCount] = null;
    constTy[constCount] = ty;
    return new Const.Infer(constCount++);
  }

  /** A fresh variable for each generic parameter of the item, its parents' included. */
  public List<GenericArg> freshArgs(Def item) {
    return freshArgs(item, List.of(), Span.NONE);
  }

  /** The parent's arguments, then fresh variables for the rest. */
  public List<GenericArg> freshArgs(Def item, List<GenericArg> parentArgs) {
    return freshArgs(item, parentArgs, Span.NONE);
  }

  public List<GenericArg> freshArgs(Def item, List<GenericArg> parentArgs, Span origin) {
    GenericsOf generics = tcx.generics(item);
    int count = generics.count();
    if (parentArgs.size() == count) {
      return parentArgs;
    }
    List<GenericArg> args = new ArrayList<>(count);
    args.addAll(parentArgs);
    for (int i = parentArgs.size(); i < count; i++) {
      args.add(freshArg(generics.param(i), origin));
    }
    return args;
  }

  public GenericArg freshArg(GenericsOf.Param param, Span origin) {
    return switch (param.kind()) {
      case LIFETIME -> freshRegion();
      case TYPE -> freshTy(origin);
      case CONST -> freshConst(tcx.typeOf(param.def()));
    };
  }

  /**
   * A new universe's number, for placeholders.
   *
   * @param what the goal whose {@code for<'a>} is opened; null where two types are related
   */
  public int nextUniverse(Predicate what) {
    universe++;
    if (relatesRegions()) {
      relater.opened(universe, what);
    }
    return universe;
  }

  /** A region for an opened {@code for<'a>} that may be chosen freely. */
  public Region existentialRegion() {
    return relatesRegions() ? relater.existential(universe) : freshRegion();
  }

  /** Where the variable was made. */
  public Span origin(Ty.Infer var) {
    return tyOrigin[root(var).id];
  }

  // ---- looking variables up

  /** The type itself, unless it is a bound variable: then what is known of it on the outside. */
  public Ty shallow(Ty ty) {
    while (ty instanceof Ty.Infer v) {
      Ty value = tyValue[v.id];
      if (value == null) {
        return ty;
      }
      ty = value;
    }
    return ty;
  }

  public Const shallow(Const c) {
    while (c instanceof Const.Infer v) {
      Const value = constValue[v.id()];
      if (value == null) {
        return c;
      }
      c = value;
    }
    return c;
  }

  public Region shallow(Region r) {
    while (r instanceof Region.Var v && (v.id() & BINDABLE) != 0) {
      int index = v.id() & ~BINDABLE;
      // Out of range: a variable of an undone snapshot that some cache kept.
      Region value = index < regionCount ? regionValue[index] : null;
      if (value == null) {
        return r;
      }
      r = value;
    }
    return r;
  }

  /** The variable that stands for all those unified with this unbound one. */
  public Ty.Infer root(Ty.Infer var) {
    return shallow(var) instanceof Ty.Infer r ? r : var;
  }

  public boolean isUnbound(Ty ty) {
    return shallow(ty) instanceof Ty.Infer;
  }

  public Ty resolve(Ty ty) {
    return ty.has(Ty.HAS_INFER | Ty.HAS_REGION_VAR) ? new Resolver(this).ty(ty) : ty;
  }

  public Region resolve(Region r) {
    return shallow(r);
  }

  public Const resolve(Const c) {
    return new Resolver(this).constant(c);
  }

  public GenericArg resolve(GenericArg a) {
    return new Resolver(this).arg(a);
  }

  public List<GenericArg> resolve(List<GenericArg> args) {
    return new Resolver(this).args(args);
  }

  public TraitRef resolve(TraitRef t) {
    return new Resolver(this).traitRef(t);
  }

  public Predicate resolve(Predicate p) {
    return new Resolver(this).predicate(p);
  }

  public FnSig resolve(FnSig s) {
    return new Resolver(this).sig(s);
  }

  public boolean hasInfer(GenericArg arg) {
    return switch (arg) {
      case Ty t -> resolve(t).has(Ty.HAS_INFER);
      case Region r -> false;
      case Const c -> shallow(c) instanceof Const.Infer;
    };
  }

  /** All unbound type variables, integer and float ones included, in order. */
  public List<Ty.Infer> unboundTys() {
    List<Ty.Infer> found = new ArrayList<>();
    for (int i = 0; i < tyCount; i++) {
      if (tyValue[i] == null) {
        found.add((Ty.Infer) tyVars[i]);
      }
    }
    return found;
  }

  // ---- relating

  /**
   * Makes both the same, or fails and binds nothing. Aliases are taken as they are: normalize
   * before.
   */
  public boolean unify(Ty a, Ty b) {
    return a == b || relate(Variance.INVARIANT, r -> r.ty(a, b));
  }

  public boolean unify(Const a, Const b) {
    return a.equals(b) || relate(Variance.INVARIANT, r -> r.constant(a, b));
  }

  public boolean unify(GenericArg a, GenericArg b) {
    return relate(Variance.INVARIANT, r -> r.arg(a, b));
  }

  public boolean unify(List<? extends GenericArg> a, List<? extends GenericArg> b) {
    return relate(Variance.INVARIANT, r -> r.args(a, b));
  }

  public boolean unify(TraitRef a, TraitRef b) {
    return a.trait() == b.trait() && unify(a.args(), b.args());
  }

  /**
   * As {@link #unify}, of an impl's header: that {@code for<'a> fn(&'a T)} is not {@code fn(&'x T)}
   * makes a difference, rustc's leak check.
   */
  public boolean unifyHeader(List<? extends GenericArg> a, List<? extends GenericArg> b) {
    return relate(
        Variance.INVARIANT,
        r -> {
          r.checkLeaks();
          return r.args(a, b);
        });
  }

  /**
   * {@code a <: b}: as {@link #unify}, but regions that meet in covariant places are only ordered
   * ({@code &'a T <: &'b T} if {@code 'a: 'b}).
   */
  public boolean sub(Ty a, Ty b) {
    return a == b || relate(Variance.COVARIANT, r -> r.ty(a, b));
  }

  /**
   * As {@link #sub}.
   *
   * @return the unknown types, one for each two of which one is only to be a subtype of the other
   *     (here they are made the same); null if it fails
   */
  public List<Ty> subtype(Ty a, Ty b) {
    if (a == b || !a.has(Ty.HAS_INFER) && !b.has(Ty.HAS_INFER)) {
      return sub(a, b) ? List.of() : null;
    }
    List<Ty> found = new ArrayList<>();
    ordered = found;
    boolean holds = sub(a, b);
    ordered = null;
    return holds ? found : null;
  }

  /** Those met so far, for whoever relates types; null if nobody asks. */
  List<Ty> ordered() {
    return ordered;
  }

  public boolean relate(Variance variance, Ty a, Ty b) {
    return a == b || relate(variance, r -> r.ty(a, b));
  }

  /** As {@link #unify}, of what an associated type is with what it shall be. */
  public boolean equate(Ty found, Ty wanted) {
    if (!relatesRegions()) {
      return unify(found, wanted);
    }
    relater.equating(true);
    boolean result = unify(found, wanted);
    relater.equating(false);
    return result;
  }

  /** Whether they could be made the same; nothing stays bound. */
  public boolean canUnify(Ty a, Ty b) {
    return a == b || probe(() -> unify(a, b));
  }

  private interface Relating {
    boolean run(TypeRelation relation);
  }

  private boolean relate(Variance variance, Relating work) {
    Snapshot s = snapshot();
    if (work.run(new TypeRelation(this, variance))) {
      commit(s);
      return true;
    }
    rollback(s);
    return false;
  }

  // ---- what TypeRelation and FulfillmentCtxt do

  void bindTy(Ty.Infer var, Ty value) {
    tyValue[var.id] = value;
    undo.ty(var.id);
    generation++;
  }

  void bindConst(Const.Infer var, Const value) {
    constValue[var.id()] = value;
    undo.constant(var.id());
    generation++;
  }

  /** Binds a bindable variable on either side, else reports {@code longer: shorter}. */
  void regionOutlives(Region a, Region b, Invariance invariance) {
    a = shallow(a);
    b = shallow(b);
    if (a.equals(b) || bindRegion(a, b) || bindRegion(b, a)) {
      return;
    }
    if (relatesRegions()) {
      constraints.add(new RegionConstraint(a, b, null, invariance));
      flush();
    }
  }

  void regionsEqual(Region a, Region b, Invariance invariance) {
    regionOutlives(a, b, invariance);
    if (relatesRegions()) {
      regionOutlives(b, a, invariance);
    }
  }

  /** Reports that the type outlives the region. */
  public void typeOutlives(Ty ty, Region region) {
    if (relatesRegions()) {
      constraints.add(new RegionConstraint(null, region, ty, null));
      flush();
    }
  }

  /** Reports (or binds by) {@code longer: shorter}. */
  public void outlives(Region longer, Region shorter) {
    regionOutlives(longer, shorter, null);
  }

  private boolean bindRegion(Region var, Region value) {
    if (var instanceof Region.Var v && (v.id() & BINDABLE) != 0) {
      int index = v.id() & ~BINDABLE;
      if (index < regionCount) {
        regionValue[index] = value;
        undo.region(index);
      }
      return true;
    }
    return false;
  }

  private void flush() {
    if (openSnapshots > 0 || constraints.isEmpty()) {
      return;
    }
    List<RegionConstraint> ready = List.copyOf(constraints);
    constraints.clear();
    for (RegionConstraint c : ready) {
      if (c.ty != null) {
        relater.outlives(resolve(c.ty), shallow(c.shorter));
      } else {
        Region longer = shallow(c.longer);
        Region shorter = shallow(c.shorter);
        if (!longer.equals(shorter)) {
          relater.outlives(longer, shorter, c.invariance);
        }
      }
    }
  }

  // ---- undoing

  public Snapshot snapshot() {
    openSnapshots++;
    return new Snapshot(
        undo.length(),
        tyCount,
        constCount,
        regionCount,
        constraints.size(),
        universe,
        forgetting.size());
  }

  /** Runs the action when the snapshot in which this is called is undone. */
  public void whenUndone(Runnable forget) {
    if (openSnapshots > 0) {
      forgetting.add(forget);
    }
  }

  /** Undoes everything since the snapshot, the variables made since included. */
  public void rollback(Snapshot s) {
    openSnapshots--;
    undo.back(s.undoLength, tyValue, constValue, regionValue);
    tyCount = s.tys;
    constCount = s.consts;
    regionCount = s.regions;
    universe = s.universe;
    while (forgetting.size() > s.forgetting) {
      forgetting.removeLast().run();
    }
    if (constraints.size() > s.constraints) {
      constraints.subList(s.constraints, constraints.size()).clear();
    }
  }

  /** Keeps everything since the snapshot (an enclosing one may still undo it). */
  public void commit(Snapshot s) {
    openSnapshots--;
    if (openSnapshots == 0) {
      undo.clear();
      forgetting.clear();
      flush();
    }
  }

  /** Runs the question and undoes what it did. Regions are not reported meanwhile. */
  public <T> T probe(Supplier<T> question) {
    Snapshot s = snapshot();
    probing++;
    try {
      return question.get();
    } finally {
      probing--;
      rollback(s);
    }
  }
}
