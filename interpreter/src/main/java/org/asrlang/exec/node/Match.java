package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** {@code match}: the first arm whose pattern and guard hold. Patterns test places in the frame. */
public final class Match extends Node {
  /**
   * One arm.
   *
   * @param test null if the pattern always matches here
   * @param bind stores the bindings, or null; with a guard, moves are only looked at
   * @param guard null if there is none
   * @param jump a statement that runs the guard where it may jump, before {@code guard} reads its
   *     result; else null
   * @param confirm after a guard that held: moves what {@code bind} has looked at
   * @param slots the object slots of the bindings, emptied where the guard fails
   */
  public record Arm(
      Node test, Node bind, Node jump, Node guard, Node confirm, int[] slots, Node body) {}

  private final Node selector;
  private final long base;
  private final Arm[][] table;
  private final Arm[] other;

  /**
   * @param selector a number that tells which arms to try, or null: then all of {@code other}
   * @param base of the table: {@code table[selector - base]}
   * @param other the arms for numbers that are not in the table
   */
  public Match(Node selector, long base, Arm[][] table, Arm[] other) {
    this.selector = selector;
    this.base = base;
    this.table = table;
    this.other = other;
  }

  private Arm[] candidates(Stack s) {
    if (selector != null) {
      long at = selector.executeLong(s) - base;
      if (at >= 0 && at < table.length) {
        return table[(int) at];
      }
    }
    return other;
  }

  private Arm select(Stack s) {
    for (Arm arm : candidates(s)) {
      if (arm.test == null || arm.test.executeBoolean(s)) {
        if (arm.bind != null) {
          arm.bind.exec(s);
        }
        if (arm.guard == null || holds(s, arm)) {
          return arm;
        }
      }
    }
    throw noArm();
  }

  private static boolean holds(Stack s, Arm arm) {
    boolean held = false;
    try {
      held = arm.guard.executeBoolean(s);
    } finally {
      if (!held) {
        release(s, arm);
      }
    }
    if (held && arm.confirm != null) {
      arm.confirm.exec(s);
    }
    return held;
  }

  private static void release(Stack s, Arm arm) {
    for (int slot : arm.slots) {
      s.refs[s.rb + slot] = null;
    }
  }

  private static IllegalStateException noArm() {
    return new IllegalStateException("no arm matches");
  }

  @Override
  public int exec(Stack s) {
    for (Arm arm : candidates(s)) {
      if (arm.test == null || arm.test.executeBoolean(s)) {
        if (arm.bind != null) {
          arm.bind.exec(s);
        }
        if (arm.jump != null) {
          int status;
          try {
            status = arm.jump.exec(s);
          } catch (Throwable e) {
            release(s, arm);
            throw e;
          }
          if (status != NORMAL) {
            release(s, arm);
            return status;
          }
        }
        if (arm.guard == null || holds(s, arm)) {
          return arm.body.exec(s);
        }
      }
    }
    throw noArm();
  }

  @Override
  public long executeLong(Stack s) {
    return select(s).body.executeLong(s);
  }

  @Override
  public double executeDouble(Stack s) {
    return select(s).body.executeDouble(s);
  }

  @Override
  public boolean executeBoolean(Stack s) {
    return select(s).body.executeBoolean(s);
  }

  @Override
  public Object execute(Stack s) {
    return select(s).body.execute(s);
  }
}
