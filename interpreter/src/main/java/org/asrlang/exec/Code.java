package org.asrlang.exec;

import java.util.function.Supplier;
import org.asrlang.source.Span;
import org.asrlang.task.Task;
import org.asrlang.task.Unwind;

/**
 * One function instance. It is lowered when it is first called; callers hold on to it from the
 * beginning. Arguments lie at the start of its frame: the numbers in order among the long slots,
 * the objects in order among the object slots, then the caller's location if it tracks that.
 */
public final class Code {
  /** What lowering produces. Published by its final fields. */
  public static final class Body {
    final Node root;
    final int longs;
    final int refs;

    /**
     * @param root gives the result in the way of its layout's kind
     * @param longs size of the frame, outgoing arguments included
     */
    public Body(Node root, int longs, int refs) {
      this.root = root;
      this.longs = longs;
      this.refs = refs;
    }

    public Node root() {
      return root;
    }
  }

  /** Makes the body, on the thread of the first call. Throws {@link Unwind} where it cannot. */
  public interface Source {
    Body lower(Code code);
  }

  private final Supplier<String> name;
  public final Span span;

  /** Stands for its calls by natives, which have no place in the source. */
  public final CallSite fromNative = new CallSite(null, null, this);

  /** Std's own code: the budget does not cancel inside (T2). */
  public final boolean std;

  private final Source source;
  private Body body;

  /**
   * @param name for people who look at it
   */
  public Code(Supplier<String> name, Span span, boolean std, Source source) {
    this.name = name;
    this.span = span;
    this.std = std;
    this.source = source;
  }

  /** The body, lowered now if it was not yet. */
  public Body body() {
    Body b = body;
    return b != null ? b : (body = source.lower(this));
  }

  /** The body if there is one. */
  public Body lowered() {
    return body;
  }

  /** For the source, while it keeps others from lowering the same: {@link #lowered} from now on. */
  public Body publish(Body lowered) {
    return body = lowered;
  }

  private Body body(Stack s) {
    return s.task.firstRun(this::body);
  }

  private void poll(Task t) {
    if (std) {
      t.endOfSliceInStd();
    } else {
      t.endOfSlice();
    }
  }

  /**
   * Calls the function, whose arguments are at {@code longTop} and {@code refTop} of the running
   * frame and above.
   *
   * @param site who calls, for those who look at the task's stack
   */
  public long runLong(Stack s, int longTop, int refTop, CallSite site) {
    Body c = body;
    if (c == null) {
      c = body(s);
    }
    Task t = s.task;
    if (--t.fuel < 0) {
      poll(t);
    }
    int lb = s.lb;
    int rb = s.rb;
    int depth = t.depth;
    if (depth >= t.depthLimit) {
      Deep.LongCall call = new Deep.LongCall(this, s, longTop, refTop, site);
      Deep.run(s, call);
      return call.result;
    }
    t.depth = depth + 1;
    int nl = s.lb = lb + longTop;
    int nr = s.rb = rb + refTop;
    CallSite[] sites = s.sites;
    if (nl + c.longs > s.longs.length || nr + c.refs > s.refs.length || depth >= sites.length) {
      sites = s.grow(nl + c.longs, nr + c.refs, depth);
    }
    sites[depth] = site;
    long result;
    try {
      result = c.root.executeLong(s);
    } catch (Throwable e) {
      throw unwound(s, e, lb, rb, depth, nr, c.refs);
    }
    s.lb = lb;
    s.rb = rb;
    t.depth = depth;
    if (c.refs != 0) {
      clear(s, nr, c.refs);
    }
    return result;
  }

