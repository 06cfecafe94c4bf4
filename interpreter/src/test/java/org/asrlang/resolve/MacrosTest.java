package org.asrlang.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.asrlang.syntax.Expr;
import org.junit.jupiter.api.Test;

/** Macros, the built-in ones and the names in what they make. */
class MacrosTest {
  private static Object value(String source) {
    Resolved r = Resolved.of(source);
    assertEquals(List.of(), r.errors());
    return r.constant("X");
  }

  private static void check(String source, String... errors) {
    assertEquals(List.of(errors), Resolved.of(source).errors());
  }

  @Test
  void repetitionsNestAndSeparate() {
    assertEquals(
        "a : 1, b : 2; c : 3; ;",
        value(
            """
            macro_rules! m {
              ($($($k:ident = $v:expr),*);*) => { stringify!($($($k: $v),*);*;) };
            }
            const X: &str = m!(a = 1, b = 2; c = 3; );
            """));
    assertEquals(
        "[1] [2] [3]",
        value(
            """
            macro_rules! m { ($($x:tt)+) => { stringify!($([$x]) *) }; }
            const X: &str = m!(1 2 3);
            """));
  }

  @Test
  void rulesAreTriedInOrder() {
    assertEquals(
        "empty one two many",
        value(
            """
            macro_rules! m {
              () => { "empty" };
              ($a:expr) => { "one" };
              ($a:expr, $b:expr) => { "two" };
              ($($a:expr),+ $(,)?) => { "many" };
            }
            const X: &str = concat!(m!(), " ", m!(1 + 2), " ", m!(f(1, 2), 3), " ", m!(1, 2, 3,));
            """));
  }

  @Test
  void recursionWithAccumulator() {
    assertEquals(
        "3 2 1",
        value(
            """
            macro_rules! rev {
              ([] $($out:tt)*) => { stringify!($($out)*) };
              ([$h:tt $($t:tt)*] $($out:tt)*) => { rev!([$($t)*] $h $($out)*) };
            }
            const X: &str = rev!([1 2 3]);
            """));
  }

  @Test
  void macrosDefineMacrosAndItems() {
    assertEquals(
        "inner",
        value(
            """
            macro_rules! outer {
              ($name:ident) => { macro_rules! $name { () => { "inner" }; } };
            }
            outer!(made);
            const X: &str = made!();
            """));
    check(
        """
        macro_rules! items { ($($n:ident),*) => { $(struct $n; impl $n { fn new() -> $n { $n } })* }; }
        items!(A, B);
        fn f() -> B { A::new(); B }
        """);
  }

  @Test
  void localsAreHygienic() {
    check(
        """
        macro_rules! with { ($e:expr) => {{ let x = 1; $e + x }}; }
        fn f() { let y = 2; with!(y); with!(x); }
        """,
        "2:E0425 cannot find value `x` in this scope");
    check(
        """
        macro_rules! bind { ($n:ident) => { let $n = 1; let hidden = 2; }; }
        fn f() { bind!(a); a; hidden; }
        """,
        "2:E0425 cannot find value `hidden` in this scope");
    check(
        """
        fn f() { let x = 1; macro_rules! get { () => { x }; } { let x = 2; x; get!(); } }
        fn g() { macro_rules! get { () => { z }; } let z = 1; get!(); }
        """,
        "2:E0425 cannot find value `z` in this scope");
  }

  @Test
  void labelsAreHygienic() {
    check(
        """
        macro_rules! out { () => { break 'a }; }
        macro_rules! lab { ($l:lifetime) => { break $l }; }
        fn f() { 'a: loop { lab!('a); out!(); } }
        """,
        "3:E0426 use of undeclared label `'a`");
  }

  @Test
  void scopesOfMacros() {
    check(
        """
        fn early() { late!(); }
        macro_rules! late { () => { 1 }; }
        mod m {
          fn f() { late!(); }
          #[macro_export] macro_rules! exported { () => { $crate::helper() }; }
          pub(crate) use by_path;
          macro_rules! by_path { () => { 3 }; }
        }
        fn helper() {}
        fn g() { exported!(); crate::exported!(); inside!(); asr::race!(); race!(); }
        mod n { macro_rules! inside { () => { 2 }; } }
        fn h() { use asr::race; race!(1, 2); }
        """,
        "1:- cannot find macro `late` in this scope",
        "6:E0432 unresolved import `by_path`",
        "10:- cannot find macro `inside` in this scope",
        "10:- cannot find macro `race` in this scope");
    check(
        """
        macro_rules! by_path { () => { 3 }; }
        pub(crate) use by_path;
        mod m { fn f() { crate::by_path!(); super::by_path!(); } }
        """);
  }

