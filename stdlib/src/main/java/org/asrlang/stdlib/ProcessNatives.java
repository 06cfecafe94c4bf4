package org.asrlang.stdlib;

import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;

/** {@code std::process}. */
public final class ProcessNatives implements NativeModule {
  /** What a shell reports of a process that SIGABRT has ended. */
  private static final int ABORTED = 134;

  @Override
  public void register(Registrar r) {
    r.voidBody(
        "process::exit",
        s -> {
          throw s.task.exit((int) s.getLong(0) & 0xFF);
        });
    r.voidBody(
        "process::abort",
        s -> {
          throw s.task.exit(ABORTED);
        });
    r.longBody("process::id", s -> ProcessHandle.current().pid());
  }
}
