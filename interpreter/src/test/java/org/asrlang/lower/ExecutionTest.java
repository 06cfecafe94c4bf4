package org.asrlang.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.asrlang.task.Outcome;
import org.junit.jupiter.api.Test;

/** Values, places, control flow and drops, from source to result. */
class ExecutionTest {
  @Test
  void recursionAndEarlyReturn() {
    assertEquals(
        6765,
        Runs.value(
            """
            fn fib(n: i64) -> i64 { if n < 2 { return n; } fib(n - 1) + fib(n - 2) }
            fn main() -> i64 { fib(20) }
            """));
  }

  @Test
  void loopsLabelsAndBreakValues() {
    assertEquals(
        714,
        Runs.value(
            """
            fn main() -> i64 {
                let mut n = 0;
                let found = 'outer: loop {
                    let mut i = 0;
                    while i < 10 { i += 1; if n + i == 17 { break 'outer n * 100 + 14; } }
                    n += 1;
                };
                found
            }
            """));
  }

  @Test
  void structsAreMutatedThroughReferences() {
    assertEquals(
        327,
        Runs.value(
            """
            struct P { x: i64, y: u8, inner: (i64, i64) }
            fn grow(p: &mut P) { p.x += 10; p.inner.1 = p.x; let y = &mut p.y; *y += 1; }
            fn main() -> i64 {
                let mut p = P { x: 5, y: 1, inner: (0, 0) };
                grow(&mut p);
                let q = &mut p;
                q.inner.0 = 300;
                *q = P { x: q.x - 5, ..P { x: 0, y: q.y, inner: (q.inner.0, q.inner.1) } };
                p.inner.0 + p.x + p.y as i64 + p.inner.1 - 0
            }
            """));
  }

  @Test
  void copiesAreIndependent() {
    assertEquals(
        12,
        Runs.value(
            """
            fn main() -> i64 {
                let mut a = [[1, 2], [3, 4]];
                let b = a;
                a[1][0] = 9;
                let t = (a[1][0], b[1][0]);
                let mut u = t;
                u.0 = 0;
                t.0 + t.1 + u.0
            }
            """));
  }

  @Test
  void swapAndReplaceWorkOnEveryRepresentation() {
    assertEquals(
        4321_9,
        Runs.value(
            """
            use std::mem;
            struct Big { a: i64, b: i64, c: i64, s: Option<Box<i64>> }
            fn big(n: i64) -> Big { Big { a: n, b: n, c: n, s: Some(Box::new(n)) } }
            fn main() -> i64 {
                let (mut x, mut y) = (1, 2);
                mem::swap(&mut x, &mut y);
                let (mut b, mut c) = (Box::new(3), Box::new(4));
                mem::swap(&mut b, &mut c);
                let (mut v, mut w) = (big(9), big(5));
                mem::swap(&mut v, &mut w);
                let old = mem::replace(&mut w, big(7));
                let last = match old.s { Some(n) => *n, None => 0 };
                *b * 10000 + *c * 1000 + x * 100 + y * 10 + last
            }
            """));
  }

  @Test
  void listsOfBoxesAreTakenApart() {
    assertEquals(
        4950,
        Runs.value(
            """
            struct Node { value: i64, next: Option<Box<Node>> }
            fn main() -> i64 {
                let mut list = None;
                let mut i = 0;
                while i < 100 { list = Some(Box::new(Node { value: i, next: list })); i += 1; }
                let mut sum = 0;
                while let Some(node) = list { sum += node.value; list = node.next; }
                sum
            }
            """));
  }

  @Test
  void closuresCaptureByReferenceAndByValue() {
    assertEquals(
        1035,
        Runs.value(
            """
            fn apply<F: FnMut(i64) -> i64>(mut f: F) -> i64 { f(1); f(2) }
            fn make(n: i64) -> Box<dyn FnOnce(i64) -> i64> { Box::new(move |x| x + n) }
            fn twice(f: fn(i64) -> i64, x: i64) -> i64 { f(f(x)) }
            fn main() -> i64 {
                let mut total = 0;
                let last = apply(|x| { total += x * 10; total });
                let d = D(5);
                let once = move || d.0;
                make(1000)(last) + once() + twice(|x| x * 0, total)
            }
            """));
  }

