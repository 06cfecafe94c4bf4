package org.asrlang.stdlib;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Event;
import org.asrlang.task.Events;
import org.asrlang.task.Select;
import org.asrlang.task.SuspensionPoint;
import org.asrlang.task.Task;
import org.asrlang.task.TaskNotify;
import org.asrlang.task.TaskSemaphore;
import org.asrlang.task.TaskSignal;
import org.asrlang.task.Unwind;

/** {@code select!} and {@code race!}, and what {@code asr::sync} waits with. */
public final class SelectNatives implements NativeModule {
  /** The arms of one select; used by the task that runs it. */
  private static final class Arms {
    final boolean biased;
    final boolean race;
    final List<Select.Arm> list = new ArrayList<>();
    Stack stack;

    Arms(boolean biased, boolean race) {
      this.biased = biased;
      this.race = race;
    }
  }

  /** Called in the order of the arms, with values boxed by {@code T}. */
  private record Acceptor(Arms arms, NativeCall.Callback accept, Layout bool) {
    boolean accept(Object value) {
      return (Long) accept.call(arms.stack, bool, value) != 0;
    }
  }

  private static final class Registered extends Select.Registered {
    private final Layout output;
    private final Acceptor acceptor;
    private NativeCall.Callback operation; // until it is called or dropped

    Registered(NativeCall.Event event, Layout output, Acceptor acceptor) {
      super((Event) event.source());
      this.operation = event.operation();
      this.output = output;
      this.acceptor = acceptor;
    }

    @Override
    protected Object operate(Task t) {
      NativeCall.Callback called = operation;
      operation = null;
      return called.call(acceptor.arms().stack, output);
    }

    @Override
    public boolean accept(Task t, Object value) {
      return acceptor.accept(value);
    }
  }

  private static final class Spawned extends Select.Spawned {
    private final GuestBody body;
    private final Acceptor acceptor;
    boolean dropped;

    Spawned(GuestBody body, Acceptor acceptor) {
      super(body);
      this.body = body;
      this.acceptor = acceptor;
    }

    @Override
    public boolean accept(Task t, Object value) {
      return acceptor.accept(value);
    }
  }

  @Override
  public void register(Registrar r) {
    r.objectBody("select::new", s -> new Arms(s.getLong(0) != 0, s.getLong(1) != 0));
    r.generic("select::arm", SelectNatives::arm);
    r.voidBody("select::disabled", s -> ((Arms) s.getRef(0)).list.add(null));
    r.longBody("select::run", SelectNatives::run);
    r.voidBody("select::drop", SelectNatives::drop);
    r.objectBody("task::after", s -> Events.after(s.task, s.getLong(0)));
    r.objectBody("task::ready", s -> Events.READY);
    registerSync(r);
  }

  private static void registerSync(Registrar r) {
    r.objectBody("signal::new", s -> new TaskSignal());
    r.longBody("signal::version", s -> touched(s, signal(s)).version());
    r.voidBody("signal::bump", s -> touched(s, signal(s)).bump());
    r.voidBody("signal::wait", s -> signal(s).await(s.task, s.getLong(0)));
    r.objectBody("signal::changed", s -> signal(s).changed(s.getLong(0)));
    r.objectBody("notify::new", s -> new TaskNotify());
    r.voidBody("notify::one", s -> touched(s, notify(s)).notifyOne());
    r.voidBody("notify::all", s -> touched(s, notify(s)).notifyWaiters());
    r.voidBody("notify::wait", s -> notify(s).await(s.task));
    r.objectBody("notify::notified", s -> notify(s).notified());
    r.objectBody("semaphore::new", s -> new TaskSemaphore(s.getLong(0)));
    r.longBody("semaphore::acquire", s -> semaphore(s).acquire(s.task, s.getLong(0)) ? 1 : 0);
    r.objectBody("semaphore::acquired", s -> semaphore(s).acquired(s.getLong(0)));
    r.longBody("semaphore::try_acquire", s -> semaphore(s).tryAcquire(s.task) ? 1 : 0);
    r.voidBody("semaphore::release", s -> touched(s, semaphore(s)).release(s.getLong(0)));
    r.longBody("semaphore::permits", s -> touched(s, semaphore(s)).permits());
    r.voidBody("semaphore::close", s -> touched(s, semaphore(s)).close());
    r.longBody("semaphore::is_closed", s -> touched(s, semaphore(s)).isClosed() ? 1 : 0);
  }

  /** What others see, too: another task may run first. */
  private static <T> T touched(Stack s, T shared) {
    s.task.touch();
    return shared;
  }

  private static TaskSignal signal(Stack s) {
    return (TaskSignal) s.getRef(0);
  }

  private static TaskNotify notify(Stack s) {
    return (TaskNotify) s.getRef(0);
  }

  private static TaskSemaphore semaphore(Stack s) {
    return (TaskSemaphore) s.getRef(0);
  }

  /** {@code fn<F: FnOnce() -> T, T, A: FnOnce(T) -> bool>(select, f, accept) -> bool}. */
  private static Object arm(NativeCall call) {
    Arms arms = (Arms) call.get(0);
    NativeCall.Event event = call.event(1);
    Acceptor acceptor =
        new Acceptor(arms, call.closure(2, call.sig().typeArg(1)), call.sig().result());
    if (event == null) {
      arms.list.add(new Spawned(new GuestBody(call, 1, 1), acceptor));
      return 0L;
    }
    arms.list.add(new Registered(event, call.sig().typeLayout(1), acceptor));
    return 1L;
  }

  private static long run(Stack s) {
    Arms arms = (Arms) s.getRef(0);
    arms.stack = s;
    SuspensionPoint point = arms.race ? SuspensionPoint.RACE : SuspensionPoint.SELECT;
    return Select.run(s.task, point, arms.biased, arms.list);
  }

  private static void drop(Stack s) {
    Unwind failure = null;
    for (Select.Arm arm : ((Arms) s.getRef(0)).list) {
      try {
        switch (arm) {
          case null -> {}
          case Registered r when r.operation != null -> {
            NativeCall.Callback lost = r.operation;
            r.operation = null;
            lost.drop(s);
          }
          case Spawned a when !a.started() && !a.dropped -> {
            a.dropped = true;
            a.body.discard(s.task);
          }
          default -> {}
        }
      } catch (Unwind u) {
        failure = Unwind.combine(failure, u);
        if (failure.isKill()) {
          break;
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
