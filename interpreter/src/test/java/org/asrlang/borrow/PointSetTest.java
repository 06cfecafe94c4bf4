package org.asrlang.borrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PointSetTest {
  private static final int POINTS = 1000;
  private static final int ALL = POINTS + 70;

  @Test
  void holdsWhatABitSetHolds() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      PointSet one = new PointSet(POINTS);
      PointSet other = new PointSet(POINTS);
      BitSet a = new BitSet();
      BitSet b = new BitSet();
      for (int i = 0; i < 20; i++) {
        int x = random.nextInt(round % 2 == 0 ? POINTS : ALL);
        one.set(x);
        a.set(x);
        int y = random.nextInt(ALL);
        other.set(y);
        b.set(y);
      }
      int from = random.nextInt(POINTS);
      int to = from + random.nextInt(POINTS - from);
      other.set(from, to);
      b.set(from, to);
      same(a, one);
      same(b, other);
      assertTrue(other.containsAll(from, to));

      PointSet copy = one.copy();
      copy.or(other);
      same(a, one);
      a.or(b);
      same(a, copy);
      assertEquals(
          a.nextClearBit(from) >= Math.min(POINTS, from + 40),
          copy.containsAll(from, Math.min(POINTS, from + 40)));
    }
  }

  private static void same(BitSet expected, PointSet found) {
    for (int i = 0; i < ALL + 5; i++) {
      assertEquals(expected.get(i), found.get(i));
      assertEquals(expected.nextSetBit(i), found.nextSetBit(i));
    }
  }

  @Test
  void emptyHasNothing() {
    PointSet none = new PointSet(0);
    assertEquals(-1, none.nextSetBit(0));
    assertFalse(none.get(3));
    none.set(3);
    assertEquals(3, none.nextSetBit(0));
  }
}
