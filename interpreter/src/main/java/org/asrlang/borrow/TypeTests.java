package org.asrlang.borrow;

import java.util.HashSet;
import java.util.Set;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeFolder;

/**
 * Whether what stands for a type that is not known outlives a region: because it is declared or
 * implied, because the trait says so of its associated type, or because all that an alias names
 * does. rustc's {@code VerifyBound}.
 */
final class TypeTests {
  private final TyCtxt tcx;
  private final RegionCtxt regions;
  private final ImpliedBounds bounds;
  private final RegionSolver solver;

  /** Closures' own regions for whose sake others are looked at. */
  private final Set<Universal> looking = new HashSet<>();

  TypeTests(TyCtxt tcx, RegionCtxt regions, ImpliedBounds bounds, RegionSolver solver) {
    this.tcx = tcx;
    this.regions = regions;
    this.bounds = bounds;
    this.solver = solver;
  }

  static String described(Ty ty, String shown) {
    return (ty instanceof Ty.Projection ? "associated type `" : "parameter type `") + shown + "`";
  }

  /** A region that the variable must outlive and the type does not; null if there is none. */
  Universal tooLong(Ty ty, int var) {
    for (int i = 0; i < regions.universals.size(); i++) {
      Universal u = regions.universals.get(i);
      if (u.opaque && u.forEver) {
        u = regions.universals.get(RegionCtxt.STATIC_INDEX);
      }
      if (!u.opaque && solver.containsEnd(var, i) && !outlives(ty, u)) {
        Universal whole = u.owner == null || u.owner.parent == null ? u : outside(ty, u);
        if (whole != null) {
          return whole;
        }
      }
    }
    return null;
  }

  /**
   * What a closure needs for a region of its own it needs for what is known to outlive that; for
   * ever, where nothing is known.
   */
  private Universal outside(Ty ty, Universal own) {
    if (!looking.add(own)) {
      return null; // asked already
    }
    Universal bad = null;
    boolean fine = false;
    for (int outer : own.owner.external) {
      if (!fine && regions.knownOutlives(outer, own.var)) {
        bad = tooLong(ty, outer);
        fine = bad == null;
      }
    }
    looking.remove(own);
    Universal forEver = regions.universals.get(RegionCtxt.STATIC_INDEX);
    return fine ? null : bad != null ? bad : outlives(ty, forEver) ? null : forEver;
  }

  boolean outlives(Ty ty, Universal u) {
    return switch (ty) {
      case Ty.Param p -> known(p, u);
      case Ty.Projection p -> known(p, u) || ofTrait(p, u) || parts(p, u);
      default -> parts(ty, u);
    };
  }

  private boolean known(Ty ty, Universal u) {
    for (ImpliedBounds.Outliving o : bounds.of(ty)) {
      // a lifetime that only a function's type knows says nothing here
      if (o.region() >= 0 && outlives(o.region(), u) && same(o.ty(), ty)) {
        return true;
      }
    }
    return false;
  }

  private boolean ofTrait(Ty.Projection p, Universal u) {
    for (Predicate b : tcx.itemBounds(p.assocType)) {
      if (Subst.apply(tcx.types(), b, p.args) instanceof Predicate.TypeOutlives o
          && o.bound().isEmpty()
          && o.ty() instanceof Ty.Projection q
          && q.assocType == p.assocType
          && outlives(o.region(), u)) {
        return true;
      }
    }
    return false;
  }

  /** Whether every type and region in it does. */
  private boolean parts(Ty ty, Universal u) {
    boolean[] all = {true};
    new TypeFolder(tcx.types()) {
      @Override
      public Ty ty(Ty t) {
        if (t != ty && (t instanceof Ty.Param || t instanceof Ty.Projection)) {
          all[0] &= outlives(t, u);
          return t;
        }
        return superTy(t);
      }

      @Override
      public Region region(Region r) {
        all[0] &= outlives(r, u);
        return r;
      }
    }.ty(ty);
    return all[0];
  }

  private boolean outlives(Region r, Universal u) {
    int var = regions.var(r);
    return var < 0 || outlives(var, u);
  }

  /** Known, or demanded anyhow. */
  private boolean outlives(int var, Universal u) {
    if (regions.knownOutlives(var, u.var)) {
      return true;
    }
    PointSet value = solver.value(var);
    for (int i = 0; i < regions.universals.size(); i++) {
      if (value.get(solver.points + i)
          && regions.knownOutlives(regions.universals.get(i).var, u.var)) {
        return true;
      }
    }
    return false;
  }

  /** Equal, with regions that must be the same. */
  private boolean same(Ty a, Ty b) {
    if (a == b) {
      return true;
    }
    if (!(a instanceof Ty.Projection p)
        || !(b instanceof Ty.Projection q)
        || p.assocType != q.assocType) {
      return false;
    }
    for (int i = 0; i < p.args.size(); i++) {
      if (!same(p.args.get(i), q.args.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean forEver(int var) {
    return solver.containsEnd(var, RegionCtxt.STATIC_INDEX);
  }

  private boolean same(GenericArg a, GenericArg b) {
    if (a instanceof Region r && b instanceof Region s) {
      int v = regions.var(r);
      int w = regions.var(s);
      return v >= 0 && w >= 0 && (solver.same(v, w) || forEver(v) && forEver(w));
    }
    return a.equals(b) || a instanceof Ty s && b instanceof Ty t && same(s, t);
  }
}
