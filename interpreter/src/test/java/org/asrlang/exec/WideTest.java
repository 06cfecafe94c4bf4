package org.asrlang.exec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** 128-bit arithmetic against {@link BigInteger}. */
class WideTest {
  private final Random random = new Random(1);

  private Wide next() {
    long hi = random.nextInt(3) == 0 ? random.nextInt(3) - 1 : random.nextLong();
    return new Wide(hi, random.nextInt(4) == 0 ? -random.nextInt(3) : random.nextLong());
  }

  @Test
  void agreesWithBigIntegers() {
    for (int i = 0; i < 20_000; i++) {
      Wide a = next();
      Wide b = next();
      for (boolean signed : new boolean[] {false, true}) {
        BigInteger x = a.big(signed);
        BigInteger y = b.big(signed);
        assertEquals(Wide.of(x), a);
        assertEquals(Wide.of(x.add(y)), a.add(b));
        assertEquals(Wide.of(x.subtract(y)), a.sub(b));
        assertEquals(Wide.of(x.multiply(y)), a.mul(b));
        int n = random.nextInt(128);
        assertEquals(Wide.of(x.shiftLeft(n)), a.shl(n));
        assertEquals(Wide.of(x.shiftRight(n)), a.shr(n, signed));
        assertEquals(Integer.signum(x.compareTo(y)), Integer.signum(a.compare(b, signed)));
      }
    }
  }

  @Test
  void floatsSaturate() {
    assertEquals(Wide.ZERO, Wide.ofDouble(Double.NaN, true));
    assertEquals(Wide.ZERO, Wide.ofDouble(-1, false));
    assertEquals(Wide.of(Wide.MAX_UNSIGNED), Wide.ofDouble(Double.POSITIVE_INFINITY, false));
    assertEquals(Wide.of(Wide.MIN_SIGNED), Wide.ofDouble(-1e300, true));
    assertEquals(new Wide(-1, -3), Wide.ofDouble(-3.9, true));
  }
}
