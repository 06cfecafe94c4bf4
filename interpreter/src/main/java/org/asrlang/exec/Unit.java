package org.asrlang.exec;

/** The one value of every type without content, and the reference to it. */
public final class Unit {
  public static final Unit UNIT = new Unit();

  private Unit() {}

  @Override
  public String toString() {
    return "()";
  }
}
