package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.AdtDef;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentCtxt;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/** Types with regions: normalizing, relating, fields, Copy, and what dropping a value looks at. */
public final class TypeRules {
  public final TyCtxt tcx;
  final TyInterner types;
  final ParamEnv env;
  final RegionCtxt regions;
  final InferCtxt infcx;
  private final TraitSolver solver;
  private final InferCtxt erasedInfcx;
  private final TraitSolver erasedSolver;

  /** Null where something is assumed of types that are known. */
  final CallShape.Known shared;

  private final Map<Ty, Boolean> copy = new HashMap<>();
  private final Map<Ty, Boolean> drop = new HashMap<>();
  private final Map<Ty, Set<Integer>> dropRegions = new HashMap<>();

  TypeRules(TyCtxt tcx, Def owner, RegionCtxt regions) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.env = tcx.paramEnv(owner);
    this.regions = regions;
    this.shared =
        env.assumesOfParams()
            ? tcx.traitCache().beside(CallShape.Known.class, CallShape.Known::new)
            : null;
    this.infcx = new InferCtxt(tcx, regions);
    this.solver = TraitSolver.of(infcx);
    this.erasedInfcx = new InferCtxt(tcx);
    this.erasedSolver = TraitSolver.of(erasedInfcx);
  }

  /** Replaces projections; the regions that meet on the way are constrained. */
  public Ty normalize(Ty ty) {
    if (!ty.has(Ty.HAS_ALIAS)) {
      return ty;
    }
    List<Obligation> nested = new ArrayList<>();
    Ty done = solver.normalize(env, ty, Cause.NONE, nested);
    prove(nested);
    return clean(infcx.resolve(done));
  }

  /**
   * Between true and false, for one call: what is found out of an associated type is found out
   * once.
   */
  void together(boolean now) {
    solver.remember(now);
  }

  /** Each of them, in order. */
  List<Ty> normalize(List<Ty> tys) {
    List<Ty> done = new ArrayList<>(tys.size());
    for (Ty ty : tys) {
      done.add(normalize(ty));
    }
    return done;
  }

  /**
   * Whether proving it can tell something about regions: not where there are none, nor of the size
   * of what is known.
   */
  boolean mayConstrain(Predicate p) {
    if (!p.bound().isEmpty()) {
      return true;
    }
    return switch (p) {
      case Predicate.Trait t ->
          t.traitRef().trait() == tcx.lang().get("sized")
              ? isUnknown(t.traitRef().self())
              : mayConstrain(t.traitRef().args());
      case Predicate.Projection j -> mayConstrain(j.alias().args) || j.ty().has(REGIONAL);
      case Predicate.TypeOutlives o -> true;
      case Predicate.RegionOutlives o -> true;
      case Predicate.Subtype s -> false;
    };
  }

  /** Whether it says of a parameter that it is Sized, and what stands for that is. */
  boolean isOfKnownSize(Predicate p, List<GenericArg> args) {
    return p instanceof Predicate.Trait t
        && t.traitRef().trait() == tcx.lang().get("sized")
        && t.traitRef().self() instanceof Ty.Param of
        && of.index < args.size()
        && args.get(of.index) instanceof Ty ty
        && !isUnknown(ty);
  }

  private static final int REGIONAL = Ty.HAS_REGION | Ty.HAS_PARAM | Ty.HAS_ALIAS;

  private static boolean mayConstrain(List<GenericArg> args) {
    for (GenericArg a : args) {
      if (a instanceof Region || a instanceof Ty t && t.has(REGIONAL)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUnknown(Ty ty) {
    return ty instanceof Ty.Param || ty instanceof Ty.Projection || ty instanceof Ty.Opaque;
  }

  public void prove(List<Obligation> obligations) {
    if (!obligations.isEmpty()) {
      FulfillmentCtxt fulfill = new FulfillmentCtxt(infcx);
      fulfill.register(obligations);
      fulfill.selectWherePossible();
    }
  }

  /** Leftover variables of the solver are regions that nothing constrains. */
  public Ty clean(Ty ty) {
    if (!ty.has(Ty.HAS_REGION_VAR)) {
      return ty;
    }
    Map<Region, Region> made = new HashMap<>();
    return new TypeFolder(types) {
      @Override
      public Region region(Region r) {
        return r instanceof Region.Var v && v.id() >= regions.count()
            ? made.computeIfAbsent(r, x -> regions.existential(Integer.MAX_VALUE))
            : r;
      }
    }.ty(ty);
  }

  /** {@code a <: b}. */
  public void sub(Ty a, Ty b) {
    infcx.sub(a, b);
  }

  public boolean isBox(Ty ty) {
    return ty instanceof Ty.Adt a && tcx.adt(a.def).isBox();
  }

  public Ty pointee(Ty ty) {
    return switch (ty) {
      case Ty.Ref r -> r.target;
      case Ty.Adt a when tcx.adt(a.def).isBox() -> (Ty) a.args.get(0);
      case Ty t -> types.error;
    };
  }

  public Ty element(Ty ty) {
    return switch (ty) {
      case Ty.Array a -> a.element;
      case Ty.Slice s -> s.element;
      case Ty t -> types.error;
    };
  }

  /** A field's type; the error type where the base has no such field. */
  public Ty field(Ty base, int variant, int field) {
    return switch (base) {
      case Ty.Tuple t -> field < t.elements.size() ? t.elements.get(field) : types.error;
      case Ty.Adt a -> {
        List<AdtDef.Variant> vs = tcx.adt(a.def).variants();
        if (variant >= vs.size() || field >= vs.get(variant).fields().size()) {
          yield types.error;
        }
        yield normalize(Subst.apply(types, vs.get(variant).fields().get(field).ty(), a.args));
      }
      case Ty t -> types.error;
    };
  }

  public String fieldName(Ty base, int variant, int field) {
    if (base instanceof Ty.Adt a) {
      List<AdtDef.Variant> vs = tcx.adt(a.def).variants();
      if (variant < vs.size() && field < vs.get(variant).fields().size()) {
        return vs.get(variant).fields().get(field).name();
      }
    }
    return String.valueOf(field);
  }

  public boolean isEnum(Ty ty) {
    return ty instanceof Ty.Adt a && tcx.adt(a.def).isEnum();
  }

  public Def dropImpl(Ty ty) {
    return ty instanceof Ty.Adt a ? tcx.dropImpl(a.def) : null;
  }

  public boolean isCopy(Ty ty) {
    return switch (ty) {
      case Ty.Ref r -> !r.mutable;
      case Ty.Error e -> true;
      case Ty t -> {
        Ty erased = EraseRegions.of(types, t);
        Boolean known = copy.get(erased);
        if (known == null) {
          known = erasedSolver.implementsLang(env, erased, "copy");
          copy.put(erased, known);
        }
        yield known;
      }
    };
  }

  /** What is copied is Copy with the regions that it has: an impl may be for some only. */
  void proveCopy(Ty ty, Span span) {
    Ty erased = EraseRegions.of(types, ty);
    if (shared != null && shared.copied.contains(erased)) {
      return;
    }
    int constraints = regions.constraints;
    int tests = regions.typeTests.size();
    int rigid = regions.rigidities();
    TraitRef copy = new TraitRef(tcx.lang().get("copy"), List.of(ty));
    prove(List.of(new Obligation(new Predicate.Trait(copy), env, cause(span))));
    if (shared != null
        && !ty.has(CallShape.OF_BODY)
        && constraints == regions.constraints
        && tests == regions.typeTests.size()
        && rigid == regions.rigidities()
        && differ(ty)) {
      shared.copied.add(erased);
    }
  }

  /** Whether its regions are variables, each at one place. */
  private boolean differ(Ty ty) {
    int[] places = {0};
    new TypeFolder(types) {
      @Override
      public Region region(Region r) {
        places[0] += r instanceof Region.Var ? 1 : r instanceof Region.Bound ? 0 : 1 << 16;
        return r;
      }
    }.ty(ty);
    return places[0] == regions.vars(ty).size();
  }

  /** {@code &mut T} is not Clone; what has an error is. */
  boolean implementsClone(Ty ty) {
    return erasedSolver.implementsLang(env, EraseRegions.of(types, ty), "clone");
  }

  /** Whether {@code &ty} can be iterated over. */
  boolean referenceIterates(Ty ty) {
    Def trait = tcx.lang().get("IntoIterator");
    Ty ref = types.ref(Region.ERASED, EraseRegions.of(types, ty), false);
    return trait != null
        && erasedSolver.holds(env, new Predicate.Trait(new TraitRef(trait, List.of(ref))));
  }

  /** The types inside for whose sake the type is not Clone; empty where none can be named. */
  List<Ty> lackingClone(Ty ty) {
    Def trait = tcx.lang().get("clone");
    if (trait == null) {
      return List.of();
    }
    FulfillmentCtxt fulfill = new FulfillmentCtxt(erasedInfcx);
    fulfill.register(
        new Obligation(
            new Predicate.Trait(new TraitRef(trait, List.of(EraseRegions.of(types, ty)))),
            env,
            Cause.NONE));
    List<Ty> lacking = new ArrayList<>();
    for (FulfillmentError e : fulfill.selectAllOrError()) {
      if (e.obligation().predicate() instanceof Predicate.Trait t
          && t.traitRef().trait() == trait
          && !lacking.contains(t.traitRef().self())) {
        lacking.add(t.traitRef().self());
      }
    }
    return lacking;
  }

  private static final int MANY = 6;

  /** The types whose fields are being looked at, from the outside. */
  private final List<Ty.Adt> inside = new ArrayList<>();

  /** Whether dropping a value of the type may do something. */
  public boolean needsDrop(Ty ty) {
    return switch (ty) {
      case Ty.Tuple t -> t.elements.stream().anyMatch(this::needsDrop);
      case Ty.Array t -> needsDrop(t.element);
      case Ty.Slice t -> needsDrop(t.element);
      case Ty.Dynamic t -> true;
      case Ty.Closure t ->
          !(t.upvarsTy() instanceof Ty.Tuple u) || u.elements.stream().anyMatch(this::needsDrop);
      case Ty.Adt t -> adtNeedsDrop(t);
      case Ty.Param t -> !isCopy(t);
      case Ty.Projection t -> !isCopy(t);
      case Ty.Opaque t -> !isCopy(t);
      case Ty t -> false;
    };
  }

  private boolean adtNeedsDrop(Ty.Adt t) {
    if (tcx.lang().is(t.def, "manually_drop")) {
      return false;
    }
    Ty erased = EraseRegions.of(types, t);
    boolean share = shared != null && !erased.has(CallShape.OF_BODY);
    Boolean known = share ? shared.dropped.get(erased) : null;
    known = known == null ? drop.get(erased) : known;
    if (known == null) {
      drop.put(erased, false);
      known =
          tcx.adt(t.def).isBox()
              || usesBorrows(t.def)
              || tcx.dropImpl(t.def) != null
              || growsEndlessly(t)
              || anyField(t);
      drop.put(erased, known);
      if (share && inside.isEmpty()) {
        shared.dropped.put(erased, known);
      }
    }
    return known;
  }

  private boolean anyField(Ty.Adt t) {
    inside.add(t);
    try {
      for (AdtDef.Variant v : tcx.adt(t.def).variants()) {
        for (int f = 0; f < v.fields().size(); f++) {
          if (needsDrop(field(t, v.index(), f))) {
            return true;
          }
        }
      }
      return false;
    } finally {
      inside.removeLast();
    }
  }

  /**
   * Whether it is inside its own type so often, each time with larger arguments, that there is no
   * end to it: {@code enum A<T> { B, C(A<(T, T)>) }}.
   */
  private boolean growsEndlessly(Ty.Adt t) {
    List<Ty.Adt> same = inside.stream().filter(a -> a.def == t.def).toList();
    return same.size() >= MANY && nesting(t) > nesting(same.getFirst());
  }

  private static int nesting(Ty ty) {
    int[] depth = {0, 0};
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        depth[1] = Math.max(depth[1], ++depth[0]);
        superTy(t);
        depth[0]--;
        return t;
      }
    }.ty(ty);
    return depth[1];
  }

  /** The regions that must be live where a value of the type is dropped. */
  Set<Integer> dropRegions(Ty ty) {
    Set<Integer> found = dropRegions.get(ty);
    if (found == null) {
      found = new HashSet<>();
      dropck(ty, found, new HashSet<>(), 0);
      dropRegions.put(ty, found);
    }
    return found;
  }

  private void dropck(Ty ty, Set<Integer> out, Set<Ty> seen, int depth) {
    if (!ty.has(Ty.HAS_REGION) || depth > 32 || !seen.add(ty) || !needsDrop(ty)) {
      return;
    }
    switch (ty) {
      case Ty.Tuple t -> t.elements.forEach(e -> dropck(e, out, seen, depth + 1));
      case Ty.Array t -> dropck(t.element, out, seen, depth + 1);
      case Ty.Slice t -> dropck(t.element, out, seen, depth + 1);
      case Ty.Closure t -> dropck(t.upvarsTy(), out, seen, depth + 1);
      case Ty.Adt t -> {
        AdtDef adt = tcx.adt(t.def);
        if (usesBorrows(t.def)) {
          out.addAll(regions.vars(t));
          return;
        }
        if (t.def.crate().name().equals("std")) {
          // what it holds may be behind native parts: containers drop that, and no more
          for (var arg : t.args) {
            if (arg instanceof Ty a) {
              dropck(a, out, seen, depth + 1);
            }
          }
        }
        for (AdtDef.Variant v : adt.variants()) {
          for (int f = 0; f < v.fields().size(); f++) {
            dropck(field(t, v.index(), f), out, seen, depth + 1);
          }
        }
      }
      case Ty t -> out.addAll(regions.vars(t));
    }
  }

  /**
   * Whether dropping a value of the type may look at what it borrows: it has a destructor, and that
   * has not promised with {@code may_dangle} to do no more than drop what the value holds. Types of
   * std whose destructor is Rust's alone say so with {@code must_not_dangle}.
   */
  private boolean usesBorrows(Def adt) {
    Def drop = tcx.dropImpl(adt);
    return drop != null
        ? !tcx.adt(adt).isBox() && !tcx.defs().hasAttr(drop, "may_dangle")
        : tcx.defs().hasAttr(adt, "must_not_dangle");
  }

  /** Where a type is written {@code &'a T}, T outlives 'a; others say themselves what they need. */
  void wellFormed(Ty ty) {
    if (!ty.has(Ty.HAS_REGION)) {
      return;
    }
    new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.FnPtr || t instanceof Ty.Dynamic || t instanceof Ty.Closure) {
          return t;
        }
        if (t instanceof Ty.Ref r) {
          regions.outlives(r.target, r.region);
        } else if (t instanceof Ty.Adt a) {
          for (Predicate p : tcx.predicates(a.def)) {
            needs(Subst.apply(types, p, a.args));
          }
        }
        return t.has(Ty.HAS_REGION) ? superTy(t) : t;
      }
    }.ty(ty);
  }

  private void needs(Predicate p) {
    if (p instanceof Predicate.TypeOutlives o && o.bound().isEmpty()) {
      regions.outlives(normalize(o.ty()), o.region());
    } else if (p instanceof Predicate.RegionOutlives o && o.bound().isEmpty()) {
      regions.outlives(o.longer(), o.shorter());
    }
  }

  Cause cause(Span span) {
    return Cause.misc(span, null);
  }
}