  @Test
  void errorsOfMatching() {
    check(
        """
        macro_rules! one { ($a:expr) => { $a }; }
        macro_rules! two { ($a:expr, $b:expr) => { $a + $b }; (x) => { 1 }; }
        macro_rules! rec { ($a:expr) => { rec!($a) }; }
        macro_rules! rep { ($($a:ident),*; $($b:ident),*) => { $( let $a = $b; )* }; }
        macro_rules! ign { () => { 1 2 }; }
        fn f() {
          one!();
          one!(1 2);
          one!(;);
          one!(let);
          two!(1);
          two!(1, 2, 3);
          rec!(1);
          let a = ign!();
        }
        """,
        "7:- unexpected end of macro invocation",
        "8:- no rules expected `2`",
        "9:- no rules expected `;`",
        "10:- no rules expected keyword `let`",
        "11:- unexpected end of macro invocation",
        "12:- no rules expected `,`",
        "13:- recursion limit reached while expanding `rec!`",
        "14:- macro expansion ignores `2` and any tokens following");
  }

  @Test
  void formatStrings() {
    Resolved r = Resolved.of("fn f(x: i32, w: usize) { println!(\"a{x:>w$}{}{{ {0:?}\", x); }");
    assertEquals(List.of(), r.errors());
    check(
        """
        fn f(x: i32) {
          println!("{} {}", x);
          println!("{0} {5}", x);
          println!("{", x);
          println!("{:y}", x);
          println!("{}", x, x);
          println!("{n}", n = 1, m = 2);
          println!(x);
          println!("{nope}");
          println!("{}", 1 2);
          println!("{a}", 1, a = 2, 3);
          println!("{a}", a = 1, a = 2);
          println!(concat!("{}", "{zz}"), 1);
        }
        """,
        "2:- 2 positional arguments in format string, but there is 1 argument",
        "3:- invalid reference to positional argument 5 (there is 1 argument)",
        "4:- invalid format string: expected `}` but string was terminated",
        "5:- unknown format trait `y`",
        "6:- argument never used",
        "7:- named argument never used",
        "8:- format argument must be a string literal",
        "9:E0425 cannot find value `nope` in this scope",
        "10:- expected one of `,`, `.`, `?`, or an operator, found `2`",
        "11:- positional arguments cannot follow named arguments",
        "12:- duplicate argument named `a`",
        "13:- there is no argument named `zz`");
  }

  @Test
  void builtins() {
    assertEquals("a1-2.5truex", value("const X: &str = concat!(\"a\", 1, -2.5, true, 'x');"));
    assertEquals("a + b * (c, d)", value("const X: &str = stringify!(a + b * (c, d));"));
    assertEquals(java.math.BigInteger.valueOf(2), value("\nconst X: u32 = line!();"));
    assertEquals(true, value("const X: bool = cfg!(all(debug_assertions, not(test)));"));
    check("\ncompile_error!(\"boo\");", "2:- boo");
    assertInstanceOf(Expr.If.class, value("const X: () = assert!(1 == 1, \"no {}\", 2);"));
  }

  @Test
  void derives() {
    check(
        """
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        struct P { x: i32, y: i32 }
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        enum E<T: Clone, const N: usize> where T: Copy { #[default] A, B(T, [T; N]), C { t: T } }
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        struct U;
        #[derive(Debug, Clone)]
        struct It<'a, I: Iterator> { i: &'a I, item: I::Item }
        fn f() { #[derive(Clone, Debug)] enum Local { A } Local::A; }
        """);
    check(
        """
        #[derive(Nope)] struct A;
        #[derive(Default)] enum E { A }
        """,
        "1:- cannot find derive macro `Nope` in this scope",
        "2:E0665 `#[derive(Default)]` on enum with no `#[default]`");
    Resolved r = Resolved.of("#[derive(Clone, PartialEq)] struct P(i32);");
    assertEquals(2, r.resolver.impls(r.crate()).size());
  }

  @Test
  void configuration() {
    String source =
        """
        #[cfg(test)] mod tests { #[test] fn works() { super::f(); } fn helper() {} }
        #[cfg(not(debug_assertions))] fn gone() { nope(); }
        #[cfg(debug_assertions)] fn f() { #[cfg(test)] nope(); #[cfg(any())] let x = nope2; }
        #[cfg_attr(all(), derive(Clone))] struct S { #[cfg(any())] x: Nope, y: i32 }
        """;
    assertEquals(List.of(), Resolved.of(source).errors());
    Resolved r = new Resolved(source, java.util.Map.of(), true);
    assertEquals(List.of("3:E0425 cannot find function `nope` in this scope"), r.errors());
    assertEquals(List.of("works"), r.resolver.tests(r.crate()).stream().map(Def::name).toList());
    assertEquals(1, r.resolver.impls(r.crate()).size());
  }
}
