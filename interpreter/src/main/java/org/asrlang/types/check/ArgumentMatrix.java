package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/**
 * Explains by the fewest mistakes how the arguments of a call differ from what is expected: some
 * are wrong, missing, too many or in the wrong order. The algorithm is that of rustc's {@code
 * ArgMatrix}.
 */
final class ArgumentMatrix {
  sealed interface Mistake {}

  record Invalid(int expected, int provided) implements Mistake {}

  record Extra(int provided) implements Mistake {}

  record Missing(int expected) implements Mistake {}

  /** Arguments that stand in each other's places: two, or a cycle of more. */
  record Permuted(List<Integer> expected, List<Integer> provided) implements Mistake {}

  private final BiPredicate<Integer, Integer> fits;
  private final List<Integer> provided;
  private final List<Integer> expected;

  /**
   * @param fits whether an argument (first) may be what is expected at a place (second)
   */
  ArgumentMatrix(int provided, int expected, BiPredicate<Integer, Integer> fits) {
    this.fits = fits;
    this.provided = new ArrayList<>(IntStream.range(0, provided).boxed().toList());
    this.expected = new ArrayList<>(IntStream.range(0, expected).boxed().toList());
  }

  List<Mistake> mistakes() {
    List<Mistake> out = new ArrayList<>();
    // what is right where it stands is spoken for
    dropSatisfied();
    while (!provided.isEmpty() || !expected.isEmpty()) {
      Mistake m = next();
      if (m == null) {
        if (!dropSatisfied()) {
          break;
        }
      } else {
        out.add(m);
      }
    }
    return out;
  }

  private boolean at(int p, int e) {
    return fits.test(provided.get(p), expected.get(e));
  }

  private boolean dropSatisfied() {
    boolean any = false;
    for (int i = Math.min(provided.size(), expected.size()) - 1; i >= 0; i--) {
      if (at(i, i)) {
        provided.remove(i);
        expected.remove(i);
        any = true;
      }
    }
    return any;
  }

  /** Finds a mistake and takes what it explains out; null if there is none. */
  private Mistake next() {
    int np = provided.size();
    int ne = expected.size();
    int unmatched = 0;
    for (int i = 0; i < Math.max(np, ne); i++) {
      if (np <= i) {
        return new Missing(expected.remove(unmatched));
      }
      if (ne == 0) {
        return new Extra(provided.remove(unmatched));
      }
      boolean isExpected = i < ne;
      boolean isProvided = i < np;
      if (isExpected && isProvided && at(i, i)) {
        unmatched++;
        continue;
      }
      int place = i;
      boolean unsatisfiable = isExpected && IntStream.range(0, np).noneMatch(p -> at(p, place));
      boolean useless = isProvided && IntStream.range(0, ne).noneMatch(e -> at(place, e));
      if (isProvided && isExpected && useless && unsatisfiable) {
        return new Invalid(expected.remove(i), provided.remove(i));
      }
      if (isProvided && useless) {
        return new Extra(provided.remove(i));
      }
      if (isExpected && unsatisfiable) {
        return new Missing(expected.remove(i));
      }
      if (isProvided && isExpected) {
        for (int j = 0; j < Math.min(np, ne); j++) {
          if (j != i && !at(j, j) && at(i, j) && at(j, i)) {
            return take(
                List.of(Math.min(i, j), Math.max(i, j)), List.of(Math.max(i, j), Math.min(i, j)));
          }
        }
      }
    }
    return cycle();
  }

  /** Each argument that fits exactly one place, and these places fitting only one: a cycle. */
  private Mistake cycle() {
    int n = Math.min(provided.size(), expected.size());
    int[] to = new int[n];
    for (int p = 0; p < n; p++) {
      to[p] = -1;
      int row = p;
      int[] places = IntStream.range(0, n).filter(e -> at(row, e)).toArray();
      if (places.length == 1
          && places[0] != p
          && IntStream.range(0, n).filter(q -> at(q, places[0])).count() == 1) {
        to[p] = places[0];
      }
    }
    for (int start = 0; start < n; start++) {
      List<Integer> from = new ArrayList<>();
      int p = start;
      while (p >= 0 && !from.contains(p)) {
        from.add(p);
        p = to[p];
      }
      if (p == start && from.size() > 1) {
        List<Integer> sorted = from.stream().sorted().toList();
        return take(sorted, sorted.stream().map(q -> to[q]).toList());
      }
    }
    return null;
  }

  /** The places in order, and where what stands there belongs. */
  private Permuted take(List<Integer> at, List<Integer> belongs) {
    Permuted m =
        new Permuted(
            belongs.stream().map(expected::get).toList(), at.stream().map(provided::get).toList());
    provided.removeAll(m.provided);
    expected.removeAll(m.expected);
    return m;
  }
}
