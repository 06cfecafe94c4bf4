package org.asrlang.exec.node;

import org.asrlang.exec.DynRef;
import org.asrlang.exec.Node;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.VTable;
import org.asrlang.types.Ty;

/** References with a vtable, and making them. */
public final class Unsized {
  private Unsized() {}

  /** The object that a reference to a struct with an unsized tail refers to. */
  public static Object dataOf(Object reference) {
    return reference instanceof DynRef d ? d.data() : ((Slice) reference).array;
  }

  /** The same reference to another object. */
  static Object withData(Object reference, Object data) {
    return reference instanceof DynRef d
        ? new DynRef(data, d.vtable())
        : new Slice(data, 0, ((Slice) reference).length);
  }

  /** See {@link #dataOf}. */
  public static final class Data extends Node.OfObject {
    final Node pointer;

    public Data(Node pointer) {
      this.pointer = pointer;
    }

    @Override
    public Object execute(Stack s) {
      return dataOf(pointer.execute(s));
    }
  }

  /** {@code &T} to {@code &dyn Trait}. */
  public static final class ToDyn extends Node.OfObject {
    final Node pointer;
    final VTable vtable;

    public ToDyn(Node pointer, VTable vtable) {
      this.pointer = pointer;
      this.vtable = vtable;
    }

    @Override
    public Object execute(Stack s) {
      return new DynRef(pointer.execute(s), vtable);
    }
  }

  /** {@code &dyn Sub} to {@code &dyn Super}. */
  public static final class Upcast extends Node.OfObject {
    final Node pointer;
    final Ty target;

    public Upcast(Node pointer, Ty target) {
      this.pointer = pointer;
      this.target = target;
    }

    @Override
    public Object execute(Stack s) {
      DynRef d = (DynRef) pointer.execute(s);
      return new DynRef(d.data(), d.vtable().upcast(target));
    }
  }

  /** Where the unsized last field of a struct lies. */
  public interface Tail {
    /** A thin reference to the field, by the struct's. */
    Object find(Object reference);
  }

  /** {@code &(*p).tail}, where {@code *p} is a struct that ends in a {@code dyn} or a slice. */
  public static final class TailRef extends Node.OfObject {
    final Node pointer;
    final Tail tail;

    public TailRef(Node pointer, Tail tail) {
      this.pointer = pointer;
      this.tail = tail;
    }

    @Override
    public Object execute(Stack s) {
      Object reference = pointer.execute(s);
      return withData(reference, tail.find(reference));
    }
  }

  /** Coerces a field of a struct that was moved here. */
  public static final class CoerceField extends Node.OfObject {
    final Node object;
    final int slot;
    final Node coerced;
    final int temp;

    /**
     * @param coerced the coercion of what lies in the object slot {@code temp}
     */
    public CoerceField(Node object, int slot, int temp, Node coerced) {
      this.object = object;
      this.slot = slot;
      this.temp = temp;
      this.coerced = coerced;
    }

    @Override
    public Object execute(Stack s) {
      org.asrlang.exec.Agg agg = (org.asrlang.exec.Agg) object.execute(s);
      s.setRef(temp, agg.getRef(slot));
      agg.setRef(slot, coerced.execute(s));
      s.setRef(temp, null);
      return agg;
    }
  }
}
