package org.asrlang.diagnostic;

import java.util.Optional;

/**
 * The errors that are ASR's own. Where the rule is Rust's, the code is rustc's and is not listed
 * here.
 *
 * <p>Append only: a code keeps its meaning for ever, and none is used twice. A0001 to A0099 is what
 * ASR leaves out of Rust, A0100 what it does not have yet, A02xx limits of the compiler, A03xx what
 * ASR checks and Rust does not.
 */
public enum ErrorCodes {
  A0001(
      "`async` is not needed",
      """
      In ASR every function is asynchronous: each call is awaited by itself, and a function that
      never waits costs what a plain call costs. So there is no `async`, neither on functions nor on
      blocks or closures.

      ```asr,fails
      async fn load() -> u32 { 1 }
      fn main() { println!("{}", load()); }
      ```

      Leave the word out:

      ```asr
      fn load() -> u32 { 1 }
      fn main() { println!("{}", load()); }
      ```

      To let something run beside the caller, start a child task in a scope: `asr::task::scope`.
      """),
  A0002(
      "`.await` is not needed",
      """
      Every call is awaited where it stands, so there is no `.await`.

      ```asr,fails
      fn load() -> u32 { 1 }
      fn main() { println!("{}", load().await); }
      ```

      Leave it out:

      ```asr
      fn load() -> u32 { 1 }
      fn main() { println!("{}", load()); }
      ```
      """),
  A0003(
      "ASR has no `unsafe`",
      """
      What has compiled in ASR cannot race, read freed memory or have undefined behaviour. `unsafe`
      blocks, functions, traits and impls would take that promise away, so they do not exist.

      ```asr,fails
      fn main() { unsafe { println!("x"); } }
      ```

      What needs machine-level access belongs into a host function, written in Java and registered
      with the engine.
      """),
  A0004(
      "ASR has no raw pointers",
      """
      `*const T` and `*mut T` can only be used in `unsafe` code, which ASR does not have. Use a
      reference, an index, a `Box`, or an `Rc`.

      ```asr,fails
      fn main() { let p: *const i32 = &1; }
      ```
      """),
  A0005(
      "ASR has no `extern` functions",
      """
      A foreign function would run outside of the task that calls it: it could not be cancelled, and
      nothing could check it. Functions from outside are host functions, written in Java and
      registered with the engine; a script calls them like any other.

      ```asr,fails
      extern "C" { fn abs(n: i32) -> i32; }
      fn main() {}
      ```
      """),
  A0006(
      "ASR has no `union`",
      """
      To read a field of a union is `unsafe`, and ASR has no `unsafe`. An `enum` holds one of
      several things and knows which.

      ```asr,fails
      union Bits { f: f32, u: u32 }
      fn main() {}
      ```

      For the bits of a number there are `to_bits` and `from_bits`.
      """),
  A0007(
      "ASR has no `static mut`",
      """
      Every task could change a `static mut` at any time, which is a data race. Use an atomic, or a
      `static` with a lock around the value.

      ```asr,fails
      static mut COUNT: u32 = 0;
      fn main() {}
      ```

      ```asr
      use std::sync::atomic::{AtomicU32, Ordering};

      static COUNT: AtomicU32 = AtomicU32::new(0);

      fn main() {
          COUNT.fetch_add(1, Ordering::Relaxed);
          println!("{}", COUNT.load(Ordering::Relaxed));
      }
      ```
      """),
  A0008(
      "ASR has no inline assembly",
      """
      ASR programs run on a virtual machine of which they see nothing, so there are no instructions
      to write down: `asm!`, `global_asm!` and `naked_asm!` do not exist.

      ```asr,fails
      fn main() { std::arch::asm!("nop"); }
      ```
      """),
  A0009(
      "ASR has no procedural macros",
      """
      A procedural macro is a program that the compiler runs. ASR checks a script without running
      any part of it, so there are only `macro_rules!` macros, and `derive` for the traits of the
      standard library.

      ```asr,fails
      #[proc_macro]
      pub fn make(input: String) -> String { input }
      fn main() {}
      ```
      """),
  A0010(
      "ASR has no futures",
      """
      `Pin`, `Future`, `Poll`, `Context`, `Waker` and the rest of `std::task`, `std::future` and
      `std::pin` exist in Rust to write down by hand what a suspended function is. In ASR a call
      suspends by itself.

      ```asr,fails
      use std::pin::Pin;
      fn main() {}
      ```

      A function that takes or returns a future takes a closure or returns the value. To run things
      at the same time there are `asr::task::scope`, `asr::join!`, `asr::race!` and `asr::select!`.
      """),
  A0100(
      "not in ASR yet",
      """
      The program uses something that stable Rust has and that ASR will have, but does not have yet.
      The message says what it is. There is one code for all of them, so that they can be counted.
      """),
  A0200(
      "a generic function uses itself with ever larger types",
      """
      Each use of a generic function with other types becomes a function of its own. A function that
      calls itself with a type made out of its own parameter would need endlessly many.

      ```asr,fails
      fn nest<T: std::fmt::Debug>(n: u32, t: T) {
          if n > 0 { nest(n - 1, (t, 0)) } else { println!("{t:?}") }
      }
      fn main() { nest(3, 1); }
      ```

      A value behind `dyn`, or a recursive `enum`, has one type however deep it is.
      """),
  A0300(
      "a function that must not suspend may suspend",
      """
      `#[nosuspend]` promises that a function runs from its call to its end without its task giving
      way. It may therefore reach nothing that waits: no lock, no channel, no sleep, no drop of a
      type whose destructor does. What cannot be known counts as waiting: a call through `dyn`, a
      function pointer or a type parameter.

      ```asr,fails
      use std::sync::Mutex;
      #[nosuspend]
      fn count(hits: &Mutex<u32>) { *hits.lock().unwrap() += 1; }
      fn main() { count(&Mutex::new(0)); }
      ```

      Do the waiting outside:

      ```asr
      use std::sync::Mutex;
      #[nosuspend]
      fn count(hits: &mut u32) { *hits += 1; }
      fn main() { count(&mut Mutex::new(0).lock().unwrap()); }
      ```

      A method of a trait can promise it for all impls; then calls through `dyn` are fine. `asr check
      --points FILE` lists where each function may suspend.
      """),
  A0301(
      "`#[nosuspend]` on something that is no function",
      """
      Only functions suspend.

      ```asr,fails
      #[nosuspend]
      struct Counter(u32);
      fn main() { println!("{}", Counter(1).0); }
      ```
      """);

  private final String title;
  private final String explanation;

  ErrorCodes(String title, String explanation) {
    this.title = title;
    this.explanation = explanation;
  }

  /** As a diagnostic names it. */
  public String code() {
    return name();
  }

  /** One line, lower case, without a full stop. */
  public String title() {
    return title;
  }

  /**
   * Markdown. Blocks marked {@code asr} are programs that compile, those marked {@code asr,fails}
   * fail with this code.
   */
  public String explanation() {
    return explanation;
  }

  /** Empty for codes that are not ASR's own. Case does not matter. */
  public static Optional<ErrorCodes> find(String code) {
    for (ErrorCodes c : values()) {
      if (c.name().equalsIgnoreCase(code)) {
        return Optional.of(c);
      }
    }
    return Optional.empty();
  }
}
