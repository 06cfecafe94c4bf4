package org.asrlang.types;

import static org.asrlang.types.TypeChecks.check;

import org.junit.jupiter.api.Test;

/** Which impls there may be, and what they must contain. */
class CoherenceTest {
  @Test
  void overlap() {
    check(
        """
        trait T {}
        struct S<A>(A);
        impl<A: Copy> T for S<A> {}
        impl T for S<i32> {} //~ E0119
        impl T for S<String> {}
        struct String;
        trait U {}
        impl<A: Clone> U for A {}
        impl U for Own {}
        impl U for Vec<i32> {} //~ E0119
        struct Own;
        impl From<Own> for Own { fn from(t: Own) -> Own { t } } //~ E0119
        fn main() {}
        """);
  }

  @Test
  void orphans() {
    check(
        """
        struct Own<T>(T);
        impl Clone for Vec<Own<i32>> { fn clone(&self) -> Self { loop {} } } //~ E0117
        impl From<i32> for Own<i32> { fn from(t: i32) -> Self { Own(t) } }
        impl From<Own<i32>> for Vec<i32> { fn from(t: Own<i32>) -> Self { loop {} } }
        impl<T> Clone for T { fn clone(&self) -> Self { loop {} } } //~ E0210
        impl Vec<i32> { fn mine(&self) {} } //~ E0116
        impl i32 { fn mine(&self) {} } //~ E0390
        impl<T> T { fn mine(&self) {} } //~ E0118
        fn main() {}
        """);
  }

  @Test
  void unconstrained() {
    check(
        """
        struct S;
        trait A<T> {}
        impl<T> S { fn f() {} } //~ E0207
        impl<T> A<T> for S {}
        impl<I: Iterator<Item = T>, T> A<T> for Vec<I> {}
        fn main() {}
        """);
  }

  @Test
  void items() {
    check(
        """
        trait T {
            type X;
            fn a(&self, n: i32) -> i32;
            fn b<U>(u: U);
            fn c(&self) {}
            const N: usize;
        }
        struct A;
        impl T for A { //~ E0046
            fn a(&self, n: i32) -> i32 { n }
        }
        struct B;
        impl T for B {
            type X = i32;
            fn a(&self, n: u32) -> i32 { 0 } //~ E0053
            fn b<U, V>(u: U) {} //~ E0049
            fn c(&self, more: i32) {} //~ E0050
            const N: usize = 0;
        }
        struct C;
        impl T for C {
            type X = i32;
            fn a(n: i32, m: i32) -> i32 { 0 } //~ E0186
            fn b<U: Copy>(u: U) {} //~ E0276
            fn c(&mut self) {} //~ E0053
            const N: i32 = 0; //~ E0326
        }
        trait Sup {}
        trait Sub: Sup { type Y: Copy; }
        impl Sub for A { type Y = Vec<i32>; } //~ E0277
        fn main() {}
        """);
  }

  @Test
  void copyAndDrop() {
    check(
        """
        #[allow(dead_code)]
        struct A(Vec<i32>);
        impl Clone for A { fn clone(&self) -> A { loop {} } }
        impl Copy for A {} //~ E0204
        struct B(i32);
        impl Clone for B { fn clone(&self) -> B { loop {} } }
        impl Copy for B {} //~ E0184
        impl Drop for B { fn drop(&mut self) {} }
        impl Drop for i32 { fn drop(&mut self) {} } //~ E0117 E0120
        struct C<T>(T);
        impl Drop for C<i32> { fn drop(&mut self) {} } //~ E0366
        struct D<T>(T);
        impl<T: Copy> Drop for D<T> { fn drop(&mut self) {} } //~ E0367
        fn main() {}
        """);
  }

  @Test
  void duplicates() {
    check(
        """
        struct S<T>(T);
        impl S<i32> { fn f(&self) {} fn g(&self) {} } //~ E0592
        impl<T> S<T> { fn f(&self) {} }
        impl S<u8> { fn g(&self) {} }
        fn main() {}
        """);
  }
}
