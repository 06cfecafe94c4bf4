package org.asrlang.resolve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.source.SourceFile;
import org.junit.jupiter.api.Test;

/** Errors of name resolution, each as rustc gives it. */
class NameErrorsTest {
  private static void check(String source, String... errors) {
    assertEquals(List.of(errors), Resolved.of(source).errors());
  }

  @Test
  void namesThatAreNotThere() {
    check(
        """
        mod m { pub fn f() {} }
        fn a(x: Foo, y: m::Foo) {}
        fn b<T: Bar>() {}
        fn c() { let y = undefined_name; undefined_fn(); m::nofn(); }
        fn d() { HashMap::new(); lower::f(); std::nope::X; }
        fn e() { match 1 { Undefined(x) => {} Und::X => {} T2 { .. } => {} } }
        """,
        "2:E0425 cannot find type `Foo` in this scope",
        "2:E0425 cannot find type `Foo` in module `m`",
        "3:E0405 cannot find trait `Bar` in this scope",
        "4:E0425 cannot find value `undefined_name` in this scope",
        "4:E0425 cannot find function `undefined_fn` in this scope",
        "4:E0425 cannot find function `nofn` in module `m`",
        "5:E0433 cannot find type `HashMap` in this scope",
        "5:E0433 cannot find module or crate `lower` in this scope",
        "5:E0433 cannot find `nope` in `std`",
        "6:E0531 cannot find tuple struct or tuple variant `Undefined` in this scope",
        "6:E0433 cannot find type `Und` in this scope",
        "6:E0422 cannot find struct, variant or union type `T2` in this scope");
  }

  @Test
  void namesThatAreSomethingElse() {
    check(
        """
        struct S { a: i32 }
        struct T(i32);
        enum E { A, B { x: i32 } }
        mod m { pub struct P; pub fn ff() {} }
        trait Tr {}
        fn a<X: S>() {}
        fn b() { S; E; m; Tr; i32; E::B; }
        fn c(x: c, y: m, z: E::A) {}
        fn d() { match 1 { m::ff => {} m::P(x) => {} T => {} } }
        fn e() { m { a: 1 }; }
        """,
        "6:E0404 expected trait, found struct `S`",
        "7:E0423 expected value, found struct `S`",
        "7:E0423 expected value, found enum `E`",
        "7:E0423 expected value, found module `m`",
        "7:E0423 expected value, found trait `Tr`",
        "7:E0423 expected value, found builtin type `i32`",
        "7:E0533 expected value, found struct variant `E::B`",
        "8:E0573 expected type, found function `c`",
        "8:E0573 expected type, found module `m`",
        "8:E0573 expected type, found variant `E::A`",
        "9:E0532 expected unit struct, unit variant or constant, found function `m::ff`",
        "9:E0532 expected tuple struct or tuple variant, found unit struct `m::P`",
        "9:E0530 match bindings cannot shadow tuple structs",
        "10:E0574 expected struct, variant or union type, found module `m`");
  }

  @Test
  void imports() {
    check(
        """
        mod m { struct Q; pub struct R; pub mod n {} }
        use foo::bar;
        use m::zip;
        use std::nope;
        use m::Q;
        use m::R;
        use m::n::o::P;
        use std::collections::*;
        fn f(x: HashMap<i32, i32>) { bar(); zip::y(); }
        """,
        "2:E0432 unresolved import `foo`",
        "3:E0432 unresolved import `m::zip`",
        "4:E0432 unresolved import `std::nope`",
        "5:E0603 struct `Q` is private",
        "7:E0432 unresolved import `m::n::o`");
  }

  @Test
  void importsMayBeCyclicAndShadowGlobs() {
    check(
        """
        pub mod a { pub use crate::b::*; pub struct A; }
        mod b { pub use crate::a::*; pub struct B; pub fn both() {} }
        mod c { pub use crate::a::{self as aa, B as Bee}; pub fn both() {} }
        use a::*;
        use c::*;
        use c::both;
        use self::aa::A as First;
        fn f(x: A, y: B, z: Bee, w: First) { both(); crate::c::aa::both(); }
        """);
    check(
        "mod a { pub fn x() {} } mod b { pub fn x() {} } use a::*; use b::*;\nfn f() { x(); }",
        "2:E0659 `x` is ambiguous");
  }

