package org.asrlang.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.asrlang.source.Expansion;
import org.asrlang.source.Span;
import org.junit.jupiter.api.Test;

/** What is expected here is what rustc prints for the same spans, to the character. */
class TextRendererTest {
  private static String render(Diagnostic.Builder b) {
    return new TextRenderer(RenderOptions.PLAIN).render(b.build());
  }

  @Test
  void labelsOfOneLineStandBelowEachOther() {
    Source s =
        Source.of(
            "b.rs", "fn main() {\n    let q = &mut x; let r = &x; *q = 1; println!(\"{r}\");\n}\n");
    assertEquals(
        """
        error[E0502]: cannot borrow `x` as immutable because it is also borrowed as mutable
         --> b.rs:2:29
          |
        2 |     let q = &mut x; let r = &x; *q = 1; println!("{r}");
          |             ------          ^^  ------ mutable borrow later used here
          |             |               |
          |             |               immutable borrow occurs here
          |             mutable borrow occurs here
        """,
        render(
            Diagnostic.error(
                    "E0502",
                    s.at("&x"),
                    "cannot borrow `x` as immutable because it is also borrowed as mutable")
                .label("immutable borrow occurs here")
                .label(s.at("&mut x"), "mutable borrow occurs here")
                .label(s.at("*q = 1"), "mutable borrow later used here")));
  }

  @Test
  void aSpanOfSeveralLinesHasABarOnTheLeft() {
    Source s =
        Source.of(
            "a.rs",
            """
            fn main() {
                let v: Vec<i32> = vec![1].iter().map(|x| {
                    x.to_string()
                });
            }
            """);
    assertEquals(
        """
        error[E0308]: mismatched types
         --> a.rs:2:23
          |
        2 |       let v: Vec<i32> = vec![1].iter().map(|x| {
          |  ____________--------___^
          | |            |
          | |            expected due to this
        3 | |         x.to_string()
        4 | |     });
          | |______^ expected `Vec<i32>`, found `Map<..>`
          |
          = note: expected struct `Vec<i32>`
                     found struct `Map<..>`
        """,
        render(
            Diagnostic.error("E0308", s.between("vec![1]", "})"), "mismatched types")
                .label("expected `Vec<i32>`, found `Map<..>`")
                .label(s.at("Vec<i32>"), "expected due to this")
                .note("expected struct `Vec<i32>`\n   found struct `Map<..>`")));
  }

  @Test
  void barsBesideEachOther() {
    Source s =
        Source.of(
            "a.rs",
            """
            fn main() {
                let z = if x > 0 { 1 } else {
                    "a"
                };
            }
            """);
    assertEquals(
        """
        error[E0308]: `if` and `else` have incompatible types
         --> a.rs:3:9
          |
        2 |       let z = if x > 0 { 1 } else {
          |               -          - expected because of this
          |  _____________|
          | |
        3 | |         "a"
          | |         ^^^ expected integer, found `&str`
        4 | |     };
          | |_____- `if` and `else` have incompatible types
        """,
        render(
            Diagnostic.error("E0308", s.at("\"a\""), "`if` and `else` have incompatible types")
                .label("expected integer, found `&str`")
                .label(s.between("if x", "    }"), "`if` and `else` have incompatible types")
                .label(s.at("1"), "expected because of this")));
  }

  @Test
  void linesBetweenAreLeftOut() {
    String pad = "    // filler\n".repeat(7);
    Source s = Source.of("a.rs", "fn main() {\n    let k = 3;\n" + pad + "    k = 4;\n}\n");
    assertEquals(
        """
        error[E0384]: cannot assign twice to immutable variable `k`
          --> a.rs:10:5
           |
         2 |     let k = 3;
           |         - first assignment to `k`
        ...
        10 |     k = 4;
           |     ^^^^^ cannot assign twice to immutable variable
           |
        help: consider making this binding mutable
           |
         2 |     let mut k = 3;
           |         +++
        """,
        render(
            Diagnostic.error(
                    "E0384", s.at("k = 4"), "cannot assign twice to immutable variable `k`")
                .label("cannot assign twice to immutable variable")
                .label(s.at("k"), "first assignment to `k`")
                .fix("consider making this binding mutable", s.at("k").shrinkToStart(), "mut ")));
  }

