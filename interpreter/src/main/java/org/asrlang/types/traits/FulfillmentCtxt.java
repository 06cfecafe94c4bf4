package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.InferCtxt;

/** The obligations of a body that are not yet proved. */
public final class FulfillmentCtxt {
  public FulfillmentCtxt(InferCtxt infcx) {}

  public void register(Obligation obligation) {
    throw new UnsupportedOperationException();
  }

  public void register(List<Obligation> obligations) {
    obligations.forEach(this::register);
  }

  /**
   * Proves what can be proved by now; what is stalled on variables stays pending and is looked at
   * again only when one of them has changed.
   *
   * @return what certainly does not hold; these are no longer pending
   */
  public List<FulfillmentError> selectWherePossible() {
    throw new UnsupportedOperationException();
  }

  /** As {@link #selectWherePossible}, and what is still undecided is an error of kind AMBIGUOUS. */
  public List<FulfillmentError> selectAllOrError() {
    throw new UnsupportedOperationException();
  }

  public List<Obligation> pendingObligations() {
    throw new UnsupportedOperationException();
  }

  /** The pending trait and projection obligations whose self type is the given unbound variable. */
  public List<Obligation> pendingFor(Ty selfVar) {
    throw new UnsupportedOperationException();
  }
}
