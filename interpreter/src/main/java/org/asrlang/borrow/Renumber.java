package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.TypeckResults;

/**
 * Puts fresh region variables into the erased types of a body. What erasure has lost is guessed: in
 * {@code fn} pointers and {@code dyn Fn…} the regions of the inputs are bound, as elision binds
 * them. Guesses are harmless, because relations with rigid bound regions are not held against the
 * program.
 */
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
    // erased regions leave no mark on a type: each is walked through
    return new Folder().ty(ty);
  }

  List<GenericArg> args(List<GenericArg> args) {
    return new Folder().args(args);
  }

  private final class Folder extends TypeFolder {
    /** The bound regions of the binder that is being guessed. */
    private List<Def> bound;

    private int boundDepth;

    Folder() {
      super(Renumber.this.types);
    }

    @Override
    public Region region(Region r) {
      if (r instanceof Region.Erased || r instanceof Region.Var) {
        if (bound != null) {
          bound.add(null);
          return new Region.Bound(binders - boundDepth, bound.size() - 1, null);
        }
        return regions.freshRegion();
      }
      return r;
    }

    @Override
    public Ty ty(Ty t) {
      if (t instanceof Ty.Closure c) {
        return closure(c);
      }
      if (bound == null && t instanceof Ty.FnPtr f && f.sig.boundRegions().isEmpty()) {
        return guessed(f.sig);
      }
      if (bound == null && t instanceof Ty.Dynamic d && isFn(d)) {
        return guessedFn(d);
      }
      return superTy(t);
    }

    private Ty guessed(FnSig sig) {
      bound = new ArrayList<>();
      binders++;
      boundDepth = binders;
      List<Ty> inputs = tys(sig.inputs());
      List<Def> made = bound;
      bound = null;
      Ty output = output(sig.output(), made);
      binders--;
      return types.fnPtr(new FnSig(inputs, output, made));
    }

    private Ty output(Ty output, List<Def> made) {
      if (made.size() != 1) {
        return ty(output);
      }
      Folder outer = this;
      return new TypeFolder(types) {
        @Override
        public Region region(Region r) {
          return r instanceof Region.Erased || r instanceof Region.Var
              ? new Region.Bound(binders, 0, null)
              : outer.region(r);
        }
      }.ty(output);
    }

    private boolean isFn(Ty.Dynamic d) {
      if (d.principal == null || !d.principal.trait().name().startsWith("Fn")) {
        return false;
      }
      boolean[] has = {false};
      new TypeFolder(types) {
        @Override
        public Region region(Region r) {
          has[0] |= r instanceof Region.Bound;
          return r;
        }
      }.args(d.principal.args());
      return !has[0];
    }

    private Ty guessedFn(Ty.Dynamic d) {
      bound = new ArrayList<>();
      binders++;
      boundDepth = binders;
      List<GenericArg> args = args(d.principal.args());
      List<Ty.ExistentialProjection> projections = new ArrayList<>();
      List<Def> made = bound;
      for (Ty.ExistentialProjection p : d.projections) {
        bound = null;
        projections.add(
            new Ty.ExistentialProjection(p.assocType(), List.copyOf(args), output(p.ty(), made)));
      }
      bound = null;
      binders--;
      return types.dynamic(
          new Ty.ExistentialTraitRef(d.principal.trait(), List.copyOf(args)),
          projections,
          d.autoTraits,
          region(d.region));
    }

    /** Closures of this body keep the binder of their signature. */
    private Ty closure(Ty.Closure c) {
      TypeckResults.ClosureInfo info = results.closures.get(c.def);
      if (info == null) {
        return superTy(c);
      }
      List<Def> outer = bound;
      bound = null;
      List<GenericArg> args = new ArrayList<>(identity);
      args.add(c.kindTy());
      args.add(types.fnPtr(sig(info.sig())));
      args.add(ty(c.upvarsTy()));
      bound = outer;
      return types.closure(c.def, args);
    }
  }
}
