package org.asrlang.repl;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Paths that leave first come first served at one place, then those that leave it at two: delay
 * bounding (Emmi et al., POPL 2011). There are few of them however often tasks take turns, where a
 * search in depth only ever varies the end of a long run. Of more than fit a random selection.
 */
final class Detours {
  private final Random random;

  /** What was tried last, with what could have been chosen on the way; first: no detour. */
  private List<Detour> tried = new ArrayList<>();

  private boolean begun;

  private record Detour(List<Integer> path, List<Integer> options) {}

  Detours(long seed) {
    random = new Random(seed);
  }

  /**
   * The paths with one detour more than those of last time; the first time only the straight one.
   *
   * @param most so many at most
   */
  List<List<Integer>> next(int most) {
    if (!begun) {
      begun = true;
      return List.of(List.of());
    }
    long all = 0;
    List<List<Integer>> chosen = new ArrayList<>();
    for (Detour d : tried) {
      for (int at = d.path().size(); at < d.options().size(); at++) {
        for (int choice = 1; choice < d.options().get(at); choice++) {
          // reservoir sampling: each is in the selection with the same probability
          all++;
          if (chosen.size() < most) {
            chosen.add(with(d.path(), at, choice));
          } else {
            long place = random.nextLong(all);
            if (place < most) {
              chosen.set((int) place, with(d.path(), at, choice));
            }
          }
        }
      }
    }
    tried = new ArrayList<>();
    return chosen;
  }

  private static List<Integer> with(List<Integer> path, int at, int choice) {
    List<Integer> longer = new ArrayList<>(path);
    longer.addAll(Collections.nCopies(at - path.size(), 0));
    longer.add(choice);
    return longer;
  }

  /** How a run along a path of this selection went. */
  void taken(List<Integer> path, List<Integer> options) {
    tried.add(new Detour(path, options));
  }
}
