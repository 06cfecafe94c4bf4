package org.asrlang.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One line of guest execution: a virtual thread with its place in the tree of scopes.
 *
 * <p>Except where it says "any thread", every method and every field is used by the task's own
 * thread only. Guest code gets its task as an argument; there is no thread-local.
 */
public final class Task extends Completion implements Runnable {
  /** Guest calls and loop iterations between two {@linkplain #endOfSlice() ends of a slice}. */
  public static final int SLICE = 10_000;

  /**
   * After how much std code that must not be unwound is asked again: at every call and loop, or a
   * loop whose turns divide the slice would be asked in std for ever.
   */
  private static final int SHORT_SLICE = 0;

  private static final int FIRST_STEPS = 1_000;
  private static final long PAUSE_NANOS = 20_000;

  /** What a task may use of a host's stack before it goes on on a thread of its own. */
  private static final long CALLER_STACK_BYTES = 256 << 10;

  /** Left over of the slice. Nodes count down: {@code if (--t.fuel < 0) t.endOfSlice();}. */
  public int fuel = SLICE;

  /** Depth of guest calls; counted by the executor. */
  public int depth;

  /**
   * The depth that the stack of the current thread allows: before a call beyond it, the executor
   * goes on with {@link #onDeepStack} or, if not {@link #canGoDeeper()}, panics.
   */
  public int depthLimit;

  /** Above zero while std's own code runs: then the budget does not cancel (T2). */
  public int inStd;

  /** Panics that are unwinding through drops now; for {@code thread::panicking()} (T7). */
  public int panicking;

  /** Cancellations forced by the budget that unwind through drops now: they poison locks. */
  public int forced;

  /** The executor's own state of this task: its stack, its frames. */
  public Object context;

  final TaskRuntime runtime;
  final Scheduler scheduler;

  /** The scope whose child this is. */
  final TaskScope home;

  /** The innermost scope that is open. */
  CancelScope scope;

  /** The outermost scope of its own, for its task::spawn children; made when needed. */
  TaskScope base;

  /** Above zero while drops run: requests are not delivered (T6). */
  int mask;

  /** Guards of locks that it has; for reports. */
  int locksHeld;

  /** Where it runs now; a task may go on on another thread for a deeper stack. */
  volatile Thread thread;

  /** The wait it is in, or null. */
  volatile Waiter waiter;

  /** That this task alone is to be cancelled; null while nobody has asked for it. */
  volatile LoneCancellation alone;

  /**
   * The arm of a {@link Select} that has won while its operation takes what was reserved for it, or
   * null: meanwhile no cancellation is delivered (T9).
   */
  private Waiter reserved;

  /** Deterministic scheduler: holds the baton; has been started. */
  volatile boolean granted;

  boolean started;

  /** Parallel scheduler: slices spent since it last waited. */
  int slices;

  /** Parallel scheduler: how often it has waited. */
  int waits;

  /** External calls begun so far. */
  int externalCalls;

  /** Has come back from outside and waits for its turn; guarded by the scheduler. */
  boolean back;

  // Links among the children of `home`, guarded by its monitor.
  Task prevChild;
  Task nextChild;

  /** Its place in spawn order among the children of {@link #home}. */
  int spawnIndex;

  private final long id;
  private final String name;
  private final TaskBody body;
  private volatile TaskParker parker; // made when first asked for
  private Runnable onEnd;
  private Thread host; // whose thread it began on, if that is not its own
  private volatile boolean hostInterrupted;
  boolean deep; // runs on a deep stack already
  private int lastRefill = SLICE;
  private boolean requestSeenLastSlice;
  private boolean stopsClock; // see firstRun
  private TaskWatch watch; // null unless the runtime is watched
  private int savedFuel; // what is left of the slice beyond the first steps

