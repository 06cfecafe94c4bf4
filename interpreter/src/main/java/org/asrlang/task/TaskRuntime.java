package org.asrlang.task;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A running program: the root of its task tree, its scheduler, clock, seeds and limits (T13, T14,
 * T16). One per isolate. The methods of this class are called by host threads unless they say
 * otherwise; they never run guest code on them.
 */
public final class TaskRuntime {
  /** Virtual time starts here, so that seeded runs print the same dates: 2026-01-01T00:00:00Z. */
  private static final long VIRTUAL_EPOCH_SECONDS = 1_767_225_600L;

  /** How long killed tasks may take to end before the host goes on without them. */
  private static final long KILL_GRACE_NANOS = 1_000_000_000L;

  /** How many tasks a report of ours lists. */
  private static final int REPORT_LIMIT = 1000;

  final Scheduler scheduler;
  private final RuntimeOptions options;
  private final Limits limits;
  private final Seeds seeds;
  private final TaskScope root;
  private final TaskScope threads;
  private final AtomicLong taskIds = new AtomicLong();
  private final AtomicLong liveTasks = new AtomicLong();

  /** Those of them that count for the limit; not counted where there is none. */
  private final AtomicLong limitedTasks = new AtomicLong();

  private final AtomicLong steps = new AtomicLong();
  private final Future<?> wallLimit;

  /** Guards what host threads wait for. */
  private final Object host = new Object();

  private final List<RootCall> calls = new ArrayList<>(); // guarded by host
  private final List<String> abandonedDrops = new ArrayList<>(); // guarded by host
  private final int cancelAt;
  private String injectedAt;
  private int cancellationPoints; // touched by whoever has the right to run under a seed
  private volatile RootCall mainCall;
  private volatile KillReason killReason;
  private volatile DeadlockReport deadlockReport;
  private volatile boolean deadlockOfNewestCall;

  public TaskRuntime(RuntimeOptions options) {
    this.options = options;
    this.limits = options.limits();
    this.cancelAt = options.schedule() == null ? 0 : options.schedule().cancelAt();
    this.seeds =
        Seeds.of(
            options.seed().isPresent()
                ? options.seed().getAsLong()
                : RandomStream.mix(System.nanoTime() ^ System.identityHashCode(this)));
    this.scheduler =
        options.seed().isPresent()
            ? new DeterministicScheduler(this, policy())
            : new ParallelScheduler(this);
    this.root = new TaskScope(this, options.cleanupNanos());
    this.threads = TaskScope.threads(root);
    this.wallLimit =
        limits.wallNanos() == Long.MAX_VALUE
            ? null
            : ParallelScheduler.afterRealNanos(
                limits.wallNanos(), () -> kill(KillReason.limit("the time limit is exceeded")));
  }

  private SchedulePolicy policy() {
    return options.schedule() == null
        ? new SchedulePolicy.Random(seeds.schedule())
        : options.schedule().policy(seeds.schedule());
  }

  public RuntimeOptions options() {
    return options;
  }

  // ---------------------------------------------------------------- running (T16)

  /**
   * Runs a program: {@code main} in a task with a deep stack, then waits for what it spawned; when
   * {@code main} has ended, {@code std::thread}s that still run are cancelled and may clean up.
   * Blocks the calling host thread.
   *
   * @return how {@code main} ended; a {@link Unwind.Kind#KILL} for {@code process::exit} and limits
   */
  public Outcome run(String name, TaskBody main) {
    RootCall call = start(name, main, TaskThread.DEEP, true);
    Outcome outcome = call.join();
    awaitTasks(Long.MAX_VALUE);
    release();
    return killReason != null ? new Outcome.Failed(Unwind.kill(killReason)) : outcome;
  }

  /**
   * Starts a task at the root, for one call from the host.
   *
   * @param deepStack on a platform thread of its own with {@link RuntimeOptions#deepStackBytes}
   */
  public RootCall start(String name, TaskBody body, boolean deepStack) {
    return start(name, body, deepStack ? TaskThread.DEEP : TaskThread.VIRTUAL, false);
  }

