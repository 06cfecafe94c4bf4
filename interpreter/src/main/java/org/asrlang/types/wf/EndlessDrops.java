package org.asrlang.types.wf;

import java.util.HashSet;
import java.util.Set;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/**
 * Types that hold themselves with ever larger arguments: what dropping such a value does has no end
 * (E0320).
 */
public final class EndlessDrops {
  private final TyCtxt tcx;
  private final Set<Ty> seen = new HashSet<>();
  private int depth;

  /** What is merely large is given up on. */
  private static final int MANY = 1000;

  /** rustc's own limit. */
  private static final int DEEP = 128;

  private final boolean through;

  /**
   * @param through whether what boxes and containers hold is looked at
   */
  private EndlessDrops(TyCtxt tcx, boolean through) {
    this.tcx = tcx;
    this.through = through;
  }

  /** Whether a type is one of them, whatever its arguments; not where its size has no end. */
  public static boolean of(TyCtxt tcx, Def adt) {
    Ty ty = tcx.types().adt(adt, tcx.identityArgs(adt));
    return new EndlessDrops(tcx, true).walk(ty) && !new EndlessDrops(tcx, false).walk(ty);
  }

  /** Whether dropping a value of the type drops one of them. */
  public static boolean in(TyCtxt tcx, Ty ty) {
    return switch (ty) {
      case Ty.Tuple t -> t.elements.stream().anyMatch(e -> in(tcx, e));
      case Ty.Array t -> in(tcx, t.element);
      case Ty.Slice t -> in(tcx, t.element);
      case Ty.Adt a -> {
        boolean found = tcx.dropsEndlessly(a.def);
        for (GenericArg arg : a.args) {
          found |= arg instanceof Ty t && in(tcx, t);
        }
        yield found;
      }
      case Ty t -> false;
    };
  }

  private boolean walk(Ty ty) {
    if (!seen.add(ty)) {
      return false;
    }
    return switch (ty) {
      case Ty.Tuple t -> t.elements.stream().anyMatch(this::walk);
      case Ty.Array t -> walk(t.element);
      case Ty.Slice t -> walk(t.element);
      case Ty.Adt a -> {
        depth++;
        boolean endless = depth > DEEP || seen.size() < MANY && adt(a);
        depth--;
        yield endless;
      }
      case Ty t -> false;
    };
  }

  private boolean adt(Ty.Adt ty) {
    if (tcx.lang().is(ty.def, "manually_drop")) {
      return false;
    }
    if (tcx.adt(ty.def).isBox() || ty.def.crate().name().equals("std")) {
      // containers drop what they hold
      return through && ty.args.stream().anyMatch(a -> a instanceof Ty t && walk(t));
    }
    for (AdtDef.Variant v : tcx.adt(ty.def).variants()) {
      for (AdtDef.Field f : v.fields()) {
        if (walk(Subst.apply(tcx.types(), f.ty(), ty.args))) {
          return true;
        }
      }
    }
    return false;
  }
}