  Task(TaskRuntime runtime, TaskScope home, String name, TaskBody body, TaskThread kind) {
    this.runtime = runtime;
    this.scheduler = runtime.scheduler;
    this.home = home;
    this.scope = home;
    this.name = name;
    this.body = body;
    this.id = runtime.nextTaskId();
    switch (kind) {
      case DEEP -> {
        long stackBytes = runtime.options().deepStackBytes();
        depthLimit = StackHop.limitFor(this, stackBytes);
        deep = true;
        thread =
            Thread.ofPlatform()
                .daemon()
                .name(name == null ? "asr" : name)
                .stackSize(stackBytes)
                .unstarted(this);
      }
      case VIRTUAL -> {
        depthLimit = StackHop.limitFor(this, runtime.options().virtualStackBytes());
        thread = VirtualThreads.thread(runtime, this);
      }
      case CALLER -> {
        depthLimit = StackHop.limitFor(this, CALLER_STACK_BYTES);
        thread = host = Thread.currentThread();
      }
    }
  }

  // ---------------------------------------------------------------- what it is

  /** Unique in its runtime, in the order of spawning from 1. Any thread. */
  public long id() {
    return id;
  }

  /** The given name, or null. Any thread. */
  public String name() {
    return name;
  }

  /** The name for reports: the given one or {@code task 7}. Any thread. */
  public String displayName() {
    return name != null ? name : "task " + id;
  }

  @Override
  public String toString() {
    return displayName();
  }

  public TaskRuntime runtime() {
    return runtime;
  }

  /** The permit of {@code thread::park}. Any thread. */
  public TaskParker parker() {
    TaskParker p = parker;
    if (p == null) {
      synchronized (this) {
        p = parker;
        if (p == null) {
          parker = p = new TaskParker();
        }
      }
    }
    return p;
  }

  /** The task whose child this is, or null at the root. Any thread. */
  public Task parent() {
    return home.owner;
  }

  /** The innermost open scope: what cancels this code if it is cancelled. */
  public CancelScope scope() {
    return scope;
  }

  /** Whether a request is pending that the next suspension point would deliver. */
  public boolean cancelPending() {
    return (scope.state & interest()) != 0 || mask == 0 && aloneIn(scope) || aloneExpired(scope);
  }

  /** Whether a request to this task alone has to be delivered in a scope of it: not in a drop. */
  boolean aloneIn(CancelScope inner) {
    return alone != null && alone.reaches(inner);
  }

  /** Whether its clean-up deadline has passed for code that has no scope of this task around it. */
  boolean aloneExpired(CancelScope inner) {
    return inner == home && alone != null && alone.hasExpired();
  }

  /** Whether a request has reached this task, also while it is masked. */
  public boolean cancelRequested() {
    for (CancelScope s = scope; s != null; s = s.parent) {
      if (s.isCancelled()) {
        return true;
      }
    }
    return alone != null;
  }

  /** The request to cancel this task alone, or null. */
  CancelRequest ownRequest() {
    LoneCancellation own = alone;
    return own == null ? null : own.request;
  }

  /** Why it is being cancelled, also while it is masked; null if it is not. Any thread. */
  String whyCancelled() {
    for (CancelScope s = scope; s != null; s = s.parent) {
      CancelRequest r = s.request();
      if (r != null) {
        return r.reason().text();
      }
    }
    CancelRequest own = ownRequest();
    return own == null ? null : own.reason().text();
  }

  /** Whether it runs, as far as others can tell, and is not merely ready to. Any thread. */
  boolean looksRunning() {
    Thread now = thread;
    return now != null && now.getState() == Thread.State.RUNNABLE;
  }

  /** Which bits of a scope's state unwind this task at a suspension point. */
  int interest() {
    return CancelScope.KILLED | CancelScope.EXPIRED | (mask == 0 ? CancelScope.CANCELLED : 0);
  }

  // ---------------------------------------------------------------- the budget (T2)

  /**
   * The fuel is spent: refills it and lets others run; a seeded choice that takes 1 ms of virtual
   * time under a seed. Delivers cancellation only to a task that has run a whole slice since it was
   * asked, without a suspension point, outside std.
   */
  public void endOfSlice() {
    sliceSpent(inStd > 0);
  }

  /** As {@link #endOfSlice}, for polls inside the bodies of std: never delivers cancellation. */
  public void endOfSliceInStd() {
    sliceSpent(true);
  }