  /**
   * As {@link #start}, but waits for the end. The task runs on the calling thread, so that a short
   * call costs no switch and the host's functions are called on the host's own thread; it needs a
   * thread of its own under a seed, where only one task may run at a time. Interrupting the calling
   * thread cancels the task; the interrupt status is set again at the end.
   *
   * @return the call, which has ended
   */
  public RootCall call(String name, TaskBody body) {
    if (deterministic()) {
      RootCall call = start(name, body, TaskThread.VIRTUAL, false);
      call.join();
      return call;
    }
    RootCall call = start(name, body, TaskThread.CALLER, false);
    call.task.run();
    if (call.task.hostInterrupted()) {
      Thread.currentThread().interrupt();
    }
    return call;
  }

  private RootCall start(String name, TaskBody body, TaskThread thread, boolean isMain) {
    RootCall call = new RootCall(this, isMain);
    if (isMain) {
      mainCall = call;
    }
    root.spawnTask(name, body, thread, call);
    // It counts from here on: else a task that exits meanwhile would see a call and nobody running.
    synchronized (host) {
      if (!call.ended) {
        calls.add(call);
        scheduler.countCalls(1);
      }
    }
    scheduler.recheck();
    return call;
  }

  /** The task of a call has ended; called in that task. */
  void callEnded(RootCall call) {
    if (call.isMain && threads.liveChildren() > 0) {
      threads.cancel(CancelReason.MAIN_RETURNED);
    }
    synchronized (host) {
      if (calls.remove(call)) {
        scheduler.countCalls(-1);
      }
      call.ended = true;
      host.notifyAll();
    }
  }

  /** Cancels everything (SIGINT, SIGTERM): drops run. Any thread. */
  public void cancelRoot(CancelReason reason) {
    root.cancel(reason);
  }

  /** Ends everything with drops off; the first reason stays. Any thread, also a task's. */
  public void kill(KillReason reason) {
    synchronized (host) {
      if (killReason == null) {
        killReason = reason;
      }
      host.notifyAll();
    }
    root.kill();
  }

  /** Why everything was killed, or null. Any thread. */
  public KillReason killReason() {
    return killReason;
  }

  /**
   * Closes the runtime (T16): cancels the tree, waits until drops have run, at the deadline kills
   * the rest.
   *
   * @param deadline in real time
   * @return the names of the tasks that were still there at the deadline
   */
  public List<String> close(Duration deadline) {
    root.cancel(CancelReason.CLOSED);
    List<String> stragglers = List.of();
    if (!awaitTasks(deadline.toNanos())) {
      stragglers = taskNames(taskTree(REPORT_LIMIT).roots(), new ArrayList<>());
      kill(new KillReason(KillReason.Kind.CLOSED, 101, "closed before the clean-up was done"));
      awaitTasks(Long.MAX_VALUE);
    }
    release();
    return stragglers;
  }

  private void release() {
    threads.disarmTimers();
    root.disarmTimers();
    if (wallLimit != null) {
      wallLimit.cancel(false);
    }
  }

  /** False if tasks are left after the time, or a while after a kill. */
  private boolean awaitTasks(long nanos) {
    return awaitHost(null, nanos);
  }

