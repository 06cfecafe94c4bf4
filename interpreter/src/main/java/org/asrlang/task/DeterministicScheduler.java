package org.asrlang.task;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Exactly one task runs at a time, and the seed decides which (T13).
 *
 * <p>The right to run is a baton. Its holder alone touches the ready list, the random stream and
 * the clock, so these need no lock. Other threads (a host that cancels, a finished external wait)
 * only append to {@code arrivals}; the baton's holder looks there when nothing else is ready, or
 * every {@value #ARRIVALS_EVERY} choices, so that a run with one external wait at a time does not
 * depend on how long it took. When nobody holds the baton ({@code idle}), an arrival takes it.
 */
final class DeterministicScheduler implements Scheduler {
  private static final long SLICE_NANOS = 1_000_000;
  private static final int ARRIVALS_EVERY = 64;

  /** How long a replay waits for a call that was cancelled to notice it. */
  private static final long RETURN_NANOS = 5_000_000_000L;

  private final TaskRuntime runtime;
  private final SchedulePolicy policy;

  // Touched by the holder of the baton only.
  private final ArrayList<Task> ready = new ArrayList<>();
  private int choicesSinceArrivals;
  private long trace = 1;
  private int steps;
  private long picks;
  private long turns;
  private long mostTurns;

  /** Where another task could have run, since this one has the baton: where it gives way counts. */
  private int points;

  /** The thread that holds the baton; read by others only to find out that it is not theirs. */
  private volatile Thread holder;

  /** How many calls of the host are under way. */
  private final AtomicInteger calls = new AtomicInteger();

  private volatile long clock;

  private final Object lock = new Object();
  // Guarded by lock.
  private final ArrayDeque<Task> arrivals = new ArrayDeque<>();
  private final TreeSet<VirtualTimer> timers = new TreeSet<>();
  private long timerSequence;
  private int externals;
  private int holds;
  private boolean idle = true;
  private final List<Task> returned = new ArrayList<>(); // from outside, in a replay

  /** What comes from outside is recorded there or comes from there; null for neither. */
  private final ReplayLog log;

  DeterministicScheduler(TaskRuntime runtime, SchedulePolicy policy) {
    this.runtime = runtime;
    this.policy = policy;
    this.log = runtime.options().log();
    this.mostTurns = runtime.options().limits().turns();
  }

  private static final class VirtualTimer implements Timer, Comparable<VirtualTimer> {
    final long at;
    final long sequence;
    final Runnable action;
    final Waiter waiter;

    VirtualTimer(long at, long sequence, Runnable action, Waiter waiter) {
      this.at = at;
      this.sequence = sequence;
      this.action = action;
      this.waiter = waiter;
    }

    /** Whether it ends something else than a mere sleep. */
    boolean isDeadline() {
      return waiter == null || waiter.point != SuspensionPoint.SLEEP;
    }

    @Override
    public int compareTo(VirtualTimer o) {
      int c = Long.compare(at, o.at);
      return c != 0 ? c : Long.compare(sequence, o.sequence);
    }
  }

  /** How many choices there were. */
  int steps() {
    return steps;
  }

  /** How many turns there were. */
  long turns() {
    return turns;
  }

  private void countTurns(long n) {
    turns += n;
    if (turns > mostTurns) {
      long limit = runtime.options().limits().turns();
      mostTurns = turns + limit; // for the clean-up
      runtime.onLivelock();
    }
  }

  /** The path after this one, of an exhaustive search; null if there is none. */
  List<Integer> nextPath() {
    return policy instanceof PathPolicy p ? p.next() : null;
  }

  /** How many ways there were to go on at each choice on a path; empty for other schedules. */
  List<Integer> options() {
    return policy instanceof PathPolicy p ? p.options() : List.of();
  }

  /** Whether an exhaustive search has left out preemptions in this run. */
  boolean isLimited() {
    return policy instanceof PathPolicy p && p.isLimited();
  }

  /** A number that depends on every choice so far: two runs of a seed must agree on it. */
  long trace() {
    return trace;
  }

  @Override
  public void start(Task t) {
    makeReady(t);
  }

  @Override
  public void countCalls(int change) {
    calls.addAndGet(change);
  }

  /** Whether the host waits for a call: otherwise tasks that all wait are merely idle. */
  private boolean hasCalls() {
    return calls.get() > 0;
  }

  @Override
  public void recheck() {
    takeUp();
  }

  /**
   * Takes the baton if nobody has it, to see whether there is something to do now: an arrival, or a
   * deadlock, unless a timer is armed. Holding it, so that the first of the tasks that are woken
   * does not run before the rest of them are.
   */
  private void takeUp() {
    synchronized (lock) {
      if (!idle) {
        return;
      }
      idle = false;
    }
    holder = Thread.currentThread();
    passOn();
  }

  @Override
  public void hold() {
    if (Thread.currentThread() != holder) {
      synchronized (lock) {
        holds++;
      }
    }
  }

  @Override
  public void release() {
    if (Thread.currentThread() != holder) {
      synchronized (lock) {
        holds--;
      }
      takeUp();
    }
  }

  @Override
  public boolean isStill() {
    synchronized (lock) {
      return holds == 0 && arrivals.isEmpty() && ready.isEmpty();
    }
  }

  @Override
  public void ready(Waiter w) {
    makeReady(w.task);
  }

  private void makeReady(Task t) {
    if (Thread.currentThread() == holder) {
      ready.add(t);
    } else {
      arrive(t, false);
    }
  }

  /** Called without the baton; takes it if nobody has it, and passes it on. */
  private void arrive(Task t, boolean fromExternal) {
    synchronized (lock) {
      if (fromExternal && replays()) {
        returned.add(t);
        lock.notifyAll();
      } else {
        if (fromExternal) {
          externals--;
          t.back = true;
        }
        arrivals.add(t);
      }
    }
    takeUp();
  }

  @Override
  public void block(Task t, Waiter w) {
    VirtualTimer timer = null;
    if (w.timed()) {
      synchronized (lock) {
        timer = new VirtualTimer(w.deadline, timerSequence++, null, w);
        timers.add(timer);
      }
    }
    switchFrom(t);
    if (timer != null && w.state() != Waiter.TIMED_OUT) {
      disarm(timer);
    }
  }

  @Override
  public void exit(Task t) {
    passOn();
  }

  @Override
  public void yieldNow(Task t) {
    policy.gaveWay(t);
    ready.add(t);
    switchFrom(t);
  }

  @Override
  public void choice(Task t) {
    points++;
    if (ready.isEmpty()) {
      return;
    }
    steps++;
    countTurns(1);
    if (policy.preempts(t, ready)) {
      ready.add(t);
      switchFrom(t);
    }
  }

  @Override
  public int choose(int n) {
    if (n < 2) {
      return 0;
    }
    steps++;
    int chosen = policy.choose(n, runtime.seeds().select());
    trace = RandomStream.mix(trace ^ ~chosen);
    return chosen;
  }

  @Override
  public void spentSlice(Task t) {
    countTurns(Limits.TURNS_PER_SLICE);
    clock += SLICE_NANOS; // only the holder of the baton writes it
    policy.gaveWay(t);
    ready.add(t);
    switchFrom(t);
  }

  private void switchFrom(Task t) {
    if (passOn() != t) {
      awaitBaton(t);
    }
    t.granted = false;
  }

  private void awaitBaton(Task t) {
    while (!t.granted) {
      LockSupport.park();
    }
  }

  /** Gives the baton to the next task; null if there is none and everybody waits for outside. */
  private Task passOn() {
    countTurns(1);
    Task next = choose();
    if (next == null) {
      return null;
    }
    picks++;
    trace = RandomStream.mix(trace ^ next.id() ^ (long) points << 32);
    points = 0;
    Thread thread = next.thread;
    boolean self = thread == Thread.currentThread();
    holder = thread;
    next.granted = true;
    if (self) {
      return next;
    }
    if (next.started) {
      LockSupport.unpark(thread);
    } else {
      next.started = true;
      thread.start();
    }
    return next;
  }

  private Task choose() {
    while (true) {
      boolean logIsOver;
      fireTimers(false);
      if (replays()) {
        takeRecorded();
      }
      if (ready.isEmpty() || ++choicesSinceArrivals >= ARRIVALS_EVERY) {
        choicesSinceArrivals = 0;
        synchronized (lock) {
          for (Task t : arrivals) {
            if (t.back && log != null) {
              log.arrived(picks, t.id());
            }
            t.back = false;
            ready.add(t);
          }
          arrivals.clear();
        }
      }
      int n = ready.size();
      if (n > 0) {
        if (n == 1) {
          return ready.removeLast();
        }
        steps++;
        int i = policy.pick(ready);
        if (policy.ordered()) {
          return ready.remove(i);
        }
        Task last = ready.removeLast();
        return i == n - 1 ? last : ready.set(i, last);
      }
      synchronized (lock) {
        // From here on an arrival finds `idle` and takes the baton; a waiting external stops time.
        if (!arrivals.isEmpty()) {
          continue;
        }
        if (!returned.isEmpty()) {
          // the run has left the recorded one: at least go on
          externals -= returned.size();
          ready.addAll(returned);
          returned.clear();
          continue;
        }
        logIsOver = externals > 0 && replays() && log.isOver() && runtime.killReason() == null;
        boolean waits = externals > 0 || holds > 0;
        if (!logIsOver && waits || (timers.isEmpty() && !hasCalls())) {
          return giveUpBaton();
        }
      }
      if (logIsOver) {
        // nothing came from outside any more: somebody has ended the recorded run
        runtime.kill(
            new KillReason(KillReason.Kind.CLOSED, 101, "the recorded run was ended here"));
        continue;
      }
      if (!fireTimers(true) && ready.isEmpty() && !runtime.onDeadlock()) {
        synchronized (lock) {
          if (arrivals.isEmpty() && ready.isEmpty()) {
            return giveUpBaton();
          }
        }
      }
    }
  }

  private boolean replays() {
    return log != null && log.replays();
  }

  /** Makes those ready that came back from outside at this point when the run was recorded. */
  private void takeRecorded() {
    for (long id = log.due(picks); id >= 0; id = log.due(picks)) {
      Task t = awaitReturned(id);
      if (t == null) {
        return;
      }
      log.next();
      ready.add(t);
    }
  }

  /** A cancelled call returns soon; anything else has returned. Null if it does not. */
  private Task awaitReturned(long id) {
    long deadline = System.nanoTime() + RETURN_NANOS;
    synchronized (lock) {
      while (true) {
        for (Task t : returned) {
          if (t.id() == id) {
            returned.remove(t);
            externals--;
            return t;
          }
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0 || externals == 0) {
          return null;
        }
        try {
          lock.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
    }
  }

  private Task giveUpBaton() {
    holder = null;
    idle = true;
    return null;
  }

  /** Fires what is due; with {@code jump}, moves the clock to the next timer first (T13). */
  private boolean fireTimers(boolean jump) {
    boolean fired = false;
    List<VirtualTimer> due = due(jump);
    if (jump && due.size() > 1 && holdDeadlinesBack(due)) {
      due.removeIf(VirtualTimer::isDeadline); // they are due at the next switch
    }
    for (VirtualTimer timer : due) {
      synchronized (lock) {
        if (!timers.remove(timer)) {
          continue; // disarmed by one before it
        }
      }
      clock = Math.max(clock, timer.at);
      fired = true;
      // Outside the lock: the action takes the locks of scopes.
      if (timer.waiter == null) {
        timer.action.run();
      } else if (timer.waiter.claim(Waiter.TIMED_OUT)) {
        ready.add(timer.waiter.task);
      }
    }
    return fired;
  }

  /** What is due now, or with {@code jump} next, in the order in which it was armed. */
  private List<VirtualTimer> due(boolean jump) {
    synchronized (lock) {
      long until = jump && !timers.isEmpty() ? Math.max(clock, timers.first().at) : clock;
      if (timers.isEmpty() || timers.first().at > until) {
        return List.of();
      }
      List<VirtualTimer> due = new ArrayList<>();
      for (VirtualTimer t : timers) {
        if (t.at > until) {
          break;
        }
        due.add(t);
      }
      return due;
    }
  }

  /** A choice if both a deadline and a sleeper are due: tasks may be in time, or just too late. */
  private boolean holdDeadlinesBack(List<VirtualTimer> due) {
    long deadlines = due.stream().filter(VirtualTimer::isDeadline).count();
    if (deadlines == 0 || deadlines == due.size()) {
      return false;
    }
    steps++;
    boolean held = policy.holdsBack();
    trace = RandomStream.mix(trace ^ (held ? -2L : -1L));
    return held;
  }

  @Override
  public void moved(Task t) {
    holder = t.thread;
  }

  @Override
  public void enterExternal(Task t, boolean instant) {
    synchronized (lock) {
      externals++;
    }
    if (!instant) {
      passOn();
    }
  }

  @Override
  public void leaveExternal(Task t, boolean instant) {
    if (instant) {
      synchronized (lock) {
        returned.add(t);
      }
      switchFrom(t);
      return;
    }
    arrive(t, true);
    awaitBaton(t);
    t.granted = false;
  }

  @Override
  public void stopClock() {} // it runs by itself only when all tasks wait

  @Override
  public void restartClock() {}

  @Override
  public long now() {
    return clock;
  }

  @Override
  public Timer arm(long atNanos, Runnable action) {
    synchronized (lock) {
      VirtualTimer timer = new VirtualTimer(atNanos, timerSequence++, action, null);
      timers.add(timer);
      return timer;
    }
  }

  @Override
  public void disarm(Timer timer) {
    synchronized (lock) {
      timers.remove(timer);
    }
  }
}
