package org.asrlang.exec.node;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;
import org.asrlang.task.Unwind;

/**
 * A drop scope: however its body ends, the locals that hold something are dropped in reverse order.
 * A null slot (or a null in the slot's cell) holds nothing.
 */
public final class Scope extends Node {
  /** A local to drop. */
  public record Owned(int slot, boolean inCell, DropGlue glue) {}

  private final Owned[] locals;
  private final Node body;
  private final int longTop;
  private final int refTop;
  private final int[] frameRefs;

  /**
   * @param locals in the order of declaration
   * @param longTop where frames of Drop impls may begin
   * @param frameRefs one number, known when the function is lowered: the end of the temporaries
   *     that the body may have left behind
   */
  public Scope(Owned[] locals, Node body, int longTop, int refTop, int[] frameRefs) {
    this.locals = locals;
    this.body = body;
    this.longTop = longTop;
    this.refTop = refTop;
    this.frameRefs = frameRefs;
  }

  @Override
  public int exec(Stack s) {
    int status;
    try {
      status = body.exec(s);
    } catch (Throwable e) {
      throw unwind(s, e);
    }
    leave(s);
    return status;
  }

  @Override
  public long executeLong(Stack s) {
    long value;
    try {
      value = body.executeLong(s);
    } catch (Throwable e) {
      throw unwind(s, e);
    }
    leave(s);
    return value;
  }

  @Override
  public double executeDouble(Stack s) {
    double value;
    try {
      value = body.executeDouble(s);
    } catch (Throwable e) {
      throw unwind(s, e);
    }
    leave(s);
    return value;
  }

  @Override
  public boolean executeBoolean(Stack s) {
    boolean value;
    try {
      value = body.executeBoolean(s);
    } catch (Throwable e) {
      throw unwind(s, e);
    }
    leave(s);
    return value;
  }

  @Override
  public Object execute(Stack s) {
    Object value;
    try {
      value = body.execute(s);
    } catch (Throwable e) {
      throw unwind(s, e);
    }
    leave(s);
    return value;
  }

  private void leave(Stack s) {
    for (int i = locals.length - 1; i >= 0; i--) {
      Owned local = locals[i];
      Object value = take(s, local);
      if (value != null) {
        try {
          local.glue.drop(s, longTop, refTop, value);
        } catch (Unwind u) {
          throw dropRest(s, u, i - 1);
        }
      }
    }
  }

  private static Object take(Stack s, Owned local) {
    int at = s.rb + local.slot;
    Object value = s.refs[at];
    if (value == null) {
      return null;
    }
    s.refs[at] = null;
    if (!local.inCell) {
      return value;
    }
    Ref cell = (Ref) value;
    Object content = cell.get();
    cell.set(null);
    return content;
  }

  private Unwind unwind(Stack s, Throwable e) {
    Unwind u = Panics.unwind(s, e);
    s.clear(refTop, frameRefs[0]);
    return dropRest(s, u, locals.length - 1);
  }

  /** Drops from local {@code i} down while unwinding; what goes on outwards. */
  private Unwind dropRest(Stack s, Unwind u, int i) {
    Unwind result = u;
    for (; i >= 0 && !result.isKill(); i--) {
      Owned local = locals[i];
      Object value = take(s, local);
      if (value != null) {
        boolean panics = result.isPanic();
        boolean forced = result.isForced();
        if (panics) {
          s.task.panicking++;
        }
        if (forced) {
          s.task.forced++;
        }
        try {
          local.glue.drop(s, longTop, refTop, value);
        } catch (Unwind later) {
          result = Unwind.combine(result, later);
        } finally {
          if (panics) {
            s.task.panicking--;
          }
          if (forced) {
            s.task.forced--;
          }
        }
      }
    }
    return result;
  }
}
