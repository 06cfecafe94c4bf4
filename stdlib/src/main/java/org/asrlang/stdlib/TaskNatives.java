package org.asrlang.stdlib;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Panics;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Outcome;
import org.asrlang.task.ScopeBody;
import org.asrlang.task.ScopeMode;
import org.asrlang.task.Task;
import org.asrlang.task.TaskHandle;
import org.asrlang.task.TaskScope;
import org.asrlang.task.Timeout;
import org.asrlang.task.Unwind;

/** {@code asr::task} and {@code asr::time}: scopes, children, deadlines. */
public final class TaskNatives implements NativeModule {
  /** The place of a scope, made before the scope is open. */
  private static final class ScopeSlot {
    volatile TaskScope scope;
  }

  @Override
  public void register(Registrar r) {
    r.voidBody("task::sleep", s -> s.task.sleep(s.getLong(0)));
    r.voidBody("task::yield_now", s -> s.task.yieldNow());
    r.voidBody("task::checkpoint", s -> s.task.checkpoint());
    r.longBody(
        "task::cancelled",
        s -> {
          s.task.touch();
          return s.task.cancelRequested() ? 1 : 0;
        });
    r.generic(
        "task::spawn",
        call -> {
          return call.task().spawn(null, new GuestBody(call, 0, 1));
        });
    r.generic("task::join", TaskNatives::join);
    r.voidBody("task::drop_handle", s -> handle(s.getRef(0)).drop(s.task));
    r.voidBody(
        "task::cancel",
        s -> {
          s.task.touch();
          handle(s.getRef(0)).cancel();
        });
    r.objectBody("task::ended", s -> handle(s.getRef(0)).ended());
    r.generic("task::shield", TaskNatives::shield);
    r.longBody("task::is_finished", s -> handle(s.getRef(0)).isFinished(s.task) ? 1 : 0);
    r.generic("task::timeout", TaskNatives::timeout);
    r.generic(
        "task::local_scope",
        call ->
            TaskScope.withLocal(
                call.task(),
                call.get(0),
                call.get(1),
                new Body(call, null, 2, call.sig().result())));
    r.generic(
        "task::local_get",
        call -> {
          Object bound = TaskScope.local(call.task(), call.get(0));
          return bound == null ? call.none() : call.some(bound);
        });
    r.objectBody("scope::new", s -> new ScopeSlot());
    r.generic("scope::run", TaskNatives::runScope);
    r.generic(
        "scope::spawn",
        call -> {
          GuestBody body = new GuestBody(call, 2, 1);
          return ((ScopeSlot) call.get(0)).scope.spawn(ThreadNatives.name(call, 1), body);
        });
    r.generic("try_scope::run", TaskNatives::runTryScope);
    r.generic("try_scope::spawn", TaskNatives::spawnTry);
  }

  private static TaskHandle handle(Object spawned) {
    return (TaskHandle) spawned;
  }

  private static Object join(NativeCall call) {
    Outcome outcome;
    try {
      outcome = handle(call.get(0)).join(call.task());
    } catch (Unwind u) {
      throw Guest.announced(call, u);
    }
    return switch (outcome) {
      case Outcome.Value v -> call.ok(v.value());
      case Outcome.Failed f -> call.err(payload(call, f.failure()));
    };
  }

  /** {@code Some} of a panic's payload, {@code None} for a cancellation. */
  private static Object payload(NativeCall call, Unwind failure) {
    Layout option = call.sig().result().variants[1][0].layout();
    return failure.isPanic()
        ? NativeCall.variant(option, "Some", Panics.payload(call.stack(), failure))
        : NativeCall.variant(option, "None");
  }

