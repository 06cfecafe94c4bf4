package org.asrlang.stdlib;

import java.time.Instant;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;

/** {@code std::time}: the runtime's clocks, virtual under a seed. */
public final class TimeNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.longBody("time::now", s -> s.task.runtime().now());
    r.longBody(
        "time::wall",
        s -> {
          Instant now = s.task.runtime().wallClock();
          return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        });
  }
}
