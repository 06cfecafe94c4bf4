package org.asrlang.exec;

import java.util.Arrays;
import org.asrlang.task.Task;
import org.asrlang.task.Unwind;

/**
 * How values of one type are dropped: first its Drop impl, then its fields in order. Runs without
 * recursion however deep the value is nested. What is null was moved out and is skipped.
 */
public abstract class DropGlue {
  /** What is still to be dropped, the next on top. */
  public static final class Work {
    private static final Object[] NOTHING = {};

    private Object[] items = NOTHING; // most values have nothing more to drop
    private int size;
    Unwind failure;

    /** To be dropped before everything that was pushed earlier. */
    public void push(DropGlue glue, Object value) {
      if (value != null) {
        if (size == items.length) {
          items = Arrays.copyOf(items, Math.max(4, 2 * size));
        }
        items[size++] = value;
        items[size++] = glue;
      }
    }

    private Object pop() {
      Object top = items[--size];
      items[size] = null;
      return top;
    }
  }

  /** The Drop impl, or null. */
  protected Code dropImpl() {
    return null;
  }

  /** By which name {@link Lives} counts values of the type; null if it does not. */
  protected String counted() {
    return null;
  }

  /** The type's name for reports. */
  protected abstract Object what();

  /** Pushes the parts of a value, the last one first. */
  protected abstract void pushParts(Object value, Work work);

  /**
   * Drops a value; may suspend. Failures do not keep the rest from being dropped: the first one is
   * thrown at the end, with the later ones attached (T7). A kill ends it at once.
   */
  public final void drop(Stack s, int longTop, int refTop, Object value) {
    if (value == null) {
      return;
    }
    Work work = new Work();
    DropGlue glue = this;
    while (true) {
      glue.dropOne(s, longTop, refTop, value, work);
      if (work.size == 0) {
        break;
      }
      glue = (DropGlue) work.pop();
      value = work.pop();
    }
    if (work.failure != null) {
      throw work.failure;
    }
  }

  private void dropOne(Stack s, int longTop, int refTop, Object value, Work work) {
    Code impl = dropImpl();
    if (impl != null) {
      Unwind failure = null;
      Task t = s.task;
      Lives lives = s.machine.lives();
      if (lives != null && counted() != null) {
        lives.ended(counted());
      }
      t.enterDrop();
      boolean panics = work.failure != null && work.failure.isPanic();
      if (panics) {
        t.panicking++;
      }
      try {
        s.refs[s.rb + refTop] = value;
        impl.runVoid(s, longTop, refTop, impl.fromNative);
      } catch (Unwind u) {
        failure = u;
      }
      if (panics) {
        t.panicking--;
      }
      failure = t.leaveDrop(failure, what());
      if (failure != null) {
        work.failure = Unwind.combine(work.failure, failure);
        if (failure.isKill()) {
          throw work.failure;
        }
      }
    }
    pushParts(value, work);
  }
}