  @Test
  void anInsertedLineReplacedTextAndARelatedPlace() {
    Source s =
        Source.of(
            "a.rs",
            """
            fn takes(s: &str, n: i32) -> i32 { n }
            fn main() {
                takes(HashMap::new(), 1).b;
            }
            """);
    assertEquals(
        """
        error[E0308]: mismatched types
         --> a.rs:3:11
          |
        3 |     takes(HashMap::new(), 1).b;
          |     ----- ^^^^^^^^^^^^^^ expected `&str`, found `HashMap<_, _>`
          |     |
          |     arguments to this function are incorrect
          |
        note: function defined here
         --> a.rs:1:4
          |
        1 | fn takes(s: &str, n: i32) -> i32 { n }
          |    ^^^^^ -------
        help: consider importing this struct
          |
        1 + use std::collections::HashMap;
          |
        help: a field with a similar name exists
          |
        3 -     takes(HashMap::new(), 1).b;
        3 +     takes(HashMap::new(), 1).a;
          |
        """,
        render(
            Diagnostic.error("E0308", s.at("HashMap::new()"), "mismatched types")
                .label("expected `&str`, found `HashMap<_, _>`")
                .label(s.at("takes", 2), "arguments to this function are incorrect")
                .related(
                    new Diagnostic.Related(
                        "function defined here",
                        s.at("takes"),
                        "",
                        List.of(new Diagnostic.Label(s.at("s: &str"), ""))))
                .fix(
                    "consider importing this struct",
                    s.at("fn takes").shrinkToStart(),
                    "use std::collections::HashMap;\n")
                .fix("a field with a similar name exists", s.at("b;").to(s.at("b")), "a")));
  }

  @Test
  void wideCharactersTakeTwoColumnsTabsFourAndCombiningOnesNone() {
    Source s =
        Source.of(
            "a.rs",
            "fn main() {\n\tlet y: i32 = \"日本語\" + 1;\n"
                + "    let e: i32 = \"👩\u200d👧🦀e\u0301\";\tlet t: i32 = \"t\";\n}\n");
    assertEquals(
        """
        error[E0369]: cannot add `{integer}` to `&str`
         --> a.rs:2:21
          |
        2 |     let y: i32 = "日本語" + 1;
          |                  -------- ^ - {integer}
          |                  |
          |                  &str
        3 |     let e: i32 = "👩👧🦀e\u0301";    let t: i32 = "t";
          |                  --------- this             --- and this
        """,
        render(
            Diagnostic.error("E0369", s.at("+"), "cannot add `{integer}` to `&str`")
                .label(s.at("\"日本語\""), "&str")
                .label(s.at("1"), "{integer}")
                .label(s.at("\"👩\u200d👧🦀e\u0301\""), "this")
                .label(s.at("\"t\""), "and this")));
  }

  @Test
  void whatALibrarysMacroMadeIsShownWhereTheMacroWasCalled() {
    Source s = Source.of("a.asr", "fn main() {\n    bad!(5);\n}\n");
    Source library = Source.of("<std>", "$e + \"a\"");
    Expansion e =
        new Expansion(Expansion.ROOT, s.at("bad!(5)"), "bad", null, Expansion.Kind.LIBRARY);
    assertEquals(
        """
        error[E0277]: cannot add `&str` to `{integer}`
         --> a.asr:2:5
          |
        2 |     bad!(5);
          |     ^^^^^^^ no implementation for `{integer} + &str`
        """,
        render(
            Diagnostic.error(
                    "E0277", library.at("+").withExpansion(e), "cannot add `&str` to `{integer}`")
                .label("no implementation for `{integer} + &str`")));
  }

