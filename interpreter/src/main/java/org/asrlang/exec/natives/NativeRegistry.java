package org.asrlang.exec.natives;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.asrlang.exec.Node;
import org.asrlang.exec.intrinsics.Intrinsics;

/** The native functions of an engine by name. Immutable once made; thread-safe. */
public final class NativeRegistry implements Registrar {
  private final Map<String, Function<NativeSig, Node>> byName = new HashMap<>();

  private NativeRegistry() {}

  /** The executor's own, and those of the modules. */
  public static NativeRegistry load(Iterable<? extends NativeModule> modules) {
    NativeRegistry r = new NativeRegistry();
    Intrinsics.register(r);
    for (NativeModule m : modules) {
      m.register(r);
    }
    return r;
  }

  @Override
  public void node(String name, Function<NativeSig, Node> factory) {
    if (byName.putIfAbsent(name, factory) != null) {
      throw new IllegalArgumentException("native function " + name + " is registered twice");
    }
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The body of an instance; null if there is no such native function. */
  public Node body(NativeSig sig) {
    Function<NativeSig, Node> factory = byName.get(sig.name());
    return factory == null ? null : factory.apply(sig);
  }
}
