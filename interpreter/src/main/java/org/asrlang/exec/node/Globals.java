package org.asrlang.exec.node;

import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.exec.Agg;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Node;
import org.asrlang.exec.Panics;
import org.asrlang.exec.Ref;
import org.asrlang.exec.Stack;
import org.asrlang.exec.Unit;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.source.Span;

/** Constants that have to be computed, statics, and natives that are not there. */
public final class Globals {
  private Globals() {}

  /** Runs a body above everything that the running function may have in its frame. */
  static Object run(Code code, Layout.Kind kind, Stack s) {
    return run(code, kind, s, s.forStatic);
  }

  private static Object run(Code code, Layout.Kind kind, Stack s, boolean forStatic) {
    // A constant's frame must lie above the running one, whose size only its own code knows.
    int lb = s.lb;
    int rb = s.rb;
    Stack own = new Stack(s.machine, s.task);
    own.forStatic = forStatic;
    Object value = Invoke.boxed(code, own, 0, 0, kind);
    s.lb = lb;
    s.rb = rb;
    return value;
  }

  /** A constant whose value can be shared or copied: computed once. */
  public static final class Constant extends Node {
    private final Code code;
    private final Layout layout;
    private Object value;

    public Constant(Code code, Layout layout) {
      this.code = code;
      this.layout = layout;
    }

    private Object value(Stack s) {
      Object v = value;
      if (v == null) {
        value = v = run(code, layout.kind, s);
      }
      return v;
    }

    @Override
    public int exec(Stack s) {
      value(s);
      return NORMAL;
    }

    @Override
    public long executeLong(Stack s) {
      return (Long) value(s);
    }

    @Override
    public double executeDouble(Stack s) {
      return (Double) value(s);
    }

    @Override
    public Object execute(Stack s) {
      Object v = value(s);
      return layout.isStorage() ? layout.copyOf(v) : v;
    }
  }

  /** A constant of a type that cannot be copied: each use computes a value of its own. */
  public static final class Fresh extends Node.OfObject {
    private final Code code;

    public Fresh(Code code) {
      this.code = code;
    }

    @Override
    public Object execute(Stack s) {
      return run(code, Layout.Kind.OBJECT, s);
    }
  }

  /** The place of a static of this machine: a storage object or a cell. */
  public static final class Static extends Node.OfObject {
    private final Object key;
    private final Layout layout;
    private final Code code;

    public Static(Object key, Layout layout, Code code) {
      this.key = key;
      this.layout = layout;
      this.code = code;
    }

    @Override
    public Object execute(Stack s) {
      ConcurrentHashMap<Object, Object> statics = s.machine.statics();
      Object place = statics.get(key);
      if (place == null) {
        // Initialisers are constant: when two tasks run one, either result will do.
        Object made = layout.newBox(run(code, layout.kind, s, true));
        Object other = statics.putIfAbsent(key, made);
        place = other != null ? other : made;
      }
      return place;
    }
  }

  /** A reference to a field of an object. */
  public static Object fieldRef(Object data, Layout.Field f) {
    Layout l = f.layout();
    return switch (l.kind) {
      case ZST -> Unit.UNIT;
      case LONG, DOUBLE -> new Ref.FieldLong((Agg) data, f.slot());
      case OBJECT ->
          l.isStorage() ? ((Agg) data).getRef(f.slot()) : new Ref.FieldObj((Agg) data, f.slot());
    };
  }

  /** A native function that this program's host does not have. */
  public static final class Missing extends Node {
    private final String name;
    private final Span span;

    public Missing(String name, Span span) {
      this.name = name;
      this.span = span;
    }

    private RuntimeException missing(Stack s) {
      return Panics.panic(
          s, "the native function `" + name + "` is not available here", Location.of(span));
    }

    @Override
    public int exec(Stack s) {
      throw missing(s);
    }

    @Override
    public long executeLong(Stack s) {
      throw missing(s);
    }

    @Override
    public double executeDouble(Stack s) {
      throw missing(s);
    }

    @Override
    public Object execute(Stack s) {
      throw missing(s);
    }
  }
}
