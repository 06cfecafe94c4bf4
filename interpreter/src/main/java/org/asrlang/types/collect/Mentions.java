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
  private int input;
  private int lastInput;

  /**
   * @param level of a bound region: how many binders are around its own; negative for the item's
   * @param input which input of a function it stands in, counted over all functions
   */
  private record Mention(Region region, int level, int input) {}

  /** What was there where the inputs of a function began. */
  record Mark(int size, int input) {}

  Mark mark() {
    return new Mark(all.size(), input);
  }

  /** The next input begins. */
  void nextInput() {
    input = ++lastInput;
  }

  /** A function's type ends: what it mentions is not for the function around it. */
  void leave(Mark mark) {
    all.subList(mark.size, all.size()).clear();
    input = mark.input;
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
      all.add(new Mention(region, level, input));
    }
    return region;
  }

  /**
   * The only lifetime among those since a mark, seen from that depth; null if there are none or
   * several, or more than one input mentions it.
   */
  Region only(Mark mark, int depth) {
    Region only = null;
    int from = -1;
    for (Mention m : all.subList(mark.size, all.size())) {
      Region r = m.region;
      if (r instanceof Region.Bound b) {
        if (m.level >= depth) {
          continue; // of a binder inside
        }
        r = new Region.Bound(depth - 1 - m.level, b.index(), b.def());
      }
      if (only != null && (!only.equals(r) || from != m.input)) {
        return null;
      }
      only = r;
      from = m.input;
    }
    return only;
  }
}