  /** As a drop: what is spawned inside ends with it, and only the clean-up deadline bounds it. */
  private static Object shield(NativeCall call) {
    Task t = call.task();
    Layout output = call.sig().result();
    NativeCall.Callback closure = call.closure(0);
    Object value = null;
    Unwind failure = null;
    t.enterDrop();
    try {
      value = closure.call(call.stack(), output);
    } catch (Unwind u) {
      failure = u;
    }
    boolean hasValue = failure == null;
    Unwind out = t.leaveDrop(failure, "a shield");
    if (out == null && hasValue) {
      return value;
    }
    if (hasValue) {
      out = Guest.dropOnUnwind(call, output.ty, value, out);
    }
    if (out == null) {
      t.checkCancelled(); // the clean-up deadline has ended it
      throw new IllegalStateException("a shield without a value");
    }
    throw out;
  }

  // ---------------------------------------------------------------- scopes

  private static Object runScope(NativeCall call) {
    ScopeSlot slot = (ScopeSlot) call.get(0);
    ScopeMode mode = switch ((int) call.getLong(1)) { // as the ASR sources number them
          case 0 -> ScopeMode.FAIL_FAST;
          case 2 -> ScopeMode.SUPERVISE;
          case 4 -> ScopeMode.THREAD_SCOPE;
          default -> throw new IllegalArgumentException("scope mode " + call.getLong(1));
        };
    try {
      return TaskScope.run(call.task(), mode, new Body(call, slot, 2, call.sig().result()));
    } catch (Unwind u) {
      throw Guest.announced(call, u);
    }
  }

  /** A closure of the calling task as the body of a scope. */
  private static final class Body implements ScopeBody {
    private final NativeCall call;
    private final ScopeSlot slot;
    private final NativeCall.Callback closure;
    private final Layout output;

    Body(NativeCall call, ScopeSlot slot, int closureIndex, Layout output) {
      this.call = call;
      this.slot = slot;
      this.closure = call.closure(closureIndex);
      this.output = output;
    }

    @Override
    public Object run(Task t, TaskScope scope) {
      if (slot != null) {
        slot.scope = scope;
      }
      return closure.call(call.stack(), output);
    }

    @Override
    public void discardResult(Task t, Object value) {
      call.drop(output.ty, value);
    }
  }

  /** The result of the body is the result of the native: {@code Result<T, E>}. */
  private static Object runTryScope(NativeCall call) {
    ScopeSlot slot = (ScopeSlot) call.get(0);
    Layout result = call.sig().result();
    NativeCall.Callback closure = call.closure(1);
    DropGlue okGlue = call.sig().typeGlue(1);
    DropGlue errGlue = call.sig().typeGlue(2);
    Object value =
        TaskScope.run(
            call.task(),
            ScopeMode.TRY,
            new ScopeBody() {
              @Override
              public Object run(Task t, TaskScope scope) {
                slot.scope = scope;
                return GuestBody.open(result, closure.call(call.stack(), result));
              }

              @Override
              public boolean isErr(Object v) {
                return v instanceof GuestBody.Err;
              }

              @Override
              public void discardResult(Task t, Object v) {
                if (v instanceof GuestBody.Err e) {
                  Guest.drop(call.stack(), errGlue, e.error());
                } else {
                  Guest.drop(call.stack(), okGlue, v);
                }
              }
            });
    return value instanceof GuestBody.Err e ? call.err(e.error()) : call.ok(value);
  }

  /** {@code fn<F: FnOnce() -> R, R, T, E>(scope, f)}, where R is {@code Result<T, E>}. */
  private static Object spawnTry(NativeCall call) {
    NativeSig sig = call.sig();
    GuestBody body = new GuestBody.OfResult(call, 1, 1, sig.typeGlue(2), sig.typeGlue(3));
    return ((ScopeSlot) call.get(0)).scope.spawn(null, body);
  }

  // ---------------------------------------------------------------- deadlines

  private static Object timeout(NativeCall call) {
    Layout value = call.sig().typeLayout(1);
    Timeout.Result result =
        Timeout.run(call.task(), call.getLong(0), new Body(call, null, 1, value));
    return switch (result) {
      case Timeout.Result.Completed c -> call.ok(c.value());
      case Timeout.Result.Elapsed e -> call.err(e.cancelledAfterNanos(), e.totalNanos());
    };
  }
}
