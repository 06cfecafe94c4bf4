package org.asrlang.tests.model;

/**
 * A value that tells when it is dropped. Compared by identity.
 *
 * <p>Its number is also that of the region that its drop is.
 */
final class Noisy {
  final int id;

  /** What its drop does after it has told. */
  final Code drop;

  Noisy(int id, Code drop) {
    this.id = id;
    this.drop = drop;
  }

  /** What its drop prints first. */
  String mark(boolean panicking) {
    return "d" + id + (panicking ? "!" : "");
  }

  @Override
  public String toString() {
    return "D" + id;
  }
}
