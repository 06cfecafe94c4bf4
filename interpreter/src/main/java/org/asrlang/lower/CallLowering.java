package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.asrlang.exec.CallSite;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.Call;
import org.asrlang.exec.node.Counted;
import org.asrlang.exec.node.DynamicCall;
import org.asrlang.exec.node.Locals;
import org.asrlang.exec.node.NativeCall;
import org.asrlang.exec.node.Refs;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Callee;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Instance;

/**
 * Lowers calls: the callee is resolved for the concrete types, the arguments go straight to where
 * its frame will begin. Calls through {@code Fn}, {@code FnMut} and {@code FnOnce} pass the
 * arguments one by one, not as the tuple that the traits' methods declare.
 */
final class CallLowering {
  private static final int[] NO_PATH = {};

  private final FnLowering fn;

  CallLowering(FnLowering fn) {
    this.fn = fn;
  }

  Node call(ThirExpr.Call c) {
    Ty.FnDef callee = (Ty.FnDef) fn.mono(c.callee());
    return call(callee.def, callee.args, c.args(), c.ty(), c.fnSpan());
  }

  /** A call of a function or method with concrete arguments. */
  Node call(Def def, List<GenericArg> generics, List<ThirExpr> args, Ty result, Span span) {
    Instance instance = fn.q.resolve(new Callee(def, generics));
    if (instance == null) {
      throw new Bug("no implementation of " + def.path() + " for " + generics);
    }
    return fn.withTemps(() -> dispatch(def, instance, args, result, span));
  }

  /**
   * Calls what a method has been resolved to.
   *
   * @param method the function as the call names it
   */
  Node dispatch(Def method, Instance instance, List<ThirExpr> args, Ty result, Span span) {
    Def trait = fn.q.traitOf(method);
    boolean callOperator = fn.ex.isFnTrait(trait);
    if (!callOperator || instance.kind() == Instance.Kind.ITEM) {
      return plain(method, instance, args, result, span);
    }
    List<Node> prelude = new ArrayList<>();
    List<ThirExpr> untupled = new ArrayList<>();
    untupled.add(args.get(0));
    untupled.addAll(elements(args.get(1), prelude));
    Node node =
        switch (instance.kind()) {
          case FN_ITEM_CALL -> {
            Ty.FnDef item = (Ty.FnDef) instance.self();
            Node self = fn.values.value(args.get(0));
            if (!(self instanceof org.asrlang.exec.node.Constants.Nothing)) {
              prelude.add(self);
            }
            yield call(item.def, item.args, untupled.subList(1, untupled.size()), result, span);
          }
          case FN_PTR_CALL -> {
            Node self = fn.values.value(args.get(0));
            boolean byValue = fn.mono(args.get(0).ty()) instanceof Ty.FnPtr;
            yield dynamic(
                byValue ? self : new Refs.LoadObj(self),
                -1,
                NO_PATH,
                untupled.subList(1, untupled.size()),
                span);
          }
          default -> plain(method, instance, untupled, result, span);
        };
    return FnLowering.seq(prelude, node);
  }

