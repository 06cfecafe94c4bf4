package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;

/** Puts fresh region variables into the erased types of a body; what is bound stays bound. */
final class Renumber {
  private final TyCtxt tcx;
  private final TyInterner types;
  private final RegionCtxt regions;
  private final TypeckResults results;
  private final List<GenericArg> identity;

  Renumber(TyCtxt tcx, RegionCtxt regions, TypeckResults results, Def owner) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.regions = regions;
    this.results = results;
    this.identity = tcx.identityArgs(owner);
  }

  /** Erased regions become variables; named ones stay. */
  Ty ty(Ty ty) {
    return ty.has(Folder.LOOKED_AT) ? new Folder().ty(ty) : ty;
  }

  List<GenericArg> args(List<GenericArg> args) {
    return new Folder().args(args);
  }

  /** A type that the user wrote: each {@code _} in it is one type, with regions of its own. */
  Ty user(Ty written) {
    Map<GenericArg, GenericArg> made = new HashMap<>();
    return new Folder() {
      @Override
      public Ty ty(Ty t) {
        return t instanceof Ty.Infer
            ? (Ty)
                made.computeIfAbsent(
                    t, x -> Renumber.this.ty((Ty) results.inferred.getOrDefault(x, types.error)))
            : super.ty(t);
      }

      @Override
      public Const constant(Const c) {
        return c instanceof Const.Infer
            ? (Const) results.inferred.getOrDefault(c, new Const.Error())
            : superConst(c);
      }
    }.ty(written);
  }

  private class Folder extends TypeFolder {
    static final int LOOKED_AT = Ty.HAS_ERASED | Ty.HAS_REGION_VAR | Ty.HAS_CLOSURE | Ty.HAS_INFER;

    Folder() {
      super(Renumber.this.types);
    }

    @Override
    public Region region(Region r) {
      return r instanceof Region.Erased || r instanceof Region.Var ? regions.freshRegion() : r;
    }

    @Override
    public Ty ty(Ty t) {
      return !t.has(LOOKED_AT) ? t : t instanceof Ty.Closure c ? closure(c) : superTy(t);
    }

    /** Closures of this body keep the binder of their signature. */
    private Ty closure(Ty.Closure c) {
      TypeckResults.ClosureInfo info = results.closures.get(c.def);
      if (info == null) {
        return superTy(c);
      }
      List<GenericArg> args = new ArrayList<>(identity);
      args.add(c.kindTy());
      args.add(types.fnPtr(sig(info.sig())));
      args.add(ty(c.upvarsTy()));
      return types.closure(c.def, args);
    }
  }
}