  public double runDouble(Stack s, int longTop, int refTop, CallSite site) {
    Body c = body;
    if (c == null) {
      c = body(s);
    }
    Task t = s.task;
    if (--t.fuel < 0) {
      poll(t);
    }
    int lb = s.lb;
    int rb = s.rb;
    int depth = t.depth;
    if (depth >= t.depthLimit) {
      Deep.DoubleCall call = new Deep.DoubleCall(this, s, longTop, refTop, site);
      Deep.run(s, call);
      return call.result;
    }
    t.depth = depth + 1;
    int nl = s.lb = lb + longTop;
    int nr = s.rb = rb + refTop;
    CallSite[] sites = s.sites;
    if (nl + c.longs > s.longs.length || nr + c.refs > s.refs.length || depth >= sites.length) {
      sites = s.grow(nl + c.longs, nr + c.refs, depth);
    }
    sites[depth] = site;
    double result;
    try {
      result = c.root.executeDouble(s);
    } catch (Throwable e) {
      throw unwound(s, e, lb, rb, depth, nr, c.refs);
    }
    s.lb = lb;
    s.rb = rb;
    t.depth = depth;
    if (c.refs != 0) {
      clear(s, nr, c.refs);
    }
    return result;
  }

  public Object run(Stack s, int longTop, int refTop, CallSite site) {
    Body c = body;
    if (c == null) {
      c = body(s);
    }
    Task t = s.task;
    if (--t.fuel < 0) {
      poll(t);
    }
    int lb = s.lb;
    int rb = s.rb;
    int depth = t.depth;
    if (depth >= t.depthLimit) {
      Deep.ObjectCall call = new Deep.ObjectCall(this, s, longTop, refTop, site);
      Deep.run(s, call);
      return call.result;
    }
    t.depth = depth + 1;
    int nl = s.lb = lb + longTop;
    int nr = s.rb = rb + refTop;
    CallSite[] sites = s.sites;
    if (nl + c.longs > s.longs.length || nr + c.refs > s.refs.length || depth >= sites.length) {
      sites = s.grow(nl + c.longs, nr + c.refs, depth);
    }
    sites[depth] = site;
    Object result;
    try {
      result = c.root.execute(s);
    } catch (Throwable e) {
      throw unwound(s, e, lb, rb, depth, nr, c.refs);
    }
    s.lb = lb;
    s.rb = rb;
    t.depth = depth;
    if (c.refs != 0) {
      clear(s, nr, c.refs);
    }
    return result;
  }

  /** For functions without a result, and for those whose result needs no drop and is not wanted. */
  public void runVoid(Stack s, int longTop, int refTop, CallSite site) {
    Body c = body;
    if (c == null) {
      c = body(s);
    }
    Task t = s.task;
    if (--t.fuel < 0) {
      poll(t);
    }
    int lb = s.lb;
    int rb = s.rb;
    int depth = t.depth;
    if (depth >= t.depthLimit) {
      Deep.run(s, new Deep.VoidCall(this, s, longTop, refTop, site));
      return;
    }
    t.depth = depth + 1;
    int nl = s.lb = lb + longTop;
    int nr = s.rb = rb + refTop;
    CallSite[] sites = s.sites;
    if (nl + c.longs > s.longs.length || nr + c.refs > s.refs.length || depth >= sites.length) {
      sites = s.grow(nl + c.longs, nr + c.refs, depth);
    }
    sites[depth] = site;
    try {
      c.root.exec(s);
    } catch (Throwable e) {
      throw unwound(s, e, lb, rb, depth, nr, c.refs);
    }
    s.lb = lb;
    s.rb = rb;
    t.depth = depth;
    if (c.refs != 0) {
      clear(s, nr, c.refs);
    }
  }

  private static void clear(Stack s, int from, int n) {
    Object[] refs = s.refs;
    for (int i = from, end = from + n; i < end; i++) {
      refs[i] = null;
    }
  }

  /** Everything is set, not counted back: a stack overflow may have hit the callee's own exit. */
  private static Unwind unwound(
      Stack s, Throwable e, int lb, int rb, int depth, int refFrom, int refs) {
    clear(s, refFrom, Math.min(refs, s.refs.length - refFrom));
    s.lb = lb;
    s.rb = rb;
    s.task.depth = depth;
    return Panics.unwind(s, e);
  }

  @Override
  public String toString() {
    return name.get();
  }
}
