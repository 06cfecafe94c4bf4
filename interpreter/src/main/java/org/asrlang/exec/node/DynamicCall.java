package org.asrlang.exec.node;

import org.asrlang.exec.Agg;
import org.asrlang.exec.CallSite;
import org.asrlang.exec.Code;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.FnPtr;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** A call of a function pointer or of a method through a vtable. */
public final class DynamicCall extends Node {
  private final Node target;
  private final int method;
  private final int[] path;
  private final Node[] args;
  private final int longTop;
  private final int refTop;
  private final CallSite site;

  /**
   * @param target gives an {@link FnPtr}; or, for {@code method >= 0}, a {@link DynRef} whose data
   *     becomes the first argument
   * @param path empty, or the slots that lead to the {@link DynRef} in a receiver that holds it,
   *     such as an {@code Rc}: the reference there becomes the thin one and the whole the argument
   * @param args store the (other) arguments
   */
  public DynamicCall(
      Node target, int method, int[] path, Node[] args, int longTop, int refTop, CallSite site) {
    this.target = target;
    this.method = method;
    this.path = path;
    this.args = args;
    this.longTop = longTop;
    this.refTop = refTop;
    this.site = site;
  }

  private Code prepare(Stack s) {
    Code code;
    Object callee = target.execute(s);
    if (method < 0) {
      code = ((FnPtr) callee).code();
    } else if (path.length > 0) {
      Agg holder = (Agg) callee;
      int last = path.length - 1;
      for (int i = 0; i < last; i++) {
        holder = (Agg) holder.getRef(path[i]);
      }
      DynRef dyn = (DynRef) holder.getRef(path[last]);
      holder.setRef(path[last], dyn.data());
      s.refs[s.rb + refTop] = callee;
      code = dyn.vtable().method(s, method);
    } else {
      DynRef dyn = (DynRef) callee;
      s.refs[s.rb + refTop] = dyn.data();
      code = dyn.vtable().method(s, method);
    }
    for (Node arg : args) {
      arg.exec(s);
    }
    return code;
  }

  @Override
  public int exec(Stack s) {
    prepare(s).runVoid(s, longTop, refTop, site);
    return NORMAL;
  }

  @Override
  public long executeLong(Stack s) {
    return prepare(s).runLong(s, longTop, refTop, site);
  }

  @Override
  public double executeDouble(Stack s) {
    return prepare(s).runDouble(s, longTop, refTop, site);
  }

  @Override
  public Object execute(Stack s) {
    return prepare(s).run(s, longTop, refTop, site);
  }
}
