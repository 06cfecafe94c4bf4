package org.asrlang.exec.natives;

import java.util.function.Function;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/**
 * Takes native functions by name. A body reads its arguments at the start of the frame: numbers in
 * order through {@link Stack#getLong}, objects in order through {@link Stack#getRef}, floats as the
 * bits of a double among the numbers; arguments without content are not there.
 */
public interface Registrar {
  interface LongBody {
    long run(Stack s);
  }

  interface DoubleBody {
    double run(Stack s);
  }

  interface ObjectBody {
    Object run(Stack s);
  }

  interface VoidBody {
    void run(Stack s);
  }

  interface GenericBody {
    /** The result boxed: {@link Long}, {@link Double}, an object; anything for unit. */
    Object run(NativeCall call);
  }

  /** The general form: makes the node of an instance from its types. */
  void node(String name, Function<NativeSig, Node> factory);

  /** Gets boxed arguments and help with building results. */
  default void generic(String name, GenericBody body) {
    node(name, sig -> new NativeNodes.Generic(sig, body));
  }

  default void longBody(String name, LongBody body) {
    node(name, sig -> new NativeNodes.OfLong(body));
  }

  default void doubleBody(String name, DoubleBody body) {
    node(name, sig -> new NativeNodes.OfDouble(body));
  }

  default void objectBody(String name, ObjectBody body) {
    node(name, sig -> new NativeNodes.OfObject(body));
  }

  default void voidBody(String name, VoidBody body) {
    node(name, sig -> new NativeNodes.OfVoid(body));
  }

  default void longToLong(String name, LongUnaryOperator f) {
    longBody(name, s -> f.applyAsLong(s.getLong(0)));
  }

  default void objectToLong(String name, ToLongFunction<Object> f) {
    longBody(name, s -> f.applyAsLong(s.getRef(0)));
  }
}
