package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code select!} and {@code race!} (T12): waits for the first of several arms.
 *
 * <p>An arm that is one primitive operation is {@linkplain Registered registered}: it waits in the
 * queue of what it waits for, and all arms share one {@link Waiter}, so that exactly one of them is
 * given anything. Any other arm is {@linkplain Spawned spawned} as a child task. When an arm has
 * won, the children of the others are cancelled and joined before {@link #run} returns.
 */
public final class Select {
  /** Instead of an arm: none is left that could win. */
  public static final int NONE = -1;

  /** One arm; used by the task that runs the select. */
  public sealed interface Arm {
    /**
     * Takes over the value of the arm that is first.
     *
     * @return false if that is not what the arm wants: then it counts as never ready
     */
    boolean accept(Task t, Object value);
  }

  /** An arm that is one primitive operation. */
  public abstract static non-sealed class Registered implements Arm {
    final Event event;

    protected Registered(Event event) {
      this.event = event;
    }

    /** The operation itself: takes what has been reserved for it, without waiting. */
    protected abstract Object operate(Task t);
  }

  /** An arm that runs in a child task. */
  public abstract static non-sealed class Spawned implements Arm {
    final TaskBody body;
    private boolean started;

    protected Spawned(TaskBody body) {
      this.body = body;
    }

    /** Whether the body is a child's now, who drops its captures. */
    public boolean started() {
      return started;
    }
  }

  private final SuspensionPoint point;
  private final boolean biased;
  private final Arm[] arms; // null where an arm is out
  private int left;

  // Guarded by this.
  private final Object[] offers; // values of children that have ended
  private final boolean[] offered;
  private boolean over;
  private Waiter whole;

  private Select(SuspensionPoint point, boolean biased, List<? extends Arm> arms) {
    this.point = point;
    this.biased = biased;
    this.arms = arms.toArray(Arm[]::new);
    this.offers = new Object[this.arms.length];
    this.offered = new boolean[this.arms.length];
    for (Arm a : arms) {
      left += a == null ? 0 : 1;
    }
  }

  /**
   * Waits for the first arm and gives its value to it. Suspends; delivers cancellation; which of
   * several ready arms is taken is a seeded choice.
   *
   * @param biased the first in order of those that are ready
   * @param arms null for one that is disabled
   * @return the number of the arm whose value was accepted, or {@link #NONE} if there is none left
   * @throws Unwind if a child panics (T4) or the select is cancelled before an arm has won
   */
  public static int run(Task t, SuspensionPoint point, boolean biased, List<? extends Arm> arms) {
    t.enter(point);
    Select s = new Select(point, biased, arms);
    boolean spawns = false;
    for (Arm a : arms) {
      spawns |= a instanceof Spawned;
    }
    if (!spawns) {
      return s.decide(t);
    }
    int early = s.decideNow(t);
    if (early != NONE || s.left == 0) {
      return early;
    }
    return (Integer)
        TaskScope.run(
            t,
            ScopeMode.RACE,
            (owner, scope) -> {
              s.spawn(scope);
              return s.decideAndClose(owner);
            });
  }

  private void spawn(TaskScope scope) {
    for (int i = 0; i < arms.length; i++) {
      if (arms[i] instanceof Spawned a) {
        a.started = true;
        scope.spawn("arm " + i, new Child(a.body, i));
      }
    }
  }

  // ---------------------------------------------------------------- deciding

  private int decide(Task t) {
    while (left > 0) {
      int i = accepted(t, await(t, true));
      if (i != NONE) {
        return i;
      }
    }
    return NONE;
  }

  /** As {@link #decide}, of the registered arms that are ready at once. */
  private int decideNow(Task t) {
    while (true) {
      Waiter w = await(t, false);
      if (w == null) {
        return NONE;
      }
      int i = accepted(t, w);
      if (i != NONE || left == 0) {
        return i;
      }
    }
  }

  private int decideAndClose(Task t) {
    Unwind failure = null;
    int winner = NONE;
    try {
      winner = decide(t);
    } catch (Throwable e) {
      failure = Unwind.of(e);
    }
    synchronized (this) {
      over = true; // who ends from now on drops its value itself
    }
    for (int i = 0; i < arms.length; i++) {
      if (offered[i] && (failure == null || !failure.isKill())) {
        TaskBody body = ((Spawned) arms[i]).body;
        Object lost = offers[i];
        failure = t.asDrop(failure, () -> body.discardResult(t, lost), "a result");
      }
    }
    if (failure != null) {
      throw failure;
    }
    return winner;
  }

  /** Takes the value of the arm that was first; its number, or NONE if it did not want it. */
  private int accepted(Task t, Waiter first) {
    int i = first.number();
    Arm arm = arms[i];
    Object value =
        switch (arm) {
          case Registered r -> t.commit(first, () -> r.operate(t));
          case Spawned s -> takeOffer(i);
        };
    arms[i] = null;
    left--;
    return arm.accept(t, value) ? i : NONE;
  }

  private synchronized Object takeOffer(int i) {
    Object value = offers[i];
    offers[i] = null;
    offered[i] = false;
    return value;
  }

  // ---------------------------------------------------------------- waiting

  /**
   * Registers the arms, waits until one has been claimed, takes the others out again.
   *
   * @param wait false to return null if none is ready
   */
  private Waiter await(Task t, boolean wait) {
    while (true) {
      Waiter all = t.newWaiter(point, this, wait ? earliest() : Waiter.NO_DEADLINE);
      Waiter[] armed = new Waiter[arms.length];
      for (int i = 0; i < armed.length; i++) {
        SuspensionPoint own = arms[i] instanceof Registered r ? r.event.point() : point;
        armed[i] = new Waiter(all, i, own);
      }
      publish(all);
      boolean ready = register(t, all, armed);
      if (!ready && (all.rearm || !wait) && all.claim(Waiter.TIMED_OUT)) {
        ready = true; // nobody can give us anything any more
      }
      int end = ready ? all.state() : t.await(all);
      publish(null);
      for (int i = 0; i < armed.length; i++) {
        if (arms[i] instanceof Registered r) {
          r.event.disarm(armed[i]);
        }
      }
      switch (end) {
        case Waiter.SIGNALLED -> {
          return armed[all.signalledArm()];
        }
        case Waiter.CANCELLED -> throw t.pendingUnwind();
        default -> {
          if (!ready) {
            return armed[dueFirst()];
          }
          if (!all.rearm) {
            return null;
          }
        }
      }
    }
  }

  private synchronized void publish(Waiter all) {
    whole = all;
  }

  /** True if an arm was ready and this task itself has claimed it. */
  private boolean register(Task t, Waiter all, Waiter[] armed) {
    int from = start(t);
    int n = arms.length;
    for (int k = 0; k < n; k++) {
      int i = (from + k) % n;
      boolean ready =
          switch (arms[i]) {
            case null -> false;
            case Registered r -> {
              armed[i].event = r.event;
              yield r.event.arm(armed[i]);
            }
            case Spawned s -> isOffered(i) && armed[i].claim(Waiter.SIGNALLED);
          };
      if (ready) {
        // else another task has claimed an arm that was registered before
        return all.state() == Waiter.SIGNALLED && all.signalledArm() == i;
      }
    }
    return false;
  }

  private synchronized boolean isOffered(int i) {
    return offered[i];
  }

  /** Which arm is looked at first. */
  private int start(Task t) {
    if (biased || left < 2) {
      return 0;
    }
    if (!t.runtime.deterministic()) {
      return ThreadLocalRandom.current().nextInt(arms.length);
    }
    List<Integer> ready = new ArrayList<>();
    for (int i = 0; i < arms.length; i++) {
      if (arms[i] instanceof Registered r && r.event.isReady()
          || arms[i] instanceof Spawned && isOffered(i)) {
        ready.add(i);
      }
    }
    return ready.isEmpty() ? 0 : ready.get(t.runtime.scheduler.choose(ready.size()));
  }

  private long earliest() {
    int first = dueFirst();
    return first < 0 ? Waiter.NO_DEADLINE : ((Registered) arms[first]).event.deadline();
  }

  private int dueFirst() {
    int first = -1;
    long at = Waiter.NO_DEADLINE;
    for (int i = 0; i < arms.length; i++) {
      if (arms[i] instanceof Registered r && r.event.deadline() < at) {
        first = i;
        at = r.event.deadline();
      }
    }
    return first;
  }

  @Override
  public String toString() {
    StringJoiner out = new StringJoiner(", or ", "that ", "");
    for (Arm a : arms) {
      if (a != null) {
        out.add(a instanceof Registered r ? r.event.point().waitText() : "runs in a child task");
      }
    }
    return out.toString();
  }

  // ---------------------------------------------------------------- children

  /** A child has ended with a value; false if it comes too late. */
  private boolean offer(int i, Object value) {
    Waiter w;
    synchronized (this) {
      if (over) {
        return false;
      }
      offers[i] = value;
      offered[i] = true;
      w = whole == null ? null : new Waiter(whole, i, point);
    }
    if (w != null && w.claim(Waiter.SIGNALLED)) {
      Task.wake(w);
    }
    return true;
  }

  private final class Child implements TaskBody {
    private final TaskBody body;
    private final int index;

    Child(TaskBody body, int index) {
      this.body = body;
      this.index = index;
    }

    @Override
    public Object run(Task t) {
      Object value = body.run(t);
      if (!offer(index, value)) {
        Unwind u = t.asDrop(null, () -> body.discardResult(t, value), "a result");
        if (u != null) {
          throw u;
        }
      }
      return null;
    }

    @Override
    public void discard(Task t) {
      body.discard(t);
    }
  }
}