  /**
   * Blocks a host thread until a call has ended, or for null until all tasks have.
   *
   * @return false at the deadline, or some time after a kill
   */
  boolean awaitHost(RootCall call, long nanos) {
    boolean interrupted = false;
    long start = System.nanoTime();
    long graceEnds = Long.MAX_VALUE; // in nanoseconds after the start, as all of these
    long liveThen = Long.MAX_VALUE;
    try {
      synchronized (host) {
        while (call != null ? !call.ended : liveTasks.get() != 0) {
          long passed = System.nanoTime() - start;
          if (killReason != null && passed < nanos) {
            // As long as tasks end, they are many or the machine is slow: none of them is stuck.
            long live = liveTasks.get();
            if (graceEnds == Long.MAX_VALUE || passed >= graceEnds && live < liveThen) {
              graceEnds = passed + KILL_GRACE_NANOS;
              liveThen = live;
            }
          }
          long end = Math.min(nanos, graceEnds);
          long left = end == Long.MAX_VALUE ? end : end - passed;
          if (left <= 0) {
            return false;
          }
          try {
            host.wait(left == Long.MAX_VALUE ? 0 : left / 1_000_000 + 1);
          } catch (InterruptedException e) {
            interrupted = true; // the program has to end first; the host sees it afterwards
          }
        }
        return true;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  // ---------------------------------------------------------------- services for tasks

  /**
   * Nanoseconds since the runtime was made, without the time for which the clock stood still;
   * virtual under a seed. Sleeps and deadlines are on this clock. Any thread.
   */
  public long now() {
    return scheduler.now();
  }

  /**
   * Does what the engine has to do once for a program, such as lowering a function, while the clock
   * stands still: sleeps and deadlines measure the program. Any thread.
   */
  public <T> T engineWork(Supplier<T> work) {
    scheduler.stopClock();
    try {
      return work.get();
    } finally {
      scheduler.restartClock();
    }
  }

  /** Nanoseconds since 1970-01-01 UTC for {@code SystemTime}; virtual under a seed. Any thread. */
  public java.time.Instant wallClock() {
    return deterministic()
        ? java.time.Instant.ofEpochSecond(VIRTUAL_EPOCH_SECONDS, now())
        : java.time.Instant.now();
  }

  public Seeds seeds() {
    return seeds;
  }

  public boolean deterministic() {
    return options.seed().isPresent();
  }

  /** Two runs of one seed agree on this number at their end; 0 in parallel runs. */
  public long scheduleTrace() {
    return scheduler instanceof DeterministicScheduler d ? d.trace() : 0;
  }

  /** How many choices the scheduler had; 0 in parallel runs. */
  public int scheduleSteps() {
    return scheduler instanceof DeterministicScheduler d ? d.steps() : 0;
  }

  /** How many {@linkplain Limits#turns turns} were taken; 0 in parallel runs. */
  public long scheduleTurns() {
    return scheduler instanceof DeterministicScheduler d ? d.turns() : 0;
  }

  /** The choices after those of this run in an exhaustive search; null if there are none left. */
  public List<Integer> nextPath() {
    return scheduler instanceof DeterministicScheduler d ? d.nextPath() : null;
  }

  /** How many ways there were to go on at each choice on a path; empty for other schedules. */
  public List<Integer> pathOptions() {
    return scheduler instanceof DeterministicScheduler d ? List.copyOf(d.options()) : List.of();
  }

  /** Whether an exhaustive search has left out preemptions in this run. */
  public boolean pathLimited() {
    return scheduler instanceof DeterministicScheduler d && d.isLimited();
  }

  /** How many cancellation points this run has passed; counted only under a seed. */
  public int cancellationPoints() {
    return cancellationPoints;
  }

  /** A task has come to a place where cancellation is delivered: is it to be cancelled here? */
  void atCancellationPoint(Task t) {
    if (deterministic() && ++cancellationPoints == cancelAt && mainCall != null) {
      injectedAt = placeOf(t);
      mainCall.cancel(CancelReason.INJECTED);
    }
  }

  private String placeOf(Task t) {
    String places =
        options.events().stack(t, true).stream()
            .filter(f -> !f.std() && f.place() != null)
            .map(TaskFrame::place)
            .limit(3)
            .collect(Collectors.joining(", called from "));
    return places.isEmpty() ? t.displayName() : places;
  }

  /** Where in the program the {@link Schedule#cancelAt} point was; null if it was not reached. */
  public String injectedAt() {
    return injectedAt;
  }

  /** The home of {@code std::thread::spawn}. Any thread. */
  public TaskScope threads() {
    return threads;
  }

  long nextTaskId() {
    return taskIds.incrementAndGet();
  }

  void taskStarted() {
    liveTasks.incrementAndGet();
    if (limits.tasks() != Long.MAX_VALUE && limitedTasks.incrementAndGet() > limits.tasks()) {
      kill(KillReason.limit("the limit of " + limits.tasks() + " tasks is exceeded"));
    }
  }

  /** Before anybody learns that it ends: who then spawns another one does not exceed the limit. */
  void taskEnding() {
    if (limits.tasks() != Long.MAX_VALUE) {
      limitedTasks.decrementAndGet();
    }
  }

  void taskEnded() {
    if (liveTasks.decrementAndGet() == 0) {
      synchronized (host) {
        host.notifyAll();
      }
    }
  }

  /** Tasks alive now. Any thread. */
  public long liveTasks() {
    return liveTasks.get();
  }

  void countSteps(int n) {
    if (limits.steps() != Long.MAX_VALUE && steps.addAndGet(n) > limits.steps()) {
      kill(KillReason.limit("the limit of " + limits.steps() + " steps is exceeded"));
    }
  }

  void reportAbandonedDrop(Task t, Object what) {
    synchronized (host) {
      abandonedDrops.add(String.valueOf(what));
    }
    options.events().dropAbandoned(t, what);
  }

  /** The drops that the clean-up deadline has ended, in order (T6). Any thread. */
  public List<String> abandonedDrops() {
    synchronized (host) {
      return List.copyOf(abandonedDrops);
    }
  }

  // ---------------------------------------------------------------- deadlocks (T13)

  /**
   * From now on a deadlock cancels the host's newest call, a REPL's running entry; not the root.
   */
  public void setDeadlockOfNewestCall() {
    deadlockOfNewestCall = true;
  }

  private CancelScope deadlocked() {
    if (deadlockOfNewestCall) {
      synchronized (host) {
        if (!calls.isEmpty()) {
          return calls.getLast().scope();
        }
      }
    }
    return root;
  }

  /** The last deadlock, or null. Any thread. */
  public DeadlockReport deadlockReport() {
    return deadlockReport;
  }

  /**
   * All tasks wait and nothing will wake them: reports and cancels; kills where that did not help.
   *
   * @return false if there is nothing left to try
   */
  boolean onDeadlock() {
    return onStandstill(false);
  }

  /** A deterministic run has taken more turns than it may: as a deadlock. */
  void onLivelock() {
    onStandstill(true);
  }

  private boolean onStandstill(boolean livelock) {
    CancelScope target = deadlocked();
    if (target.closed || target.isCancelled()) {
      target = root;
    }
    if (!target.isCancelled()) {
      deadlockReport = DeadlockReport.of(taskTree(REPORT_LIMIT), livelock);
      options.events().deadlock(deadlockReport);
      target.cancel(CancelReason.DEADLOCK);
      return true;
    }
    if (!livelock && !scheduler.isStill()) {
      return true; // whoever cancels it has not yet come to its tasks
    }
    if (killReason == null) {
      if (deadlockReport == null) {
        deadlockReport = DeadlockReport.of(taskTree(REPORT_LIMIT), livelock);
        options.events().deadlock(deadlockReport);
      }
      kill(new KillReason(KillReason.Kind.DEADLOCK, 101, "deadlock"));
      return true;
    }
    return false;
  }

  // ---------------------------------------------------------------- to see it

  /**
   * The tree of live tasks. Any thread; nothing is stopped for it.
   *
   * @param limit of so many tasks at most, parents first
   */
  public TaskTree taskTree(int limit) {
    return TaskTreeReader.read(this, root, limit);
  }

  /**
   * Cancels one task with all that it has spawned (T5). Any thread; does not wait.
   *
   * @return false if no live task has that id
   */
  public boolean cancelTask(long id, CancelReason reason) {
    var work = new ArrayDeque<TaskScope>(List.of(root));
    for (TaskScope s = work.poll(); s != null; s = work.poll()) {
      for (Task t : s.children()) {
        if (t.id() == id) {
          s.cancelChild(t, reason);
          return true;
        }
      }
      s.inner().forEach(i -> work.add((TaskScope) i));
    }
    return false;
  }

  private static List<String> taskNames(List<TaskInfo> tasks, List<String> into) {
    for (TaskInfo t : tasks) {
      into.add(t.displayName());
      taskNames(t.children(), into);
    }
    return into;
  }
}
