package org.asrlang.embed;

import org.asrlang.exec.Location;
import org.asrlang.exec.Panics;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.task.Unwind;

/** A program's call of a host function. Valid only until the function returns. */
public final class HostCall {
  private final NativeCall call;
  private final Marshal marshal;

  private HostCall(NativeCall call) {
    this.call = call;
    this.marshal = new Marshal(call.stack(), call.sig().linker());
  }

  static Object run(String name, NativeCall call, HostModule.HostFunction function) {
    HostCall c = new HostCall(call);
    Object result;
    try {
      String what = "host function `" + name + "`";
      result = call.task().external(what, true, () -> function.call(c));
    } catch (Unwind u) {
      throw u;
    } catch (Exception e) {
      String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw Panics.panicFormatted(
          call.stack(), "host function `" + name + "` failed: " + message, (Location) null);
    }
    try {
      return c.marshal.toGuest(call.sig().result(), result);
    } catch (IllegalArgumentException e) {
      throw Panics.panicFormatted(
          call.stack(),
          "host function `" + name + "` returned a wrong value: " + e.getMessage(),
          (Location) null);
    }
  }

  /** The argument as a Java value: see {@link Function} for what becomes of which type. */
  public Object get(int index) {
    return marshal.toJava(call.sig().param(index), call.get(index), Object.class);
  }

  /** The text of a {@code &str} or {@code String} argument. */
  public String text(int index) {
    return (String) marshal.toJava(call.sig().param(index), call.get(index), String.class);
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
