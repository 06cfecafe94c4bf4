package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
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

  ImpliedBounds(TyCtxt tcx, RegionCtxt regions) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.regions = regions;
  }

  private final Map<Ty, List<Integer>> impliedParams = new HashMap<>();

  /** The regions that a type parameter outlives. */
  List<Integer> of(Ty.Param p) {
    return impliedParams.getOrDefault(p, List.of());
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
        if (t instanceof Ty.Projection) {
          return t;
        }
        if (t instanceof Ty.Param) {
          impliedParams.computeIfAbsent(t, x -> new ArrayList<>()).add(region);
        }
        return superTy(t);
      }
    }.ty(ty);
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
          if (outer == regions.staticVar && !withStatic) {
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
        if (shorter == regions.staticVar && !withStatic) {
          return;
        }
        for (int inner : outside(o.ty())) {
          regions.declare(inner, shorter);
        }
        impliedParams(o.ty(), shorter);
      }
      case Predicate.Trait t -> {}
      case Predicate.Projection j -> {}
    }
  }
}
