package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.types.FnSig;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.InferCtxt;

/** Finds out by what a trait goal holds, and normalizes projections. */
public final class TraitSolver {
  public TraitSolver(InferCtxt infcx) {}

  /**
   * Looks for the one way in which a {@link Predicate.Trait} obligation holds, binding variables by
   * it. Where it is ambiguous or does not hold, nothing is bound.
   */
  public Selection select(Obligation obligation) {
    throw new UnsupportedOperationException();
  }

  /**
   * Replaces every projection inside by its type. One that is not known yet becomes a new variable
   * with an obligation; one of a type parameter stays as it is.
   *
   * @param out receives what has to hold for it
   */
  public Ty normalize(ParamEnv env, Ty ty, Cause cause, List<Obligation> out) {
    throw new UnsupportedOperationException();
  }

  public FnSig normalize(ParamEnv env, FnSig sig, Cause cause, List<Obligation> out) {
    throw new UnsupportedOperationException();
  }

  public TraitRef normalize(ParamEnv env, TraitRef ref, Cause cause, List<Obligation> out) {
    throw new UnsupportedOperationException();
  }

  public Predicate normalize(ParamEnv env, Predicate p, Cause cause, List<Obligation> out) {
    throw new UnsupportedOperationException();
  }

  /** Certainly holds; nothing is bound. */
  public boolean holds(ParamEnv env, Predicate p) {
    throw new UnsupportedOperationException();
  }

  /** Holds, or may hold once more is known; nothing is bound. */
  public boolean mayHold(ParamEnv env, Predicate p) {
    throw new UnsupportedOperationException();
  }

  /** Whether {@code ty: trait} (of the type alone) certainly holds; false where std lacks it. */
  public boolean implementsLang(ParamEnv env, Ty ty, String langTrait) {
    throw new UnsupportedOperationException();
  }
}
