package org.asrlang.task;

import java.util.List;

/** {@code race!} (T12). */
public final class Race {
  private Race() {}

  /**
   * Who was first.
   *
   * @param index which body, from 0
   * @param value what it returned
   */
  public record Winner(int index, Object value) {}

  /** The finish line: guarded by its monitor. */
  private static final class Finish {
    private boolean decided;
    private int index;
    private Object value;
    private Waiter waiter;

    /** False if another body was first. */
    boolean cross(int bodyIndex, Object result) {
      Waiter w;
      synchronized (this) {
        if (decided) {
          return false;
        }
        decided = true;
        index = bodyIndex;
        value = result;
        w = waiter;
      }
      if (w != null && w.claim(Waiter.SIGNALLED)) {
        Task.wake(w);
      }
      return true;
    }

    /** The race was cancelled: nobody wins any more; true if there is a value to drop. */
    boolean abandon() {
      synchronized (this) {
        boolean lost = decided;
        decided = true;
        return lost;
      }
    }

    void await(Task t) {
      t.enter(SuspensionPoint.RACE);
      Waiter w;
      synchronized (this) {
        if (decided) {
          return;
        }
        w = t.newWaiter(SuspensionPoint.RACE, null, Waiter.NO_DEADLINE);
        waiter = w;
      }
      if (t.await(w) == Waiter.CANCELLED) {
        throw t.pendingUnwind();
      }
    }
  }

  /**
   * Runs each body in a child task; the first that finishes wins. The losers are cancelled <em>and
   * joined</em> before this returns; a loser that finishes nevertheless drops its own result
   * through {@link TaskBody#discardResult}. Suspends; delivers cancellation.
   *
   * @param bodies at least one
   * @throws Unwind if a body panics (T4) or the race is cancelled from outside
   */
  public static Winner run(Task t, List<? extends TaskBody> bodies) {
    Finish finish = new Finish();
    TaskBody[] winner = new TaskBody[1];
    return (Winner)
        TaskScope.run(
            t,
            ScopeMode.RACE,
            new ScopeBody() {
              @Override
              public Object run(Task owner, TaskScope scope) {
                for (int i = 0; i < bodies.size(); i++) {
                  scope.spawn("arm " + i, new Arm(bodies.get(i), i, finish));
                }
                Unwind cancelled = null;
                try {
                  finish.await(owner);
                } catch (Unwind u) {
                  cancelled = u;
                }
                if (cancelled != null && !finish.abandon()) {
                  throw cancelled;
                }
                winner[0] = bodies.get(finish.index);
                return new Winner(finish.index, finish.value); // T9: delivered, though cancelled
              }

              @Override
              public void discardResult(Task owner, Object value) {
                winner[0].discardResult(owner, ((Winner) value).value());
              }
            });
  }

  private record Arm(TaskBody body, int index, Finish finish) implements TaskBody {
    @Override
    public Object run(Task t) {
      Object value = body.run(t);
      if (!finish.cross(index, value)) {
        Unwind u = t.asDrop(() -> body.discardResult(t, value), "a result");
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
