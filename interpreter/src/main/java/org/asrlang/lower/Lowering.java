package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.asrlang.exec.Code;
import org.asrlang.exec.DropGlue;
import org.asrlang.exec.DynRef;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Location;
import org.asrlang.exec.Machine;
import org.asrlang.exec.Node;
import org.asrlang.exec.Slice;
import org.asrlang.exec.Stack;
import org.asrlang.exec.VTable;
import org.asrlang.exec.natives.Invoke;
import org.asrlang.exec.natives.NativeRegistry;
import org.asrlang.exec.natives.NativeSig;
import org.asrlang.exec.node.Globals;
import org.asrlang.exec.node.Unsized;
import org.asrlang.resolve.Def;
import org.asrlang.source.Timings;
import org.asrlang.thir.Body;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.traits.Instance;

/**
 * A program that can run: its function instances, vtables, drop glue and constants, each made when
 * first needed. Shared by all machines that run it; thread-safe: whatever asks the types does so
 * under one lock.
 */
public final class Lowering implements Machine.Program, VTable.Linker, NativeSig.Linker {
  /** Std's guards, permits and shared owners: what is kept if they are not dropped. */
  private static final Set<String> COUNTED =
      Set.of("MutexGuard", "RwLockReadGuard", "RwLockWriteGuard", "SemaphorePermit", "Rc", "Arc");

  /** How deep the types of an instance may nest before it counts as growing without end. */
  private static final int MAX_TYPE_DEPTH = 192;

  private final TypeQueries q;
  private final NativeRegistry natives;
  private final Layouts layouts;
  private final Shims shims;
  private final DropGlues glues;
  private final ConcurrentHashMap<Instance, Code> codes = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<Callee, Node> constants = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<VTableKey, VTable> vtables = new ConcurrentHashMap<>();

  private record VTableKey(Ty concrete, Ty dyn) {}

  public Lowering(TyCtxt tcx, NativeRegistry natives) {
    this(TypeQueries.of(tcx), natives);
  }

  Lowering(TypeQueries q, NativeRegistry natives) {
    this.q = q;
    this.natives = natives;
    this.layouts = new Layouts(q);
    this.shims = new Shims(this);
    this.glues = new DropGlues(this);
  }

  Layouts layouts() {
    return layouts;
  }

  /** Puts arguments into a generic type, normalizes it and erases its regions. */
  public Ty normalize(Ty generic, List<GenericArg> args) {
    return locked(() -> q.instantiate(generic, args));
  }

  public NativeSig.Linker linker() {
    return this;
  }

  TypeQueries queries() {
    return q;
  }

  Shims shims() {
    return shims;
  }

  /** Runs with the types for itself. */
  public <T> T locked(Supplier<T> f) {
    synchronized (q) {
      return f.get();
    }
  }

  /** By which name values of the type are counted where that is asked for, or null. */
  String counted(Ty ty) {
    if (!(ty instanceof Ty.Adt a)
        || isStd(a.def) && !COUNTED.contains(a.def.name())
        || q.dropImpl(a.def) == null) {
      return null;
    }
    return a.def.name();
  }

  /** Whether the definitions of a crate are std's own. */
  static boolean isStd(Def def) {
    String crate = def.crate().name();
    return crate.equals("std") || crate.equals("asr");
  }

  // ---- instances

  /** The code of a function with concrete arguments. */
  public Code code(Def fn, List<GenericArg> args) {
    return locked(() -> {
      Instance instance = q.resolve(new Callee(fn, args));
      if (instance == null) {
        throw new Bug("no implementation of " + fn.path());
      }
      return code(instance);
    });
  }

  Code code(Instance instance) {
    Code found = codes.get(instance);
    if (found != null) {
      return found;
    }
    if (instance.kind() == Instance.Kind.CLOSURE_ONCE_SHIM) {
      return shims.once(instance);
    }
    Def def = instance.def();
    Code made =
        new Code(
            () -> name(instance), def.span(), isStd(def), source(code -> lower(code, instance)));
    Code other = codes.putIfAbsent(instance, made);
    return other != null ? other : made;
  }

  /** As people read it: {@code main::run}, {@code Slow::drop}, {@code std::mem::take<i32>}. */
  private String name(Instance instance) {
    Def def = instance.def();
    Def around = def.parent();
    if (around != null && around.kind() == Def.Kind.IMPL) {
      return locked(() -> q.instantiate(q.typeOf(around), instance.args()) + "::" + def.name());
    }
    List<GenericArg> types = instance.args().stream().filter(a -> a instanceof Ty).toList();
    String path = def.path();
    return types.isEmpty() || instance.kind() == Instance.Kind.CLOSURE
        ? path
        : path + types.toString().replace('[', '<').replace(']', '>');
  }

