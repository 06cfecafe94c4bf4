package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;

/**
 * Follows a path of choices, then always takes the first: who is ready longest runs, nobody is
 * preempted. Remembers where it could have gone otherwise.
 */
final class PathPolicy implements SchedulePolicy {
  private final List<Integer> path;
  private final int most;
  private final List<Integer> options = new ArrayList<>();
  private final List<Integer> taken = new ArrayList<>();
  private int preemptions;
  private int selects;
  private boolean limited;
  private boolean preempted;

  /**
   * @param most how many preemptions there may be
   */
  PathPolicy(List<Integer> path, int most) {
    this.path = path;
    this.most = most;
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
    // Who was preempted just now, the last one, would only go on.
    int n = preempted ? ready.size() - 1 : ready.size();
    preempted = false;
    return n == 1 ? 0 : choose(n);
  }

  @Override
  public boolean preempts(Task running, List<Task> ready) {
    if (preemptions >= most) {
      limited = true;
      return false;
    }
    boolean preempts = choose(2) == 1;
    if (preempts) {
      preempted = true;
      preemptions++;
    }
    return preempts;
  }

  @Override
  public boolean holdsBack() {
    return choose(2) == 1;
  }

  /** By turns, so that a program that relies on fairness ends. */
  @Override
  public int choose(int n, RandomStream select) {
    return (choose(n) + selects++) % n;
  }

  /** Whether there was a place for one preemption too many. */
  boolean isLimited() {
    return limited;
  }

  /** How many ways there were to go on at each choice. */
  List<Integer> options() {
    return options;
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
