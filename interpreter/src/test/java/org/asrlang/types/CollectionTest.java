package org.asrlang.types;

import static org.asrlang.types.TypeChecks.check;

import org.junit.jupiter.api.Test;

/** What is found in signatures: generics, bounds, associated types, lifetimes, shapes of types. */
class CollectionTest {
  @Test
  void wellFormedItems() {
    check(
        """
        use std::iter::Sum;
        struct Point<T> { x: T, y: T }
        enum List<T> { Nil, Cons(T, Box<List<T>>) }
        type Pair<A, B = A> = (A, B);
        trait Shape { const SIDES: usize; type Unit: Clone; fn area(&self) -> Self::Unit; }
        struct Square(i32);
        impl Shape for Square {
            const SIDES: usize = 4;
            type Unit = i32;
            fn area(&self) -> i32 { self.0 }
        }
        fn pick<'a, T: Shape + ?Sized>(a: &'a T, _b: &i32) -> &'a T { a }
        fn first<I>(mut it: I) -> Option<I::Item> where I: Iterator { it.next() }
        fn total<'a, I: Iterator<Item = &'a i32>>(it: I) -> i32 where i32: Sum<&'a i32> { it.sum() }
        struct Buf<const N: usize> { data: [u8; N] }
        const LEN: usize = 2 + 3 * 4;
        static TABLE: [u8; LEN] = [0; LEN];
        fn pairs(p: Pair<i32>) -> (i32, i32) { p }
        fn main() {}
        """);
  }

  @Test
  void genericArguments() {
    check(
        """
        struct Pair<A, B>(A, B);
        fn f(_: Pair<i32>) {} //~ E0107
        fn g(_: Pair<i32, i32, i32>) {} //~ E0107
        fn h(_: Option) {} //~ E0107
        fn i(_: i32<u8>) {} //~ E0109
        fn j<T>(_: T<u8>) {} //~ E0109
        fn k(_: Pair<'static, i32, i32>) {} //~ E0107
        fn main() {}
        """);
  }

  @Test
  void associatedTypes() {
    check(
        """
        trait A { type X; }
        trait B { type X; }
        fn f<T: A + B>(_: T::X) {} //~ E0221
        fn g<T: A>(_: T::Y) {} //~ E0220
        fn h<T>(_: T::X) {} //~ E0220
        fn i(_: Vec<i32>::X) {} //~ E0223
        fn j(_: A::X) {} //~ E0223
        fn k(_: Box<dyn A>) {} //~ E0191
        fn l<T: A<Z = i32>>(_: T) {} //~ E0220
        fn m<T: A + B>(_: <T as A>::X) {}
        fn main() {}
        """);
  }

  @Test
  void elision() {
    check(
        """
        struct Ref<'a> { x: &'a i32 }
        struct Bad { x: &i32 } //~ E0106
        fn none() -> &str { loop {} } //~ E0106
        fn two(a: &i32, b: &i32) -> &i32 { a } //~ E0106
        fn one(a: &i32, n: i32) -> &i32 { a }
        fn inside(r: Ref) -> &i32 { r.x }
        impl Ref<'_> { fn get(&self, other: &i32) -> &i32 { self.x } }
        impl Clone for Ref { fn clone(&self) -> Self { loop {} } } //~ E0726
        fn call(f: fn(&i32) -> &i32, g: &dyn Fn(&i32) -> &i32, h: fn(&i32, &i32) -> &i32) {} //~ E0106
        fn main() {}
        """);
  }

  @Test
  void placeholders() {
    check(
        """
        fn f(x: _) {} //~ E0121
        fn g() -> Vec<_> { loop {} } //~ E0121
        struct S { x: Option<_> } //~ E0121
        const C: _ = 1; //~ E0121
        fn main() {}
        """);
  }

  @Test
  void recursiveTypes() {
    check(
        """
        struct Node { next: Option<Node> } //~ E0072
        struct Fine { next: Option<Box<Fine>>, all: Vec<Fine> }
        enum Tree<T> { Leaf(T), Fork(Box<Tree<T>>, Box<Tree<T>>) }
        fn main() {}
        """);
  }

  @Test
  void unusedParameters() {
    check(
        """
        struct A<T>; //~ E0392
        struct B<'a> { x: i32 } //~ E0392
        enum C<T> { X, Y(Box<C<T>>) } //~ error
        struct D<T>(std::marker::PhantomData<T>);
        fn main() {}
        """);
  }

  @Test
  void dynCompatibility() {
    check(
        """
        trait New { fn new() -> Self; }
        trait Generic { fn f<T>(&self, t: T); }
        trait Same { fn same(&self, other: &Self) -> bool; }
        trait Ok { fn f(&self); fn g<T>(t: T) where Self: Sized; fn me(self) where Self: Sized {} }
        fn a(_: &dyn New) {} //~ E0038
        fn b(_: &dyn Generic) {} //~ E0038
        fn c(_: &dyn Same) {} //~ E0038
        fn d(_: &dyn Ok) {}
        fn e(_: &dyn Clone) {} //~ E0038
        fn f(_: Box<dyn Ok + New>) {} //~ E0225
        fn g(_: Box<dyn Ok + Send>) {}
        fn h(_: Ok) {} //~ E0782
        fn main() {}
        """);
  }

  @Test
  void boundsInSignatures() {
    check(
        """
        struct Holder<T: Copy>(T);
        struct NotCopy;
        fn f(_: Holder<NotCopy>) {} //~ E0277
        fn g<T>(_: Holder<T>) {} //~ E0277
        fn h<T: Copy>(_: Holder<T>) {}
        struct U { s: str, n: i32 } //~ E0277
        struct V { n: i32, s: str }
        fn i(_: Vec<str>) {} //~ E0277
        fn j<T>(_: <T as Iterator>::Item) {} //~ E0277
        fn main() {}
        """);
  }

  @Test
  void discriminants() {
    check(
        """
        enum A { X = 1, Y = 1 } //~ E0081
        enum B { X = 3, Y, Z = 10 - 2 }
        fn main() {}
        """);
  }
}
