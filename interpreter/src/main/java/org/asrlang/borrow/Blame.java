package org.asrlang.borrow;

import java.util.List;
import org.asrlang.borrow.RegionCtxt.Category;
import org.asrlang.borrow.cfg.Cfg;

/** Which constraint of a way tells the user most: rustc's {@code best_blame_constraint}. */
final class Blame {
  private Blame() {}

  /**
   * Of what stands in the body itself; what closures inside of it do counts as what they demand.
   *
   * @param path not empty
   */
  static int best(RegionCtxt regions, Cfg cfg, List<Integer> path) {
    // where a trait object must be 'static, that it became one is more telling than how it got
    // there
    boolean objects =
        regions.sub[path.getLast()] == regions.staticVar
            && path.stream().noneMatch(c -> annotates(regions.category[c]));
    int best = -1;
    for (int i = 0; i < path.size(); ) {
      Cfg body = inside(regions.where[path.get(i)], cfg);
      int end = i + 1;
      while (body != null
          && body != cfg
          && end < path.size()
          && inside(regions.where[path.get(end)], cfg) == body) {
        end++;
      }
      if (body != null) {
        int here = body == cfg ? path.get(i) : best(regions, body, path.subList(i, end));
        if (best < 0 || rank(regions, here, objects) <= rank(regions, best, objects)) {
          best = here;
        }
      }
      i = end;
    }
    return best < 0 ? path.get(0) : best;
  }

  /** The body itself, or the closure made in it, that another body is or is in; null if none. */
  static Cfg inside(Cfg body, Cfg outer) {
    for (Cfg c = body; c != null; c = c.parent) {
      if (c == outer || c.parent == outer) {
        return c;
      }
    }
    return null;
  }

  private static boolean annotates(Category c) {
    return c == Category.TYPE_ANNOTATION || c == Category.GENERIC_ARG;
  }

  private static int rank(RegionCtxt regions, int constraint, boolean objects) {
    Category c = regions.category[constraint];
    return objects && c == Category.UNSIZE_OBJECT ? Category.RETURN.rank + 1 : c.rank;
  }

  /** Whether it is what a closure that is made in the body demands. */
  static boolean ofClosure(RegionCtxt regions, Cfg cfg, int constraint) {
    Cfg where = regions.where[constraint];
    return regions.ofClosures.get(constraint) || where != cfg && inside(where, cfg) != null;
  }
}
