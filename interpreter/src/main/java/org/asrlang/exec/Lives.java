package org.asrlang.exec;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many values are alive of the types whose drops matter to people: those of the program with a
 * Drop impl, and of std the guards, permits and shared owners. For tests that look for what is
 * never dropped. Thread-safe.
 */
public final class Lives {
  private final Map<String, AtomicLong> alive = new ConcurrentHashMap<>();

  /**
   * @param type its path
   */
  public void made(String type) {
    count(type).incrementAndGet();
  }

  /** Its drop begins, or std has taken it apart. */
  public void ended(String type) {
    count(type).decrementAndGet();
  }

  private AtomicLong count(String type) {
    return alive.computeIfAbsent(type, t -> new AtomicLong());
  }

  /** Of which types more were made than dropped, and how many. */
  public Map<String, Long> left() {
    Map<String, Long> left = new TreeMap<>();
    alive.forEach((type, n) -> {
      if (n.get() > 0) {
        left.put(type, n.get());
      }
    });
    return left;
  }
}
