package org.asrlang.task;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Probabilistic concurrency testing: the ready task of the highest priority runs. Priorities are
 * random; at {@code depth - 1} random steps the running task gets the lowest. Finds a bug that
 * needs that many ordering constraints with a probability that does not shrink exponentially.
 */
final class PctPolicy implements SchedulePolicy {
  private final RandomStream random;
  private final Set<Integer> changes = new HashSet<>();
  private final Map<Long, Long> priorities = new HashMap<>();
  private long lowest;
  private int step;

  PctPolicy(RandomStream random, int depth, int steps) {
    this.random = random;
    for (int i = 1; i < depth; i++) {
      changes.add(1 + random.nextInt(steps));
    }
  }

  private long priority(Task t) {
    return priorities.computeIfAbsent(t.id(), id -> random.nextLong() >>> 1);
  }

  private int highest(List<Task> ready) {
    int best = 0;
    for (int i = 1; i < ready.size(); i++) {
      if (priority(ready.get(i)) > priority(ready.get(best))) {
        best = i;
      }
    }
    return best;
  }

  private void lower(Task t) {
    priorities.put(t.id(), --lowest);
  }

  @Override
  public int pick(List<Task> ready) {
    int best = highest(ready);
    if (changes.contains(++step)) {
      lower(ready.get(best));
      best = highest(ready);
    }
    return best;
  }

  @Override
  public boolean preempts(Task running, List<Task> ready) {
    if (changes.contains(++step)) {
      lower(running);
    }
    return priority(ready.get(highest(ready))) > priority(running);
  }

  @Override
  public boolean holdsBack() {
    return random.nextInt(2) == 0;
  }

  @Override
  public void gaveWay(Task running) {
    lower(running); // or a task that waits by yielding would run for ever
  }
}
