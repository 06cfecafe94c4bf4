package org.asrlang.exec;

import org.asrlang.task.Unwind;

/** Panics that the executor starts itself, with Rust's messages. */
public final class Panics {
  private Panics() {}

  /** A payload that becomes a guest value only when somebody asks for it. */
  record Pending(String message, boolean constant) {}

  /** Of a message without numbers: the payload is a {@code &'static str}. */
  public static Unwind panic(Stack s, String message, Location at) {
    return start(s, new Pending(message, true), message, at);
  }

  public static Unwind panic(Stack s, String message, Site at) {
    return panic(s, message, at.location(s));
  }

  /** Of a message that was formatted: the payload is a {@code String}. */
  public static Unwind panicFormatted(Stack s, String message, Location at) {
    return start(s, new Pending(message, false), message, at);
  }

  /**
   * Calls the hook and makes the throwable.
   *
   * @param payload a {@code Box<dyn Any + Send>}
   */
  public static Unwind start(Stack s, Object payload, String message, Location at) {
    if (s.machine.isHooked() && !s.inPanicHook) {
      return Unwind.panic(callGuestHook(s, payload, at), message, at);
    }
    s.machine.panicHook().panicked(s.task, at, message);
    return Unwind.panic(payload, message, at);
  }

  /**
   * On a stack of its own: nobody knows how far the running frame reaches where an executor's node
   * panics. What unwinds out of the hook is dropped, unless the task is being killed: the panic
   * that it was called for goes on.
   */
  private static Object callGuestHook(Stack s, Object payload, Location at) {
    Stack hook = s.forPanicHook();
    s.task.context = hook;
    s.task.panicking++;
    try {
      Object guest = payload instanceof Pending p ? pending(hook, p) : payload;
      try {
        return s.machine.program.panicHook(hook, guest, at);
      } catch (Unwind u) {
        if (u.isPanic() || u.isCancel()) {
          return new Pending("the panic hook panicked", true);
        }
        throw u;
      }
    } finally {
      s.task.panicking--;
      s.task.context = s;
      s.locals = hook.locals;
    }
  }

  private static Object pending(Stack s, Pending p) {
    return s.machine.program.panicPayload(s, p.message(), p.constant());
  }

  /** The payload of a panic as a guest value. */
  public static Object payload(Stack s, Unwind u) {
    return switch (u.payload()) {
      case Pending p -> pending(s, p);
      case null -> s.machine.program.panicPayload(s, u.getMessage(), true);
      case Object guest -> guest;
    };
  }

  /** {@code verb} as in "add", "multiply", "negate", "shift left". */
  public static Unwind overflow(Stack s, String verb, Site at) {
    return panic(s, "attempt to " + verb + " with overflow", at);
  }

  public static Unwind divideByZero(Stack s, Site at) {
    return panic(s, "attempt to divide by zero", at);
  }

  public static Unwind remainderByZero(Stack s, Site at) {
    return panic(s, "attempt to calculate the remainder with a divisor of zero", at);
  }

  public static Unwind bounds(Stack s, long index, long length, Site at) {
    return panicFormatted(
        s,
        "index out of bounds: the len is "
            + length
            + " but the index is "
            + Long.toUnsignedString(index),
        at.location(s));
  }

  public static Unwind stackOverflow(Stack s, Code code) {
    Location at = code == null ? null : Location.of(code.span);
    return panic(s, "stack overflow", at);
  }

  /** What goes on outwards for anything that left guest code. */
  public static Unwind unwind(Stack s, Throwable e) {
    return switch (e) {
      case Unwind u -> u;
      case StackOverflowError o -> stackOverflow(s, null);
      case RuntimeException r -> throw r;
      case Error r -> throw r;
      case Throwable t -> throw new IllegalStateException(t);
    };
  }
}
