package org.asrlang.exec.node;

import org.asrlang.exec.Agg;
import org.asrlang.exec.Agg2;
import org.asrlang.exec.AggN;
import org.asrlang.exec.Elems;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.Stack;

/** Building structs, tuples, variants, closures and arrays. */
public final class Aggregates {
  private Aggregates() {}

  /** Evaluates one field into a new object. */
  public record FieldInit(Layout.Kind kind, int slot, Node value) {
    void init(Stack s, Agg agg) {
      switch (kind) {
        case ZST -> value.exec(s);
        case LONG -> agg.setLong(slot, value.executeLong(s));
        case DOUBLE -> agg.setLong(slot, Double.doubleToRawLongBits(value.executeDouble(s)));
        case OBJECT -> agg.setRef(slot, value.execute(s));
      }
    }
  }

  /** Fields in the order of evaluation. */
  public static final class New extends Node.OfObject {
    final int tag;
    final int longs;
    final int refs;
    final FieldInit[] fields;

    public New(Layout layout, int tag, FieldInit[] fields) {
      this.tag = tag;
      this.longs = layout.longs;
      this.refs = layout.refs;
      this.fields = fields;
    }

    @Override
    public Object execute(Stack s) {
      Agg agg =
          longs <= 1 && refs <= 1
              ? new Agg(tag)
              : longs <= 2 && refs <= 2 ? new Agg2(tag) : new AggN(tag, longs, refs);
      for (FieldInit f : fields) {
        f.init(s, agg);
      }
      return agg;
    }
  }

  /** A variant or struct whose one field with content is a number in the first slot. */
  public static final class NewLong extends Node.OfObject {
    final int tag;
    final Node value;

    public NewLong(int tag, Node value) {
      this.tag = tag;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      long v = value.executeLong(s);
      Agg agg = new Agg(tag);
      agg.l0 = v;
      return agg;
    }
  }

  /** The same for an object. */
  public static final class NewRef extends Node.OfObject {
    final int tag;
    final Node value;

    public NewRef(int tag, Node value) {
      this.tag = tag;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      Object v = value.execute(s);
      Agg agg = new Agg(tag);
      agg.r0 = v;
      return agg;
    }
  }

  /** {@code [a, b, c]}. */
  public static final class NewArray extends Node.OfObject {
    final int kind;
    final Node[] elements;

    public NewArray(int kind, Node[] elements) {
      this.kind = kind;
      this.elements = elements;
    }

    @Override
    public Object execute(Stack s) {
      Object array = Elems.newArray(kind, elements.length);
      for (int i = 0; i < elements.length; i++) {
        switch (kind) {
          case Elems.F32, Elems.F64 ->
              Elems.setDouble(kind, array, i, elements[i].executeDouble(s));
          case Elems.OBJ -> ((Object[]) array)[i] = elements[i].execute(s);
          case Elems.ZST -> elements[i].exec(s);
          default -> Elems.setLong(kind, array, i, elements[i].executeLong(s));
        }
      }
      return array;
    }
  }

  /** {@code [value; n]}. */
  public static final class Repeat extends Node.OfObject {
    final Layout element;
    final int length;
    final boolean again;
    final Node value;

    /**
     * @param again whether each element evaluates the value anew (a constant that is not Copy)
     */
    public Repeat(Layout element, int length, boolean again, Node value) {
      this.element = element;
      this.length = length;
      this.again = again;
      this.value = value;
    }

    @Override
    public Object execute(Stack s) {
      int kind = element.elemKind;
      Object array = Elems.newArray(kind, length);
      switch (element.kind) {
        case ZST -> value.exec(s);
        case LONG -> {
          long v = value.executeLong(s);
          fillLong(kind, array, 0, length, v);
        }
        case DOUBLE -> {
          double v = value.executeDouble(s);
          for (int i = 0; i < length; i++) {
            Elems.setDouble(kind, array, i, v);
          }
        }
        case OBJECT -> {
          Object[] objects = (Object[]) array;
          if (length == 0) {
            value.execute(s);
          }
          Object first = null;
          for (int i = 0; i < length; i++) {
            if (i == 0 || again) {
              first = value.execute(s);
              objects[i] = first;
            } else {
              objects[i] = element.copyOf(first);
            }
          }
        }
      }
      return array;
    }
  }

  /** Sets a range of an array of numbers. */
  public static void fillLong(int kind, Object array, int from, int to, long v) {
    switch (array) {
      case byte[] a -> java.util.Arrays.fill(a, from, to, (byte) v);
      case int[] a -> java.util.Arrays.fill(a, from, to, (int) v);
      case long[] a -> java.util.Arrays.fill(a, from, to, v);
      default -> {
        for (int i = from; i < to; i++) {
          Elems.setLong(kind, array, i, v);
        }
      }
    }
  }
}
