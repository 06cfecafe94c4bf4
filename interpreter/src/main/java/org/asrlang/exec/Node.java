package org.asrlang.exec;

/**
 * A piece of lowered code. The lowering knows the type of every value and calls the one method that
 * fits its {@link Layout.Kind}; the others of a node throw. Nodes are immutable and shared by all
 * tasks; what they cache is written racily and idempotently.
 */
public abstract class Node {
  /** {@link #exec} went through to the end. */
  public static final int NORMAL = 0;

  /** {@link #exec} ends the function; its result is in the result slot. */
  public static final int RETURN = 1;

  /**
   * Runs it as a statement; a value is ignored, so it must not need a drop.
   *
   * @return {@link #NORMAL}, {@link #RETURN}, or the code of the loop or block that is left or
   *     continued
   */
  public abstract int exec(Stack s);

  public long executeLong(Stack s) {
    exec(s); // of type `!`: it does not come back
    throw wrongKind("long");
  }

  public double executeDouble(Stack s) {
    exec(s); // of type `!`: it does not come back
    throw wrongKind("double");
  }

  public boolean executeBoolean(Stack s) {
    return executeLong(s) != 0;
  }

  public Object execute(Stack s) {
    exec(s);
    throw wrongKind("object");
  }

  private IllegalStateException wrongKind(String kind) {
    return new IllegalStateException(getClass().getSimpleName() + " does not give a " + kind);
  }

  /** Gives a number. */
  public abstract static class OfLong extends Node {
    @Override
    public abstract long executeLong(Stack s);

    @Override
    public int exec(Stack s) {
      executeLong(s);
      return NORMAL;
    }
  }

  /** Gives a truth value. */
  public abstract static class OfBoolean extends Node {
    @Override
    public abstract boolean executeBoolean(Stack s);

    @Override
    public long executeLong(Stack s) {
      return executeBoolean(s) ? 1 : 0;
    }

    @Override
    public int exec(Stack s) {
      executeBoolean(s);
      return NORMAL;
    }
  }

  public abstract static class OfDouble extends Node {
    @Override
    public abstract double executeDouble(Stack s);

    @Override
    public int exec(Stack s) {
      executeDouble(s);
      return NORMAL;
    }
  }

  public abstract static class OfObject extends Node {
    @Override
    public abstract Object execute(Stack s);

    @Override
    public int exec(Stack s) {
      execute(s);
      return NORMAL;
    }
  }

  /** Gives nothing (or the unit value, where an object is asked for). */
  public abstract static class OfVoid extends Node {
    @Override
    public Object execute(Stack s) {
      exec(s);
      return Unit.UNIT;
    }
  }

  /** Evaluates by the kind of a layout and boxes. */
  public final Object executeBoxed(Layout.Kind kind, Stack s) {
    return switch (kind) {
      case ZST -> {
        exec(s);
        yield Unit.UNIT;
      }
      case LONG -> executeLong(s);
      case DOUBLE -> executeDouble(s);
      case OBJECT -> execute(s);
    };
  }
}
