package org.asrlang.lower;

/**
 * Lowering met what the earlier passes should have refused. A fault of the engine, not of users.
 */
final class Bug extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  Bug(String message) {
    super(message);
  }
}
