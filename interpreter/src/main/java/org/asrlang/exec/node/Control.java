package org.asrlang.exec.node;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;
import org.asrlang.task.Task;

/**
 * Statements and control flow. As a value (one of the {@code execute…}) a node here is used only
 * where nothing inside jumps out of it.
 */
public final class Control {
  private Control() {}

  /** Statements, then a value. */
  public static final class Block extends Node {
    final Node[] stmts;
    final Node tail;

    public Block(Node[] stmts, Node tail) {
      this.stmts = stmts;
      this.tail = tail;
    }

    @Override
    public int exec(Stack s) {
      for (Node stmt : stmts) {
        int status = stmt.exec(s);
        if (status != NORMAL) {
          return status;
        }
      }
      return tail.exec(s);
    }

    private void run(Stack s) {
      for (Node stmt : stmts) {
        stmt.exec(s);
      }
    }

    @Override
    public long executeLong(Stack s) {
      run(s);
      return tail.executeLong(s);
    }

    @Override
    public double executeDouble(Stack s) {
      run(s);
      return tail.executeDouble(s);
    }

    @Override
    public boolean executeBoolean(Stack s) {
      run(s);
      return tail.executeBoolean(s);
    }

    @Override
    public Object execute(Stack s) {
      run(s);
      return tail.execute(s);
    }
  }

  /** A statement that gives its value in a slot, then the read of the slot. */
  public static final class Then extends Node {
    final Node first;
    final Node value;

    public Then(Node first, Node value) {
      this.first = first;
      this.value = value;
    }

    @Override
    public int exec(Stack s) {
      first.exec(s);
      return value.exec(s);
    }

    @Override
    public long executeLong(Stack s) {
      first.exec(s);
      return value.executeLong(s);
    }

    @Override
    public double executeDouble(Stack s) {
      first.exec(s);
      return value.executeDouble(s);
    }

    @Override
    public Object execute(Stack s) {
      first.exec(s);
      return value.execute(s);
    }
  }

  /** Operands that were evaluated ahead lie in slots, which are emptied however it goes on. */
  public static final class Spilled extends Node.OfVoid {
    final Node[] steps;
    final int refFrom;
    final int refTo;

    public Spilled(Node[] steps, int refFrom, int refTo) {
      this.steps = steps;
      this.refFrom = refFrom;
      this.refTo = refTo;
    }

    @Override
    public int exec(Stack s) {
      int status = NORMAL;
      for (Node step : steps) {
        status = step.exec(s);
        if (status != NORMAL) {
          break;
        }
      }
      s.clear(refFrom, refTo);
      return status;
    }
  }

  public static final class If extends Node {
    final Node condition;
    final Node then;
    final Node otherwise;

    public If(Node condition, Node then, Node otherwise) {
      this.condition = condition;
      this.then = then;
      this.otherwise = otherwise;
    }

    @Override
    public int exec(Stack s) {
      return condition.executeBoolean(s) ? then.exec(s) : otherwise.exec(s);
    }

    @Override
    public long executeLong(Stack s) {
      return condition.executeBoolean(s) ? then.executeLong(s) : otherwise.executeLong(s);
    }

    @Override
    public double executeDouble(Stack s) {
      return condition.executeBoolean(s) ? then.executeDouble(s) : otherwise.executeDouble(s);
    }

    @Override
    public boolean executeBoolean(Stack s) {
      return condition.executeBoolean(s) ? then.executeBoolean(s) : otherwise.executeBoolean(s);
    }

    @Override
    public Object execute(Stack s) {
      return condition.executeBoolean(s) ? then.execute(s) : otherwise.execute(s);
    }
  }

  /** {@code loop}; a break's value is in a slot by then. */
  public static final class Loop extends Node.OfVoid {
    final Node body;
    final int breakCode;
    final int continueCode;
    final boolean std;

    public Loop(Node body, int breakCode, boolean std) {
      this.body = body;
      this.breakCode = breakCode;
      this.continueCode = breakCode + 1;
      this.std = std;
    }

    @Override
    public int exec(Stack s) {
      Task t = s.task;
      while (true) {
        int status = body.exec(s);
        if (status != NORMAL && status != continueCode) {
          return status == breakCode ? NORMAL : status;
        }
        if (--t.fuel < 0) {
          if (std) {
            t.endOfSliceInStd();
          } else {
            t.endOfSlice();
          }
        }
      }
    }
  }

  /** A labelled block. */
  public static final class Labelled extends Node.OfVoid {
    final Node body;
    final int breakCode;

    public Labelled(Node body, int breakCode) {
      this.body = body;
      this.breakCode = breakCode;
    }

    @Override
    public int exec(Stack s) {
      int status = body.exec(s);
      return status == breakCode ? NORMAL : status;
    }
  }

  /** Leaves with a code, after the statement that stores the value. */
  public static final class Jump extends Node.OfVoid {
    final Node first;
    final int code;

    public Jump(Node first, int code) {
      this.first = first;
      this.code = code;
    }

    @Override
    public int exec(Stack s) {
      if (first != null) {
        int status = first.exec(s);
        if (status != NORMAL) {
          return status;
        }
      }
      return code;
    }
  }

  /** A function whose body may return early: the value is in a slot at the end. */
  public static final class WithResult extends Node {
    final Node body;
    final Node result;

    public WithResult(Node body, Node result) {
      this.body = body;
      this.result = result;
    }

    @Override
    public int exec(Stack s) {
      body.exec(s);
      return NORMAL;
    }

    @Override
    public long executeLong(Stack s) {
      body.exec(s);
      return result.executeLong(s);
    }

    @Override
    public double executeDouble(Stack s) {
      body.exec(s);
      return result.executeDouble(s);
    }

    @Override
    public Object execute(Stack s) {
      body.exec(s);
      return result.execute(s);
    }
  }

  /** Something of type {@code !} where a value is expected. */
  public static final class Never extends Node {
    final Node body;

    public Never(Node body) {
      this.body = body;
    }

    private IllegalStateException end() {
      return new IllegalStateException("an expression of type ! has returned");
    }

    @Override
    public int exec(Stack s) {
      return body.exec(s);
    }

    @Override
    public long executeLong(Stack s) {
      body.exec(s);
      throw end();
    }

    @Override
    public double executeDouble(Stack s) {
      body.exec(s);
      throw end();
    }

    @Override
    public Object execute(Stack s) {
      body.exec(s);
      throw end();
    }
  }
}
