package org.asrlang.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FixesTest {
  @Test
  void machineApplicableOnesAreAppliedOthersAreNot() {
    Source s = Source.of("a.asr", "async fn f() { g().await }");
    Diagnostic async =
        Diagnostic.error("A0001", s.at("async"), "no")
            .fix("leave it out", s.at("async "), "")
            .build();
    Diagnostic await =
        Diagnostic.error("A0002", s.at(".await"), "no")
            .fix("leave it out", s.at(".await"), "")
            .build();
    Diagnostic guess =
        Diagnostic.error("E0425", s.at("g"), "no")
            .suggestion(
                new Diagnostic.Suggestion(
                    "did you mean", List.of(new Diagnostic.Edit(s.at("g"), "f")), false))
            .build();
    assertEquals("fn f() { g() }", Fixes.apply(s.file(), List.of(await, async, guess)).text());
  }

  @Test
  void theSecondOfTwoFixesForOnePlaceWaits() {
    Source s = Source.of("a.asr", "let x = 1;");
    Diagnostic one = Diagnostic.error(null, s.at("x"), "1").fix("", s.at("x"), "y").build();
    Diagnostic two = Diagnostic.error(null, s.at("x"), "2").fix("", s.at("x"), "z").build();
    Fixes.Fixed fixed = Fixes.apply(s.file(), List.of(one, two));
    assertEquals("let y = 1;", fixed.text());
    assertEquals(1, fixed.count());
  }
}
