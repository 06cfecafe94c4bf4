package org.asrlang.exec.node;

import org.asrlang.exec.CallSite;
import org.asrlang.exec.Code;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** A call of a known function: the arguments are stored where the callee's frame begins. */
public final class Call extends Node {
  private final Code code;
  private final Node[] args;
  private final int longTop;
  private final int refTop;
  private final CallSite site;

  /**
   * @param args statements that each store one argument, relative to the caller's frame
   */
  public Call(Code code, Node[] args, int longTop, int refTop, CallSite site) {
    this.code = code;
    this.args = args;
    this.longTop = longTop;
    this.refTop = refTop;
    this.site = site;
  }

  private void arguments(Stack s) {
    for (Node arg : args) {
      arg.exec(s);
    }
  }

  @Override
  public int exec(Stack s) {
    arguments(s);
    code.runVoid(s, longTop, refTop, site);
    return NORMAL;
  }

  @Override
  public long executeLong(Stack s) {
    arguments(s);
    return code.runLong(s, longTop, refTop, site);
  }

  @Override
  public double executeDouble(Stack s) {
    arguments(s);
    return code.runDouble(s, longTop, refTop, site);
  }

  @Override
  public Object execute(Stack s) {
    arguments(s);
    return code.run(s, longTop, refTop, site);
  }
}
