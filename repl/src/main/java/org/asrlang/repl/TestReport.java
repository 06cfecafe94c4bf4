package org.asrlang.repl;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints what Rust's test harness prints, so that what reads its output reads this. */
final class TestReport {
  /** Before the token of a run that only fails if what it drops is counted. */
  static final String CANCEL_EVERYWHERE = "c:";

  /** How many tests {@code --quiet} shows on a line. */
  private static final int LINE = 88;

  private record Ended(Toolchain.TestCase test, String output) {}

  private final PrintStream out;
  private final String file;
  private final boolean quiet;
  private final List<Ended> successes = new ArrayList<>();
  private final List<Ended> failures = new ArrayList<>();
  private int total;
  private int ignored;
  private int column;

  /**
   * @param file as the user named it, for the line that says how to run a failed test again
   * @param quiet one character for each test
   */
  TestReport(PrintStream out, String file, boolean quiet) {
    this.out = out;
    this.file = file;
    this.quiet = quiet;
  }

  void begin(int tests) {
    total = tests;
    out.println("\nrunning " + tests + (tests == 1 ? " test" : " tests"));
  }

  /** Before a test runs: what it prints itself comes behind this. */
  void started(Toolchain.TestCase t) {
    if (!quiet) {
      out.print("test " + t.name() + (t.shouldPanic() ? " - should panic" : "") + " ... ");
      out.flush();
    }
  }

  void ignored(Toolchain.TestCase t) {
    ignored++;
    if (quiet) {
      mark('i');
    } else {
      started(t);
      out.println(t.ignored().isEmpty() ? "ignored" : "ignored, " + t.ignored());
    }
  }

  /**
   * @param token of the schedule that does the same again, or null
   * @param note on the runs, if there were many
   */
  void ended(Toolchain.TestCase t, Toolchain.TestResult result, String token, String note) {
    if (quiet && result.passed()) {
      mark('.');
    } else if (quiet) {
      if (column > 0) {
        out.println(" " + done() + "/" + total);
        column = 0;
      }
      out.println(t.name() + " --- FAILED");
    } else {
      out.println((result.passed() ? "ok" : "FAILED") + note);
    }
    if (result.passed()) {
      successes.add(new Ended(t, result.output()));
    } else {
      failures.add(new Ended(t, result.output() + replay(t, result, token)));
    }
  }

  private int done() {
    return successes.size() + failures.size() + ignored;
  }

  private void mark(char c) {
    out.print(c);
    if (++column == LINE) {
      out.println(" " + (done() + (c == 'i' ? 0 : 1)) + "/" + total);
      column = 0;
    }
  }

  private String replay(Toolchain.TestCase t, Toolchain.TestResult result, String token) {
    if (token == null || result.output().isEmpty()) {
      return "";
    }
    boolean everywhere = token.startsWith(CANCEL_EVERYWHERE);
    String schedule = everywhere ? token.substring(CANCEL_EVERYWHERE.length()) : token;
    // a plain number is a seed
    String option =
        (everywhere ? "--cancel-everywhere " : "")
            + (schedule.matches("-?\\d+") ? "--seed " : "--replay ")
            + schedule;
    String line = "replay: asr test " + option + " --exact " + file + " ";
    return (result.output().endsWith("\n") ? "" : "\n") + line + t.name() + "\n";
  }

  /**
   * @param showOutput whether to show what passed tests have printed
   * @return whether all passed
   */
  boolean end(boolean showOutput, int filtered, double seconds) {
    if (showOutput) {
      section("successes", successes);
    }
    if (!failures.isEmpty()) {
      section("failures", failures);
    }
    out.printf(
        Locale.ROOT,
        "%ntest result: %s. %d passed; %d failed; %d ignored; 0 measured; %d filtered out;"
            + " finished in %.2fs%n%n",
        failures.isEmpty() ? "ok" : "FAILED",
        successes.size(),
        failures.size(),
        ignored,
        filtered,
        seconds);
    out.flush();
    return failures.isEmpty();
  }

  private void section(String title, List<Ended> tests) {
    out.println("\n" + title + ":");
    boolean any = false;
    for (Ended e : tests) {
      if (!e.output().isEmpty()) {
        out.print((any ? "" : "\n") + "---- " + e.test().name() + " stdout ----\n" + e.output());
        out.println();
        any = true;
      }
    }
    out.println("\n" + title + ":");
    tests.forEach(e -> out.println("    " + e.test().name()));
  }
}
