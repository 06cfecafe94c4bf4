package org.asrlang.repl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlainRunTest {
  private static PlainRun of(String... args) {
    return PlainRun.of(Set.of("run", "check"), args);
  }

  @Test
  void plainForms() {
    assertEquals(
        new PlainRun(null, null, false, List.of("f", "-x", "--seed")), of("f", "-x", "--seed"));
    assertEquals(new PlainRun(null, null, false, List.of("check")), of("run", "check"));
    assertEquals(new PlainRun(null, 3L, false, List.of("-", "a")), of("--seed", "3", "-", "a"));
    assertEquals(
        new PlainRun("1", 3L, false, List.of("a")), of("run", "--seed", "3", "-e", "1", "a"));
  }

  @Test
  void allElseIsLeftToPicocli() {
    assertNull(of());
    assertNull(of("run"));
    assertNull(of("check", "f"));
    assertNull(of("--json", "f"));
    assertNull(of("--seed", "x", "f"));
    assertNull(of("--seed", "1"));
    assertNull(of("-e"));
    assertNull(of("-e", "1", "--seed"));
    assertNull(of("--help"));
    assertNull(of("run", "--color=never", "f"));
  }
}
