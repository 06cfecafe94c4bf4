package org.asrlang.stdlib;

import java.util.concurrent.atomic.AtomicLong;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.Stack;
import org.asrlang.exec.natives.NativeModule;
import org.asrlang.exec.natives.Registrar;

/** {@code std::sync::Arc} and {@code Weak}: their counts. */
public final class ArcNatives implements NativeModule {
  /** What the pointer of a {@code Weak} without value is. */
  private static final Object DANGLING = new Object();

  private static final long ONE_WEAK = 1L << 32;

  /** The strong count in the lower half, the weak count in the upper one. */
  private static final class Counts extends AtomicLong {
    private static final long serialVersionUID = 1L;

    /** Where the value is, for {@code new_cyclic}; set before the strong count becomes 1. */
    private transient Object place;

    Counts(long strong) {
      super(strong);
    }

    boolean upgrade() {
      while (true) {
        long now = get();
        if ((int) now == 0) {
          return false;
        }
        if (compareAndSet(now, now + 1)) {
          return true;
        }
      }
    }

    boolean takeLast() {
      while (true) {
        long now = get();
        if ((int) now != 1) {
          return false;
        }
        if (compareAndSet(now, now - 1)) {
          return true;
        }
      }
    }
  }

  @Override
  public void register(Registrar r) {
    r.objectBody("arc::counts", s -> new Counts(s.getLong(0)));
    r.voidBody("arc::clone_strong", s -> shared(s).getAndIncrement());
    r.longBody("arc::drop_strong", s -> dropStrong(s) ? 1 : 0);
    r.longBody("arc::upgrade", s -> touched(s).upgrade() ? 1 : 0);
    r.voidBody("arc::clone_weak", s -> shared(s).getAndAdd(ONE_WEAK));
    r.voidBody("arc::drop_weak", s -> shared(s).getAndAdd(-ONE_WEAK));
    r.longBody("arc::strong", s -> (int) touched(s).get());
    r.longBody("arc::weak", s -> touched(s).get() >>> 32);
    r.longBody("arc::is_unique", s -> touched(s).get() == 1 ? 1 : 0);
    r.longBody("arc::take_last", s -> touched(s).takeLast() ? 1 : 0);
    r.objectBody("arc::dangling", s -> DANGLING);
    r.voidBody(
        "arc::place",
        s -> {
          Counts counts = counts(s);
          counts.place = s.getRef(1);
          counts.getAndIncrement();
        });
    r.objectBody("arc::resolve", s -> resolve(counts(s), s.getRef(1)));
  }

  /** The counts of a value that others may own, too: who runs first decides what they are. */
  private static Counts touched(Stack s) {
    s.task.touch();
    return counts(s);
  }

  private static boolean dropStrong(Stack s) {
    return (int) shared(s).decrementAndGet() == 0;
  }

  /** As {@link #touched}, but the only owner's counts are nobody else's. */
  private static Counts shared(Stack s) {
    Counts counts = counts(s);
    if (counts.get() != 1) {
      s.task.touch();
    }
    return counts;
  }

  private static Counts counts(Stack s) {
    return (Counts) s.getRef(0);
  }

  private static Object resolve(Counts counts, Object pointer) {
    if (pointer == DANGLING && counts.place != null) {
      return counts.place;
    }
    if (pointer instanceof DynRef d && d.data() == DANGLING && counts.place != null) {
      return new DynRef(counts.place, d.vtable());
    }
    return pointer;
  }
}
