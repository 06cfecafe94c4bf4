package org.asrlang.exec.node;

import java.util.Arrays;
import org.asrlang.exec.Node;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;

/** Tests that only patterns make, and {@code if let} with its bindings. */
public final class Patterns {
  private Patterns() {}

  /** A condition that binds where it holds. */
  public static final class Let extends Node.OfBoolean {
    final Node prelude;
    final Node test;
    final Node bind;

    public Let(Node prelude, Node test, Node bind) {
      this.prelude = prelude;
      this.test = test;
      this.bind = bind;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      if (prelude != null) {
        prelude.exec(s);
      }
      if (test != null && !test.executeBoolean(s)) {
        return false;
      }
      if (bind != null) {
        bind.exec(s);
      }
      return true;
    }
  }

  /** Equal to a constant text or byte string. */
  public static final class BytesAre extends Node.OfBoolean {
    final Node slice;
    final byte[] expected;

    public BytesAre(Node slice, byte[] expected) {
      this.slice = slice;
      this.expected = expected;
    }

    @Override
    public boolean executeBoolean(Stack s) {
      Object v = slice.execute(s);
      if (v instanceof byte[] array) {
        return Arrays.equals(array, expected);
      }
      Slice t = (Slice) v;
      return t.length == expected.length
          && Arrays.equals(
              (byte[]) t.array, t.offset, t.offset + t.length, expected, 0, expected.length);
    }
  }

  /** The bindings of the alternative that matches. */
  public static final class BindOr extends Node.OfVoid {
    final Node[] tests;
    final Node[] binds;

    public BindOr(Node[] tests, Node[] binds) {
      this.tests = tests;
      this.binds = binds;
    }

    @Override
    public int exec(Stack s) {
      for (int i = 0; i < tests.length; i++) {
        if (tests[i] == null || tests[i].executeBoolean(s)) {
          if (binds[i] != null) {
            binds[i].exec(s);
          }
          return NORMAL;
        }
      }
      throw new IllegalStateException("no alternative matches");
    }
  }

  /** Never holds. */
  public static final class Fail extends Node.OfBoolean {
    public static final Fail NODE = new Fail();

    @Override
    public boolean executeBoolean(Stack s) {
      return false;
    }
  }
}
