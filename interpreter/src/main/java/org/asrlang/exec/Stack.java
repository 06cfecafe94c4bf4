package org.asrlang.exec;

import java.util.Arrays;
import org.asrlang.task.Task;

/**
 * The guest stack of one task: frames are windows into two arrays, numbers here, objects there. A
 * callee's frame begins where the caller has put the arguments. Used by the task's thread only.
 *
 * <p>Invariant: object slots above the running frame, and those of locals that hold nothing, are
 * null. Drops rely on it.
 */
public final class Stack {
  private static final int FIRST_SIZE = 16;
  private static final int FIRST_SITES = 8;

  /** Numbers: integers, {@code bool}, {@code char} as they are, floats as the bits of a double. */
  public long[] longs = new long[FIRST_SIZE];

  public Object[] refs = new Object[FIRST_SIZE];

  /**
   * Where each running call was made, by depth; what lies above the task's depth is out of date.
   * Read by others too: see {@link StackTrace}.
   */
  CallSite[] sites = new CallSite[FIRST_SITES];

  /** Where the running frame begins in {@link #longs}. */
  public int lb;

  /** Where the running frame begins in {@link #refs}. */
  public int rb;

  public final Task task;
  public final Machine machine;

  /** Runs the initialiser of a static: what it makes is never dropped. */
  public boolean forStatic;

  /** Std's own state of this task, such as its thread-local values; null if there is none yet. */
  public Object locals;

  /** Whether this is the stack of a panic hook; a panic in it goes to the host's hook. */
  boolean inPanicHook;

  public Stack(Machine machine, Task task) {
    this.machine = machine;
    this.task = task;
  }

  /** The stack of a task, made at its first use. */
  public static Stack of(Machine machine, Task task) {
    if (task.context instanceof Stack s) {
      return s;
    }
    Stack s = new Stack(machine, task);
    task.context = s;
    return s;
  }

  /** Another stack of the same task, with nothing on it, for the panic hook. */
  Stack forPanicHook() {
    Stack hook = new Stack(machine, task);
    hook.sites = sites.clone();
    hook.locals = locals;
    hook.inPanicHook = true;
    return hook;
  }

  /** Makes room for that many slots of the running frame. */
  public void ensure(int longSlots, int refSlots) {
    if (lb + longSlots > longs.length || rb + refSlots > refs.length) {
      grow(lb + longSlots, rb + refSlots);
    }
  }

  /** The running function calls a native one, which has no depth of its own. */
  public void callsNative(CallSite site) {
    int depth = task.depth;
    if (depth >= sites.length) {
      sites = Arrays.copyOf(sites, sites.length * 2);
    }
    sites[depth] = site;
  }

  /** As {@link #ensure} for a call at that depth; gives back {@link #sites}. */
  CallSite[] grow(int longsNeeded, int refsNeeded, int depth) {
    grow(longsNeeded, refsNeeded);
    if (depth >= sites.length) {
      sites = Arrays.copyOf(sites, Math.max(depth + 1, sites.length * 2));
    }
    return sites;
  }

  void grow(int longsNeeded, int refsNeeded) {
    if (longsNeeded > longs.length) {
      longs = Arrays.copyOf(longs, Math.max(longsNeeded, longs.length * 2));
    }
    if (refsNeeded > refs.length) {
      refs = Arrays.copyOf(refs, Math.max(refsNeeded, refs.length * 2));
    }
  }

  public void setLong(int slot, long value) {
    longs[lb + slot] = value;
  }

  public long getLong(int slot) {
    return longs[lb + slot];
  }

  public void setRef(int slot, Object value) {
    refs[rb + slot] = value;
  }

  public Object getRef(int slot) {
    return refs[rb + slot];
  }

  /** Empties the object slots {@code from} … {@code to - 1} of the running frame. */
  public void clear(int from, int to) {
    Object[] r = refs;
    for (int i = rb + from, end = rb + to; i < end; i++) {
      r[i] = null;
    }
  }
}
