package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.types.Region;

/**
 * The lifetimes that a signature mentions, written or left out: what a lifetime left out of a
 * result can stand for. What only an alias or {@code Self} stands for does not count.
 */
final class Mentions {
  private final List<Mention> all = new ArrayList<>();

  /**
   * @param level of a bound region: how many binders are around its own; negative for the item's
   */
  private record Mention(Region region, int level) {}

  /** How many there are so far. */
  int mark() {
    return all.size();
  }

  /**
   * Notes a lifetime.
   *
   * @param depth how many binders are around
   * @return the lifetime
   */
  Region add(Region region, int depth) {
    if (!(region instanceof Region.Erased || region instanceof Region.Error)) {
      int level = region instanceof Region.Bound b ? depth - 1 - b.depth() : 0;
      all.add(new Mention(region, level));
    }
    return region;
  }

  /** The only lifetime among those since a mark, seen from that depth; null if none or several. */
  Region only(int mark, int depth) {
    Region only = null;
    for (Mention m : all.subList(mark, all.size())) {
      Region r = m.region;
      if (r instanceof Region.Bound b) {
        if (m.level >= depth) {
          continue; // of a binder inside
        }
        r = new Region.Bound(depth - 1 - m.level, b.index(), b.def());
      }
      if (only != null && !only.equals(r)) {
        return null;
      }
      only = r;
    }
    return only;
  }
}