  @Test
  void visibility() {
    check(
        """
        mod m {
          pub(crate) fn ff() {} fn gg() {} pub struct TT(i32); pub(super) fn up() {}
          pub mod n { pub(in crate::m) fn deep() {} pub(self) fn own() {} }
          fn f() { n::deep(); n::own(); }
        }
        fn f() { m::ff(); m::up(); m::gg(); m::TT(1); m::n::deep(); }
        """,
        "4:E0603 function `own` is private",
        "6:E0603 function `gg` is private",
        "6:E0603 tuple struct constructor `TT` is private",
        "6:E0603 function `deep` is private");
  }

  @Test
  void patterns() {
    check(
        """
        const C: i32 = 1; enum E { A, B(i32) } use E::*;
        fn a(a: i32, a: i32) {}
        fn b() { let (b, b) = (1, 2); }
        fn c() { match 1 { x | y => {} } }
        fn d(e: E) { match e { A => {} B(C) => {} B(x) => { x; } } }
        fn f() { let (Some(x) | Some(mut x)) = None; match 1 { (ref z, 1) | (1, z) => {} } }
        static S: i32 = 1;
        fn g() { let S = 1; let A = A; }
        """,
        "2:E0415 identifier `a` is bound more than once in this parameter list",
        "3:E0416 identifier `b` is bound more than once in the same pattern",
        "4:E0408 variable `y` is not bound in all patterns",
        "4:E0408 variable `x` is not bound in all patterns",
        "6:E0409 variable `z` is bound inconsistently across alternatives separated by `|`",
        "8:E0530 let bindings cannot shadow statics");
  }

  @Test
  void selfAndItsType() {
    check(
        """
        fn a() { self.x; Self::y(); let c: Self; }
        struct S { x: i32 }
        impl S { fn b() { self.x; } fn c(&self) -> Self { x; Self { x: self.x } } }
        """,
        "1:E0424 expected value, found module `self`",
        "1:E0433 cannot find `Self` in this scope",
        "1:E0411 cannot find type `Self` in this scope",
        "3:E0424 expected value, found module `self`",
        "3:E0425 cannot find value `x` in this scope");
  }

  @Test
  void jumps() {
    check(
        """
        fn a() { break; }
        fn b() { loop { || break; } }
        fn c() { 'a: loop { break 'b; } }
        fn d() { 'a: loop { || { break 'a }; } }
        fn e() { 'a: { break; } }
        fn f() { 'a: { continue 'a; } }
        fn g() { while true { break 1; } for x in 1 { break 1; } loop { break 1; } }
        fn h() { while { break; true } {} }
        """,
        "1:E0268 `break` outside of a loop or labeled block",
        "2:E0267 `break` inside of a closure",
        "3:E0426 use of undeclared label `'b`",
        "4:E0767 use of unreachable label `'a`",
        "4:E0267 `break` inside of a closure",
        "5:E0695 unlabeled `break` inside of a labeled block",
        "6:E0696 `continue` pointing to a labeled block",
        "7:E0571 `break` with value from a `while` loop",
        "7:E0571 `break` with value from a `for` loop",
        "8:E0590 `break` with no label in the condition of a `while` loop");
  }

  @Test
  void parametersAndLifetimes() {
    check(
        """
        fn a<'a, 'a>(x: &'b i32) {}
        fn b<T, T>(x: T) {}
        fn c<T>(x: T) { fn inner(y: T) { x; } }
        struct S<'static>(i32);
        impl<'a> Clone for &'a S { fn clone<'a>(&self) -> Self { loop {} } }
        fn d() { let n = 1; let a = [0; n]; }
        fn e<const N: usize>() -> [i32; N] { [0; N] }
        """,
        "1:E0403 the name `'a` is already used for a generic parameter in this item's generic"
            + " parameters",
        "1:E0261 use of undeclared lifetime name `'b`",
        "2:E0403 the name `T` is already used for a generic parameter in this item's generic"
            + " parameters",
        "3:E0401 can't use generic parameters from outer item",
        "3:E0434 can't capture dynamic environment in a fn item",
        "4:E0262 invalid lifetime parameter name: `'static`",
        "5:E0496 lifetime name `'a` shadows a lifetime name that is already in scope",
        "6:E0435 attempt to use a non-constant value in a constant");
  }

