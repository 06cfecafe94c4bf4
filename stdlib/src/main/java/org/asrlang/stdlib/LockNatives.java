package org.asrlang.stdlib;

import org.asrlang.exec.Panics;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.TaskBarrier;
import org.asrlang.task.TaskCondvar;
import org.asrlang.task.TaskMutex;
import org.asrlang.task.TaskOnce;
import org.asrlang.task.TaskRwLock;
import org.asrlang.task.Unwind;

/** {@code std::sync}: Mutex, RwLock, Condvar, Once, Barrier. */
public final class LockNatives implements NativeModule {
  /** As std numbers the turns of a {@code Once}. */
  private static final long RUN = 0;

  private static final long DONE = 1;
  private static final long POISONED = 2;
  private static final long RUN_POISONED = 3;

  /** Stands for the panic that unwinds a guard: only its kind matters to a lock. */
  private static final Unwind PANIC = Unwind.panic(null, "a panic", null);

  @Override
  public void register(Registrar r) {
    registerMutex(r);
    registerRwLock(r);
    r.objectBody("condvar::new", s -> new TaskCondvar());
    r.longBody(
        "condvar::wait",
        s -> {
          TaskCondvar condvar = (TaskCondvar) s.getRef(0);
          return condvar.await(s.task, (TaskMutex) s.getRef(1), s.getLong(0)) ? 1 : 0;
        });
    r.voidBody("condvar::notify_one", s -> ((TaskCondvar) s.getRef(0)).notifyOne(s.task));
    r.voidBody("condvar::notify_all", s -> ((TaskCondvar) s.getRef(0)).notifyAll(s.task));
    r.objectBody("barrier::new", s -> new TaskBarrier(barrierSize(s.getLong(0))));
    r.longBody("barrier::wait", s -> ((TaskBarrier) s.getRef(0)).await(s.task) ? 1 : 0);
    r.objectBody("once::new", s -> new TaskOnce());
    r.longBody(
        "once::is_done",
        s -> {
          s.task.touch();
          return ((TaskOnce) s.getRef(0)).isDone() ? 1 : 0;
        });
    r.longBody("once::begin", s -> begin(s, (TaskOnce) s.getRef(0), s.getLong(0) != 0));
    r.generic("once::run", LockNatives::runOnce);
  }

  private static int barrierSize(long n) {
    return n < 0 || n > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) n;
  }

  private static void registerMutex(Registrar r) {
    r.objectBody("mutex::new", s -> new TaskMutex());
    r.voidBody("mutex::lock", s -> mutex(s).lock(s.task));
    r.longBody("mutex::try_lock", s -> mutex(s).tryLock(s.task) ? 1 : 0);
    r.voidBody("mutex::unlock", s -> mutex(s).unlock(s.task, unwinding(s)));
    r.longBody("mutex::is_poisoned", s -> mutex(s).isPoisoned() ? 1 : 0);
    r.voidBody("mutex::set_poisoned", s -> touched(s).setPoisoned(s.getLong(0) != 0));
  }

  private static void registerRwLock(Registrar r) {
    r.objectBody("rwlock::new", s -> new TaskRwLock());
    r.voidBody("rwlock::read", s -> rwLock(s).read(s.task));
    r.objectBody("rwlock::reading", s -> rwLock(s).reading());
    r.objectBody("rwlock::writing", s -> rwLock(s).writing());
    r.voidBody("rwlock::write", s -> rwLock(s).write(s.task));
    r.longBody("rwlock::try_read", s -> rwLock(s).tryRead(s.task) ? 1 : 0);
    r.longBody("rwlock::try_write", s -> rwLock(s).tryWrite(s.task) ? 1 : 0);
    r.voidBody("rwlock::unlock_read", s -> rwLock(s).unlockRead(s.task));
    r.voidBody("rwlock::unlock_write", s -> rwLock(s).unlockWrite(s.task, unwinding(s)));
    r.voidBody("rwlock::downgrade", s -> rwLock(s).downgrade(s.task));
    r.longBody("rwlock::is_poisoned", s -> rwLock(s).isPoisoned() ? 1 : 0);
    r.voidBody("rwlock::set_poisoned", s -> rwLock(s).setPoisoned(s.getLong(0) != 0));
  }

  private static TaskMutex mutex(Stack s) {
    return (TaskMutex) s.getRef(0);
  }

  private static TaskMutex touched(Stack s) {
    s.task.touch();
    return mutex(s);
  }

  private static TaskRwLock rwLock(Stack s) {
    return (TaskRwLock) s.getRef(0);
  }

  /** What poisons the lock of a guard that was made while no panic unwound (the argument). */
  private static Unwind unwinding(Stack s) {
    boolean wasPanicking = s.getLong(0) != 0;
    return s.task.forced > 0 || !wasPanicking && s.task.panicking > 0 ? PANIC : null;
  }

  private static long begin(Stack s, TaskOnce once, boolean ignorePoison) {
    TaskOnce.Turn turn = once.begin(s.task, false);
    if (turn == TaskOnce.Turn.POISONED && ignorePoison) {
      turn = once.begin(s.task, true);
      return turn == TaskOnce.Turn.RUN ? RUN_POISONED : DONE;
    }
    return switch (turn) {
      case RUN -> RUN;
      case DONE -> DONE;
      case POISONED -> POISONED;
    };
  }

  private static Object runOnce(NativeCall call) {
    TaskOnce once = (TaskOnce) call.get(0);
    NativeCall.Callback f = call.closure(1);
    try {
      f.call(call.stack(), call.sig().result());
    } catch (Throwable e) {
      Unwind u = Panics.unwind(call.stack(), e);
      once.end(call.task(), u);
      throw u;
    }
    once.end(call.task(), null);
    return null;
  }
}
