package org.asrlang.types.traits;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;
import org.asrlang.types.infer.InferCtxt;

/** Replaces projections (and, where all is revealed, opaque types) by what they stand for. */
final class Normalizer extends TypeFolder {
  private final InferCtxt infcx;
  private final Projector projector;
  private final Obligation goal;
  private final List<Obligation> out;

  /**
   * @param goal whose environment, cause and depth the new obligations take
   */
  Normalizer(InferCtxt infcx, Projector projector, Obligation goal, List<Obligation> out) {
    super(infcx.types());
    this.infcx = infcx;
    this.projector = projector;
    this.goal = goal;
    this.out = out;
  }

  @Override
  public Ty ty(Ty t) {
    if (t.has(Ty.HAS_INFER)) {
      t = infcx.shallow(t);
    }
    if (!t.has(Ty.HAS_ALIAS)) {
      return t;
    }
    Ty inner = superTy(t);
    return switch (inner) {
      case Ty.Projection p -> binders > 0 && BoundRegions.escape(p) ? underBinder(p) : project(p);
      case Ty.Opaque o -> opaque(o);
      case Ty other -> other;
    };
  }

  private Ty opaque(Ty.Opaque o) {
    if (infcx.tcx().traitOf(o.def.parent()) != null) {
      // Of a trait's method: what it is depends on the impl, as with an associated type.
      Ty known = TraitOpaques.project(infcx, projector, goal, o, out);
      if (known != null) {
        return known;
      }
    }
    return goal.env().revealAll() ? reveal(o) : o;
  }

  private Ty reveal(Ty.Opaque o) {
    Ty hidden = infcx.tcx().typeOf(o.def);
    if (hidden instanceof Ty.Opaque same && same.def == o.def) {
      return o;
    }
    return ty(Subst.apply(types, hidden, o.args));
  }

  @Override
  public Const constant(Const c) {
    c = infcx.shallow(superConst(c));
    return c instanceof Const.Unevaluated ? infcx.tcx().evaluate(c) : c;
  }

  private Ty project(Ty.Projection p) {
    if (goal.depth() > Obligation.MAX_DEPTH) {
      projector.overflow(goal);
      return types.error;
    }
    Ty known = projector.cached(goal, p, out);
    if (known != null) {
      return known;
    }
    return switch (projector.project(goal, p, out)) {
      case Projector.Result.Progress r -> r.ty();
      case Projector.Result.Rigid r -> p;
      case Projector.Result.Ambiguous a -> {
        Ty var = infcx.freshTy(goal.cause().span());
        out.add(goal.nested(new Predicate.Projection(p, var, List.of())));
        yield var;
      }
      case Projector.Result.Unimplemented u -> {
        // The trait's obligation gives the message; the variable keeps all else going.
        Ty var = infcx.freshTy(goal.cause().span());
        out.add(goal.nested(new Predicate.Trait(Projector.traitRef(infcx.tcx(), p))));
        out.add(goal.nested(new Predicate.Projection(p, var, List.of())));
        yield var;
      }
    };
  }

  /** The regions of enclosing binders are made rigid for the question, and put back after it. */
  private Ty underBinder(Ty.Projection p) {
    Map<Region, Region.Bound> back = new HashMap<>();
    int universe = infcx.nextUniverse(goal.predicate());
    int outer = binders;
    TypeFolder rigid =
        new TypeFolder(types) {
          @Override
          public Region region(Region r) {
            if (r instanceof Region.Bound b && b.depth() >= binders) {
              Region.Bound free = new Region.Bound(b.depth() - binders, b.index(), b.def());
              Region made = new Region.Placeholder(universe, free.depth() << 12 | free.index());
              back.put(made, free);
              return made;
            }
            return r;
          }
        };
    Ty.Projection question = (Ty.Projection) types.projection(p.assocType, rigid.args(p.args));
    Projector.Result answer = projector.project(goal, question, out);
    if (!(answer instanceof Projector.Result.Progress found)) {
      return p;
    }
    TypeFolder restore =
        new TypeFolder(types) {
          @Override
          public Region region(Region r) {
            Region.Bound free = back.get(infcx.shallow(r));
            return free == null
                ? r
                : new Region.Bound(free.depth() + binders, free.index(), free.def());
          }
        };
    return restore.ty(infcx.resolve(found.ty()));
  }
}
