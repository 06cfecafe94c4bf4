package org.asrlang.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.asrlang.exec.Code;
import org.asrlang.exec.Layout;
import org.asrlang.exec.Node;
import org.asrlang.exec.node.CloneArray;
import org.asrlang.exec.node.Locals;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.thir.LocalDecl;
import org.asrlang.thir.Place;
import org.asrlang.thir.ThirExpr;
import org.asrlang.types.Callee;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Instance;

/**
 * Code that no source stands behind: what adapts a function to how it is called through a pointer,
 * a vtable or from Java, and clones that the language provides. Found once, then remembered.
 */
final class Shims {
  private final Lowering ex;
  private final TypeQueries q;
  private final ConcurrentHashMap<Object, Code> known = new ConcurrentHashMap<>();

  private record Key(String kind, Object a, Object b, Object c) {}

  Shims(Lowering ex) {
    this.ex = ex;
    this.q = ex.queries();
  }

  /** Builds the node of a shim from its parameters as places. */
  private interface Builder {
    Node build(FnLowering fn, List<Place.Local> params);
  }

  private Code shim(Key key, String name, List<Ty> params, Builder builder) {
    return shim(key, name, params, false, builder);
  }

  private Code shim(Key key, String name, List<Ty> params, boolean borrowsFirst, Builder builder) {
    return known.computeIfAbsent(
        key,
        k ->
            new Code(
                () -> name,
                Span.NONE,
                true,
                ex.source(code -> {
                  FnLowering fn = new FnLowering(ex, code, List.of());
                  return fn.lowerShim(params, borrowsFirst, builder::build);
                })));
  }

  private static ThirExpr move(Place p) {
    return new ThirExpr.Use(p, false, Span.NONE);
  }

  private static List<ThirExpr> moves(List<? extends Place> places) {
    List<ThirExpr> out = new ArrayList<>();
    places.forEach(p -> out.add(move(p)));
    return out;
  }

  private Ty ref(Ty target) {
    return q.types().ref(Region.ERASED, target, true);
  }

  private ThirExpr tuple(List<ThirExpr> elements) {
    List<Ty> types = new ArrayList<>();
    elements.forEach(e -> types.add(e.ty()));
    return elements.isEmpty()
        ? new ThirExpr.Unit(q.types().unit, Span.NONE)
        : new ThirExpr.Tuple(elements, q.types().tuple(types), Span.NONE);
  }

  // ---- function pointers

  /** What a function item is as a function pointer. */
  Code fnItem(Ty.FnDef item) {
    Instance instance = q.resolve(new Callee(item.def, item.args));
    if (instance == null) {
      throw new Bug("no implementation of " + item);
    }
    if (instance.kind() == Instance.Kind.ITEM && !ex.isFnTrait(q.traitOf(item.def))) {
      return ex.code(instance);
    }
    FnSig sig = q.fnSig(item.def);
    List<Ty> inputs = new ArrayList<>();
    sig.inputs().forEach(t -> inputs.add(q.instantiate(t, item.args)));
    Ty output = q.instantiate(sig.output(), item.args);
    return shim(
        new Key("fn", item, null, null),
        item.toString(),
        inputs,
        (fn, params) -> fn.calls.dispatch(item.def, instance, moves(params), output, Span.NONE));
  }

  /** A closure without captures as a function pointer. */
  Code plainClosure(Ty.Closure ty) {
    FnSig sig = ((Ty.FnPtr) ty.sigTy()).sig;
    boolean byValue = ty.kindTy() == q.types().i32;
    Instance instance = new Instance(Instance.Kind.CLOSURE, ty.def, ty.args, ty);
    return shim(
        new Key("closure", ty, null, null),
        "closure",
        sig.inputs(),
        (fn, params) -> {
          List<ThirExpr> args = new ArrayList<>();
          Ty self = byValue ? ty : ref(ty);
          args.add(new Constant(self).expr());
          args.addAll(moves(params));
          return fn.calls.plainCall(instance, args, sig.output());
        });
  }

  /** The value of a type without content, or a reference to it. */
  private record Constant(Ty ty) {
    ThirExpr expr() {
      return ty instanceof Ty.Ref r
          ? new ThirExpr.Borrow(
              ThirExpr.BorrowKind.SHARED,
              new Place.Promoted(new ThirExpr.Unit(r.target, Span.NONE), Span.NONE),
              ty,
              Span.NONE)
          : new ThirExpr.Unit(ty, Span.NONE);
    }
  }

  /** A closure that is called by value but whose body takes it by reference. */
  Code once(Instance instance) {
    Ty.Closure ty = (Ty.Closure) instance.self();
    FnSig sig = ((Ty.FnPtr) ty.sigTy()).sig;
    List<Ty> params = new ArrayList<>();
    params.add(ty);
    sig.inputs().forEach(t -> params.add(q.instantiate(t, List.of())));
    Instance body = new Instance(Instance.Kind.CLOSURE, ty.def, ty.args, ty);
    return shim(
        new Key("once", ty, null, null),
        "closure",
        params,
        true,
        (fn, places) -> {
          LocalDecl self = places.get(0).local();
          List<ThirExpr> args = new ArrayList<>();
          args.add(new ThirExpr.Borrow(ThirExpr.BorrowKind.MUT, places.get(0), ref(ty), Span.NONE));
          args.addAll(moves(places.subList(1, places.size())));
          return fn.scope(List.of(self), () -> fn.calls.plainCall(body, args, sig.output()));
        });
  }

