package org.asrlang.embed;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.resolve.CrateSource;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;

/** Functions of the host that programs can call, as a crate. Filled before the engine is built. */
public final class HostModule implements NativeModule {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*");
  private static final Pattern SIGNATURE =
      Pattern.compile("\\s*fn\\s+([a-z_][a-z0-9_]*)\\s*\\(.*", Pattern.DOTALL);

  /** A host function: ordinary Java, which may block; the calling task waits, others go on. */
  @FunctionalInterface
  public interface HostFunction {
    /**
     * Called on the thread of the calling task. A suspension point: when the task is cancelled, the
     * thread is interrupted; what the function then throws is taken for the cancellation, and what
     * it returns nevertheless is delivered. Under a seed other tasks go on meanwhile and the
     * virtual clock stands still.
     *
     * @return a value of the declared type: {@link Long} or {@link Integer} for integers, {@link
     *     Double}, {@link Boolean}, {@link String}, null for {@code ()}, an {@link
     *     java.util.Optional} for {@code Option}, a {@link java.util.List} for {@code Vec}
     * @throws Exception becomes a panic of the calling task with its message
     */
    Object call(HostCall call) throws Exception;
  }

  private record Entry(String signature, HostFunction function) {}

  private final String name;
  private final Map<String, Entry> functions = new LinkedHashMap<>();

  HostModule(String name) {
    if (!NAME.matcher(name).matches() || name.matches("std|core|alloc|asr|crate|self|super")) {
      throw new IllegalArgumentException("`" + name + "` cannot be the name of a host module");
    }
    this.name = name;
  }

  /**
   * Adds a function.
   *
   * @param signature in ASR, such as {@code fn lookup(key: &str, limit: i64) -> Option<String>}
   * @throws IllegalArgumentException if it is not the head of a function, or the name is taken
   */
  public HostModule function(String signature, HostFunction function) {
    Matcher m = SIGNATURE.matcher(signature);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a function's signature: " + signature);
    }
    if (functions.putIfAbsent(m.group(1), new Entry(signature.trim(), function)) != null) {
      throw new IllegalArgumentException("host function `" + m.group(1) + "` is there twice");
    }
    return this;
  }

  /** The functions as declarations without bodies. */
  CrateSource crate() {
    StringBuilder text = new StringBuilder();
    functions.forEach((fn, entry) ->
        text.append("#[native = \"")
            .append(name)
            .append("::")
            .append(fn)
            .append("\"]\npub ")
            .append(entry.signature)
            .append(";\n"));
    return CrateSource.library(
        name, new SourceFile("<" + name + ">", text.toString()), ModuleLoader.NONE);
  }

  @Override
  public void register(Registrar r) {
    functions.forEach((fn, entry) ->
        r.generic(name + "::" + fn, call -> HostCall.run(name + "::" + fn, call, entry.function)));
  }
}
