package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** {@code match}: the first arm whose pattern and guard hold. Patterns test places in the frame. */
public final class Match extends Node {
  /**
   * One arm.
   *
   * @param test null if the pattern always matches here
   * @param bind stores the bindings; with a guard, moves are only looked at
   * @param guard null if there is none
   * @param confirm after a guard that held: moves what {@code bind} has looked at
   * @param slots the object slots of the bindings, emptied where the guard fails
   */
  public record Arm(
      Node test, Node bind, Node guard, Node confirm, int[] slots, Node body) {}

  private final Node prelude;
  private final Node selector;
  private final long base;
  private final Arm[][] table;
  private final Arm[] other;

  /**
   * @param prelude evaluates the scrutinee's parts, once; null if there are none
   * @param selector a number that tells which arms to try, or null: then all of {@code other}
   * @param base of the table: {@code table[selector - base]}
   * @param other the arms for numbers that are not in the table
   */
  public Match(Node prelude, Node selector, long base, Arm[][] table, Arm[] other) {
    this.prelude = prelude;
    this.selector = selector;
    this.base = base;
    this.table = table;
    this.other = other;
  }

  private Arm select(Stack s) {
    Arm[] arms = other;
    if (selector != null) {
      long at = selector.executeLong(s) - base;
      if (at >= 0 && at < table.length) {
        arms = table[(int) at];
      }
    }
    for (Arm arm : arms) {
      if ((arm.test == null || arm.test.executeBoolean(s)) && bound(s, arm)) {
        return arm;
      }
    }
    throw new IllegalStateException("no arm matches");
  }

  private static boolean bound(Stack s, Arm arm) {
    if (arm.bind != null) {
      arm.bind.exec(s);
    }
    if (arm.guard == null) {
      return true;
    }
    boolean held = false;
    try {
      held = arm.guard.executeBoolean(s);
    } finally {
      if (!held) {
        for (int slot : arm.slots) {
          s.refs[s.rb + slot] = null;
        }
      }
    }
    if (held && arm.confirm != null) {
      arm.confirm.exec(s);
    }
    return held;
  }

  private void start(Stack s) {
    if (prelude != null) {
      prelude.exec(s);
    }
  }

  @Override
  public int exec(Stack s) {
    start(s);
    return select(s).body.exec(s);
  }

  @Override
  public long executeLong(Stack s) {
    start(s);
    return select(s).body.executeLong(s);
  }

  @Override
  public double executeDouble(Stack s) {
    start(s);
    return select(s).body.executeDouble(s);
  }

  @Override
  public boolean executeBoolean(Stack s) {
    start(s);
    return select(s).body.executeBoolean(s);
  }

  @Override
  public Object execute(Stack s) {
    start(s);
    return select(s).body.execute(s);
  }
}
