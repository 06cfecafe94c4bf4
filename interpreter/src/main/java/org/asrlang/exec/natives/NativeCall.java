package org.asrlang.exec.natives;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.task.Task;
import org.asrlang.types.Ty;

/** A running call of a native function in its general form. Used by the calling task's thread. */
public final class NativeCall {
  private final Stack stack;
  private final NativeSig sig;

  NativeCall(Stack stack, NativeSig sig) {
    this.stack = stack;
    this.sig = sig;
  }

  public Stack stack() {
    return stack;
  }

  public Task task() {
    return stack.task;
  }

  public NativeSig sig() {
    return sig;
  }

  /** What the host has granted, or null. */
  public <T> T capability(Class<T> type) {
    return stack.machine.capability(type);
  }

  // ---- arguments

  private int slot(int index) {
    Layout.Kind kind = sig.param(index).kind;
    boolean number = kind == Layout.Kind.LONG || kind == Layout.Kind.DOUBLE;
    int slot = 0;
    for (int i = 0; i < index; i++) {
      Layout.Kind k = sig.param(i).kind;
      boolean n = k == Layout.Kind.LONG || k == Layout.Kind.DOUBLE;
      if (k != Layout.Kind.ZST && n == number) {
        slot++;
      }
    }
    return slot;
  }

  public long getLong(int index) {
    return stack.getLong(slot(index));
  }

  public boolean getBoolean(int index) {
    return getLong(index) != 0;
  }

  public double getDouble(int index) {
    return Double.longBitsToDouble(getLong(index));
  }

  /** The argument; it stays in the frame and is given up to whoever takes it. */
  public Object get(int index) {
    return switch (sig.param(index).kind) {
      case ZST -> Unit.UNIT;
      case LONG -> getLong(index);
      case DOUBLE -> getDouble(index);
      case OBJECT -> stack.getRef(slot(index));
    };
  }

  /** The text of a {@code &str}. */
  public String text(int index) {
    return ((Slice) get(index)).text();
  }

  /** A copy of the content of a {@code &[u8]}. */
  public byte[] bytes(int index) {
    return ((Slice) get(index)).toBytes();
  }

  // ---- results

  public Object some(Object... payload) {
    return variant(sig.result(), "Some", payload);
  }

  public Object none() {
    return variant(sig.result(), "None");
  }

  public Object ok(Object... payload) {
    return variant(sig.result(), "Ok", payload);
  }

  public Object err(Object... payload) {
    return variant(sig.result(), "Err", payload);
  }

  public Object tuple(Object... parts) {
    return sig.result().build(0, parts);
  }

  public Slice str(String text) {
    return Slice.str(text);
  }

  /** An enum value; several parts for one field become its tuple. */
  public static Object variant(Layout layout, String name, Object... payload) {
    int i = layout.variantIndex(name);
    if (layout.variants == null || layout.variants[i].length == 0) {
      return layout.build(i);
    }
    Layout field = layout.variants[i][0].layout();
    Object one =
        payload.length == 1 ? payload[0] : field.isZst() ? Unit.UNIT : field.build(0, payload);
    return layout.build(i, one);
  }

  // ---- guest code

  /** A callable argument, taken out of the frame. Its arguments have the same types each time. */
  public Callback closure(int index, Ty... inputs) {
    Object value = get(index);
    if (sig.param(index).kind == Layout.Kind.OBJECT) {
      stack.setRef(slot(index), null);
    }
    return new Callback(sig.callable(stack, index, inputs), value);
  }

  /**
   * What a registered operation waits for.
   *
   * @param source the native part of a {@code std::host::Event}
   * @param operation to be called when that has happened
   */
  public record Event(Object source, Callback operation) {}

  /**
   * If a callable argument is an arm that consists of one registered operation: evaluates its
   * operands, consuming the argument, and returns its event; else null.
   */
  public Event event(int index) {
    NativeSig.EventFns fns = sig.event(stack, index);
    if (fns == null) {
      return null;
    }
    Object closure = get(index);
    if (sig.param(index).kind == Layout.Kind.OBJECT) {
      stack.setRef(slot(index), null);
    }
    Layout made = fns.made();
    Object event = fns.make().call(stack, Invoke.NATIVE_FRAME, closure, made, Callback.NO_ARGS);
    return new Event(
        made.getField(event, 0, 0), new Callback(fns.operation(), made.getField(event, 0, 1)));
  }

  /** A guest closure on its own, to be called once or dropped, perhaps by another task. */
  public static final class Callback {
    private final GuestFn fn;
    private final Object value; // boxed
    private static final Object[] NO_ARGS = {};

    Callback(GuestFn fn, Object value) {
      this.fn = fn;
      this.value = value;
    }

    /** Calls it; the result is boxed by the layout of the callable's output. */
    public Object call(Stack s, Layout result, Object... args) {
      return fn.call(s, Invoke.NATIVE_FRAME, value, result, args);
    }

    /** As {@link #call}, as the first call of a task, without arguments. */
    public Object callFirst(Stack s, Layout result) {
      return fn.call(s, 0, value, result, NO_ARGS);
    }

    /** Drops it uncalled; may suspend. */
    public void drop(Stack s) {
      fn.drop(s, value);
    }
  }

  /** Drops a value of a type; may suspend. */
  public void drop(Ty ty, Object value) {
    DropGlue glue = sig.linker().glue(ty);
    if (glue != null) {
      stack.ensure(Invoke.NATIVE_FRAME + 1, Invoke.NATIVE_FRAME + 1);
      glue.drop(stack, Invoke.NATIVE_FRAME, Invoke.NATIVE_FRAME, value);
    }
  }
}
