package org.asrlang.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "42",
        "-7",
        "fifo",
        "pct3-100-5",
        "path-",
        "path-0.1.2",
        "path9-0x4.1.0.0.0.2.0x17",
        "path3-0.1",
        "random16-7",
        "1+c17"
      })
  void aTokenSaysAll(String token) {
    assertEquals(token, Schedule.parse(token).token());
  }

  @Test
  void readsWhatItWrites() {
    Schedule s = Schedule.path(List.of(0, 3)).cancelledAt(2);
    assertEquals(s, Schedule.parse(s.token()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "pct3", "path-a", "path-0x", "1+c", "fifo 1"})
  void anythingElseIsNone(String token) {
    assertThrows(IllegalArgumentException.class, () -> Schedule.parse(token));
  }
}
