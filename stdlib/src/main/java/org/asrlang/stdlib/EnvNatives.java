package org.asrlang.stdlib;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.asrlang.embed.Capabilities;
import org.asrlang.exec.Machine;
import org.asrlang.exec.Slice;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.ReplayLog;
import org.asrlang.task.Task;
import org.asrlang.task.Unwind;

/** {@code std::env}: arguments and variables that the host has granted. */
public final class EnvNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.longBody("env::arg_count", s -> StandardStreams.capabilities(s.machine).arguments().size());
    r.objectBody(
        "env::arg",
        s ->
            Slice.str(StandardStreams.capabilities(s.machine).arguments().get((int) s.getLong(0))));
    r.generic(
        "env::var",
        call -> {
          Capabilities c = StandardStreams.capabilities(call.stack().machine);
          String value = variable(call, c, call.text(0));
          return value == null ? call.none() : call.some(Slice.str(value));
        });
    r.longBody("env::var_count", s -> StandardStreams.capabilities(s.machine).environment().size());
    r.generic(
        "env::var_at",
        call -> {
          Map.Entry<String, String> e = variables(call.stack().machine).get((int) call.getLong(0));
          return call.tuple(Slice.str(e.getKey()), Slice.str(e.getValue()));
        });
    r.objectBody(
        "env::current_dir",
        s -> {
          boolean files = StandardStreams.capabilities(s.machine).files().isPresent();
          return Slice.str(files ? System.getProperty("user.dir") : "");
        });
  }

  private static String variable(NativeCall call, Capabilities c, String name) {
    String value = c.environment().get(name);
    Task t = call.task();
    ReplayLog log = t.runtime().options().log();
    if (log == null) {
      return value;
    }
    byte[] now = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    try {
      byte[] then = log.value(t, ReplayLog.Kind.ENVIRONMENT, () -> now);
      return then == null ? null : new String(then, StandardCharsets.UTF_8);
    } catch (Unwind u) {
      throw Guest.announced(call, u);
    } catch (Exception e) {
      throw Guest.unchecked(e);
    }
  }

  private static List<Map.Entry<String, String>> variables(Machine machine) {
    return new ArrayList<>(
        new TreeMap<>(StandardStreams.capabilities(machine).environment()).entrySet());
  }
}
