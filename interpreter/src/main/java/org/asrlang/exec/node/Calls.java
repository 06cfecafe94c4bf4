package org.asrlang.exec.node;

import org.asrlang.exec.FnPtr;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Small things about functions as values. */
public final class Calls {
  private Calls() {}

  /** Whether two function pointers are equal. */
  public static final class SameFn extends Node.OfBoolean {
    final Node left;
    final Node right;

    public SameFn(Node left, Node right) {
      this.left = left;
      this.right = right;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      FnPtr a = (FnPtr) left.execute(s);
      return a.code() == ((FnPtr) right.execute(s)).code();
    }
  }
}