  @Test
  void traitMembers() {
    check(
        """
        struct S;
        trait Tr { fn f(&self); const K: i32; type Ty; }
        impl Tr for S {
          fn g(&self) {}
          const Z: i32 = 1;
          type W = i32;
        }
        fn f() { <S as Tr>::nope(); let a: <S as Tr>::Nope; <S as Tr>::f(&S); }
        """,
        "4:E0407 method `g` is not a member of trait `Tr`",
        "5:E0438 const `Z` is not a member of trait `Tr`",
        "6:E0437 type `W` is not a member of trait `Tr`",
        "8:E0576 cannot find method or associated constant `nope` in trait `Tr`",
        "8:E0576 cannot find associated type `Nope` in trait `Tr`");
  }

  @Test
  void definedTwice() {
    check(
        """
        fn f() {}
        struct f;
        enum E { A, A }
        mod E {}
        use std::vec::Vec as E;
        """,
        "2:E0428 the name `f` is defined multiple times",
        "3:E0428 the name `A` is defined multiple times",
        "4:E0428 the name `E` is defined multiple times",
        "5:E0255 the name `E` is defined multiple times");
  }

  @Test
  void modulesInFiles() {
    Resolved r =
        new Resolved(
            "mod a; mod b; mod c;\nfn f() { a::inner::g(); b::h(); }",
            Map.of(
                "a.asr",
                "pub mod inner;",
                "a/inner.asr",
                "pub fn g() { super::super::f(); }",
                "b/mod.asr",
                "pub fn h() { nope(); }"),
            false);
    assertEquals(
        List.of(
            "b/mod.asr:E0425 cannot find function `nope` in this scope",
            "1:E0583 file not found for module `c`"),
        r.errors());
  }

  @Test
  void aModuleNamedAsAPrimitiveTypeHidesOnlyWhatItHas() {
    check(
        """
        use std::f64;
        fn f(x: f64) -> f64 { f64::consts::PI; f64::MAX; f64::nope::x; x }
        """);
  }

  @Test
  void aNameThatIsNotFoundBesideASyntaxErrorIsNotReported() {
    assertEquals(1, Resolved.of("fn f() { g(); } fn g( { }\nfn h() { g(); }").errors().size());
  }

  @Test
  void otherLibrariesAreNamedByTheirNames() {
    Diagnostics diagnostics = new Diagnostics();
    Resolver r =
        Resolver.resolve(
            List.of(
                new CrateSource(
                    "main",
                    new SourceFile("main.asr", "use host::f; fn g() { f(); host::h(); }"),
                    ModuleLoader.NONE),
                CrateSource.library(
                    "host",
                    new SourceFile("<host>", "#[native = \"host::f\"]\npub fn f();"),
                    ModuleLoader.NONE)),
            Options.DEFAULT,
            diagnostics);
    assertEquals(
        List.of("cannot find function `h` in crate `host`"),
        diagnostics.all().stream().map(Diagnostic::message).toList());
    Def f = r.allDefs(r.crates().get(1)).get(1);
    assertEquals("host::f", f.path());
    assertEquals("host::f", r.attrText(f, "native"));
  }

  @Test
  void attributes() {
    check(
        """
        #[foo] fn a() {}
        #[tokio::main] fn b() {}
        #[test] struct X;
        #[rustfmt::skip] #[inline] #[must_use] fn c() {}
        #[proc_macro] fn d() {}
        """,
        "1:- cannot find attribute `foo` in this scope",
        "2:E0433 cannot find module or crate `tokio` in this scope",
        "3:- the `#[test]` attribute may only be used on a free function",
        "5:A0009 procedural macros are not part of ASR");
    Resolved r = Resolved.of("fn f() {}");
    r.resolver.mainFunction();
    assertEquals(List.of("1:E0601 `main` function not found in `main.asr`"), r.errors());
  }

  @Test
  void leftOutByName() {
    check(
        """
        async fn load() -> u32 { 7 }
        fn f() { let n = load().await; async { n }; async move { 1 }; async |x: i32| x; }
        fn g() { unsafe { 1 }; }
        fn h(p: *const i32) {}
        unsafe fn i() {}
        union U { a: i32 }
        static mut M: i32 = 1;
        use std::pin::Pin;
        """,
        "1:A0001 `async` is not part of ASR",
        "2:A0002 `.await` is not part of ASR",
        "2:A0001 `async` is not part of ASR",
        "2:A0001 `async` is not part of ASR",
        "2:A0001 `async` is not part of ASR",
        "3:A0003 `unsafe` is not part of ASR",
        "4:A0004 raw pointers are not part of ASR",
        "5:A0003 `unsafe` is not part of ASR",
        "6:A0006 unions are not part of ASR",
        "7:A0007 `static mut` is not part of ASR",
        "8:A0010 `std::pin` is not part of ASR");
  }
}