  @Test
  void dynamicDispatchAndSupertraits() {
    assertEquals(
        64,
        Runs.value(
            """
            trait Named { fn id(&self) -> i64; }
            trait Shape: Named { fn area(&self) -> i64 { self.id() * 10 } }
            struct S(i64);
            impl Named for S { fn id(&self) -> i64 { self.0 } }
            impl Shape for S {}
            impl Named for i64 { fn id(&self) -> i64 { *self } }
            impl Shape for i64 { fn area(&self) -> i64 { 1 } }
            fn main() -> i64 {
                let boxed: [Box<dyn Shape>; 2] = [Box::new(S(6)), Box::new(3i64)];
                let r: &dyn Named = &*boxed[1];
                boxed[0].area() + boxed[1].area() + r.id()
            }
            """));
  }

  @Test
  void patternsOfAllKinds() {
    assertEquals(
        123456,
        Runs.value(
            """
            enum E { A, B(i64), C { x: i64, y: Option<i64> } }
            fn f(e: &E) -> i64 {
                match e {
                    E::A => 1,
                    E::B(n @ 2..=4) if *n != 3 => 2,
                    E::B(3) => 3,
                    E::B(_) => 4,
                    E::C { y: Some(5), .. } => 5,
                    E::C { x, y: None } | E::C { x, y: Some(_) } => *x,
                }
            }
            fn g(s: &[i64]) -> i64 {
                match s { [] => 0, [a] => *a, [a, .., b] => *a * 10 + *b }
            }
            fn main() -> i64 {
                let all = [E::A, E::B(2), E::B(3), E::B(9), E::C { x: 0, y: Some(5) }, E::C { x: 6, y: None }];
                let mut n = 0;
                let mut i = 0;
                while i < 6 { n = n * 10 + f(&all[i]); i += 1; }
                n + g(&[]) + g(&[1]) - 1 + g(&[1, 7, 2]) - 12
            }
            """));
  }

  @Test
  void jumpsInsideOperandsLoseNothing() {
    Runs runs =
        new Runs(
            """
            fn take(d: D, n: i64) -> i64 { d.0 + n }
            fn half(n: i64) -> Option<i64> {
                Some(take(D(n), if n == 3 { return None } else { n }) + 1)
            }
            fn main() -> i64 {
                let a = match half(1) { Some(x) => x, None => -1 };
                log(100);
                let b = match half(3) { Some(x) => x, None => -1 };
                a * 10 + b
            }
            """);
    assertEquals(29, runs.value());
    assertEquals(List.of(1L, 100L, 3L), runs.log);
  }

  @Test
  void dropsInReverseOrderWithMovesAndPartialMoves() {
    Runs runs =
        new Runs(
            """
            struct Pair { a: D, b: D }
            fn main() -> i64 {
                let _x = D(1);
                let moved = D(2);
                let p = Pair { a: D(3), b: D(4) };
                let inner = p.b;
                { let _y = D(5); }
                let gone = moved;
                let mut again = D(6);
                again = D(7);
                0
            }
            """);
    assertEquals(0, runs.value());
    // again, gone, inner, p.a, _x
    assertEquals(List.of(5L, 6L, 7L, 2L, 4L, 3L, 1L), runs.log);
  }

  @Test
  void unwindingDropsWhatIsInitialised() {
    Runs runs =
        new Runs(
            """
            fn risky(n: i64) -> i64 {
                let _a = D(n);
                let b;
                if n > 1 { b = D(n + 10); log(b.0); }
                if n == 2 { fail() }
                n
            }
            fn main() -> i64 {
                let caught = catch(|| { let _o = D(0); risky(1) + risky(2) });
                if caught { 1 } else { 0 }
            }
            """);
    assertEquals(1, runs.value());
    assertEquals(List.of(1L, 12L, 12L, 2L, 0L), runs.log);
    assertEquals(List.of("main.asr:5:17: failed"), runs.panics);
  }

  @Test
  void aPanicInADropDoesNotKeepTheOthersFromRunning() {
    Runs runs =
        new Runs(
            """
            struct Bad(i64);
            impl Drop for Bad { fn drop(&mut self) { log(self.0); if self.0 > 0 { fail() } } }
            fn main() -> i64 {
                let caught = catch(|| { let _a = D(1); let _b = Bad(2); let _c = Bad(3); let _d = D(4); 0 });
                if caught { 1 } else { 0 }
            }
            """);
    assertEquals(1, runs.value());
    assertEquals(List.of(4L, 3L, 2L, 1L), runs.log);
    assertEquals(2, runs.panics.size());
  }