  private void sliceSpent(boolean std) {
    if (stopsClock) {
      endFirstRun();
      if (fuel >= 0) {
        return;
      }
    }
    runtime.countSteps(lastRefill - Math.min(fuel, 0));
    fuel = lastRefill = SLICE;
    if (watch != null) {
      watch.ran();
    }
    int state = scope.state;
    if ((state | (alone == null ? 0 : 1)) != 0 && cancelPending()) {
      if ((state & CancelScope.KILLED) != 0) {
        throw pendingUnwind();
      }
      if (!requestSeenLastSlice) {
        requestSeenLastSlice = true;
      } else if (std) {
        fuel = lastRefill = SHORT_SLICE; // ask again as soon as std has returned
        return;
      } else {
        requestSeenLastSlice = false;
        throw unwind(true);
      }
    }
    scheduler.spentSlice(this);
  }

  // ---------------------------------------------------------------- first runs

  /**
   * Lowers code that this task is about to run for the first time. The clock of sleeps and
   * deadlines stands still meanwhile and, since also the first steps of cold code take a multiple
   * of their time, for {@value #FIRST_STEPS} more calls and loop turns; at most until the task
   * suspends or may block. So a cold program keeps the order that its sleeps and deadlines give it.
   * It happens once per function: what a program loses to it is bounded. Under a seed it changes
   * nothing.
   */
  public <T> T firstRun(Supplier<T> lowering) {
    if (runtime.deterministic()) {
      return lowering.get();
    }
    if (!stopsClock) {
      stopsClock = true;
      scheduler.stopClock();
    }
    try {
      return lowering.get();
    } finally {
      int all = fuel + savedFuel;
      fuel = Math.min(all, FIRST_STEPS);
      savedFuel = all - fuel;
    }
  }

  /** The task may wait for something now: first runs are over. */
  public void endFirstRun() {
    if (stopsClock) {
      stopsClock = false;
      fuel += savedFuel;
      savedFuel = 0;
      scheduler.restartClock();
    }
  }

  // ---------------------------------------------------------------- suspension (T2)

  /**
   * Entry of every primitive: another task may run first (seeded), then a pending cancellation is
   * delivered. Cheap when there is neither seed nor cancellation.
   *
   * @throws Unwind if cancelled
   */
  public void enter(SuspensionPoint point) {
    scheduler.choice(this);
    if (point.cancels()) {
      runtime.atCancellationPoint(this);
    }
    if ((scope.state != 0 || alone != null) && point.cancels()) {
      deliver();
    }
  }

  /**
   * Before this task reads or changes, without waiting, what others can see: another one may run
   * first (seeded). Neither suspends nor cancels.
   */
  public void touch() {
    scheduler.choice(this);
  }

  /** Delivers a pending cancellation; does not switch. */
  public void checkCancelled() {
    runtime.atCancellationPoint(this);
    deliver();
  }

  private void deliver() {
    requestSeenLastSlice = false;
    if (reserved == null && cancelPending()) {
      throw pendingUnwind();
    }
  }

  /**
   * Whether a cancellation has come since {@link #enter}. Asked where a primitive finds what it
   * wants: who left it may have been cancelled together with this task, which must not see that.
   */
  boolean isOvertaken() {
    return (scope.state != 0 || alone != null) && reserved == null && cancelPending();
  }

  /** {@code task::checkpoint}: delivers cancellation, is a seeded choice, does not wait. */
  public void checkpoint() {
    enter(SuspensionPoint.CHECKPOINT);
  }

  /** {@code task::yield_now}: lets others run. Delivers cancellation, before and after. */
  public void yieldNow() {
    checkCancelled();
    // Tasks that only yield would hold up virtual time for ever: a hundred yields are a slice.
    fuel -= SLICE / 100;
    if (fuel < 0) {
      endOfSlice();
    }
    scheduler.yieldNow(this);
    checkCancelled();
  }