  /** Lowering happens one at a time, and where the Java stack is deep enough for it. */
  Code.Source source(Code.Source inner) {
    return code -> {
      Timings.Part before = Timings.enter(Timings.Part.LOWER);
      try {
        return OnBigStack.call(() -> locked(() -> lowerOnce(code, inner)));
      } finally {
        Timings.back(before);
      }
    };
  }

  private static Code.Body lowerOnce(Code code, Code.Source source) {
    Code.Body other = code.lowered(); // by a task that was here before
    return other != null ? other : code.publish(source.lower(code));
  }

  private Code.Body lower(Code code, Instance instance) {
    Def def = instance.def();
    String nativeName = q.attrText(def, "native");
    if (nativeName != null) {
      return nativeBody(instance, nativeName);
    }
    for (GenericArg arg : instance.args()) {
      if (arg instanceof Ty t && TypeDepth.of(t) > MAX_TYPE_DEPTH) {
        throw new LoweringError(
            "A0200",
            "reached the recursion limit while instantiating `" + def.path() + "`",
            def.span());
      }
    }
    FnLowering fn = new FnLowering(this, code, instance.args());
    if (instance.kind() == Instance.Kind.CLOSURE_EVENT) {
      Body event = EventArms.body(q, def, instance.args());
      return fn.lowerClosure(event, (Ty.Closure) instance.self(), true);
    }
    Body body = q.thir(def);
    if (instance.kind() == Instance.Kind.CLOSURE) {
      Ty.Closure ty = (Ty.Closure) instance.self();
      return fn.lowerClosure(body, ty, ty.kindTy() == q.types().i32);
    }
    return fn.lower(body, tracksCaller(instance));
  }

  boolean tracksCaller(Instance instance) {
    if (instance.kind() != Instance.Kind.ITEM) {
      return false;
    }
    return q.hasAttr(instance.def(), "track_caller");
  }

  /** The body of a native function's instance; null for functions of ASR. */
  Node nativeNode(Instance instance) {
    return q.attrText(instance.def(), "native") == null ? null : code(instance).body().root();
  }

  private Code.Body nativeBody(Instance instance, String name) {
    FnSig sig = q.fnSig(instance.def());
    List<Layout> params = new ArrayList<>();
    int longs = 0;
    int refs = 0;
    for (Ty input : sig.inputs()) {
      Layout l = layouts.of(q.instantiate(input, instance.args()));
      params.add(l);
      switch (l.kind) {
        case ZST -> {}
        case LONG, DOUBLE -> longs++;
        case OBJECT -> refs++;
      }
    }
    NativeSig s =
        new NativeSig(
            name,
            params,
            layouts.of(q.instantiate(sig.output(), instance.args())),
            instance.args(),
            instance.def().span(),
            this);
    Node node = natives.body(s);
    if (node == null) {
      node = new Globals.Missing(name, instance.def().span());
    }
    int extra = tracksCaller(instance) ? 1 : 0;
    return new Code.Body(node, Math.max(longs, Invoke.NATIVE_FRAME), refs + extra);
  }

  boolean isFnTrait(Def trait) {
    return trait != null
        && (trait == q.lang("fn") || trait == q.lang("fn_mut") || trait == q.lang("fn_once"));
  }

  boolean isIndexTrait(Def trait) {
    return trait != null && (trait == q.lang("index") || trait == q.lang("index_mut"));
  }

  // ---- constants and statics

  /** A node that gives the value of a constant. */
  Node constant(Def def, List<GenericArg> args, Layout layout) {
    Callee target = q.resolveConst(def, args);
    if (target == null) {
      throw new Bug("no implementation of " + def.path());
    }
    return constants.computeIfAbsent(target, t -> makeConstant(t, layout));
  }

  private Node makeConstant(Callee target, Layout layout) {
    if (literal(q.thir(target.def()).root()) instanceof ThirExpr.Literal lit) {
      return Values.literal(lit.value(), layout);
    }
    Code code = constCode(target);
    boolean shared =
        switch (layout.rep) {
          case ZST, INT, BOOL, CHAR, ENUM, FLOAT, WIDE -> true;
          case POINTER -> !layout.needsDrop && !layouts.isNative(layout.inner.ty);
          case AGG, ARRAY, RAW_BUF -> layout.copy;
        };
    return shared ? new Globals.Constant(code, layout) : new Globals.Fresh(code);
  }

  private static ThirExpr literal(ThirExpr e) {
    return switch (e) {
      case ThirExpr.Scope s -> literal(s.body());
      case ThirExpr.Block b when b.stmts().isEmpty() && b.tail() != null -> literal(b.tail());
      default -> e;
    };
  }

  /** The body of a constant, static or anonymous constant as a function without parameters. */
  Code constCode(Callee target) {
    Instance key = new Instance(Instance.Kind.ITEM, target.def(), target.args(), null);
    return code(key);
  }

  Access staticAccess(Def def, Layout layout) {
    if (layout.isZst()) {
      return new Access.Nothing(layout);
    }
    Node place = new Globals.Static(def, layout, constCode(new Callee(def, List.of())));
    return layout.isStorage()
        ? new Access.Storage(place, null, layout)
        : new Access.Behind(place, layout);
  }