  @Test
  void aListOfAMillionBoxesDropsWithoutRecursion() {
    Runs runs =
        new Runs(
            """
            struct Node { last: bool, d: Option<D>, next: Option<Box<Node>> }
            fn main() -> i64 {
                let mut list: Option<Box<Node>> = None;
                let mut i = 0;
                while i < 1000000 {
                    let d = if i == 0 { Some(D(77)) } else { None };
                    list = Some(Box::new(Node { last: i == 0, d, next: list }));
                    i += 1;
                }
                i
            }
            """);
    assertEquals(1_000_000, runs.value());
    assertEquals(List.of(77L), runs.log);
  }

  @Test
  void overflowAndBoundsPanicWithRustsMessages() {
    String[][] cases = {
      {"let x: u8 = 255; let y = one() as u8; (x + y) as i64", "attempt to add with overflow"},
      {"let x: u64 = 0; (x - one() as u64) as i64", "attempt to subtract with overflow"},
      {"i64::wide() * 2 * one()", "attempt to multiply with overflow"},
      {"1 / (one() - 1)", "attempt to divide by zero"},
      {"1 % (one() - 1)", "attempt to calculate the remainder with a divisor of zero"},
      {"(1i32 << (one() + 31)) as i64", "attempt to shift left with overflow"},
      {"-(i64::wide() * -one() * 2)", "attempt to negate with overflow"},
      {
        "let a = [1, 2]; a[one() as usize + 4]",
        "index out of bounds: the len is 2 but the index is 5"
      },
    };
    for (String[] c : cases) {
      Runs runs =
          new Runs(
              "trait Wide { fn wide() -> i64; }\n"
                  + "impl Wide for i64 { fn wide() -> i64 { 0x4000000000000000 } }\n"
                  + "fn one() -> i64 { 1 }\n"
                  + "fn main() -> i64 { "
                  + c[0]
                  + " }");
      assertEquals(Outcome.Failed.class, runs.run().getClass(), c[0]);
      assertEquals(c[1], runs.panics.get(0).replaceFirst("^main.asr:4:\\d+: ", ""), c[0]);
    }
  }

  @Test
  void constantsStaticsAndConstGenerics() {
    assertEquals(
        64,
        Runs.value(
            """
            const fn square(n: usize) -> usize { n * n }
            const SIZE: usize = square(3);
            const TABLE: [i64; SIZE] = { let mut t = [0; SIZE]; let mut i = 0; while i < SIZE { t[i] = i as i64; i += 1; } t };
            static LIMIT: i64 = TABLE[8] * 2;
            struct G<const N: usize>([i64; N]);
            impl<const N: usize> G<N> { const TWICE: usize = N * 2; fn first(&self) -> i64 { self.0[N - 1] } }
            fn main() -> i64 { TABLE[7] + LIMIT + G([1, 2, 3]).first() + G::<4>::TWICE as i64 + 30 }
            """));
  }

  @Test
  void wideIntegers() {
    assertEquals(
        1,
        Runs.value(
            """
            fn main() -> i64 {
                let a: u128 = 1 << 100;
                let b: i128 = -170141183460469231731687303715884105728;
                let c = (a / 1000 % 97) as i64;
                let d = (b >> 64) as i64;
                if c == 85 && d == -9223372036854775808 && b < 0 && a > 5 && (a as i64) == 0 { 1 } else { c }
            }
            """));
  }

  @Test
  void deepRecursionGoesOnAndEndlessRecursionPanics() {
    assertEquals(
        60_000,
        Runs.value(
            """
            fn depth(n: i64) -> i64 { if n == 0 { 0 } else { 1 + depth(n - 1) } }
            fn main() -> i64 { depth(60000) }
            """));
    Runs endless =
        new Runs(
            """
            fn down(n: i64) -> i64 { let _d = D(n); down(n + 1) + 1 }
            fn main() -> i64 { if catch(|| { down(0); 0 }) { 1 } else { 0 } }
            """);
    assertEquals(1, endless.value());
    assertEquals(0L, endless.log.get(endless.log.size() - 1));
  }
}
