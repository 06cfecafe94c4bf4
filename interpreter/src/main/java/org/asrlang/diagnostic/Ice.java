package org.asrlang.diagnostic;

import java.util.function.Supplier;
import org.asrlang.source.Span;

/**
 * Internal compiler errors: what a pass could not do although nothing is wrong with the program, as
 * rustc's {@code span_delayed_bug}. Whoever makes an error type, marks a body as tainted or gives
 * up on something has reported why, or delays a bug here. It is told only if in the end there is no
 * error: otherwise it follows from one.
 */
public final class Ice {
  private Ice() {}

  /** Notes that something was given up on. */
  public static void delay(Diagnostics to, Span at, String what) {
    to.delay(Diagnostic.error(null, at, "internal error: " + what).build());
  }

  /**
   * Runs a pass over something: a fault of the pass is a delayed bug. With the property {@code
   * asr.compiler.debug} faults are thrown. A stack overflow is for the caller: the source nests too
   * deeply.
   *
   * @param pass what it was to do, as in "the borrow checker failed on `f`"
   * @param otherwise the result after a fault
   */
  public static <T> T guard(Diagnostics to, Span at, String pass, Supplier<T> work, T otherwise) {
    try {
      return work.get();
    } catch (RuntimeException fault) {
      if (System.getProperty("asr.compiler.debug") != null) {
        throw fault;
      }
      fault(to, at, pass, fault);
      return otherwise;
    }
  }

  /** As {@link #delay}, for what was thrown. */
  public static void fault(Diagnostics to, Span at, String pass, Throwable fault) {
    StackTraceElement[] trace = fault.getStackTrace();
    to.delay(
        Diagnostic.error(null, at, "internal error: " + pass)
            .label(fault.toString())
            .note(trace.length == 0 ? "no trace" : "at " + trace[0])
            .build());
  }
}
