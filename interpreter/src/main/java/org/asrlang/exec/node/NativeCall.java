package org.asrlang.exec.node;

import org.asrlang.exec.CallSite;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/**
 * A call of a native function by its body: the frame is moved for it, and nothing else of what a
 * {@link Call} does is needed. It counts for neither budget nor depth.
 */
public final class NativeCall extends Node {
  private final Node body;
  private final Node[] args;
  private final int longTop;
  private final int refTop;
  private final CallSite site;

  /**
   * @param site where the call is, if a task that waits in it is to tell; else null
   */
  public NativeCall(Node body, Node[] args, int longTop, int refTop, CallSite site) {
    this.body = body;
    this.args = args;
    this.longTop = longTop;
    this.refTop = refTop;
    this.site = site;
  }

  private void enter(Stack s) {
    for (Node arg : args) {
      arg.exec(s);
    }
    if (site != null) {
      s.callsNative(site);
    }
    s.lb += longTop;
    s.rb += refTop;
  }

  private void leave(Stack s) {
    s.lb -= longTop;
    s.rb -= refTop;
  }

  @Override
  public int exec(Stack s) {
    enter(s);
    try {
      body.exec(s);
    } finally {
      leave(s);
    }
    return NORMAL;
  }

  @Override
  public long executeLong(Stack s) {
    enter(s);
    try {
      return body.executeLong(s);
    } finally {
      leave(s);
    }
  }

  @Override
  public double executeDouble(Stack s) {
    enter(s);
    try {
      return body.executeDouble(s);
    } finally {
      leave(s);
    }
  }

  @Override
  public Object execute(Stack s) {
    enter(s);
    try {
      return body.execute(s);
    } finally {
      leave(s);
    }
  }
}
