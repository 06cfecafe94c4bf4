package org.asrlang.exec.node;

import org.asrlang.exec.Code;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;

/** {@code clone} of an array, element by element. */
public final class CloneArray extends Node.OfObject {
  private final Node array;
  private final Layout layout;
  private final Code each;
  private final int longTop;
  private final int refTop;

  public CloneArray(Node array, Layout layout, Code each, int longTop, int refTop) {
    this.array = array;
    this.layout = layout;
    this.each = each;
    this.longTop = longTop;
    this.refTop = refTop;
  }

  @Override
  public Object execute(Stack s) {
    Object from = array.execute(s);
    int n = (int) layout.length;
    int kind = layout.element.elemKind;
    Object copy = Elems.newArray(kind, n);
    for (int i = 0; i < n; i++) {
      Object place =
          layout.element.isStorage() || layout.element.isZst()
              ? Elems.getObj(kind, from, i)
              : new Ref.Elem(kind, from, i);
      s.refs[s.rb + refTop] = place;
      switch (layout.element.kind) {
        case ZST -> each.runVoid(s, longTop, refTop, each.fromNative);
        case LONG ->
            Elems.setLong(kind, copy, i, each.runLong(s, longTop, refTop, each.fromNative));
        case DOUBLE ->
            Elems.setDouble(kind, copy, i, each.runDouble(s, longTop, refTop, each.fromNative));
        case OBJECT -> Elems.setObj(kind, copy, i, each.run(s, longTop, refTop, each.fromNative));
      }
    }
    return copy;
  }
}