  /** {@code time::sleep}. Suspends; delivers cancellation. Not positive: only a checkpoint. */
  public void sleep(long nanos) {
    if (nanos <= 0) {
      enter(SuspensionPoint.SLEEP);
      return;
    }
    checkCancelled();
    long now = scheduler.now();
    long until = now + nanos < 0 ? Long.MAX_VALUE - 1 : now + nanos;
    Waiter w = newWaiter(SuspensionPoint.SLEEP, null, until);
    if (await(w) == Waiter.CANCELLED) {
      throw pendingUnwind();
    }
  }

  /** A new wait of this task. The deadline is on the runtime's clock. */
  Waiter newWaiter(SuspensionPoint point, Object detail, long deadline) {
    return new Waiter(this, point, detail, deadline, point.cancels() ? interest() : 0, false);
  }

  /** A deadline this far away; {@link Waiter#NO_DEADLINE} stays. */
  long deadlineIn(long nanos) {
    if (nanos == Waiter.NO_DEADLINE) {
      return nanos;
    }
    long at = scheduler.now() + Math.max(0, nanos);
    return at < 0 ? Waiter.NO_DEADLINE : at;
  }

  /**
   * Parks until the waiter, already in the queue of whatever will signal it, is claimed. If the
   * answer is not SIGNALLED, the caller takes the waiter out of its queue; if it is CANCELLED, it
   * then throws {@link #pendingUnwind}.
   */
  int await(Waiter w) {
    w.since = scheduler.now();
    Waiter outer = waiter; // a host function's that has called the guest back
    waiter = w;
    if ((w.interest & CancelScope.CANCELLED) != 0) {
      runtime.atCancellationPoint(this);
    }
    // The canceller marks first and reads `waiter` then; we the other way round: one sees the other
    boolean cancelled = w.cancelWanted();
    if (!(cancelled && w.claim(Waiter.CANCELLED))) {
      w.overtaken = cancelled;
      Object recorded = TaskRecorder.suspends();
      scheduler.block(this, w);
      TaskRecorder.resumed(recorded, w);
    }
    waiter = outer;
    if (outer != null) {
      signal(); // who cancelled meanwhile has seen the inner wait only
    }
    watched(w);
    requestSeenLastSlice = false;
    return w.state();
  }

  /** A wait has ended, for those who watch. */
  void watched(Waiter w) {
    if (watch != null) {
      watch.waited(w);
    }
  }

  /** What to throw after a wait that was cancelled. */
  Unwind pendingUnwind() {
    return unwind(false);
  }

  private Unwind unwind(boolean forced) {
    if ((scope.state & interest()) == 0 && mask > 0 && aloneExpired(scope)) {
      return Unwind.cleanupExpired(alone.request);
    }
    if ((scope.state & interest()) == 0 && aloneIn(scope)) {
      // From here on it is a request like others, with a clean-up deadline.
      TaskScope.regionOf(this).adopt(alone.request);
    }
    return scope.unwind(mask, forced);
  }

  /** Runs the operation of an arm that has won: it finds what was reserved for it. */
  <T> T commit(Waiter arm, Supplier<T> operation) {
    Waiter outer = reserved;
    reserved = arm;
    try {
      return operation.get();
    } finally {
      reserved = outer;
    }
  }

  /** The arm for which something of this source was reserved, once; null where nothing was. */
  Waiter takeReserved(Object source) {
    Waiter w = reserved;
    if (w == null
        || w.event == null
        || w.event.source() != source
        || w.whole.state() != Waiter.SIGNALLED) {
      return null;
    }
    w.event = null;
    return w;
  }

  /** Makes the task of a waiter ready that the caller has claimed. Any thread. */
  static void wake(Waiter w) {
    w.task.scheduler.ready(w.whole == null ? w : w.whole);
  }

  /**
   * A scope around this task has changed: ends its wait if that concerns it; {@link #resumeEnded}
   * wakes it. Any thread.
   */
  void endWait(List<Waiter> ended) {
    Waiter w = waiter;
    if (w != null && w.cancelWanted() && w.claim(Waiter.CANCELLED)) {
      ended.add(w);
    }
  }

  /** As {@link #endWait}, and wakes it at once. */
  void signal() {
    var ended = new ArrayList<Waiter>(1);
    endWait(ended);
    ended.forEach(Task::resumeEnded);
  }

