package org.asrlang.thir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.junit.jupiter.api.Test;

/** Exhaustiveness and reachability: the messages are rustc's, compared with its own. */
final class PatternCheckTest {
  private static final String TYPES =
      """
      enum C { R, G, B(i32), N { x: bool, y: u8 } }
      struct S { a: bool, b: u8 }
      enum Void {}
      fn main() {}
      """;

  /** Checks {@code fn f(parameters) { body }}; each message as {@code E0004: text}. */
  private static void check(String parameters, String body, String... expected) {
    Diagnostics diagnostics = new Diagnostics();
    Trees.build(TYPES + "fn f(" + parameters + ") { " + body + " }\n", diagnostics);
    List<String> found = new ArrayList<>();
    for (Diagnostic d : diagnostics.all()) {
      found.add(d.code() + ": " + d.message());
    }
    assertEquals(List.of(expected), found);
  }

  private static String uncovered(String patterns) {
    return "E0004: non-exhaustive patterns: " + patterns + " not covered";
  }

  @Test
  void variants() {
    check("c: C", "match c { C::R => {} C::G | C::B(_) | C::N { .. } => {} }");
    check("c: C", "match c { C::R => {} }", uncovered("`C::G`, `C::B(_)` and `C::N { .. }`"));
    check("o: Option<i32>", "match o { Some(3) => {} }", uncovered("`None`"));
    check(
        "o: (Option<i32>, Option<i32>)",
        "match o { (None, None) => {} }",
        uncovered("`(Some(_), _)`"));
    check("o: &Option<i32>", "match o { Some(_) => {} }", uncovered("`&None`"));
    check("s: S", "match s { S { a: true, .. } => {} }", uncovered("`S { a: false, .. }`"));
  }

  @Test
  void numbers() {
    check("x: u8", "match x { 0..=9 => {} 11..=255 => {} }", uncovered("`10_u8`"));
    check(
        "x: i32",
        "match x { 0 => {} 5..=9 => {} }",
        uncovered("`i32::MIN..=-1_i32`, `1_i32..=4_i32` and `10_i32..=i32::MAX`"));
    check("x: usize", "match x { 0..=5 => {} }", uncovered("`6_usize..`"));
    check("x: usize", "match x { 0..=18446744073709551615 => {} }", uncovered("`usize::MAX..`"));
    check("x: usize", "match x { 0 => {} 1.. => {} }");
    check(
        "x: char",
        "match x { 'a' => {} }",
        uncovered("`'\\0'..='`'`, `'b'..='\\u{d7ff}'` and `'\\u{e000}'..='\\u{10ffff}'`"));
    check("x: f64", "match x { 1.0 => {} }", uncovered("`_`"));
    check("x: i32", "match x {}", "E0004: non-exhaustive patterns: type `i32` is non-empty");
    check(
        "x: i32",
        "match x { 1 => {} 3 => {} 5 => {} 7 => {} }",
        uncovered("`i32::MIN..=0_i32`, `2_i32`, `4_i32` and 2 more"));
  }

  @Test
  void guardsDoNotCount() {
    check("x: i32", "match x { y if y > 0 => {} }", uncovered("`i32::MIN..=i32::MAX`"));
    check("x: bool", "match x { true if x => {} }", uncovered("`false`"));
  }

  @Test
  void slicesAndText() {
    check(
        "s: &[i32]",
        "match s { [] => {} [1, ..] => {} }",
        uncovered("`&[i32::MIN..=0_i32, ..]` and `&[2_i32..=i32::MAX, ..]`"));
    check("s: &[i32]", "match s { [] => {} [_] => {} [_, .., _] => {} }");
    check("s: [bool; 2]", "match s { [true, ..] => {} }", uncovered("`[false, ..]`"));
    check("s: [bool; 2]", "match s { [true, _] | [_, true] | [false, false] => {} }");
    check("s: &str", "match s { \"b\" => {} }", uncovered("`&_`"));
  }

  @Test
  void emptyTypes() {
    check("v: Void", "match v {}");
    check("v: &Void", "match *v {}");
    check("v: Option<Void>", "match v { None => {} }");
    check("v: Option<Void>", "let None = v;");
    check("v: &Option<Void>", "match v { None => {} }", uncovered("`&Some(_)`"));
  }

  @Test
  void bindings() {
    check("o: Option<i32>", "let Some(y) = o;", "E0005: refutable pattern in local binding");
    check("Some(x): Option<i32>", "", "E0005: refutable pattern in function argument");
    check("x: i32", "let f = |1: i32| 2;", "E0005: refutable pattern in function argument");
  }

  @Test
  void emptyRanges() {
    check(
        "x: i32",
        "match x { 5..=1 => {} _ => {} }",
        "E0030: lower bound for range pattern must be less than or equal to upper bound");
    check(
        "x: i32",
        "match x { 5..5 => {} _ => {} }",
        "E0579: lower bound for range pattern must be less than upper bound");
  }

  @Test
  void unreachable() {
    String unreachable = "unreachable_patterns: unreachable pattern";
    check("x: i32", "match x { _ => {} 1 => {} }", unreachable);
    check(
        "x: i32",
        "match x { 1 => {} 1 | 2 => {} 3 => {} 1..=3 => {} _ => {} }",
        unreachable,
        unreachable);
    check("x: i32", "match x { 1 if x > 2 => {} 1 => {} _ => {} }");
    check("o: Option<i32>", "match o { Some(1 | 2 | 1) => {} _ => {} }", unreachable);
    check(
        "x: (bool, Option<i32>)",
        "match x { (true, Some(_)) => {} (true, None) => {} (true, _) => {} (false, _) => {} }",
        unreachable);
  }

  @Test
  void alwaysMatching() {
    check("x: i32", "if let y = x {}", "irrefutable_let_patterns: irrefutable `if let` pattern");
    check(
        "x: i32",
        "while let y = x { break }",
        "irrefutable_let_patterns: irrefutable `while let` pattern");
    check(
        "x: i32",
        "let t = x else { return };",
        "irrefutable_let_patterns: irrefutable `let...else` pattern");
    check("x: i32", "if let y = x && y > 1 {}");
  }
}
