package org.asrlang.thir;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.asrlang.diagnostic.Diagnostics;
import org.asrlang.types.collect.GlobalCtxt;
import org.junit.jupiter.api.Test;

/** What desugaring makes of functions: temporaries and their scopes, captures, patterns. */
final class ThirBuilderTest {
  private static final String TYPES =
      """
      struct D(i32);
      impl Drop for D { fn drop(&mut self) {} }
      fn make(i: i32) -> D { D(i) }
      fn get(d: &D) -> Option<i32> { Some(d.0) }
      fn two(a: D, b: D) {}
      fn main() {}
      """;

  private static void check(String function, String source, String expected) {
    Diagnostics diagnostics = new Diagnostics();
    GlobalCtxt tcx = Trees.build(source + TYPES, diagnostics);
    assertEquals(0, diagnostics.errorCount(), () -> diagnostics.all().toString());
    assertEquals(expected, Trees.print(tcx, function));
  }

  @Test
  void temporaries() {
    check(
        "temporaries",
        """
        fn temporaries() {
            let kept = &make(1);
            two(make(2), make(3));
            get(&make(4));
        }
        """,
        """
        body temporaries() -> () {
          let _0: D (borrowed)
          let kept_1: &D
          let _2: D
          let _3: D (borrowed)
          scope 3 FUNCTION [] scope 2 BLOCK [_0, kept_1] {
            init kept_1 = &(_0 = make(1_i32));
            scope 0 STATEMENT [_2] {
              init _2 = make(2_i32);
              two(move _2, make(3_i32))
            };
            scope 1 STATEMENT [_3] discard get(&(_3 = make(4_i32)));
            ()
          }
        }
        """);
  }

  @Test
  void temporariesOfIfLet() {
    check(
        "if_let",
        """
        fn if_let() -> i32 {
            if let Some(x) = get(&make(5)) { x } else { 0 }
        }
        """,
        """
        body if_let() -> i32 {
          let _0: D (borrowed)
          let _1: Option<i32>
          let x_2: i32
          scope 2 FUNCTION [] 'end: {
            scope 1 CONDITION [_0] if (let Option#1 { 0: x_2 } = (_1 = get(&(_0 = make(5_i32))))) then never-to-any(break 'end scope 0 ARM [x_2] copy x_2);
            0_i32
          }
        }
        """);
  }

  @Test
  void temporariesOfLetElse() {
    check(
        "let_else",
        """
        fn let_else() -> i32 {
            let Some(x) = get(&make(6)) else { return 0 };
            x
        }
        """,
        """
        body let_else() -> i32 {
          let _0: D (borrowed)
          let _1: Option<i32>
          let x_2: i32
          scope 2 FUNCTION [] scope 1 BLOCK [x_2] {
            if scope 0 STATEMENT [_0] (let Option#1 { 0: x_2 } = (_1 = get(&(_0 = make(6_i32))))) then () else never-to-any(return 0_i32);
            copy x_2
          }
        }
        """);
  }

  @Test
  void parameters() {
    check(
        "parameters",
        """
        fn parameters((a, _): (D, D), _: D) -> D { a }
        """,
        """
        body parameters(arg_0: (D, D), arg_2: D) -> D {
          let a_1: D
          scope 0 FUNCTION [arg_0, a_1, arg_2] {
            let leaf { 0: a_1, 1: _ } = arg_0;
            move a_1
          }
        }
        """);
  }

  @Test
  void loops() {
    check(
        "loops",
        """
        fn loops(v: Vec<D>) { for d in &v { if d.0 > 1 { break; } } }
        """,
        """
        body loops(v_0: Vec<D> (borrowed)) -> () {
          let _1: Iter<'_, D> (borrowed)
          let _2: Option<&D>
          let d_3: &D
          scope 2 FUNCTION [v_0] scope 1 LOOP [_1] {
            init _1 = std::iter::IntoIterator::into_iter::<&Vec<D>>(&v_0);
            loop match (_2 = std::iter::Iterator::next::<Iter<'_, D>>(&mut _1)) {
              Option#0 => never-to-any(break),
              Option#1 { 0: d_3 } => scope 0 ARM [d_3] if (copy (*d_3).0 > 1_i32) then never-to-any({
                break;
                unreachable
              }),
            }
          }
        }
        """);
  }

  @Test
  void captures() {
    check(
        "captures",
        """
        fn captures() -> i32 {
            let mut p = (1, make(2));
            let mut add = |n: i32| p.0 += n;
            add(2);
            let whole = move || p.1;
            p.0
        }
        """,
        """
        body captures() -> i32 {
          let mut p_0: (i32, D) (borrowed)
          let mut add_1: {closure@main.asr:3:19} (borrowed)
          let whole_2: {closure@main.asr:5:17}
          scope 1 FUNCTION [] scope 0 BLOCK [p_0, add_1, whole_2] {
            init p_0 = (1_i32, make(2_i32));
            init add_1 = closure(&mut p_0.0);
            std::ops::FnMut::call_mut::<{closure@main.asr:3:19}, (i32,)>(&two-phase add_1, (2_i32,));
            init whole_2 = closure(move p_0.1);
            copy p_0.0
          }
        }
        body captures::{closure}(n_0: i32) -> () {
          capture 0: BY_MUT_REF p.0
          scope 0 FUNCTION [n_0] upvar0 += copy n_0
        }
        body captures::{closure}() -> D {
          capture 0: BY_VALUE p.1
          scope 0 FUNCTION [] move upvar0
        }
        """);
  }

  @Test
  void guards() {
    check(
        "guard",
        """
        fn guard(o: Option<D>) -> i32 {
            match o { Some(d) if d.0 > 1 => d.0, Some(_) => 1, None => 2 }
        }
        """,
        """
        body guard(o_0: Option<D>) -> i32 {
          let d_1: D
          scope 1 FUNCTION [o_0] match o_0 {
            Option#1 { 0: d_1 } if (copy d_1.0 > 1_i32) => scope 0 ARM [d_1] copy d_1.0,
            Option#1 { 0: _ } => 1_i32,
            Option#0 => 2_i32,
          }
        }
        """);
  }

  @Test
  void destructuringAssignment() {
    check(
        "swap",
        """
        fn swap(mut a: i32, mut b: i32) { (a, b) = (b, a); }
        """,
        """
        body swap(a_0: i32, b_1: i32) -> () {
          let _2: (i32, i32)
          let _3: i32
          let _4: i32
          scope 0 FUNCTION [a_0, b_1] {
            {
              let leaf { 0: _3, 1: _4 } = (_2 = (copy b_1, copy a_0));
              a_0 = copy _3;
              b_1 = copy _4;
              ()
            };
            ()
          }
        }
        """);
  }

  @Test
  void promotedConstants() {
    check(
        "constants",
        """
        fn constants() -> &'static [i32] { &[1, 2] }
        """,
        """
        body constants() -> &[i32] {
          scope 0 FUNCTION [] unsize<&[i32]>(&promoted([1_i32, 2_i32]))
        }
        """);
  }
}
