package org.asrlang.exec.natives;

import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;

/** The bodies of native functions as nodes. */
public final class NativeNodes {
  private NativeNodes() {}

  public static final class OfLong extends Node.OfLong {
    private final Registrar.LongBody body;

    public OfLong(Registrar.LongBody body) {
      this.body = body;
    }

    @Override
    public long executeLong(Stack s) {
      return body.run(s);
    }
  }

  public static final class OfDouble extends Node.OfDouble {
    private final Registrar.DoubleBody body;

    public OfDouble(Registrar.DoubleBody body) {
      this.body = body;
    }

    @Override
    public double executeDouble(Stack s) {
      return body.run(s);
    }
  }

  public static final class OfObject extends Node.OfObject {
    private final Registrar.ObjectBody body;

    public OfObject(Registrar.ObjectBody body) {
      this.body = body;
    }

    @Override
    public Object execute(Stack s) {
      return body.run(s);
    }
  }

  public static final class OfVoid extends Node.OfVoid {
    private final Registrar.VoidBody body;

    public OfVoid(Registrar.VoidBody body) {
      this.body = body;
    }

    @Override
    public int exec(Stack s) {
      body.run(s);
      return NORMAL;
    }
  }

  /** Boxes and unboxes. */
  static final class Generic extends Node {
    private final NativeSig sig;
    private final Registrar.GenericBody body;

    Generic(NativeSig sig, Registrar.GenericBody body) {
      this.sig = sig;
      this.body = body;
    }

    @Override
    public int exec(Stack s) {
      body.run(new NativeCall(s, sig));
      return NORMAL;
    }

    @Override
    public long executeLong(Stack s) {
      Object r = body.run(new NativeCall(s, sig));
      return r instanceof Boolean b ? b ? 1 : 0 : ((Number) r).longValue();
    }

    @Override
    public double executeDouble(Stack s) {
      return ((Number) body.run(new NativeCall(s, sig))).doubleValue();
    }

    @Override
    public Object execute(Stack s) {
      Object r = body.run(new NativeCall(s, sig));
      return r == null ? Unit.UNIT : r;
    }
  }
}
