package org.asrlang.exec.natives;

import java.util.List;
import org.asrlang.exec.Code;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Stack;
import org.asrlang.source.Span;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;

/**
 * One instance of a native function: the concrete types that it was declared and called with, and
 * what was found out about them. Thread-safe.
 */
public final class NativeSig {
  /** What lowering answers. */
  public interface Linker {
    Layout layout(Ty ty);

    /**
     * The code of {@code FnOnce::call_once} on a callable type; it takes the callable and then the
     * arguments, each on its own, in the way of {@link Code}.
     */
    Code callOnce(Ty callable, List<Ty> inputs);

    /**
     * Of a closure that consists of a call of a registered operation: what makes its event instead;
     * null for anything else.
     */
    default EventCode event(Ty callable) {
      return null;
    }

    /** Null if dropping the type does nothing. */
    DropGlue glue(Ty ty);

    /** Whether a type ends in a slice, {@code str} or {@code dyn}. */
    boolean isUnsized(Ty ty);

    /** The sized type of what a reference to an unsized type refers to. */
    Ty sized(Ty unsized, Object reference);
  }

  /**
   * The code takes the closure as {@code FnOnce::call_once} does.
   *
   * @param result of {@code std::host::Event}
   */
  public record EventCode(Code code, Layout result) {}

  private final String name;
  private final List<Layout> params;
  private final Layout result;
  private final List<GenericArg> args;
  private final Span span;
  private final Linker linker;

  // Found when first asked for, by parameter and by generic argument.
  private final GuestFn[] callables;
  private final Layout[] typeLayouts;
  private final DropGlue[] typeGlues;
  private EventFns event;
  private volatile boolean eventKnown;

  /**
   * @param name as in {@code #[native = "name"]}
   * @param params the parameters' types
   * @param result the result's type
   * @param args the instance's generic arguments
   * @param linker finds layouts and code of other instances
   */
  public NativeSig(
      String name,
      List<Layout> params,
      Layout result,
      List<GenericArg> args,
      Span span,
      Linker linker) {
    this.name = name;
    this.params = params;
    this.result = result;
    this.args = args;
    this.span = span;
    this.linker = linker;
    this.callables = new GuestFn[params.size()];
    this.typeLayouts = new Layout[args.size()];
    this.typeGlues = new DropGlue[args.size()];
  }

  public String name() {
    return name;
  }

  public List<Layout> params() {
    return params;
  }

  public Layout result() {
    return result;
  }

  public List<GenericArg> args() {
    return args;
  }

  public Span span() {
    return span;
  }

  public Linker linker() {
    return linker;
  }

  public Layout param(int i) {
    return params.get(i);
  }

  /** How to call the i-th parameter; with the same types of arguments each time. */
  GuestFn callable(Stack s, int i, Ty... inputs) {
    GuestFn found = callables[i];
    if (found == null) {
      found = s.task.runtime().engineWork(() -> GuestFn.of(linker, param(i), List.of(inputs)));
      callables[i] = found;
    }
    return found;
  }

  /**
   * How events are made and their operations called.
   *
   * @param made the layout of {@code std::host::Event}
   */
  record EventFns(GuestFn make, Layout made, GuestFn operation) {}

  /** See {@link Linker#event}; of the one parameter that is asked for. */
  EventFns event(Stack s, int i) {
    if (!eventKnown) {
      event = s.task.runtime().engineWork(() -> eventFns(param(i)));
      eventKnown = true;
    }
    return event;
  }

  private EventFns eventFns(Layout closure) {
    EventCode code = linker.event(closure.ty);
    if (code == null) {
      return null;
    }
    Layout operation = code.result().variants[0][1].layout();
    return new EventFns(
        GuestFn.of(linker, closure, code.code()),
        code.result(),
        GuestFn.of(linker, operation, List.of()));
  }

  /** The i-th generic argument that is a type. */
  public Ty typeArg(int i) {
    for (GenericArg a : args) {
      if (a instanceof Ty t && i-- == 0) {
        return t;
      }
    }
    throw new IllegalStateException(name + " has no type argument " + i);
  }

  /** The layout of the i-th type argument, which must be sized. */
  public Layout typeLayout(int i) {
    Layout found = typeLayouts[i];
    return found != null ? found : (typeLayouts[i] = linker.layout(typeArg(i)));
  }

  /** The drop glue of the i-th type argument, which must be sized; null if there is none. */
  public DropGlue typeGlue(int i) {
    DropGlue found = typeGlues[i];
    if (found == null && typeLayout(i).needsDrop) {
      found = linker.glue(typeArg(i));
      typeGlues[i] = found;
    }
    return found;
  }

  /** The value of the first const argument. */
  public long constArg() {
    for (GenericArg a : args) {
      if (a instanceof Const.Value v && v.value() instanceof Long l) {
        return l;
      }
    }
    throw new IllegalStateException(name + " has no const argument");
  }
}
