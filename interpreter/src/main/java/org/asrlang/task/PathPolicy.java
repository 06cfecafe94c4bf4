package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows a path of choices, then always takes the first: who is ready longest runs, nobody is
 * preempted. Remembers where it could have gone otherwise.
 */
final class PathPolicy implements SchedulePolicy {
  /** How many preemptions a path has at most: two find nearly all bugs of real programs. */
  private static final int MOST_PREEMPTIONS = 2;

  private final List<Integer> path;
  private final boolean mayPreempt;
  private final List<Integer> options = new ArrayList<>();
  private final List<Integer> taken = new ArrayList<>();
  private int preemptions;
  private int selects;

  PathPolicy(List<Integer> path, boolean mayPreempt) {
    this.path = path;
    this.mayPreempt = mayPreempt;
  }

  private int choose(int n) {
    int at = taken.size();
    int choice = at < path.size() ? Math.min(path.get(at), n - 1) : 0;
    taken.add(choice);
    options.add(n);
    return choice;
  }

  @Override
  public int pick(List<Task> ready) {
    return choose(ready.size());
  }

  @Override
  public boolean preempts(Task running, List<Task> ready) {
    if (!mayPreempt || preemptions == MOST_PREEMPTIONS) {
      return false;
    }
    boolean preempts = choose(2) == 1;
    if (preempts) {
      preemptions++;
    }
    return preempts;
  }

  /** By turns, so that a program that relies on fairness ends. */
  @Override
  public int choose(int n, RandomStream select) {
    return (choose(n) + selects++) % n;
  }

  /** The next path in depth-first order, or null if this was the last. */
  List<Integer> next() {
    for (int i = taken.size() - 1; i >= 0; i--) {
      if (taken.get(i) + 1 < options.get(i)) {
        List<Integer> next = new ArrayList<>(taken.subList(0, i));
        next.add(taken.get(i) + 1);
        return next;
      }
    }
    return null;
  }
}
