package org.asrlang.types.traits;

import org.asrlang.types.FnSig;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/** What is expected of a closure, rustc's {@code deduce_closure_signature}. */
public final class ClosureSignature {
  private ClosureSignature() {}

  /**
   * @param sig with its bound regions, inputs not as a tuple; null if nothing is known. The output
   *     is a fresh variable where only the inputs are known
   * @param kind null if nothing is known
   */
  public record Deduced(FnSig sig, ClosureKind kind) {}

  /**
   * @param expected the type expected of the closure expression: a variable (then the pending
   *     obligations tell), an opaque type, {@code dyn Fn…}, a function pointer or anything
   */
  public static Deduced deduce(InferCtxt infcx, FulfillmentCtxt fulfillment, Ty expected) {
    throw new UnsupportedOperationException();
  }
}
