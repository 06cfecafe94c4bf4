package org.asrlang.tests;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes wrong programs out of right ones: tokens deleted, doubled, swapped and replaced, lines and
 * items moved, pieces of another program spliced in, texts cut short, deep nesting, odd characters.
 * Most changes keep the brackets balanced and replace a token by one of its kind, so that many
 * results still parse and reach the later passes.
 */
final class ProgramMutator {
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|r#*\"|b?\"(?:[^\"\\\\]|\\\\.)*\"|b?'(?:[^'\\\\\\n]|\\\\[^\\n]*?)'"
              + "|'?[\\p{L}_][\\p{L}\\p{N}_]*|\\d[\\w.]*\\w|\\d|::|->|=>|\\.\\.=|[-+*/%^&|=!<>]=|&&|\\|\\|"
              + "|\\.\\.|<<|\\s+|.",
          Pattern.DOTALL);

  private static final String[] OPERATORS = {
    "+", "-", "*", "/", "%", "^", "&", "|", "<<", "==", "!=", "<", ">", "<=", ">=", "&&", "||", "=",
    "+=", "..", "..=", " as "
  };
  private static final String[] TYPES = {
    "i32",
    "u8",
    "i128",
    "f64",
    "usize",
    "bool",
    "char",
    "&str",
    "String",
    "()",
    "!",
    "_",
    "Self",
    "Vec<i32>",
    "Vec<_>",
    "Option<String>",
    "[u8; 3]",
    "[i32]",
    "&mut T",
    "&'static str",
    "dyn Fn(i32) -> i32",
    "impl Clone",
    "Box<dyn std::fmt::Debug>",
    "fn(i32) -> bool",
    "<T as Iterator>::Item",
    "T",
    "T::Item",
    "&'a T",
    "(i32, str)"
  };
  private static final String[] EXPRESSIONS = {
    "0",
    "-1",
    "255u8",
    "1e400",
    "99999999999999999999",
    "'x'",
    "\"text\"",
    "b\"bytes\"",
    "true",
    "()",
    "(1, 2)",
    "[1, 2, 3]",
    "[0; usize::MAX]",
    "None",
    "Some(x)",
    "vec![1]",
    "String::new()",
    "|x| x",
    "move || loop {}",
    "return",
    "break",
    "continue 'a",
    "panic!()",
    "self",
    "Self",
    "x?",
    "&mut x",
    "*x",
    "..",
    "1..=2",
    "if x { 1 } else { \"a\" }",
    "match x { _ => 1 }",
    "loop { break 1 }",
    "{ let y = x; y }",
    "x.len()",
    "x[0]",
    "x.0",
    "Default::default()",
    "x as u8",
    "unsafe { x }",
    "const { 1 }",
    "x.await",
    "S { ..x }",
    "format!(\"{x:>1$}\", 1, 2)",
    "\"a\".parse().unwrap()",
    "std::mem::size_of::<Self>()"
  };
  private static final String[] SNIPPETS = {
    "{",
    "}",
    "(",
    ")",
    "[",
    "]",
    "<",
    ">",
    ",",
    ";",
    ":",
    "::",
    "=",
    "=>",
    "->",
    "|",
    "#",
    "!",
    "?",
    "'",
    "\"",
    "'a",
    "fn",
    "let",
    "match",
    "if",
    "else",
    "impl",
    "for",
    "in",
    "as",
    "struct",
    "mut",
    "ref",
    "move",
    "0x",
    "1.",
    "r#\"",
    "/*",
    "*/",
    "///",
    "$",
    "$x:expr",
    "$($x),*",
    "macro_rules!",
    "where",
    "dyn",
    "async",
    "unsafe",
    "pub(crate)",
    "#[derive(Debug)]",
    "#![",
    "\\",
    "\u00e9",
    "\u202e",
    "\u0000",
    "\ufeff",
    "\ud83d\ude00",
    "\ud800",
    "\u0301",
    "@",
    "_",
    "'static",
    "crate::",
    "super::",
    "Self::"
  };
  private static final String[] ITEMS = {
    "struct S<T>(T);",
    "struct S<'a, T: 'a + ?Sized> { x: &'a T }",
    "enum E { A, B(i32), C { x: Box<E> } }",
    "enum E { A = 1, B = 1 << 3, C }",
    "trait Q<T = Self> { type A: Q; const N: usize = 1; fn f(&self) -> Self::A; }",
    "impl<T: Iterator<Item = U>, U> Q for T { type A = T; fn f(&self) -> T { loop {} } }",
    "impl Drop for S<i32> { fn drop(&mut self) {} }",
    "type A = Vec<A>;",
    "struct R(R);",
    "const C: usize = C + 1;",
    "const C: [u8; C2.len()] = [1; 3]; const C2: [u8; 1 - 2] = [];",
    "static X: std::cell::Cell<i32> = std::cell::Cell::new(1);",
    "fn g<const N: usize>(x: [i32; N]) -> [i32; N] { x }",
    "fn h<T: Clone>(t: T) -> (T, T) { let u = h((t, 1)); panic!() }",
    "mod m { pub use super::*; pub use self::n::*; mod n { pub use super::*; } }",
    "use std::collections::*; use self::nothing::{a, b as _, *};",
    "macro_rules! m { ($($x:expr),* $(,)?) => { [$($x + m!()),*] }; () => { 1 } }",
    "macro_rules! r { ($($t:tt)*) => { r!($($t)* a) } } r!();",
    "impl S { fn new() -> Self { S } const K: Self = S; }",
    "fn rec() -> impl Fn() -> i32 { rec() }",
    "impl<T> std::ops::Deref for S<T> { type Target = S<T>; fn deref(&self) -> &S<T> { self } }",
    "impl<T> Q for T where T: Q {}",
    "trait L: L {} trait L1: L2 {} trait L2: L1 {}",
    "#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)] struct D<T>(T);"
  };
  private static final String[][] NESTS = {
    {"(", ")"},
    {"{", "}"},
    {"[", "]"},
    {"-", ""},
    {"!", ""},
    {"&", ""},
    {"*", ""},
    {"Some(", ")"},
    {"vec![", "]"},
    {"|| ", ""},
    {"if true { 1 } else ", ""},
    {"if ", " {} else {}"},
    {"match ", " { _ => 1 }"},
    {"loop { break ", "; }"},
    {"", ".clone()"},
    {"", "?"},
    {"", "[0]"},
    {"", " + 1"},
    {"", " as i32"},
    {"", " == 1 || false"},
    {"Box<", ">"},
    {"&'a ", ""},
    {"fn(", ")"},
    {"(i32, ", ")"},
    {"dyn Fn() -> ", ""},
    {"mod m {", "}"},
    {"fn f() {", "}"},
    {"m!(", ")"},
    {"$(", ")*"},
    {"/*", "*/"},
    {"#[cfg(not(", "))]"}
  };

  private final Random random;
  private final List<String> sources;

  /**
   * @param sources the programs to begin with
   */
  ProgramMutator(long seed, List<String> sources) {
    this.random = new Random(seed);
    this.sources = sources;
  }

  /** The next wrong program; maybe it is still right. */
  String next() {
    String base = any(sources);
    if (random.nextInt(40) == 0) {
      return base.substring(0, random.nextInt(base.length() + 1));
    }
    List<String> tokens = tokens(base);
    int changes = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 1;
    for (int i = 0; i < changes && !tokens.isEmpty(); i++) {
      change(tokens);
    }
    return String.join("", tokens);
  }

  private void change(List<String> t) {
    int kind = random.nextInt(100);
    if (kind < 46) {
      replaceAlike(t);
    } else if (kind < 56) {
      replaceAfter(t, ":|->|<|as|impl|for|dyn|,", TYPES);
    } else if (kind < 66) {
      replaceAfter(t, "=|\\(|,|return|\\{|;|in|\\+|&&|=>", EXPRESSIONS);
    } else if (kind < 69) {
      line(t);
    } else if (kind < 77) {
      t.add(itemPlace(t), "\n" + any(ITEMS) + "\n");
    } else if (kind < 83) {
      splice(t);
    } else if (kind < 86) {
      group(t);
    } else if (kind < 88) {
      t.remove(pick(t));
    } else if (kind < 90) {
      int at = pick(t);
      t.add(at, t.get(at));
    } else if (kind < 92) {
      int a = pick(t);
      int b = pick(t);
      String s = t.get(a);
      t.set(a, t.get(b));
      t.set(b, s);
    } else if (kind < 96) {
      t.add(pick(t), " " + any(SNIPPETS) + " ");
    } else {
      nest(t);
    }
  }

  /** A name or number behind a token that is often followed by one of the replacements' kind. */
  private void replaceAfter(List<String> t, String before, String[] replacements) {
    for (int tries = 0; tries < 40; tries++) {
      int at = pick(t);
      int left = at - 1;
      while (left >= 0 && t.get(left).isBlank()) {
        left--;
      }
      if (left >= 0 && t.get(left).matches(before) && (isName(t.get(at)) || isNumber(t.get(at)))) {
        t.set(at, any(replacements));
        return;
      }
    }
  }

  /** A name by another name of the program, a number by a number, an operator by an operator. */
  private void replaceAlike(List<String> t) {
    int at = pick(t);
    for (int tries = 0; tries < 30; tries++) {
      String s = t.get(at);
      if (isName(s) || isNumber(s)) {
        String other = t.get(pick(t));
        if (isName(other) == isName(s) && isNumber(other) == isNumber(s) && !other.equals(s)) {
          t.set(at, other);
          return;
        }
      } else if (List.of(OPERATORS).contains(s)) {
        t.set(at, any(OPERATORS));
        return;
      } else {
        at = pick(t);
      }
    }
  }

  /** A line is deleted, doubled, or put elsewhere. */
  private void line(List<String> t) {
    int from = lineStart(t, pick(t));
    int to = from + 1;
    while (to < t.size() && t.get(to - 1).indexOf('\n') < 0) {
      to++;
    }
    List<String> line = new ArrayList<>(t.subList(from, to));
    int way = random.nextInt(3);
    if (way != 1) {
      t.subList(from, to).clear();
    }
    if (way != 0 && !t.isEmpty()) {
      t.addAll(lineStart(t, pick(t)), line);
    }
  }

  private static int lineStart(List<String> t, int at) {
    int i = at;
    while (i > 0 && t.get(i - 1).indexOf('\n') < 0) {
      i--;
    }
    return i;
  }

  /** A line of another program, or all of it. */
  private void splice(List<String> t) {
    List<String> other = tokens(any(sources));
    int from = itemPlace(other);
    int to = itemPlace(other);
    if (from == to) {
      from = lineStart(other, pick(other));
      to = Math.min(other.size(), from + 1 + random.nextInt(30));
    }
    t.addAll(itemPlace(t), new ArrayList<>(other.subList(Math.min(from, to), Math.max(from, to))));
  }

  /** What is in brackets goes, comes twice, or comes elsewhere. */
  private void group(List<String> t) {
    for (int tries = 0; tries < 20; tries++) {
      int from = pick(t);
      int to = "([{".contains(t.get(from)) ? end(t, from) : -1;
      if (to < 0) {
        continue;
      }
      List<String> inner = new ArrayList<>(t.subList(from + 1, to));
      switch (random.nextInt(3)) {
        case 0 -> t.subList(from + 1, to).clear();
        case 1 -> t.addAll(to, inner);
        default -> {
          t.subList(from + 1, to).clear();
          t.addAll(pick(t), inner);
        }
      }
      return;
    }
  }

  private static int end(List<String> t, int from) {
    int depth = 0;
    for (int i = from; i < t.size(); i++) {
      String s = t.get(i);
      if (s.length() == 1 && "([{".contains(s)) {
        depth++;
      } else if (s.length() == 1 && ")]}".contains(s) && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  private void nest(List<String> t) {
    String[] n = NESTS[random.nextInt(NESTS.length)];
    int depth = random.nextInt(3) == 0 ? 3000 : 20 + random.nextInt(200);
    int at = pick(t);
    t.set(at, n[0].repeat(depth) + t.get(at) + n[1].repeat(depth));
  }

  /** Between two items, or at the beginning of a line in one. */
  private int itemPlace(List<String> t) {
    int start = pick(t);
    for (int i = start; i < t.size(); i++) {
      if (t.get(i).startsWith("\n")
          && (i + 1 == t.size()
              || "fn struct enum impl trait use const mod static type".contains(t.get(i + 1)))) {
        return i;
      }
    }
    return lineStart(t, start);
  }

  private int pick(List<String> t) {
    for (int tries = 0; tries < 10; tries++) {
      int at = random.nextInt(t.size());
      String s = t.get(at);
      if (!s.isBlank() && !s.startsWith("//")) {
        return at;
      }
    }
    return random.nextInt(t.size());
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private String any(String[] list) {
    return list[random.nextInt(list.length)];
  }

  private static boolean isName(String s) {
    return !s.isEmpty() && Character.isLetter(s.charAt(0));
  }

  private static boolean isNumber(String s) {
    return !s.isEmpty() && Character.isDigit(s.charAt(0));
  }

  private static List<String> tokens(String text) {
    List<String> out = new ArrayList<>();
    Matcher m = TOKEN.matcher(text);
    while (m.find()) {
      out.add(m.group());
    }
    if (out.isEmpty()) {
      out.add(" ");
    }
    return out;
  }
}
