package org.asrlang.borrow;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.asrlang.borrow.RegionCtxt.Placeholder;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Predicate;
import org.asrlang.types.TyCtxt;

/**
 * What regions of inner binders do to those outside: who must outlive a region that cannot be named
 * there has to be {@code 'static}, and a placeholder, which stands for any region, outlives nothing
 * but itself.
 */
final class HigherRanked {
  private final TyCtxt tcx;
  private final RegionCtxt regions;
  private final RegionSolver solver;

  HigherRanked(TyCtxt tcx, RegionCtxt regions, RegionSolver solver) {
    this.tcx = tcx;
    this.regions = regions;
    this.solver = solver;
  }

  /** Adds constraints on who has to outlive what it cannot name, and solves again. */
  void propagate() {
    int before = regions.constraints;
    List<int[]> demands = new ArrayList<>();
    placeholders(demands);
    for (int[] d : demands) {
      List<Integer> path = solver.path(d[0], v -> v == d[1]);
      if (path != null && !path.isEmpty()) {
        int best = blame(path);
        regions.at(regions.category[best], regions.spans[best], regions.where[best]);
        regions.add(d[0], regions.staticVar);
      }
    }
    if (regions.constraints > before) {
      solver.solveAgain();
    }
  }

  private void placeholders(List<int[]> demands) {
    if (regions.placeholders.isEmpty()) {
      return;
    }
    int first = solver.points + regions.universals.size();
    for (int v = 0; v < solver.vars; v++) {
      PointSet value = solver.value(v);
      int bit = value.nextSetBit(first);
      if (bit < 0 || isStatic(value) || regions.placeholderAt(v) != null) {
        continue;
      }
      for (; bit >= 0; bit = value.nextSetBit(bit + 1)) {
        Placeholder p = regions.placeholders.get(bit - first);
        if (regions.universe(v) < p.universe()) {
          demands.add(new int[] {v, p.var()});
          break;
        }
      }
    }
  }

  private boolean isStatic(PointSet value) {
    return value.get(solver.points + RegionCtxt.STATIC_INDEX);
  }

  /** What stands nearest to the placeholder: the other end tends to be what the user asked for. */
  private int source(List<Integer> path) {
    return path.stream().min(Comparator.comparingInt(c -> regions.category[c].rank)).orElseThrow();
  }

  private int blame(List<Integer> path) {
    int best = path.get(0);
    for (int c : path) {
      if (regions.category[c].rank <= regions.category[best].rank) {
        best = c;
      }
    }
    return best;
  }

  /** Functions for some lifetimes only, where one for all was to be pointed to. */
  void reportPointers(BorrowReports out) {
    report(out, true);
  }

  /** Of what else holds for some lifetimes only and was to hold for all. */
  void report(BorrowReports out) {
    report(out, false);
  }

  private void report(BorrowReports out, boolean pointers) {
    int base = regions.universals.size();
    for (Placeholder p : regions.placeholders) {
      if (pointers) {
        // rustc's leak check: it may not even outlive a region that is still to be chosen
        List<Integer> leak = solver.path(p.var(), v -> isOutside(v, p), regions.pointers::get);
        if (leak != null) {
          out.add(moreGeneral(regions.spans[leak.getLast()]));
          continue;
        }
      }
      PointSet value = solver.value(p.var());
      int own = solver.points + base + p.index();
      int bit = value.nextSetBit(0);
      while (bit == own) {
        bit = value.nextSetBit(bit + 1);
      }
      if (bit < 0) {
        continue;
      }
      int other = region(p, bit);
      List<Integer> path = solver.path(p.var(), v -> v == other);
      if (path != null
          && !path.isEmpty()
          && path.stream().anyMatch(regions.pointers::get) == pointers) {
        boolean trait = p.what() != null && path.stream().noneMatch(regions.equalities::get);
        Span span = regions.spans[source(path)];
        out.add(trait ? notGeneral(trait(p.what()), span) : moreGeneral(span));
      }
    }
  }

  /** For whose sake the placeholder must outlive a point, or the end of another region. */
  private int region(Placeholder p, int bit) {
    int end = bit - solver.points;
    int base = regions.universals.size();
    return end < 0
        ? solver.liveSub(p.var(), bit)
        : end < base ? regions.universals.get(end).var : regions.placeholders.get(end - base).var();
  }

  private boolean isOutside(int var, Placeholder p) {
    return regions.placeholderAt(var) == null && regions.universe(var) < p.universe();
  }

  private Def trait(Predicate goal) {
    return switch (goal) {
      case Predicate.Trait t -> t.traitRef().trait();
      case Predicate.Projection j -> tcx.traitOf(j.alias().assocType);
      case Predicate.TypeOutlives o -> null;
      case Predicate.RegionOutlives o -> null;
      case Predicate.Subtype s -> null;
    };
  }

  private static Diagnostic.Builder notGeneral(Def trait, Span span) {
    String problem =
        trait == null
            ? "higher-ranked lifetime error"
            : "implementation of `" + trait.name() + "` is not general enough";
    return Diagnostic.error(null, span, problem)
        .label(problem)
        .note("it holds for some lifetime, and has to hold for any");
  }

  private static Diagnostic.Builder moreGeneral(Span span) {
    return Diagnostic.error("E0308", span, "mismatched types")
        .label("one type is more general than the other")
        .note("what is given works for some lifetime, what is expected has to work for any");
  }
}
