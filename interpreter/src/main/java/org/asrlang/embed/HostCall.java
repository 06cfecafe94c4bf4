package org.asrlang.embed;

import java.lang.reflect.Type;
import org.asrlang.embed.convert.Converter;
import org.asrlang.embed.convert.Converters;
import org.asrlang.embed.convert.Converters.Way;
import org.asrlang.embed.convert.Results;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.task.Unwind;

/** A program's call of a host function. Valid only until the function returns. */
public final class HostCall {
  private final NativeCall call;
  private final Converters converters;

  private HostCall(NativeCall call) {
    this.call = call;
    this.converters = call.capability(Converters.class);
  }

  static Object run(String name, NativeCall call, HostModule.HostFunction function) {
    HostCall c = new HostCall(call);
    Object result = null;
    Unwind failure = null;
    try {
      String what = "host function `" + name + "`";
      result = call.task().external(what, true, () -> function.call(c));
    } catch (Unwind u) {
      failure = u;
    } catch (ErrException e) {
      result = e;
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      failure = panic(call, "host function `" + name + "` failed: " + message);
    }
    c.dropArguments(failure);
    try {
      return c.result(result);
    } catch (IllegalArgumentException e) {
      throw panic(call, "host function `" + name + "` returned a wrong value: " + e.getMessage());
    }
  }

  private static Unwind panic(NativeCall call, String message) {
    return Panics.panicFormatted(call.stack(), message, (Location) null);
  }

  private Object result(Object value) {
    Layout layout = call.sig().result();
    Converter converter = converters.of(layout.ty, Object.class, Way.TO_GUEST);
    if (value instanceof ErrException && !(converter instanceof Results)) {
      throw panic(call, "a host function threw an ErrException but returns `" + layout.ty + "`");
    }
    return converter.toGuest(value, call.stack());
  }

  /** Java has copies of them. Throws the failure, if there is one, with what the drops threw. */
  private void dropArguments(Unwind failure) {
    Unwind all = failure;
    for (int i = 0; i < call.sig().params().size(); i++) {
      Layout layout = call.sig().param(i);
      if (layout.needsDrop && (all == null || !all.isKill())) {
        Unwind thrown = null;
        call.task().enterDrop();
        try {
          drop(call.stack(), call.sig().linker(), layout, call.get(i));
        } catch (Unwind u) {
          thrown = u;
        }
        all = Unwind.combine(all, call.task().leaveDrop(thrown, layout.ty));
      }
    }
    if (all != null) {
      throw all;
    }
  }

  /** Drops a guest value that has been copied; may suspend. */
  static void drop(Stack stack, NativeSig.Linker linker, Layout layout, Object value) {
    DropGlue glue = layout.needsDrop ? linker.glue(layout.ty) : null;
    if (glue != null) {
      int base = Invoke.NATIVE_FRAME;
      stack.ensure(base + 1, base + 1);
      glue.drop(stack, base, base, value);
    }
  }

  /**
   * The argument as its natural Java value: see {@link Function} for what becomes of which type.
   */
  public Object get(int index) {
    return get(index, (Type) Object.class);
  }

  /**
   * The argument as a Java value of a type.
   *
   * @throws IllegalArgumentException if it does not fit
   */
  public <T> T get(int index, Class<T> type) {
    @SuppressWarnings("unchecked")
    T value = (T) get(index, (Type) type);
    return value;
  }

  /** As {@link #get(int, Class)} with a generic type. */
  public <T> T get(int index, TypeLiteral<T> type) {
    @SuppressWarnings("unchecked")
    T value = (T) get(index, type.type());
    return value;
  }

  private Object get(int index, Type type) {
    Layout layout = call.sig().param(index);
    return converters.of(layout.ty, type, Way.TO_JAVA).toJava(call.get(index), call.stack());
  }

  /** The text of a {@code &str} or {@code String} argument. */
  public String text(int index) {
    return get(index, String.class);
  }

  public long getLong(int index) {
    return call.getLong(index);
  }

  public double getDouble(int index) {
    return call.getDouble(index);
  }

  public boolean getBoolean(int index) {
    return call.getBoolean(index);
  }

  /** Whether the calling task has been cancelled: a long-running function may then give up. */
  public boolean isCancelled() {
    return call.task().cancelPending();
  }
}
