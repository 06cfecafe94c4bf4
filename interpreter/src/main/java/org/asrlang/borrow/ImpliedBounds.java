package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;

/** What may be taken for granted about lifetimes because given types are well-formed. */
final class ImpliedBounds {
  private final TyCtxt tcx;
  private final TyInterner types;
  private final RegionCtxt regions;

  private boolean withStatic = true;

  /** The regions ask from now on what is declared of associated types. */
  ImpliedBounds(TyCtxt tcx, RegionCtxt regions) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.regions = regions;
    regions.bounded = this::boundsAlias;
    regions.onlyBound = this::onlyBound;
  }

  /** A type parameter or associated type that outlives a region. */
  record Outliving(Ty ty, int region) {}

  /** By type parameter, or by what type is associated. */
  private final Map<Object, List<Outliving>> outliving = new HashMap<>();

  /** What is known of a type parameter, or of an associated type with whatever arguments. */
  List<Outliving> of(Ty ty) {
    return outliving.getOrDefault(key(ty), List.of());
  }

  private static Object key(Ty ty) {
    return ty instanceof Ty.Projection p ? p.assocType : ty;
  }

  /** The regions in a type but for those that only say which associated type is meant. */
  private Set<Integer> outside(Ty ty) {
    Set<Integer> found = new HashSet<>();
    if (ty.has(Ty.HAS_REGION)) {
      new TypeFolder(types) {
        @Override
        public Ty ty(Ty t) {
          return t instanceof Ty.Projection ? t : superTy(t);
        }

        @Override
        public Region region(Region r) {
          int v = regions.var(r);
          if (v >= 0) {
            found.add(v);
          }
          return r;
        }
      }.ty(ty);
    }
    return found;
  }

  private void impliedParams(Ty ty, int region) {
    new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Param || t instanceof Ty.Projection) {
          outliving.computeIfAbsent(key(t), x -> new ArrayList<>()).add(new Outliving(t, region));
          return t;
        }
        return superTy(t);
      }
    }.ty(ty);
  }

  /** What an impl is for may be taken to make sense. */
  void header(Def impl) {
    add(tcx.typeOf(impl));
    TraitRef ref = tcx.implTraitRef(impl);
    if (ref != null) {
      for (GenericArg a : ref.args()) {
        if (a instanceof Ty t) {
          add(t);
        }
      }
    }
  }

  /** {@code &'a &'b T} as an input implies {@code 'b: 'a}; so do the where clauses of ADTs. */
  void add(Ty input) {
    implied(input, new HashSet<>());
  }

  private void implied(Ty input, Set<Ty> seen) {
    if (!input.has(Ty.HAS_REGION | Ty.HAS_PARAM) || seen.size() > 64 || !seen.add(input)) {
      return;
    }
    new TypeFolder(types) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Ref r) {
          int outer = regions.var(r.region);
          if (outer < 0 || outer == regions.staticVar && !withStatic) {
            return superTy(t);
          }
          for (int inner : outside(r.target)) {
            regions.declare(inner, outer);
          }
          impliedParams(r.target, outer);
        } else if (t instanceof Ty.Adt a) {
          for (Predicate p : tcx.predicates(a.def)) {
            if (p.bound().isEmpty()) {
              assume(Subst.apply(types, p, a.args));
            }
          }
          // what the fields need is inferred as a where clause of the type
          if (a.has(Ty.HAS_REGION)) {
            for (AdtDef.Variant v : tcx.adt(a.def).variants()) {
              for (AdtDef.Field f : v.fields()) {
                if (f.ty().has(Ty.HAS_REGION)) {
                  implied(Subst.apply(types, f.ty(), a.args), seen);
                }
              }
            }
          }
        } else if (t instanceof Ty.FnPtr || t instanceof Ty.Closure) {
          return t;
        }
        return superTy(t);
      }
    }.ty(input);
  }

  /** Whether something is declared about what an associated type outlives. */
  boolean boundsAlias(Ty.Projection p) {
    return !of(p).isEmpty()
        || tcx.itemBounds(p.assocType).stream().anyMatch(b -> b instanceof Predicate.TypeOutlives);
  }

  /** What the trait says of its associated type, if that is one thing and all that is known. */
  Region onlyBound(Ty.Projection p) {
    Region only = null;
    for (Predicate b : of(p).isEmpty() ? tcx.itemBounds(p.assocType) : List.<Predicate>of()) {
      if (b instanceof Predicate.TypeOutlives
          && Subst.apply(types, b, p.args) instanceof Predicate.TypeOutlives o
          && o.bound().isEmpty()) {
        if (only != null && only != o.region()) {
          return null;
        }
        only = o.region();
      }
    }
    return only;
  }

  /** From now on what has to be {@code 'static} is not taken for granted. */
  void ignoreStatic() {
    withStatic = false;
  }

  /** A where clause, or what follows from one. */
  void assume(Predicate p) {
    switch (p) {
      case Predicate.RegionOutlives o ->
          regions.declare(regions.var(o.longer()), regions.var(o.shorter()));
      case Predicate.TypeOutlives o -> {
        int shorter = regions.var(o.region());
        if (shorter < 0 || shorter == regions.staticVar && !withStatic) {
          return;
        }
        for (int inner : outside(o.ty())) {
          regions.declare(inner, shorter);
        }
        impliedParams(o.ty(), shorter);
      }
      case Predicate.Subtype x -> {}
      case Predicate.Trait t -> {}
      case Predicate.Projection j -> {}
    }
  }
}
