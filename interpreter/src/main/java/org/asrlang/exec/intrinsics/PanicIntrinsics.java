package org.asrlang.exec.intrinsics;

import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.Unwind;
import org.asrlang.types.Ty;

/** {@code panicking::}. */
final class PanicIntrinsics {
  private PanicIntrinsics() {}

  static void register(Registrar r) {
    r.voidBody(
        "panicking::begin_panic",
        s -> {
          Object payload = s.getRef(0);
          String message = ((Slice) s.getRef(1)).text();
          Location at = s.getRef(2) instanceof Location l ? l : null;
          s.setRef(0, null);
          throw Panics.start(s, payload, message, at);
        });
    r.voidBody(
        "panicking::resume_unwind",
        s -> {
          Object payload = s.getRef(0);
          s.setRef(0, null);
          throw Unwind.panic(payload, "explicit panic", null);
        });
    r.generic(
        "panicking::catch_unwind",
        call -> {
          NativeCall.Callback f = call.closure(0);
          Layout result = call.sig().result();
          Layout value = result.variants[0][0].layout();
          try {
            return call.ok(f.call(call.stack(), value));
          } catch (Unwind u) {
            if (!u.isPanic()) {
              throw u;
            }
            return call.err(Panics.payload(call.stack(), u));
          }
        });
    r.longBody("panicking::panicking", s -> s.task.panicking > 0 ? 1 : 0);
    r.node(
        "panicking::caller",
        sig -> {
          Layout l = sig.linker().layout(((Ty.Ref) sig.result().ty).target);
          return new NativeNodes.OfObject(s -> {
            Location at = (Location) s.getRef(0);
            return l.build(0, Slice.str(at.file()), (long) at.line(), (long) at.column());
          });
        });
    r.voidBody("panicking::set_hooked", s -> s.machine.setHooked(s.getLong(0) != 0));
    r.voidBody(
        "panicking::default_hook",
        s -> {
          String message = ((Slice) s.getRef(1)).text();
          s.machine.panicHook().panicked(s.task, (Location) s.getRef(0), message);
        });
    r.voidBody("panicking::abort", s -> abort(s));
    r.voidBody(
        "hint::unreachable",
        s -> {
          throw Panics.panic(s, "internal error: entered unreachable code", (Location) null);
        });
  }

  private static void abort(Stack s) {
    throw s.task.exit(134);
  }
}
