package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Site;
import org.asrlang.exec.Stack;

/**
 * An operation on two numbers. Evaluates its operands, or is applied to numbers that another node
 * has: then it has none.
 */
public abstract class LongBin extends Node.OfLong {
  protected final Node left;
  protected final Node right;
  protected final Site site;

  protected LongBin(Node left, Node right, Site site) {
    this.left = left;
    this.right = right;
    this.site = site;
  }

  public abstract long apply(Stack s, long a, long b);
}