  @Test
  void theTextOfAUsersMacroIsShownBesideItsCall() {
    Source s = Source.of("a.asr", "macro_rules! bad {\n    () => { f() };\n}\nbad!();\n");
    Expansion e = new Expansion(Expansion.ROOT, s.at("bad!()"), "bad", null, Expansion.Kind.MACRO);
    Diagnostic d =
        Diagnostic.error("E0425", s.at("f").withExpansion(e), "cannot find function `f`")
            .label("not found")
            .build();
    assertEquals(
        """
        error[E0425]: cannot find function `f`
         --> a.asr:2:13
          |
        2 |     () => { f() };
          |             ^ not found
        3 | }
        4 | bad!();
          | ------ in this macro invocation
          |
          = note: this error originates in the macro `bad`
        """,
        new TextRenderer(RenderOptions.PLAIN).render(d));
  }

  @Test
  void aMessageWithoutAPlaceIsItsHeaderAndNotes() {
    assertEquals(
        """
        error: file not found
          = help: look elsewhere
        """,
        render(Diagnostic.error(null, Span.NONE, "file not found").help("look elsewhere")));
  }

  @Test
  void anotherFileIsIntroducedByColons() {
    Source a = Source.of("a.asr", "fn main() { f(1) }\n");
    Source b = Source.of("b.asr", "\nfn f() {}\n");
    assertEquals(
        """
        error[E0061]: this function takes 0 arguments but 1 argument was supplied
         --> a.asr:1:13
          |
        1 | fn main() { f(1) }
          |             ^ unexpected
          |
         ::: b.asr:2:4
          |
        2 | fn f() {}
          |    - defined here
        """,
        render(
            Diagnostic.error(
                    "E0061",
                    a.at("f(1").shrinkToStart(),
                    "this function takes 0 arguments but 1 argument was supplied")
                .label("unexpected")
                .label(b.at("f", 2), "defined here")));
  }

  @Test
  void theEndOfTheFileCanBeMarked() {
    Source s = Source.of("a.asr", "fn main() {\n");
    Span end = new Span(s.file(), 12, 12, Expansion.ROOT);
    assertEquals(
        """
        error: this file contains an unclosed delimiter
         --> a.asr:2:1
          |
        1 | fn main() {
          |           - unclosed delimiter
        2 |
          | ^
        """,
        render(
            Diagnostic.error(null, end, "this file contains an unclosed delimiter")
                .label(s.at("{"), "unclosed delimiter")));
  }

  @Test
  void aLongLineIsCutAroundItsMarks() {
    Source s = Source.of("a.asr", "x".repeat(300) + ".missing(); " + "y".repeat(300));
    String text = render(Diagnostic.error(null, s.at("missing"), "no").label("not found"));
    String[] lines = text.split("\n");
    assertEquals("missing", lines[3].substring(lines[4].indexOf('^'), lines[4].indexOf('^') + 7));
    for (String line : lines) {
      assertEquals(true, line.length() <= RenderOptions.DEFAULT_WIDTH, line);
    }
  }

  @Test
  void coloursAreRustcs() {
    Source s = Source.of("a.asr", "fn");
    String text =
        new TextRenderer(RenderOptions.COLOURED)
            .render(Diagnostic.error("A0001", s.at("fn"), "no").build());
    assertEquals(
        "\u001b[1;91merror[A0001]\u001b[0m\u001b[1m: no\u001b[0m\n",
        text.substring(0, text.indexOf('\n') + 1));
  }

  @Test
  void theSummaryCountsAndNamesTheCodes() {
    TextRenderer r = new TextRenderer(RenderOptions.PLAIN);
    Diagnostic a = Diagnostic.error("E0308", Span.NONE, "a").build();
    Diagnostic b = Diagnostic.error("A0001", Span.NONE, "b").build();
    Diagnostic w = Diagnostic.warning("unused_variables", Span.NONE, "w").build();
    assertEquals("", r.summary(List.of(w)));
    assertEquals(
        """
        error: aborting due to 1 previous error; 1 warning emitted

        For more information about this error, try `asr explain E0308`.
        """,
        r.summary(List.of(a, w)));
    assertEquals(
        """
        error: aborting due to 2 previous errors

        Some errors have detailed explanations: A0001, E0308.
        For more information about an error, try `asr explain A0001`.
        """,
        r.summary(List.of(a, b)));
  }
}
