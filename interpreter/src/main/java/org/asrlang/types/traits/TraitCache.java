package org.asrlang.types.traits;

import java.util.HashMap;
import java.util.Map;
import org.asrlang.types.TraitRef;

/** What was found out about goals without variables; shared by all of a session's bodies. */
public final class TraitCache {
  private final Map<Key, Outcome> outcomes = new HashMap<>();

  private record Key(ParamEnv env, TraitRef goal) {}

  Outcome get(ParamEnv env, TraitRef goal) {
    return outcomes.get(new Key(env, goal));
  }

  public void clear() {
    outcomes.clear();
  }

  void put(ParamEnv env, TraitRef goal, Outcome outcome) {
    outcomes.put(new Key(env, goal), outcome);
  }
}
