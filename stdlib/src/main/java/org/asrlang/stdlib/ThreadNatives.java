package org.asrlang.stdlib;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Outcome;
import org.asrlang.task.TaskHandle;

/** {@code std::thread}: threads, their handles, thread-local values. */
public final class ThreadNatives implements NativeModule {
  @Override
  public void register(Registrar r) {
    r.longBody("thread::parallelism", s -> Runtime.getRuntime().availableProcessors());
    r.objectBody("thread::current", s -> thread(s));
    r.longBody("thread::id", s -> ((ThreadHandle) s.getRef(0)).id());
    r.generic(
        "thread::name",
        call -> {
          String name = ((ThreadHandle) call.get(0)).name();
          return name == null ? call.none() : call.some(Slice.str(name));
        });
    r.voidBody("thread::park", s -> thread(s).parker().park(s.task, s.getLong(0)));
    r.voidBody("thread::unpark", s -> ((ThreadHandle) s.getRef(0)).parker().unpark(s.task));
    r.generic(
        "thread::spawn",
        call -> {
          GuestBody body = new GuestBody(call, 1, 1);
          return call.task().spawnThread(name(call, 0), body);
        });
    r.generic("thread::join", ThreadNatives::join);
    r.objectBody("thread::of_handle", s -> new ThreadHandle(((TaskHandle) s.getRef(0)).task()));
    registerLocals(r);
  }

  private static void registerLocals(Registrar r) {
    r.objectBody("local::key", s -> new Object());
    r.longBody("local::state", s -> TaskLocals.of(s).state(s.getRef(0)));
    r.objectBody("local::get", s -> TaskLocals.of(s).get(s.getRef(0)));
    r.generic(
        "local::set",
        call -> {
          DropGlue glue = call.sig().linker().glue(call.sig().param(1).ty);
          TaskLocals.of(call.stack()).set(call.get(0), call.get(1), glue);
          return null;
        });
  }

  private static ThreadHandle thread(Stack s) {
    return TaskLocals.of(s).thread(s.task);
  }

  /** A name that may be empty, for none. */
  static String name(NativeCall call, int index) {
    Slice name = (Slice) call.get(index);
    return name.length == 0 ? null : name.text();
  }

  private static Object join(NativeCall call) {
    TaskHandle handle = (TaskHandle) call.get(0);
    return switch (handle.join(call.task())) {
      case Outcome.Value v -> call.ok(v.value());
      case Outcome.Failed f -> call.err(Panics.payload(call.stack(), f.failure()));
    };
  }
}
