package org.asrlang.types.traits;

import org.asrlang.types.infer.InferCtxt;

/** x */
public final class TraitErrorReporter {
  static void overflow(InferCtxt infcx, Obligation goal) {}
}