  // ---- vtables

  /** The code in a vtable's slot: takes the data pointer, then the other arguments. */
  Code method(Ty concrete, Ty.Dynamic dyn, Def method) {
    Def trait = q.traitOf(method);
    List<GenericArg> principal = new ArrayList<>();
    principal.add(concrete);
    principal.addAll(dyn.principal.args());
    List<GenericArg> args =
        q.supertraitArgs(dyn.principal.trait(), q.instantiate(principal, List.of()), trait);
    Instance instance = q.resolve(new Callee(method, args));
    if (instance == null) {
      throw new Bug("no implementation of " + method.path() + " for " + concrete);
    }
    FnSig sig = q.fnSig(method);
    boolean byValue = sig.inputs().get(0) instanceof Ty.Param p && p.index == 0;
    boolean operator = ex.isFnTrait(trait);
    boolean sameAbi =
        !byValue
            && (instance.kind() == Instance.Kind.ITEM && !operator
                || instance.kind() == Instance.Kind.CLOSURE);
    if (sameAbi) {
      return ex.code(instance);
    }
    List<Ty> params = new ArrayList<>();
    Ty box = byValue ? q.types().adt(q.lang("owned_box"), List.of(concrete)) : null;
    Ty self = q.instantiate(sig.inputs().get(0), args);
    params.add(byValue ? box : self);
    for (Ty input : sig.inputs().subList(1, sig.inputs().size())) {
      Ty ty = q.instantiate(input, args);
      if (operator) {
        params.addAll(((Ty.Tuple) ty).elements);
      } else {
        params.add(ty);
      }
    }
    Ty output = q.instantiate(sig.output(), args);
    return shim(
        new Key("method", concrete, dyn, method),
        method.path(),
        params,
        (fn, places) -> {
          Place first = places.get(0);
          ThirExpr receiver =
              byValue ? move(new Place.Deref(first, concrete, Span.NONE)) : move(first);
          List<ThirExpr> rest = moves(places.subList(1, places.size()));
          List<ThirExpr> all = new ArrayList<>(List.of(receiver));
          if (operator) {
            all.add(tuple(rest));
          } else {
            all.addAll(rest);
          }
          return fn.calls.dispatch(method, instance, all, output, Span.NONE);
        });
  }

  // ---- calls from Java

  /** {@code FnOnce::call_once} on a type: takes the callable and the arguments one by one. */
  Code callOnce(Ty callable, List<Ty> inputs) {
    Def trait = q.lang("fn_once");
    Def method = q.assocFn(trait, "call_once");
    Ty argsTuple = q.types().tuple(inputs);
    List<GenericArg> args = List.of(callable, argsTuple);
    Instance instance = q.resolve(new Callee(method, args));
    if (instance == null) {
      throw new Bug(callable + " cannot be called with " + inputs);
    }
    if (instance.kind() == Instance.Kind.CLOSURE
        || instance.kind() == Instance.Kind.CLOSURE_ONCE_SHIM) {
      return ex.code(instance);
    }
    Ty output = q.projection(trait, "Output", args);
    List<Ty> params = new ArrayList<>();
    params.add(callable);
    params.addAll(inputs);
    return shim(
        new Key("call", callable, argsTuple, null),
        "call",
        params,
        (fn, places) -> {
          List<ThirExpr> rest = moves(places.subList(1, places.size()));
          return fn.calls.dispatch(
              method, instance, List.of(move(places.get(0)), tuple(rest)), output, Span.NONE);
        });
  }

  // ---- clones

  /** {@code Clone::clone} of a tuple, array or closure that is not Copy: takes the reference. */
  Code clone(Ty ty) {
    Def method = q.assocFn(q.lang("clone"), "clone");
    return shim(
        new Key("clone", ty, null, null),
        "clone",
        List.of(q.types().ref(Region.ERASED, ty, false)),
        (fn, places) -> cloneBody(fn, ty, method, places.get(0)));
  }

  private Node cloneBody(FnLowering fn, Ty ty, Def method, Place.Local self) {
    Place whole = new Place.Deref(self, ty, Span.NONE);
    if (ty instanceof Ty.Array a) {
      Layout layout = fn.layout(ty);
      Code each = fnItem((Ty.FnDef) q.types().fnDef(method, List.of(a.element)));
      return new CloneArray(new Locals.LoadRef(0), layout, each, fn.frame.longTop, fn.frame.refTop);
    }
    List<Ty> types = fn.layouts.fieldTypes(ty, 0);
    List<ThirExpr> fields = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Place field = new Place.Field(whole, 0, i, types.get(i), Span.NONE);
      Ty refTy = q.types().ref(Region.ERASED, types.get(i), false);
      ThirExpr ref = new ThirExpr.Borrow(ThirExpr.BorrowKind.SHARED, field, refTy, Span.NONE);
      Ty.FnDef callee = (Ty.FnDef) q.types().fnDef(method, List.of(types.get(i)));
      fields.add(new ThirExpr.Call(callee, List.of(ref), types.get(i), Span.NONE, Span.NONE));
    }
    ThirExpr built =
        ty instanceof Ty.Closure c
            ? new ThirExpr.Closure(c, fields, Span.NONE)
            : new ThirExpr.Tuple(fields, ty, Span.NONE);
    return fn.values.value(built);
  }
}
