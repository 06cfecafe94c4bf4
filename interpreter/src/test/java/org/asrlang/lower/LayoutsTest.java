package org.asrlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Agg2;
import org.asrlang.exec.AggN;
import org.asrlang.exec.Layout;
import org.junit.jupiter.api.Test;

/** Which type is represented how. */
class LayoutsTest {
  private final Runs runs =
      new Runs(
          """
          struct Unit;
          struct Meters(f64);
          struct Wrapped { m: Meters, u: Unit }
          struct Two { a: i64, b: Option<i64> }
          struct Three { a: i64, b: u8, c: bool }
          enum Plain { A, B, C }
          enum Data { A(i64, i64), B(Box<i64>) }
          struct Dropping(i64);
          impl Drop for Dropping { fn drop(&mut self) {} }
          fn main() -> i64 { 0 }
          """);

  private Layout of(String name) {
    return runs.lowering.layout(runs.tcx.types().adt(runs.function(name), List.of()));
  }

  @Test
  void newtypesAreTheirField() {
    assertEquals(Layout.Kind.ZST, of("Unit").kind);
    assertEquals(Layout.Kind.DOUBLE, of("Meters").kind);
    assertEquals(Layout.Kind.DOUBLE, of("Wrapped").kind);
    assertTrue(of("Wrapped").variants[0][0].itself());
    assertFalse(of("Wrapped").isStorage());
  }

  @Test
  void aDropImplNeedsAnObject() {
    assertEquals(Layout.Rep.AGG, of("Dropping").rep);
    assertTrue(of("Dropping").needsDrop);
  }

  @Test
  void theSmallestObjectThatFits() {
    assertSame(Agg.class, of("Two").newAgg(0).getClass());
    assertSame(AggN.class, of("Three").newAgg(0).getClass());
    assertSame(Agg2.class, of("Data").newAgg(0).getClass());
    assertFalse(of("Two").needsDrop);
    assertTrue(of("Data").needsDrop);
  }

  @Test
  void enumsWithoutDataAreNumbers() {
    assertEquals(Layout.Kind.LONG, of("Plain").kind);
    assertEquals(Layout.Rep.ENUM, of("Plain").rep);
  }
}
