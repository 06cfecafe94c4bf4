package org.asrlang.stdlib;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.NativeNodes;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.natives.Registrar;
import org.asrlang.task.SuspensionPoint;

/**
 * {@code std::sync::atomic}. Each operation is a seeded choice and never a place of cancellation.
 */
public final class AtomicNatives implements NativeModule {
  /** An atomic number. It is also the reference that {@code get_mut} gives out. */
  private static final class Cell extends Ref {
    private static final VarHandle VALUE;

    static {
      try {
        VALUE = MethodHandles.lookup().findVarHandle(Cell.class, "value", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    private volatile long value;

    Cell(long value) {
      this.value = value;
    }

    @Override
    public long getLong() {
      return value;
    }

    @Override
    public void setLong(long v) {
      value = v;
    }

    long swap(long v) {
      return (long) VALUE.getAndSet(this, v);
    }

    long compareExchange(long expected, long v) {
      return (long) VALUE.compareAndExchange(this, expected, v);
    }
  }

  @Override
  public void register(Registrar r) {
    r.objectBody("atomic::new", s -> new Cell(s.getLong(0)));
    r.longBody("atomic::load", s -> cell(s).value);
    r.voidBody("atomic::store", s -> cell(s).value = s.getLong(0));
    r.longBody("atomic::swap", s -> cell(s).swap(s.getLong(0)));
    r.longBody(
        "atomic::compare_exchange", s -> cell(s).compareExchange(s.getLong(0), s.getLong(1)));
    r.node("atomic::update", AtomicNatives::update);
    r.objectBody("atomic::get_mut", s -> s.getRef(0));
  }

  private static Cell cell(Stack s) {
    s.task.enter(SuspensionPoint.ATOMIC);
    return (Cell) s.getRef(0);
  }

  private static Node update(NativeSig sig) {
    Layout layout = sig.typeLayout(0);
    return new NativeNodes.OfLong(s -> {
      Cell cell = cell(s);
      int op = (int) s.getLong(0);
      long operand = s.getLong(1);
      while (true) {
        long old = cell.value;
        long next = wrapped(layout, combine(layout, op, old, operand));
        if (cell.compareExchange(old, next) == old) {
          return old;
        }
      }
    });
  }

  /** The operations as std numbers them. */
  private static long combine(Layout layout, int op, long a, long b) {
    return switch (op) {
      case 0 -> a + b;
      case 1 -> a - b;
      case 2 -> a & b;
      case 3 -> ~(a & b);
      case 4 -> a | b;
      case 5 -> a ^ b;
      case 6 -> less(layout, a, b) ? b : a;
      case 7 -> less(layout, a, b) ? a : b;
      default -> throw new IllegalArgumentException("atomic operation " + op);
    };
  }

  private static boolean less(Layout layout, long a, long b) {
    return layout.signed ? a < b : Long.compareUnsigned(a, b) < 0;
  }

  private static long wrapped(Layout layout, long v) {
    if (layout.rep == Layout.Rep.BOOL) {
      return v & 1;
    }
    int unused = 64 - layout.bits;
    return layout.signed ? v << unused >> unused : v << unused >>> unused;
  }
}
