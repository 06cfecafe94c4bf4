package org.asrlang.types;

import static org.asrlang.types.TypeChecks.check;

import org.junit.jupiter.api.Test;

/** Trait goals that programs raise: impls, bounds, projections, closures, auto traits. */
class SolverTest {
  @Test
  void implsAndBounds() {
    check(
        """
        trait Show { fn show(&self) -> i32; }
        impl Show for i32 { fn show(&self) -> i32 { *self } }
        impl<T: Show> Show for Vec<T> { fn show(&self) -> i32 { 0 } }
        impl<T: Show, U: Show> Show for (T, U) { fn show(&self) -> i32 { self.0.show() + self.1.show() } }
        fn need<T: Show>(_: T) {}
        struct No;
        fn generic<T: Show>(t: T, v: Vec<T>) { need(v); need((t, 1)); }
        fn main() {
            need(1);
            need((1, (2, 3)));
            need(Vec::<(i32, i32)>::new());
            need(No); //~ E0277
            need(Vec::<No>::new()); //~ E0277
        }
        """);
  }

  @Test
  void supertraitsOfBounds() {
    check(
        """
        trait A { fn a(&self) -> i32; }
        trait B: A {}
        trait C: B where Self: Clone {}
        fn need<T: A + Clone>(t: &T) -> i32 { t.a() }
        fn f<T: C>(t: T) -> i32 { need(&t) + t.clone().a() }
        fn main() {}
        """);
  }

  @Test
  void projections() {
    check(
        """
        fn firsts<I: Iterator>(i: I) -> Vec<I::Item> { i.collect() }
        fn ints<I: Iterator<Item = i32>>(mut i: I) -> i32 { i.next().unwrap_or(0) }
        fn nested<I>(i: I) -> Option<<I::Item as IntoIterator>::Item>
        where I: Iterator, I::Item: IntoIterator
        { let mut i = i; match i.next() { Some(x) => x.into_iter().next(), None => None } }
        fn main() {
            let v: Vec<i32> = Vec::new();
            let s: i32 = v.iter().map(|x| x + 1).sum();
            let t: i32 = v.iter().sum();
            let w: Vec<i64> = v.into_iter().map(|x| x.into()).collect();
            let u = ints(firsts(w.into_iter()).into_iter()); //~ E0271
        }
        """);
  }

  @Test
  void closures() {
    check(
        """
        fn apply<F: Fn(i32) -> i32>(f: F) -> i32 { f(1) }
        fn hr<F>(f: F) -> i32 where F: for<'a> Fn(&'a i32) -> &'a i32 { *f(&1) }
        fn boxed(f: Box<dyn Fn(i32) -> i32>) -> i32 { f(1) }
        fn make(n: i32) -> impl Fn(i32) -> i32 { move |x| x + n }
        fn twice(x: i32) -> i32 { x + x }
        fn main() {
            apply(|x| x + 1);
            apply(twice);
            apply(&twice);
            apply(make(3));
            hr(|x| x);
            boxed(Box::new(|x| x + 1));
            let p: fn(i32) -> i32 = |x| x;
            apply(p);
            apply(|x: u8| 1); //~ E0631
        }
        """);
  }

  @Test
  void autoTraits() {
    check(
        """
        use std::rc::Rc;
        struct Plain { a: i32, b: Vec<Option<Box<Plain>>> }
        struct Shared { r: Rc<i32> }
        fn send<T: Send>(_: T) {}
        fn generic<T: Send>(t: T, v: Vec<T>) { send((t, v)); }
        fn worse<T>(t: T) { send(t); } //~ E0277
        fn main() {
            send(Plain { a: 1, b: Vec::new() });
            send(|| 1);
            send(Shared { r: Rc::new(1) }); //~ E0277
            let b: Box<dyn Fn() + Send> = Box::new(|| {});
            send(b);
        }
        fn captured() {
            let r = Rc::new(1);
            send(move || { let _x = &r; }); //~ E0277
        }
        """);
  }

  @Test
  void dyn() {
    check(
        """
        trait A { type X; fn a(&self) -> Self::X; }
        trait B: A<X = i32> { fn b(&self) -> i32; }
        struct S;
        impl A for S { type X = i32; fn a(&self) -> i32 { 1 } }
        impl B for S { fn b(&self) -> i32 { 2 } }
        struct N;
        fn use_a<T: A<X = i32> + ?Sized>(t: &T) -> i32 { t.a() }
        fn main() {
            let b: Box<dyn B> = Box::new(S);
            let n = b.a() + b.b() + use_a(&*b);
            let up: Box<dyn A<X = i32>> = b;
            let bad: Box<dyn B> = Box::new(N); //~ E0277
            let r: &dyn A<X = u8> = &S; //~ E0271
        }
        """);
  }

  @Test
  void constGenerics() {
    check(
        """
        struct Buf<const N: usize>([u8; N]);
        trait Len { const LEN: usize; }
        impl<const N: usize> Len for Buf<N> { const LEN: usize = N; }
        fn both<T, const N: usize>(a: [T; N], b: [T; N]) {}
        fn main() {
            both([1, 2], [3, 4]);
            both([1, 2], [3]); //~ E0308
            let b: Buf<3> = Buf([0; 3]);
            let c: Buf<{ 1 + 2 }> = b;
            let d: Buf<4> = c; //~ E0308
        }
        """);
  }

  @Test
  void overflow() {
    check(
        """
        trait Foo {}
        struct W<T>(T);
        impl<T> Foo for T where W<T>: Foo {}
        fn need<T: Foo>() {}
        fn main() { need::<i32>(); } //~ E0275
        """);
  }
}
