package org.asrlang.types;

/** An implicit step that type checking puts on an expression, in order of application. */
public sealed interface Adjustment {
  /** The type after this step. */
  Ty target();

  /** {@code !} to any type. */
  record NeverToAny(Ty target) implements Adjustment {}

  /**
   * {@code *e}.
   *
   * @param overloaded the {@code deref}/{@code deref_mut} method with its arguments, or null for
   *     references and boxes; the operand is then borrowed first, mutably for {@code deref_mut}
   */
  record Deref(Callee overloaded, Ty target) implements Adjustment {}

  /**
   * {@code &e} or {@code &mut e}.
   *
   * @param twoPhase an auto-ref whose mutable borrow starts at the call
   */
  record Borrow(boolean mutable, boolean twoPhase, Ty target) implements Adjustment {}

  /** A function item to a function pointer. */
  record ReifyFn(Ty target) implements Adjustment {}

  /** A closure that captures nothing to a function pointer. */
  record ClosureFn(Ty target) implements Adjustment {}

  /** {@code &[T; N]} to {@code &[T]}, {@code Box<T>} to {@code Box<dyn Trait>}, … */
  record Unsize(Ty target) implements Adjustment {}
}
