package org.asrlang.borrow;

import java.util.List;
import org.asrlang.borrow.RegionCtxt.Universal;
import org.asrlang.borrow.cfg.Cfg;

/**
 * What closures demand of those who make them: rustc's {@code ClosureRegionRequirements}. A region
 * from outside that must outlive one that is the closure's own must outlive whatever is known to
 * outlive that, which is {@code 'static} where nothing is known.
 */
final class ClosureDemands {
  private final BodyCtxt cx;
  private final RegionSolver solver;

  ClosureDemands(BodyCtxt cx, RegionSolver solver) {
    this.cx = cx;
    this.solver = solver;
  }

  /** Adds constraints, and solves again if there are some. */
  void propagate() {
    for (Cfg closure : cx.cfgs.reversed()) {
      if (closure.parent != null) {
        int count = cx.regions.constraints;
        of(closure);
        if (cx.regions.constraints != count) {
          solver.solveAgain();
        }
      }
    }
  }

  private void of(Cfg closure) {
    for (int i = 0; i < cx.regions.universals.size(); i++) {
      Universal own = cx.regions.universals.get(i);
      if (own.owner != closure || own.env) {
        continue;
      }
      for (int outer : closure.external) {
        if (solver.containsEnd(outer, i) && !cx.regions.knownOutlives(outer, own.var)) {
          demand(closure, outer, own);
        }
      }
    }
  }

  private void demand(Cfg closure, int outer, Universal own) {
    List<Integer> path = solver.path(outer, v -> v == own.var);
    if (path == null || path.isEmpty()) {
      return;
    }
    int blamed = Blame.best(cx.regions, closure, path);
    cx.regions.at(cx.regions.category[blamed], cx.regions.spans[blamed], closure.parent);
    int from = cx.regions.constraints;
    boolean known = false;
    for (int other : closure.external) {
      if (other != outer && cx.regions.knownOutlives(other, own.var)) {
        cx.regions.add(outer, other);
        known = true;
      }
    }
    if (!known) {
      cx.regions.add(outer, cx.regions.staticVar);
    }
    cx.regions.ofClosures.set(from, cx.regions.constraints);
  }
}
