package org.asrlang.embed;

import org.asrlang.task.Outcome;

/**
 * How a test ended.
 *
 * @param passed whether it ended as its attributes say
 * @param exitCode what the same would be as a {@code main}
 * @param note why it did not pass if a panic alone does not tell, in the words of Rust's test
 *     harness; else empty
 */
public record TestOutcome(boolean passed, int exitCode, String note) {
  static TestOutcome of(Program.Test test, Outcome outcome, int exitCode) {
    if (!test.shouldPanic()) {
      return new TestOutcome(exitCode == 0, exitCode, "");
    }
    if (!(outcome instanceof Outcome.Failed f) || !f.failure().isPanic()) {
      boolean ended = outcome instanceof Outcome.Value;
      return new TestOutcome(
          false,
          exitCode,
          ended ? "note: test did not panic as expected at " + test.def().span() : "");
    }
    if (exitCode != 101 || test.expected() == null) {
      return new TestOutcome(exitCode == 101, exitCode, "");
    }
    String message = f.failure().getMessage();
    boolean isText = f.failure().payload() == null || !message.equals("Box<dyn Any>");
    if (isText && message.contains(test.expected())) {
      return new TestOutcome(true, exitCode, "");
    }
    String found =
        isText
            ? "note: panic did not contain expected string\n      panic message: "
                + quoted(message)
                + "\n"
            : "note: expected panic with string value,\n found non-string value\n    ";
    return new TestOutcome(
        false, exitCode, found + " expected substring: " + quoted(test.expected()));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
