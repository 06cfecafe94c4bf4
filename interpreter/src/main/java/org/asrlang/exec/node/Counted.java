package org.asrlang.exec.node;

import org.asrlang.exec.Lives;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Values that {@link Lives} counts, if the machine has one. */
public final class Counted {
  private Counted() {}

  /** Makes a value; one that belongs to a static is never dropped. */
  public static final class Made extends Node.OfObject {
    final Node value;
    final String type;

    public Made(Node value, String type) {
      this.value = value;
      this.type = type;
    }

    @Override
    public Object execute(Stack s) {
      Object v = value.execute(s);
      Lives lives = s.machine.lives();
      if (lives != null && !s.forStatic) {
        lives.made(type);
      }
      return v;
    }
  }

  /** Takes a value apart without dropping it. */
  public static final class Forgotten extends Node.OfVoid {
    final Node forget;
    final String type;

    public Forgotten(Node forget, String type) {
      this.forget = forget;
      this.type = type;
    }

    @Override
    public int exec(Stack s) {
      forget.exec(s);
      Lives lives = s.machine.lives();
      if (lives != null) {
        lives.ended(type);
      }
      return NORMAL;
    }
  }
}