  /** The elements of an argument tuple, one by one. */
  private List<ThirExpr> elements(ThirExpr tuple, List<Node> prelude) {
    if (tuple instanceof ThirExpr.Tuple t) {
      return t.elements();
    }
    if (tuple instanceof ThirExpr.Unit) {
      return List.of();
    }
    Place.Local temp = fn.tempPlace(tuple.ty(), tuple.span());
    prelude.add(fn.statements.into(tuple, fn.dest(temp.local())));
    List<Ty> types = ((Ty.Tuple) fn.mono(tuple.ty())).elements;
    List<ThirExpr> out = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Place field = new Place.Field(temp, 0, i, types.get(i), tuple.span());
      out.add(new ThirExpr.Use(field, false, tuple.span()));
    }
    return out;
  }

  private Node plain(Def method, Instance instance, List<ThirExpr> args, Ty result, Span span) {
    return switch (instance.kind()) {
      case CTOR -> constructor(instance, args, result);
      case VIRTUAL -> {
        Ty.Dynamic dyn = (Ty.Dynamic) instance.self();
        int slot = fn.q.vtableMethods(dyn.principal.trait()).indexOf(instance.def());
        Ty receiver = fn.mono(args.get(0).ty());
        yield dynamic(
            fn.values.value(args.get(0)),
            slot,
            pathTo(receiver, dyn),
            args.subList(1, args.size()),
            span);
      }
      case CLONE_SHIM -> clone(instance, args.get(0));
      case FN_ITEM_CALL, FN_PTR_CALL -> throw new Bug("call operator " + method.path());
      case DROP_GLUE, CLOSURE_EVENT -> throw new Bug(instance.kind() + " called by name");
      case ITEM, CLOSURE, CLOSURE_ONCE_SHIM -> {
        Node inlined =
            instance.kind() == Instance.Kind.ITEM ? Inline.intrinsic(fn, instance, args) : null;
        if (inlined != null) {
          yield inlined;
        }
        Node body = fn.ex.nativeNode(instance);
        boolean track = fn.ex.tracksCaller(instance);
        yield body != null
            ? forgotten(instance, ofNative(body, args, track, span))
            : direct(fn.ex.code(instance), args, track, span);
      }
    };
  }

  /** What std forgets it has taken apart; what the program forgets is never dropped. */
  private Node forgotten(Instance instance, Node call) {
    if (!fn.std || !instance.def().name().equals("forget")) {
      return call;
    }
    String counted = fn.ex.counted(fn.mono((Ty) instance.args().getFirst()));
    return counted == null ? call : new Counted.Forgotten(call, counted);
  }

  /** A call of an instance that takes its arguments as they are. */
  Node plainCall(Instance instance, List<ThirExpr> args, Ty result) {
    return fn.withTemps(() -> direct(fn.ex.code(instance), args, false, Span.NONE));
  }

  private Node constructor(Instance instance, List<ThirExpr> args, Ty result) {
    Layout layout = fn.layout(result);
    List<Node> values = new ArrayList<>();
    for (ThirExpr arg : args) {
      values.add(fn.values.value(arg));
    }
    Ty.Adt adt = (Ty.Adt) fn.mono(result);
    int variant =
        instance.def().kind() == Def.Kind.VARIANT
            ? fn.q.adt(adt.def).variant(instance.def()).index()
            : 0;
    return fn.values.constructor(layout, variant, values);
  }

  private Node direct(Code code, List<ThirExpr> args, boolean track, Span span) {
    int longTop = fn.frame.longTop;
    int refTop = fn.frame.refTop;
    return new Call(code, outgoing(args, track, span), longTop, refTop, site(span, code));
  }

  private Node ofNative(Node body, List<ThirExpr> args, boolean track, Span span) {
    int longTop = fn.frame.longTop;
    int refTop = fn.frame.refTop;
    // Std's own frames are not what people look at: its natives need not be told apart.
    CallSite site = fn.std ? null : site(span, null);
    return new NativeCall(body, outgoing(args, track, span), longTop, refTop, site);
  }

  /** Stores the arguments where the callee's frame begins. */
  private Node[] outgoing(List<ThirExpr> args, boolean track, Span span) {
    int longTop = fn.frame.longTop;
    int refTop = fn.frame.refTop;
    List<Node> stores = new ArrayList<>();
    store(args, stores);
    if (track) {
      int slot = fn.frame.newRef();
      stores.add(new Locals.StoreRef(slot, fn.location(span)));
    }
    fn.frame.longTop = longTop;
    fn.frame.refTop = refTop;
    return stores.toArray(Node[]::new);
  }

  /**
   * The slots from a receiver to its reference to {@code dyn}: none for {@code &self} and boxes,
   * one or more for {@code self: Rc<Self>}. Null if it holds none.
   */
  private int[] pathTo(Ty receiver, Ty.Dynamic dyn) {
    if (fn.layouts.isUnsized(receiver) || fn.layouts.pointeeOf(receiver) == dyn) {
      return NO_PATH;
    }
    if (receiver instanceof Ty.Adt a && !fn.q.adt(a.def).isEnum()) {
      Layout.Field[] fields = fn.layouts.of(receiver).variants[0];
      List<Ty> types = fn.layouts.fieldTypes(receiver, 0);
      for (int i = 0; i < fields.length; i++) {
        int[] inner = fields[i].layout().isZst() ? null : pathTo(types.get(i), dyn);
        if (inner != null) {
          return fields[i].itself()
              ? inner
              : IntStream.concat(IntStream.of(fields[i].slot()), IntStream.of(inner)).toArray();
        }
      }
    }
    return null;
  }

  private CallSite site(Span span, Code callee) {
    return new CallSite(fn.code, span, callee);
  }

  private Node dynamic(Node target, int slot, int[] path, List<ThirExpr> args, Span span) {
    int longTop = fn.frame.longTop;
    int refTop = fn.frame.refTop;
    if (slot >= 0) {
      fn.frame.newRef();
    }
    List<Node> stores = new ArrayList<>();
    store(args, stores);
    fn.frame.longTop = longTop;
    fn.frame.refTop = refTop;
    return new DynamicCall(
        target, slot, path, stores.toArray(Node[]::new), longTop, refTop, site(span, null));
  }

  /** Each argument into the next slot of its kind; what it needs itself lies above that. */
  private void store(List<ThirExpr> args, List<Node> stores) {
    for (ThirExpr arg : args) {
      Frame.Var slot = fn.frame.newTemp(argLayout(arg.ty()));
      stores.add(fn.withTemps(() -> slot.init(fn.values.value(arg))));
    }
  }

  /** An unsized argument ({@code self} of a boxed {@code dyn FnOnce}) is passed by its pointer. */
  private Layout argLayout(Ty ty) {
    Ty mono = fn.mono(ty);
    return fn.layouts.isUnsized(mono)
        ? fn.layouts.of(fn.q.types().ref(Region.ERASED, mono, true))
        : fn.layouts.of(mono);
  }

  /** {@code Clone::clone} of a type whose clone the language provides. */
  private Node clone(Instance instance, ThirExpr self) {
    Ty ty = instance.self();
    Layout layout = fn.layouts.of(ty);
    if (!layout.copy) {
      return direct(fn.ex.shims().clone(ty), List.of(self), false, self.span());
    }
    Node ref = fn.values.value(self);
    return switch (layout.kind) {
      case ZST -> ref;
      case LONG -> new Refs.LoadLong(ref);
      case DOUBLE -> new Refs.LoadDouble(ref);
      case OBJECT -> layout.isStorage() ? new Refs.CopyStorage(layout, ref) : new Refs.LoadObj(ref);
    };
  }

  Node pointer(ThirExpr.CallPtr c) {
    return fn.withTemps(
        () -> dynamic(fn.values.value(c.callee()), -1, NO_PATH, c.args(), c.span()));
  }

  Node formatArgs(ThirExpr.FormatArgs f) {
    return fn.withTemps(() -> new Formatting(fn).lower(f));
  }
}
