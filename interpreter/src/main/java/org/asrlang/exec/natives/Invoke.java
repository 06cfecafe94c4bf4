package org.asrlang.exec.natives;

import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;

/** Calls code whose arguments have been put above a native's frame. */
public final class Invoke {
  /** Slots that a native's own frame may use of each kind: arguments of a callee come above. */
  public static final int NATIVE_FRAME = 16;

  private Invoke() {}

  public static Object boxed(Code code, Stack s, int longTop, int refTop, Layout.Kind kind) {
    return switch (kind) {
      case ZST -> {
        code.runVoid(s, longTop, refTop, code.fromNative);
        yield Unit.UNIT;
      }
      case LONG -> code.runLong(s, longTop, refTop, code.fromNative);
      case DOUBLE -> code.runDouble(s, longTop, refTop, code.fromNative);
      case OBJECT -> code.run(s, longTop, refTop, code.fromNative);
    };
  }
}
