package org.asrlang.stdlib;

import java.time.Instant;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.TaskRuntime;

/** {@code std::time}: the runtime's clocks, virtual under a seed. */
public final class TimeNatives implements NativeModule {
  private static final long START = System.nanoTime();

  @Override
  public void register(Registrar r) {
    r.longBody("time::now", s -> now(s.task.runtime()));
    r.longBody(
        "time::wall",
        s -> {
          Instant now = s.task.runtime().wallClock();
          return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        });
  }

  /** In parallel runs real time, which does not stand still as that of sleeps and deadlines. */
  private static long now(TaskRuntime runtime) {
    return runtime.deterministic() ? runtime.now() : System.nanoTime() - START;
  }
}
