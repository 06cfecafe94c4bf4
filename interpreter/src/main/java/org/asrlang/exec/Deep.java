package org.asrlang.exec;

import org.asrlang.task.Task;

/** Calls beyond the depth of the current thread's stack: on a deeper one, or a panic. */
final class Deep {
  private Deep() {}

  /** A call to be made again on another thread. */
  abstract static class Call implements Runnable {
    final Code code;
    final Stack s;
    final int longTop;
    final int refTop;
    final CallSite site;

    Call(Code code, Stack s, int longTop, int refTop, CallSite site) {
      this.code = code;
      this.s = s;
      this.longTop = longTop;
      this.refTop = refTop;
      this.site = site;
    }
  }

  static final class LongCall extends Call {
    long result;

    LongCall(Code code, Stack s, int longTop, int refTop, CallSite site) {
      super(code, s, longTop, refTop, site);
    }

    @Override
    public void run() {
      result = code.runLong(s, longTop, refTop, site);
    }
  }

  static final class DoubleCall extends Call {
    double result;

    DoubleCall(Code code, Stack s, int longTop, int refTop, CallSite site) {
      super(code, s, longTop, refTop, site);
    }

    @Override
    public void run() {
      result = code.runDouble(s, longTop, refTop, site);
    }
  }

  static final class ObjectCall extends Call {
    Object result;

    ObjectCall(Code code, Stack s, int longTop, int refTop, CallSite site) {
      super(code, s, longTop, refTop, site);
    }

    @Override
    public void run() {
      result = code.run(s, longTop, refTop, site);
    }
  }

  static final class VoidCall extends Call {
    VoidCall(Code code, Stack s, int longTop, int refTop, CallSite site) {
      super(code, s, longTop, refTop, site);
    }

    @Override
    public void run() {
      code.runVoid(s, longTop, refTop, site);
    }
  }

  static void run(Stack s, Call call) {
    Task t = s.task;
    if (!t.canGoDeeper()) {
      throw Panics.stackOverflow(s, call.code);
    }
    try {
      t.onDeepStack(() -> {
        call.run();
        return null;
      });
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
