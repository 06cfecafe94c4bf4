package org.asrlang.stdlib;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Machine;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeCall;
import org.asrlang.task.Task;
import org.asrlang.task.TaskBody;
import org.asrlang.task.Unwind;

/**
 * A guest closure without arguments as the body of a task. The task's value is the closure's,
 * boxed; {@link OfResult} takes a {@code Result} apart.
 */
class GuestBody implements TaskBody {
  private final Machine machine;
  private NativeCall.Callback closure; // until it is called or dropped
  private final Layout output;
  private final DropGlue outputGlue;

  /**
   * @param closureIndex which argument of the call
   * @param outputIndex which type argument of the native the closure's output is
   */
  GuestBody(NativeCall call, int closureIndex, int outputIndex) {
    this.machine = call.stack().machine;
    this.closure = call.closure(closureIndex);
    this.output = call.sig().typeLayout(outputIndex);
    this.outputGlue = call.sig().typeGlue(outputIndex);
  }

  private NativeCall.Callback takeClosure() {
    NativeCall.Callback taken = closure;
    closure = null; // the task's handle may live for long
    return taken;
  }

  @Override
  public Object run(Task t) {
    Stack s = machine.stack(t);
    Object value = null;
    Unwind failure = null;
    try {
      value = takeClosure().callFirst(s, output);
    } catch (Throwable e) {
      failure = Panics.unwind(s, e);
    }
    if (s.locals != null && (failure == null || !failure.isKill())) {
      Unwind late = TaskLocals.end(s);
      if (late != null && failure == null && !late.isKill()) {
        late = dropped(s, value, late);
      }
      failure = Unwind.combine(failure, late);
    }
    if (failure != null) {
      throw failure;
    }
    return taskValue(value);
  }

  private Unwind dropped(Stack s, Object value, Unwind u) {
    try {
      Guest.drop(s, outputGlue, value);
      return u;
    } catch (Unwind later) {
      return Unwind.combine(u, later);
    }
  }

  /** What the task returns for what the closure returned. */
  Object taskValue(Object value) {
    return value;
  }

  @Override
  public void discard(Task t) {
    takeClosure().drop(machine.stack(t));
  }

  @Override
  public void discardResult(Task t, Object value) {
    Guest.drop(machine.stack(t), outputGlue, value);
  }

  /** The {@code Err} of a closure that returns a {@code Result}. */
  record Err(Object error) {}

  /** Takes a boxed {@code Result} apart: the content of {@code Ok}, or an {@link Err}. */
  static Object open(Layout layout, Object result) {
    if (result instanceof Long variant) {
      return variant == 0 ? org.asrlang.exec.Unit.UNIT : new Err(org.asrlang.exec.Unit.UNIT);
    }
    int variant = ((org.asrlang.exec.Agg) result).tag;
    Object content = layout.getField(result, variant, 0);
    return variant == 0 ? content : new Err(content);
  }

  /** The body of a child in a {@code try_scope}. */
  static final class OfResult extends GuestBody {
    private final Machine machine;
    private final Layout result;
    private final DropGlue okGlue;
    private final DropGlue errGlue;

    /**
     * @param resultIndex which type argument of the native {@code Result<T, E>} is
     */
    OfResult(
        NativeCall call, int closureIndex, int resultIndex, DropGlue okGlue, DropGlue errGlue) {
      super(call, closureIndex, resultIndex);
      this.machine = call.stack().machine;
      this.result = call.sig().typeLayout(resultIndex);
      this.okGlue = okGlue;
      this.errGlue = errGlue;
    }

    @Override
    Object taskValue(Object value) {
      return open(result, value);
    }

    @Override
    public boolean isErr(Object value) {
      return value instanceof Err;
    }

    @Override
    public void discardResult(Task t, Object value) {
      Stack s = machine.stack(t);
      if (value instanceof Err e) {
        Guest.drop(s, errGlue, e.error());
      } else {
        Guest.drop(s, okGlue, value);
      }
    }
  }
}
