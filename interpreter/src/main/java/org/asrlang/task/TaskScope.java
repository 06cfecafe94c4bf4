package org.asrlang.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A scope with children (T3): however its body ends, the scope joins all its children and only then
 * goes on outwards. Which failure goes on is rule T4.
 *
 * <p>There are scopes that guest code names ({@code task::scope} and its kin, {@link #run}) and
 * <em>regions</em>, to which {@code task::spawn} belongs: the task itself, a {@code timeout}, a
 * drop. All end by the same {@link #close} protocol.
 */
public final class TaskScope extends CancelScope {
  private static final int BODY = -1;

  private record Failure(int spawnIndex, Task child, Unwind unwind) {}

  final ScopeMode mode;
  private final boolean region;

  // The task-local that this scope binds, or null; for whoever runs in it.
  private Object localKey;
  private Object localValue;

  // Guarded by this monitor.
  private Task firstChild;
  private Task lastChild;
  private int live;
  private int spawned;
  private Waiter joiner;
  private List<Failure> failures; // in the order in which they happened
  private boolean childCancelled;
  private boolean hasErr;
  private Object firstErr;
  private TaskBody errBody;

  /** The root of a runtime. */
  TaskScope(TaskRuntime runtime, long cleanupLimit) {
    super(runtime, cleanupLimit);
    this.mode = ScopeMode.SUPERVISE;
    this.region = false;
  }

  private TaskScope(CancelScope parent, Task owner, ScopeMode mode, boolean region) {
    super(parent, owner);
    this.mode = mode;
    this.region = region;
  }

  /** The home of {@code std::thread::spawn}, inside the root. */
  static TaskScope threads(TaskScope root) {
    TaskScope s = new TaskScope(root, null, ScopeMode.THREADS, false);
    s.link();
    return s;
  }

  // ---------------------------------------------------------------- opening

  /**
   * Runs a scope to its end (T3, T4) in the calling task. Suspends at its end until all children
   * have ended, whatever is cancelled; then delivers cancellation if a child was cancelled from
   * outside.
   *
   * @return the body's value; in {@link ScopeMode#TRY} the first {@code Err} if there was one
   * @throws Unwind the first failure, further ones attached in spawn order
   */
  public static Object run(Task t, ScopeMode mode, ScopeBody body) {
    if (!t.thread.isVirtual() && t.runtime.options().hopToVirtual()) {
      try {
        // Waiting for children on a platform thread would make each switch 20 times as dear.
        return StackHop.onVirtualThread(t, () -> open(t, mode, false).runBody(t, body));
      } catch (Exception e) {
        throw Unwind.of(e);
      }
    }
    return open(t, mode, false).runBody(t, body);
  }

  /** Opens a scope in the calling task; it must be {@linkplain #close closed} there. */
  static TaskScope open(Task t, ScopeMode mode, boolean region) {
    return new TaskScope(t.scope, t, mode, region).openIn(t);
  }

  private TaskScope openIn(Task t) {
    savedMask = t.mask;
    shielded = t.mask > 0; // T6: inside a drop, requests from outside stop here
    link();
    t.scope = this;
    t.mask = 0;
    adoptOwnRequest(t);
    return this;
  }

  /** Who cancels the task alone marks the request first and looks at its scopes then. */
  private void adoptOwnRequest(Task t) {
    LoneCancellation alone = t.alone;
    if (alone != null) {
      if (alone.reaches(this)) {
        adopt(alone.request);
      }
      if (alone.hasExpired()) {
        expireBy(alone.request);
      }
    }
  }

  /**
   * Runs a closure with a task-local bound, for itself and all it spawns: as a region, so that they
   * end before the value does.
   */
  public static Object withLocal(Task t, Object key, Object value, ScopeBody body) {
    TaskScope s = new TaskScope(t.scope, t, ScopeMode.FAIL_FAST, true);
    s.localKey = key;
    s.localValue = value;
    return s.openIn(t).runBody(t, body);
  }

  /** What a task-local is bound to where the task runs now, or null. */
  public static Object local(Task t, Object key) {
    for (CancelScope s = t.scope; s != null; s = s.parent) {
      if (s instanceof TaskScope b && b.localKey == key) {
        return b.localValue;
      }
    }
    return null;
  }

  /**
   * The region to which {@code task::spawn} belongs here: the innermost of timeout (T11), drop
   * (T15) and the task itself (T3). Those of drops and tasks are made on first use, below the
   * scopes that are open already.
   */
  static TaskScope regionOf(Task t) {
    CancelScope inner = null;
    CancelScope here = t.scope;
    int mask = t.mask;
    while (mask == 0 && here.owner == t) {
      TaskScope s = (TaskScope) here;
      if (s.region) {
        return s;
      }
      inner = s;
      mask = s.savedMask;
      here = s.parent;
    }
    TaskScope made = new TaskScope(here, t, ScopeMode.FAIL_FAST, true);
    made.savedMask = mask;
    made.shielded = mask > 0;
    if (inner == null) {
      made.link();
      t.scope = made;
      t.mask = 0;
    } else {
      made.linkBetween(inner);
    }
    made.adoptOwnRequest(t); // T10: what is spawned there is born cancelled
    if (here.owner != t) {
      t.base = made;
    }
    return made;
  }

  private Object runBody(Task t, ScopeBody body) {
    Object value = null;
    Unwind failure = null;
    try {
      value = body.run(t, this);
    } catch (Throwable e) {
      failure = Unwind.of(e);
    }
    boolean hasValue = failure == null;
    if (hasValue && mode == ScopeMode.TRY && body.isErr(value) && takeErr(value, null)) {
      hasValue = false;
    }
    Unwind out = close(failure);
    // After close no child lives: the fields below are this task's own.
    boolean returnErr = hasErr && (out == null || isOwnCancel(out));
    if (returnErr) {
      out = null;
    } else if (hasErr) {
      out = discardErr(t, out, body);
    }
    if (hasValue && (out != null || returnErr)) {
      Object lost = value;
      out = t.asDrop(out, () -> body.discardResult(t, lost), "a result");
      if (out != null && returnErr) {
        out = discardErr(t, out, body);
      }
    }
    if (out != null) {
      throw out;
    }
    return returnErr ? firstErr : value;
  }

  private Unwind discardErr(Task t, Unwind during, ScopeBody body) {
    return t.asDrop(
        during,
        () -> {
          if (errBody == null) {
            body.discardResult(t, firstErr);
          } else {
            errBody.discardResult(t, firstErr);
          }
        },
        "an error");
  }

  // ---------------------------------------------------------------- children

  /**
   * Spawns a child: enqueues it and returns (it does not run at once). In a cancelled scope the
   * body never runs (T10). Not a suspension point. Called by the scope's owner or by one of its
   * children.
   *
   * @param name for reports, or null
   */
  public TaskHandle spawn(String name, TaskBody body) {
    return new TaskHandle(spawnTask(name, body, TaskThread.VIRTUAL, null));
  }

  Task spawnTask(String name, TaskBody body, TaskThread thread, Runnable onEnd) {
    Task child = new Task(runtime, this, name, body, thread);
    child.onEnd(onEnd);
    if (onEnd instanceof RootCall call) {
      call.task = child; // before its first step
    }
    if (mode.ownScopes()) {
      regionOf(child);
    }
    runtime.taskStarted();
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("spawn into a scope that has ended");
      }
      child.spawnIndex = spawned++;
      live++;
      child.prevChild = lastChild;
      if (lastChild == null) {
        firstChild = child;
      } else {
        lastChild.nextChild = child;
      }
      lastChild = child;
    }
    TaskRecorder.started(child);
    runtime.scheduler.start(child);
    return child;
  }

  /** A child has failed, before its joiner learns of it; called in the child. */
  void childFailing(Task child, Unwind failure) {
    if (failure == null || failure.isKill()) {
      return;
    }
    boolean cancels;
    synchronized (this) {
      childCancelled |= failure.isCancel();
      boolean kept = mode == ScopeMode.SUPERVISE || mode == ScopeMode.THREADS;
      if (failure.isPanic() && !kept) {
        addFailure(new Failure(child.spawnIndex, child, failure));
      }
      cancels = failure.isPanic() && mode.failFast();
    }
    if (cancels) {
      cancel(CancelReason.FAILED);
    }
  }

  /** A child of a TRY scope returned an {@code Err}; gives back what dropping it threw. */
  Unwind childErred(Task child, TaskBody body, Object err) {
    if (takeErr(err, body)) {
      return null;
    }
    return child.asDrop(null, () -> body.discardResult(child, err), "an error");
  }

  private boolean takeErr(Object err, TaskBody from) {
    synchronized (this) {
      if (hasErr) {
        return false;
      }
      hasErr = true;
      firstErr = err;
      errBody = from;
    }
    cancel(CancelReason.FAILED);
    return true;
  }

  private void addFailure(Failure f) {
    if (failures == null) {
      failures = new ArrayList<>(2);
    }
    failures.add(f);
  }

  /** The last thing a child does in its scope. */
  void childEnded(Task child) {
    Waiter w = null;
    synchronized (this) {
      if (child.prevChild == null) {
        firstChild = child.nextChild;
      } else {
        child.prevChild.nextChild = child.nextChild;
      }
      if (child.nextChild == null) {
        lastChild = child.prevChild;
      } else {
        child.nextChild.prevChild = child.prevChild;
      }
      child.prevChild = null;
      child.nextChild = null;
      if (--live == 0) {
        w = joiner;
        joiner = null;
      }
    }
    if (w != null && w.claim(Waiter.SIGNALLED)) {
      Task.wake(w);
    }
  }

  void cancelChild(Task child, CancelReason reason) {
    if (mode.ownScopes()) {
      child.base.cancel(reason);
    } else {
      LoneCancellation.request(child, reason);
    }
  }

  int liveChildren() {
    synchronized (this) {
      return live;
    }
  }

  /** The children alive now, in spawn order. Any thread. */
  public List<Task> children() {
    synchronized (this) {
      var list = new ArrayList<Task>(live);
      for (Task c = firstChild; c != null; c = c.nextChild) {
        list.add(c);
      }
      return list;
    }
  }

  @Override
  void endWaits(List<Waiter> ended) {
    if (owner != null) {
      owner.endWait(ended);
    }
    for (Task c = firstChild; c != null; c = c.nextChild) {
      c.endWait(ended);
    }
  }

  // ---------------------------------------------------------------- closing

  /**
   * The end of a scope (T3–T5), in its owner, after the body and the drops of the body's locals:
   * cancels if the body failed, joins all children, leaves the scope.
   *
   * @param failure how the body ended, or null if it has a value
   * @return what goes on outwards, or null if the body's value stands
   */
  Unwind close(Unwind failure) {
    if (failure != null) {
      bodyFailed(failure);
    } else if (mode == ScopeMode.RACE) {
      cancel(CancelReason.RACE_DECIDED);
    }
    joinChildren();
    unlink();
    owner.scope = parent;
    owner.mask = savedMask;
    return result(failure);
  }

  private void bodyFailed(Unwind failure) {
    switch (failure.kind()) {
      case PANIC -> {
        synchronized (this) {
          addFailure(new Failure(BODY, null, failure));
        }
        if (mode != ScopeMode.THREAD_SCOPE) {
          cancel(CancelReason.FAILED);
        }
      }
      // Mostly marked already; but an overdue drop is unwound from a scope further out.
      case CANCEL -> adopt(failure.request());
      case KILL -> kill();
    }
  }

  private void joinChildren() {
    Waiter w;
    synchronized (this) {
      if (live == 0) {
        return;
      }
      w = owner.newWaiter(SuspensionPoint.SCOPE_END, this, Waiter.NO_DEADLINE);
      joiner = w;
    }
    owner.await(w);
  }

  private Unwind result(Unwind failure) {
    if ((state & KILLED) != 0) {
      return failure != null && failure.isKill() ? failure : Unwind.kill(runtime.killReason());
    }
    Unwind panic = mode == ScopeMode.THREAD_SCOPE ? threadScopePanic() : firstPanic();
    if (panic != null) {
      // T5: panic outranks cancellation, which goes on attached to it.
      if (failure != null && failure.isCancel() && !isOwnCancel(failure)) {
        panic.attach(failure);
      }
      return panic;
    }
    if (failure != null) {
      return failure;
    }
    // A value whose children were cancelled under it is not the result of this scope; but T9: a
    // value of children that all finished is delivered.
    if (childCancelled && isCancelled() && mode != ScopeMode.RACE) {
      return Unwind.cancel(request());
    }
    return null;
  }

  /** The first panic with the others attached in spawn order, the body's own first. */
  private Unwind firstPanic() {
    if (failures == null) {
      return null;
    }
    Unwind first = failures.getFirst().unwind();
    failures.stream()
        .skip(1)
        .sorted(Comparator.comparingInt(Failure::spawnIndex))
        .forEach(f -> first.attach(f.unwind()));
    return first;
  }

  private Unwind threadScopePanic() {
    if (failures == null) {
      return null;
    }
    boolean unhandled = false;
    for (Failure f : failures) {
      if (f.spawnIndex() == BODY) {
        return f.unwind();
      }
      unhandled |= !f.child().outcomeTaken;
    }
    return unhandled
        ? Unwind.panic("a scoped thread panicked", "a scoped thread panicked", null)
        : null;
  }

  /** Whether this unwinds to the boundary of this very scope. */
  boolean isOwnCancel(Unwind u) {
    return u.isCancel() && !u.isCleanupExpired() && u.request().source() == this;
  }
}
