package org.asrlang.exec.node;

import org.asrlang.exec.DynRef;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;
import org.asrlang.exec.VTable;
import org.asrlang.types.Ty;

/** References with a vtable, and making them. */
public final class Unsized {
  private Unsized() {}

  /** The data of a dyn reference. */
  public static final class Data extends Node.OfObject {
    final Node pointer;

    public Data(Node pointer) {
      this.pointer = pointer;
    }

    @Override
    public Object execute(Stack s) {
      return ((DynRef) pointer.execute(s)).data();
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

  /** Where the unsized last field of a struct lies, by the concrete type. */
  public interface Tail {
    /** A reference to the field of the object, for the table's concrete type. */
    Object find(Object data, VTable vtable);
  }

  /** {@code &(*p).tail}, where {@code *p} is a struct that ends in a {@code dyn}. */
  public static final class TailRef extends Node.OfObject {
    final Node pointer;
    final Tail tail;

    public TailRef(Node pointer, Tail tail) {
      this.pointer = pointer;
      this.tail = tail;
    }

    @Override
    public Object execute(Stack s) {
      DynRef d = (DynRef) pointer.execute(s);
      return new DynRef(tail.find(d.data(), d.vtable()), d.vtable());
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
