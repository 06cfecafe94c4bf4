package org.asrlang.types.coherence;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeFolder;

/** Which generic parameters are determined by others. After rustc's module of that name. */
public final class ConstrainedParams {
  private ConstrainedParams() {}

  /** Adds what follows from the known ones: {@code where <T as Tr>::Out == U} gives U from T. */
  public static void follow(List<Predicate> predicates, Set<Integer> known) {
    boolean more = true;
    while (more) {
      more = false;
      for (Predicate p : predicates) {
        if (p instanceof Predicate.Projection j) {
          Set<Integer> inputs = new LinkedHashSet<>();
          j.alias().args.forEach(a -> mentioned(a, inputs));
          if (known.containsAll(inputs)) {
            int before = known.size();
            collect(j.ty(), known);
            more |= known.size() > before;
          }
        }
      }
    }
  }

  /** The parameters that the type or constant determines: those inside projections are not. */
  static void collect(GenericArg arg, Set<Integer> to) {
    visit(arg, to, false);
  }

  /** All parameters in it. */
  static void mentioned(GenericArg arg, Set<Integer> to) {
    visit(arg, to, true);
  }

  private static void visit(GenericArg arg, Set<Integer> to, boolean inProjections) {
    new TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Param p) {
          to.add(p.index);
        }
        return t instanceof Ty.Projection && !inProjections ? t : superTy(t);
      }

      @Override
      public Region region(Region r) {
        if (r instanceof Region.EarlyParam p) {
          to.add(p.index());
        }
        return r;
      }

      @Override
      public Const constant(Const c) {
        if (c instanceof Const.Param p) {
          to.add(p.index());
        }
        return superConst(c);
      }
    }.arg(arg);
  }
}
