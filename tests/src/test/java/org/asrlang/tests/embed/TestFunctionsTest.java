package org.asrlang.tests.embed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asrlang.embed.Capabilities;
import org.asrlang.embed.Compilation;
import org.asrlang.embed.Engine;
import org.asrlang.embed.Isolate;
import org.asrlang.embed.Program;
import org.asrlang.embed.TestOutcome;
import org.asrlang.resolve.ModuleLoader;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Test;

/** How {@code #[test]} functions are found and judged: recorded from Rust's test harness. */
class TestFunctionsTest {
  private static final String SOURCE =
      """
      fn add(a: i32, b: i32) -> i32 { a + b }
      #[cfg(test)]
      mod tests {
          use super::*;
          #[test] fn works() { assert_eq!(add(1, 2), 3); }
          #[test] fn fails() { assert_eq!(add(1, 2), 4); }
          #[test] #[ignore = "slow"] fn left_out() {}
          #[test] #[should_panic] fn panics() { panic!("boom") }
          #[test] #[should_panic] fn does_not() {}
          #[test] #[should_panic(expected = "oo")] fn expected() { panic!("b{}m", "oo") }
          #[test] #[should_panic(expected = "a \\"b\\"")] fn other() { panic!("boom") }
          #[test] #[should_panic(expected = "x")] fn no_text() { std::panic::panic_any(5) }
          #[test] fn is_err() -> Result<(), String> { Err("no".into()) }
          #[test] fn is_ok() -> Result<(), std::num::ParseIntError> { "7".parse::<u8>()?; Ok(()) }
          #[test] fn named() {
              assert_eq!(std::thread::current().name(), Some("tests::named"));
          }
      }
      """;

  @Test
  void outcomes() {
    Compilation c =
        Engine.create().check(new SourceFile("lib.asr", SOURCE), ModuleLoader.NONE, true);
    StringBuilder found = new StringBuilder();
    for (Program.Test t : c.program().tests()) {
      found.append(t.name()).append(": ");
      if (t.ignored() != null) {
        found.append("ignored, ").append(t.ignored()).append('\n');
        continue;
      }
      try (Isolate isolate = c.program().isolate().capabilities(Capabilities.NONE).start()) {
        TestOutcome outcome = isolate.runTest(t);
        found.append(outcome.passed() ? "ok" : "FAILED").append('\n');
        found.append(outcome.note().isEmpty() ? "" : outcome.note() + "\n");
      }
    }
    assertEquals(
        """
        tests::does_not: FAILED
        note: test did not panic as expected at lib.asr:9:32
        tests::expected: ok
        tests::fails: FAILED
        tests::is_err: FAILED
        tests::is_ok: ok
        tests::left_out: ignored, slow
        tests::named: ok
        tests::no_text: FAILED
        note: expected panic with string value,
         found non-string value
             expected substring: "x"
        tests::other: FAILED
        note: panic did not contain expected string
              panic message: "boom"
         expected substring: "a \\"b\\""
        tests::panics: ok
        tests::works: ok
        """,
        found.toString());
  }
}
