package org.asrlang.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodesTest {
  /** A code keeps its place for ever: this list only grows. */
  @Test
  void noCodeEverGoesAway() {
    assertEquals(
        List.of(
            "A0001", "A0002", "A0003", "A0004", "A0005", "A0006", "A0007", "A0008", "A0009",
            "A0010", "A0100", "A0200", "A0300", "A0301"),
        Arrays.stream(ErrorCodes.values()).map(ErrorCodes::code).toList());
  }

  @Test
  void eachIsExplained() {
    for (ErrorCodes c : ErrorCodes.values()) {
      assertTrue(c.explanation().length() > 80, c.code());
      assertEquals(c, ErrorCodes.find(c.code().toLowerCase()).orElseThrow());
    }
    assertTrue(ErrorCodes.find("E0308").isEmpty());
  }
}