  /**
   * Lets the thread go on for which this one waits in a loop. Not only a yield: while virtual
   * threads do nothing else, their carriers do not look for others.
   */
  static void pause() {
    Thread.yield();
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  static void resumeEnded(Waiter w) {
    if (w.external) {
      w.task.thread.interrupt();
      w.interruptDelivered = true;
    } else {
      w.task.scheduler.ready(w);
    }
  }

  /**
   * Runs blocking Java code for this task: a host function, standard input, a child process (T13).
   * A suspension point: cancellation is delivered at the start and, if {@code interruptible}, by
   * interrupting the call; a result that is there nevertheless is delivered (T9). Under a seed
   * other tasks go on meanwhile, and the clock stands still.
   *
   * @throws Exception what the call threw, unless the cancellation caused it
   */
  public <T> T external(String what, boolean interruptible, Callable<T> call) throws Exception {
    return ExternalCall.run(this, what, interruptible, call);
  }

  /**
   * Runs guest code for the Java code that {@link #external} runs now: under a seed it has to wait
   * for its turn like all guest code.
   */
  public <T> T calledBack(Supplier<T> guest) {
    Waiter w = waiter;
    if (w == null || !w.external || !runtime.deterministic()) {
      return guest.get();
    }
    waiter = null;
    scheduler.leaveExternal(this, false);
    try {
      return guest.get();
    } finally {
      scheduler.enterExternal(this, false);
      waiter = w;
      signal(); // who cancelled meanwhile has not seen it
    }
  }

  // ---------------------------------------------------------------- drops (T6, T15)

  /** A drop begins: cancellation is masked until {@link #leaveDrop}. */
  public void enterDrop() {
    mask++;
  }

  /**
   * A drop has ended. Joins the tasks that were spawned in it (T15), so this may suspend; then
   * absorbs and reports a drop that the clean-up deadline has unwound (T6).
   *
   * @param failure what the drop threw, or null
   * @param what the name of the drop for that report, such as its type
   * @return what goes on outwards, to be {@linkplain Unwind#combine combined} with what unwinds
   *     already, or null
   */
  public Unwind leaveDrop(Unwind failure, Object what) {
    if (--mask < 0) {
      mask = 0; // a region with tasks spawned in this drop is open; its end restores the mask
      failure = ((TaskScope) scope).close(failure);
      mask--;
    }
    if (failure != null && failure.isCleanupExpired()) {
      runtime.reportAbandonedDrop(this, what);
      Unwind rest = null;
      for (Unwind u : failure.attached()) {
        rest = Unwind.combine(rest, u);
      }
      return rest;
    }
    return failure;
  }

  /**
   * Runs clean-up code that belongs to the runtime's caller, as a drop.
   *
   * @param during what unwinds meanwhile, or null
   * @return what goes on outwards, or null
   */
  Unwind asDrop(Unwind during, Runnable cleanUp, Object what) {
    boolean panics = during != null && during.isPanic();
    Unwind failure = null;
    enterDrop();
    if (panics) {
      panicking++; // T7
    }
    try {
      cleanUp.run();
    } catch (Unwind u) {
      failure = u;
    }
    if (panics) {
      panicking--;
    }
    return Unwind.combine(during, leaveDrop(failure, what));
  }

  /** Whether a drop runs now. */
  public boolean inDrop() {
    return mask > 0 || scope.shielded;
  }

  // ---------------------------------------------------------------- children

  /**
   * {@code task::spawn}: a child of the current task, joined when its last local is dropped — or,
   * inside a {@code timeout} or a drop, at the end of that (T3, T11, T15). Not a suspension point.
   */
  public TaskHandle spawn(String childName, TaskBody childBody) {
    return TaskScope.regionOf(this).spawn(childName, childBody);
  }

  /** {@code std::thread::spawn}: a child of the runtime's root. Not a suspension point. */
  public TaskHandle spawnThread(String childName, TaskBody childBody) {
    return runtime.threads().spawn(childName, childBody);
  }

  /** {@code process::exit}: ends the runtime with drops off (T16). */
  public Unwind exit(int code) {
    runtime.kill(KillReason.exit(code));
    return Unwind.kill(runtime.killReason());
  }

  // ---------------------------------------------------------------- stacks

  /** Whether {@link #onDeepStack} would give more stack than there is now. */
  public boolean canGoDeeper() {
    return !deep && depth < runtime.options().limits().depth();
  }

  /**
   * Goes on on a fresh platform thread with a deep stack until the call returns: for recursion that
   * outgrows {@link #depthLimit}. Not a suspension point. Costs about 0.1 ms.
   */
  public <T> T onDeepStack(Callable<T> call) throws Exception {
    return StackHop.onDeepStack(this, call);
  }

  // ---------------------------------------------------------------- on a host's thread

  /**
   * Called after each park and slice: if the host has interrupted the thread that it lent to this
   * task, that cancels the task. Clears the interrupt status, or the next park would not park.
   */
  void clearInterrupt() {
    Waiter w = waiter;
    if (w != null && w.external && w.interruptDelivered) {
      return; // that is for the host function that has called back
    }
    if (Thread.interrupted() && host != null) {
      hostInterrupted = true;
      base.cancel(CancelReason.INTERRUPTED);
    }
  }

  /** Whether the host interrupted its thread meanwhile and has to find that out afterwards. */
  boolean hostInterrupted() {
    return hostInterrupted;
  }

  // ---------------------------------------------------------------- life

  /** The thread's body; not for callers. */
  @Override
  public void run() {
    granted = false; // the baton of the first step has arrived
    watch = runtime.options().watched() ? new TaskWatch(this) : null;
    Object recorded = TaskRecorder.begun();
    Unwind failure = null;
    Object value = null;
    try {
      if (cancelPending()) {
        failure = pendingUnwind(); // T10: never runs the body
        if (!failure.isKill()) {
          failure = asDrop(failure, () -> body.discard(this), "captures");
        }
      } else {
        value = body.run(this);
      }
    } catch (Throwable e) {
      failure = Unwind.of(e);
    }
    try {
      finish(value, failure, recorded);
    } finally {
      context = null; // the handle may live for long
      thread = null;
      scheduler.exit(this);
    }
  }

  private void finish(Object value, Unwind failure, Object recorded) {
    boolean hasValue = failure == null;
    if (scope != home) {
      // The region of this task's own task::spawn children: T3, a task ends after its children.
      failure = ((TaskScope) scope).close(failure);
    }
    if (hasValue && failure != null) {
      failure = discardResult(value, failure);
    }
    if (failure == null && home.mode == ScopeMode.TRY && body.isErr(value)) {
      Unwind dropped = home.childErred(this, body, value);
      failure = dropped != null ? dropped : Unwind.cancel(home.request());
    }
    runtime.taskEnding();
    // The failure cancels the scope before a joiner could see it (T4).
    home.childFailing(this, failure);
    if (isWatched()) {
      touch();
    }
    if (!complete(outcomeOf(value, failure))) {
      if (failure == null) {
        failure = discardResult(value, null); // T9: nobody can take it
        home.childFailing(this, failure);
      }
      completeDetached(outcomeOf(null, failure));
    }
    if (alone != null) {
      alone.disarm();
    }
    TaskRecorder.ended(recorded, this, failure); // before a host learns of it
    home.childEnded(this);
    runtime.taskEnded();
    if (onEnd != null) {
      onEnd.run();
    }
  }

  private static Outcome outcomeOf(Object value, Unwind failure) {
    return failure == null ? new Outcome.Value(value) : new Outcome.Failed(failure);
  }

  private Unwind discardResult(Object value, Unwind failure) {
    if (failure != null && failure.isKill()) {
      return failure;
    }
    return asDrop(failure, () -> body.discardResult(this, value), "a result");
  }

  /** Runs an action in the task's thread when it has ended, before another task runs (T13). */
  void onEnd(Runnable action) {
    onEnd = action;
  }

  /** The handle is dropped by a task: see {@link TaskHandle#drop}. */
  void handleDropped(Task dropper) {
    if (detach() instanceof Outcome.Value(Object value)) {
      body.discardResult(dropper, value);
    }
  }
}
