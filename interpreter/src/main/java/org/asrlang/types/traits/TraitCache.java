package org.asrlang.types.traits;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.asrlang.types.TraitRef;

/** What was found out about goals without variables; shared by all of a session's bodies. */
public final class TraitCache {
  private final Map<Key, Outcome> outcomes = new HashMap<>();

  private final Map<Class<?>, Object> beside = new HashMap<>();

  private record Key(ParamEnv env, TraitRef goal) {}

  Outcome get(ParamEnv env, TraitRef goal) {
    return outcomes.get(new Key(env, goal));
  }

  /** What a later pass keeps of its own for as long; made on first use. */
  public <T> T beside(Class<T> type, Supplier<T> maker) {
    return type.cast(beside.computeIfAbsent(type, t -> maker.get()));
  }

  public void clear() {
    outcomes.clear();
    beside.clear();
  }

  void put(ParamEnv env, TraitRef goal, Outcome outcome) {
    outcomes.put(new Key(env, goal), outcome);
  }
}
