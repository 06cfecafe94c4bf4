package org.asrlang.stdlib;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.task.Unwind;
import org.asrlang.types.Ty;

/** Handling of guest values in natives. */
final class Guest {
  private Guest() {}

  /** What {@code Task.external} threw and no native expects. */
  static RuntimeException unchecked(Exception e) {
    return e instanceof RuntimeException r ? r : new IllegalStateException(e);
  }

  /** Drops a value by its glue, which may be null; may suspend. */
  static void drop(Stack s, DropGlue glue, Object value) {
    if (glue != null) {
      s.ensure(Invoke.NATIVE_FRAME + 1, Invoke.NATIVE_FRAME + 1);
      glue.drop(s, Invoke.NATIVE_FRAME, Invoke.NATIVE_FRAME, value);
    }
  }

  /** Where a native that is {@code #[track_caller]} was called: the argument after all others. */
  static Location caller(NativeCall call) {
    int slot = 0;
    for (Layout param : call.sig().params()) {
      if (param.kind == Layout.Kind.OBJECT) {
        slot++;
      }
    }
    return call.stack().getRef(slot) instanceof Location at ? at : null;
  }

  /** A panic that the task runtime has started, as one that the program has: with its message. */
  static Unwind announced(NativeCall call, Unwind u) {
    boolean fromRuntime =
        u.isPanic()
            && u.location() == null
            && (u.payload() == null || u.payload() instanceof String);
    if (!fromRuntime) {
      return u;
    }
    Unwind panic = Panics.panic(call.stack(), u.getMessage(), caller(call));
    u.attached().forEach(panic::attach);
    return panic;
  }

  /** A native that owned a value unwinds: drops the value; what goes on outwards. */
  static Unwind dropOnUnwind(NativeCall call, Ty ty, Object value, Unwind u) {
    if (u.isKill()) {
      return u;
    }
    boolean panics = u.isPanic();
    if (panics) {
      call.task().panicking++;
    }
    try {
      call.drop(ty, value);
      return u;
    } catch (Unwind later) {
      return Unwind.combine(u, later);
    } finally {
      if (panics) {
        call.task().panicking--;
      }
    }
  }
}