  // ---- drop glue

  @Override
  public DropGlue glue(Ty ty) {
    return locked(() -> glues.of(ty));
  }

  @Override
  public Layout layout(Ty ty) {
    return layouts.of(ty);
  }

  @Override
  public Code callOnce(Ty callable, List<Ty> inputs) {
    return locked(() -> shims.callOnce(callable, inputs));
  }

  @Override
  public NativeSig.EventCode event(Ty callable) {
    return locked(() -> {
      if (!(callable instanceof Ty.Closure c) || !q.isEventArm(c.def)) {
        return null;
      }
      Instance instance = new Instance(Instance.Kind.CLOSURE_EVENT, c.def, c.args, c);
      return new NativeSig.EventCode(
          code(instance), layouts.of(EventArms.body(q, c.def, c.args).returnTy()));
    });
  }

  /** {@code Drop::drop} of a type that has an impl. */
  Code dropCode(Ty.Adt ty) {
    return locked(() -> {
      Def method = q.assocFn(q.lang("drop"), "drop");
      return code(q.resolve(new Callee(method, List.of(ty))));
    });
  }

  // ---- vtables

  VTable vtable(Ty concrete, Ty dyn) {
    VTableKey key = new VTableKey(concrete, dyn);
    VTable found = vtables.get(key);
    if (found != null) {
      return found;
    }
    return locked(() -> {
      Ty.Dynamic d = (Ty.Dynamic) dyn;
      int n = d.principal == null ? 0 : q.vtableMethods(d.principal.trait()).size();
      VTable made = new VTable(this, concrete, dyn, layouts.of(concrete), n);
      VTable other = vtables.putIfAbsent(key, made);
      return other != null ? other : made;
    });
  }

  @Override
  public Code method(VTable table, int slot) {
    return locked(() -> {
      Ty.Dynamic dyn = (Ty.Dynamic) table.dynTy;
      Def method = q.vtableMethods(dyn.principal.trait()).get(slot);
      return shims.method(table.concrete, dyn, method);
    });
  }

  @Override
  public VTable upcast(Ty concrete, Ty target) {
    return vtable(concrete, target);
  }

  /** A reference to the unsized last field of the struct behind a pointer. */
  Node tail(Node pointer, Ty struct, int field) {
    if (layouts.isTailAlone(struct)) {
      return pointer;
    }
    // the fields before a slice lie at the same place whatever its length
    Layout.Field known =
        layouts.unsizedTail(struct) instanceof Ty.Dynamic
            ? null
            : layouts.of(sized(struct, new Slice(null, 0, 1))).variants[0][field];
    return new Unsized.TailRef(
        pointer,
        reference -> {
          Layout.Field f =
              known != null ? known : layouts.of(sized(struct, reference)).variants[0][field];
          return Globals.fieldRef(Unsized.dataOf(reference), f);
        });
  }

  @Override
  public boolean isUnsized(Ty ty) {
    return layouts.isUnsized(ty);
  }

  /**
   * What a reference to an unsized type refers to: the type with the concrete type or the array in
   * its tail's place.
   */
  @Override
  public Ty sized(Ty unsized, Object reference) {
    Ty tail = layouts.unsizedTail(unsized);
    if (reference instanceof DynRef d) {
      return (Ty)
          d.vtable()
              .cache
              .computeIfAbsent(
                  unsized,
                  k ->
                      locked(
                          () -> TypeDepth.replace(q.types(), unsized, tail, d.vtable().concrete)));
    }
    Ty element = tail instanceof Ty.Slice s ? s.element : q.types().u8;
    long length = ((Slice) reference).length;
    return locked(() -> {
      Ty array = q.types().array(element, new Const.Value(length, q.types().usize));
      return TypeDepth.replace(q.types(), unsized, tail, array);
    });
  }

  // ---- panics

  @Override
  public Object panicPayload(Stack s, String message, boolean constant) {
    Code code =
        locked(
            () -> code(q.lang(constant ? "panic_payload_str" : "panic_payload_string"), List.of()));
    int top = Invoke.NATIVE_FRAME;
    s.ensure(top + 1, top + 1);
    s.setRef(top, Slice.str(message));
    return code.run(s, top, top, code.fromNative);
  }

  @Override
  public Object panicHook(Stack s, Object payload, Location at) {
    Code code = locked(() -> code(q.lang("panic_hook"), List.of()));
    int top = Invoke.NATIVE_FRAME;
    s.ensure(top + 2, top + 3);
    s.setRef(top, payload);
    s.setRef(top + 1, Slice.str(at == null ? "<host>" : at.file()));
    s.setLong(top, at == null ? 0 : at.line());
    s.setLong(top + 1, at == null ? 0 : at.column());
    s.setRef(top + 2, at);
    return code.run(s, top, top, code.fromNative);
  }
}
