package org.asrlang.exec.node;

import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Dropping values where the program says so. */
public final class Drops {
  private Drops() {}

  /** What is needed to drop at one place: the glue, and where frames of Drop impls may begin. */
  public record Site(DropGlue glue, int longTop, int refTop) {
    void drop(Stack s, Object value) {
      if (value != null) {
        glue.drop(s, longTop, refTop, value);
      }
    }
  }

  /** Evaluates and drops. */
  public static final class Value extends Node.OfVoid {
    final Site site;
    final Node value;

    public Value(Site site, Node value) {
      this.site = site;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      site.drop(s, value.execute(s));
      return NORMAL;
    }
  }

  /** Assignment: the value waits in a slot while the old content is dropped; then it is stored. */
  public static final class Assign extends Node.OfVoid {
    final Node value;
    final Node drop;
    final Node store;

    /**
     * @param value puts the new value into the slot that {@code store} takes it from
     */
    public Assign(Node value, Node drop, Node store) {
      this.value = value;
      this.drop = drop;
      this.store = store;
    }

    @Override
    public int exec(Stack s) {
      int status = value.exec(s);
      if (status != NORMAL) {
        return status;
      }
      try {
        drop.exec(s);
      } finally {
        store.exec(s);
      }
      return NORMAL;
    }
  }
}
