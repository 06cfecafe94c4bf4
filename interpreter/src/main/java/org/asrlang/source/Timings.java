package org.asrlang.source;

import java.util.Locale;

/**
 * Where the time of a short run goes, for {@code asr run --timings}. Off, it costs a look at a
 * flag. The clock always runs for one part: exact as long as one thread works at a time, as in a
 * run that does nothing but compile and print; of a parallel run only the parts before {@code RUN}
 * mean something.
 */
public final class Timings {
  /** The parts of a run, in the order in which they are shown. */
  public enum Part {
    /** The JVM and the command line. */
    JVM,
    /** The definitions of std and asr: read, expanded, resolved. */
    STD,
    /** The text of the program to a tree, macros and names included. */
    PARSE,
    /** The types of the program and of what it uses of std. */
    CHECK,
    /** Desugared trees of the program; patterns cover everything. */
    TREE,
    /** Moves, borrows and lifetimes of the program. */
    BORROW,
    /** Constants, suspension points, and what is legal but hardly meant. */
    LINT,
    /** Function instances to nodes, and the desugared trees of std's bodies. */
    LOWER,
    /** The program itself, and the end of the process. */
    RUN
  }

  private static final long[] NANOS = new long[Part.values().length];
  private static boolean on;
  private static Part current;
  private static long since;

  private Timings() {}

  /** From now on; the process already runs for that long. */
  public static synchronized void start(long nanosSoFar) {
    on = true;
    NANOS[Part.JVM.ordinal()] = nanosSoFar;
    current = Part.JVM;
    since = System.nanoTime();
  }

  /** The clock runs for another part; answers with the one before, to {@link #back} to. */
  public static Part enter(Part part) {
    return on ? change(part) : null;
  }

  /** Ends what {@link #enter} began. */
  public static void back(Part before) {
    if (on) {
      change(before);
    }
  }

  private static synchronized Part change(Part to) {
    long now = System.nanoTime();
    Part before = current;
    NANOS[before.ordinal()] += now - since;
    since = now;
    current = to;
    return before;
  }

  /** One line with all parts so far, in milliseconds; null if nothing was measured. */
  public static synchronized String report() {
    if (!on) {
      return null;
    }
    change(current);
    StringBuilder b = new StringBuilder("timings (ms):");
    long sum = 0;
    for (Part p : Part.values()) {
      long n = NANOS[p.ordinal()];
      sum += n;
      b.append(String.format(Locale.ROOT, " %s %.1f,", p.name().toLowerCase(Locale.ROOT), n / 1e6));
    }
    return b.append(String.format(Locale.ROOT, " all %.1f", sum / 1e6)).toString();
  }
}
