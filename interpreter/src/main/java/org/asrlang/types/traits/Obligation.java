package org.asrlang.types.traits;

import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;

/**
 * Something to be proved.
 *
 * @param predicate what; may bind regions ({@code for<'a>}), which proving makes placeholders
 * @param env what may be assumed
 * @param depth how many proofs it is nested in; E0275 beyond a limit
 * @param parent the obligation that this one was needed for, or null
 */
public record Obligation(
    Predicate predicate, ParamEnv env, Cause cause, int depth, Obligation parent) {
  /** Deeper nesting than this is E0275. */
  public static final int MAX_DEPTH = 128;

  public Obligation(Predicate predicate, ParamEnv env, Cause cause) {
    this(predicate, env, cause, 0, null);
  }

  public static Obligation of(TraitRef trait, ParamEnv env, Cause cause) {
    return new Obligation(new Predicate.Trait(trait), env, cause);
  }

  /** A new one needed for this one (which may be a mere place for it, without a predicate). */
  public Obligation nested(Predicate p) {
    return new Obligation(p, env, cause, depth + 1, predicate == null ? parent : this);
  }

  public Obligation withPredicate(Predicate p) {
    return new Obligation(p, env, cause, depth, parent);
  }

  /** The one that the user's code demanded. */
  public Obligation root() {
    Obligation o = this;
    while (o.parent != null) {
      o = o.parent;
    }
    return o;
  }
}
