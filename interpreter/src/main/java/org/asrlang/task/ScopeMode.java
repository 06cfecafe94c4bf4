package org.asrlang.task;

/** How a scope treats the failure of a child (T4). Every scope joins all children in any case. */
public enum ScopeMode {
  /** {@code task::scope}: a panic cancels all and goes on in the owner. */
  FAIL_FAST(true, false),
  /** {@code task::try_scope}: as FAIL_FAST, and the first {@code Err} does the same. */
  TRY(true, false),
  /** {@code task::supervise}: failures are kept apart; {@code join} tells. */
  SUPERVISE(false, true),
  /** {@code std::thread::scope}: nothing is cancelled; "a scoped thread panicked" at the end. */
  THREAD_SCOPE(false, false),
  /** The home of {@code std::thread::spawn}: failures stay in the handle. */
  THREADS(false, true),
  /** {@code race!}: as FAIL_FAST, and the value of the body cancels the rest (T12). */
  RACE(true, false);

  private final boolean failFast;
  private final boolean ownScopes;

  ScopeMode(boolean failFast, boolean ownScopes) {
    this.failFast = failFast;
    this.ownScopes = ownScopes;
  }

  /** Whether a child's panic cancels the scope and is rethrown by its owner. */
  public boolean failFast() {
    return failFast;
  }

  /** Whether each child gets a scope of its own, so that it can be cancelled alone. */
  boolean ownScopes() {
    return ownScopes;
  }
}
