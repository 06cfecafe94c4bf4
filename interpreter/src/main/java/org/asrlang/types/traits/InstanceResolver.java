package org.asrlang.types.traits;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Callee;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/**
 * Trait methods with concrete arguments to what is run; opaque types are looked through. Everything
 * is remembered. Used by one thread at a time.
 */
public final class InstanceResolver {
  private final TyCtxt tcx;
  private final TyInterner types;
  private final Map<Key, Instance> instances = new HashMap<>();
  private final Map<TraitRef, Selection.Selected> selections = new HashMap<>();
  private final Map<Ty, Ty> normalized = new IdentityHashMap<>();
  private final Map<Ty, Boolean> needsDrop = new IdentityHashMap<>();
  private final Map<Def, List<Def>> vtables = new IdentityHashMap<>();

  private record Key(Def def, List<GenericArg> args) {}

  public InstanceResolver(TyCtxt tcx) {
    this.tcx = tcx;
    this.types = tcx.types();
  }

  /**
   * @param callee without parameters and inference variables
   * @return null if no impl is found (only after errors)
   */
  public Instance resolve(Callee callee) {
    return resolve(callee.def(), callee.args());
  }

  public Instance resolve(Def def, List<GenericArg> given) {
    List<GenericArg> args = normalizeArgs(given);
    Key key = new Key(def, args);
    if (instances.containsKey(key)) {
      return instances.get(key);
    }
    Instance found = compute(def, args);
    instances.put(key, found);
    return found;
  }

  private Instance compute(Def def, List<GenericArg> args) {
    if (def.kind() == Def.Kind.STRUCT || def.kind() == Def.Kind.VARIANT) {
      return new Instance(Instance.Kind.CTOR, def, args, null);
    }
    if (tcx.lang().is(def, "drop_in_place")) {
      return new Instance(Instance.Kind.DROP_GLUE, def, args, (Ty) args.get(0));
    }
    Def trait = tcx.traitOf(def);
    if (trait == null) {
      return new Instance(Instance.Kind.ITEM, def, args, null);
    }
    int count = tcx.generics(trait).count();
    TraitRef ref = new TraitRef(trait, List.copyOf(args.subList(0, count)));
    Selection.Selected s = select(ref);
    if (s == null) {
      return null;
    }
    return switch (s.source()) {
      case ImplSource.Impl impl -> ofImpl(def, args, count, impl);
      case ImplSource.Closure c -> ofClosure(def, c.ty());
      case ImplSource.Function f ->
          new Instance(
              f.ty() instanceof Ty.FnPtr ? Instance.Kind.FN_PTR_CALL : Instance.Kind.FN_ITEM_CALL,
              def,
              args,
              f.ty());
      case ImplSource.Object o -> new Instance(Instance.Kind.VIRTUAL, def, args, o.ty());
      case ImplSource.Builtin b -> builtin(def, args, ref);
      case ImplSource.Param p -> null;
    };
  }

  private Instance ofImpl(Def def, List<GenericArg> args, int traitCount, ImplSource.Impl impl) {
    Def item = tcx.implementedBy(def, impl.impl());
    if (item == null) {
      return null;
    }
    if (item == def) {
      return new Instance(Instance.Kind.ITEM, def, args, null);
    }
    List<GenericArg> all = new ArrayList<>(impl.args());
    all.addAll(args.subList(traitCount, args.size()));
    return new Instance(Instance.Kind.ITEM, item, normalizeArgs(all), null);
  }

  private Instance ofClosure(Def method, Ty.Closure closure) {
    ClosureKind wanted = Callable.fnTrait(tcx, method.parent());
    boolean once = wanted == ClosureKind.FN_ONCE && closure.kindTy() != types.i32;
    return new Instance(
        once ? Instance.Kind.CLOSURE_ONCE_SHIM : Instance.Kind.CLOSURE,
        closure.def,
        closure.args,
        closure);
  }

  private Instance builtin(Def def, List<GenericArg> args, TraitRef ref) {
    if (tcx.lang().is(ref.trait(), "clone")
        && (tcx.lang().is(def, "clone_fn") || def.name().equals("clone"))) {
      return new Instance(Instance.Kind.CLONE_SHIM, def, args, ref.self());
    }
    return new Instance(Instance.Kind.ITEM, def, args, null);
  }

  /** By what a concrete trait reference holds, with everything nested solved; null if it fails. */
  private Selection.Selected select(TraitRef ref) {
    Selection.Selected known = selections.get(ref);
    if (known != null) {
      return known;
    }
    InferCtxt infcx = new InferCtxt(tcx);
    TraitSolver solver = TraitSolver.of(infcx);
    Obligation goal = Obligation.of(ref, ParamEnv.REVEAL_ALL, Cause.NONE);
    if (!(solver.select(goal) instanceof Selection.Selected s)) {
      return null;
    }
    FulfillmentCtxt fulfillment = new FulfillmentCtxt(infcx);
    fulfillment.register(s.nested());
    fulfillment.selectWherePossible();
    ImplSource source =
        s.source() instanceof ImplSource.Impl i
            ? new ImplSource.Impl(i.impl(), EraseRegions.of(types, infcx.resolve(i.args())))
            : s.source();
    Selection.Selected solved = new Selection.Selected(source, List.of());
    selections.put(ref, solved);
    return solved;
  }

  /** The implementation of an associated constant: a Def with its arguments; null after errors. */
  public Callee resolveConst(Def constant, List<GenericArg> given) {
    List<GenericArg> args = normalizeArgs(given);
    Def trait = tcx.traitOf(constant);
    if (trait == null) {
      return new Callee(constant, args);
    }
    int count = tcx.generics(trait).count();
    Selection.Selected s = select(new TraitRef(trait, List.copyOf(args.subList(0, count))));
    if (s == null) {
      return null;
    }
    if (!(s.source() instanceof ImplSource.Impl impl)) {
      return new Callee(constant, args);
    }
    Def item = tcx.implementedBy(constant, impl.impl());
    return item == null
        ? null
        : item == constant ? new Callee(constant, args) : new Callee(item, impl.args());
  }

  // ---- types

  /** Erases regions, normalizes projections, reveals opaque types. */
  public Ty normalize(Ty ty) {
    if (!ty.has(Ty.HAS_REGION | Ty.HAS_ALIAS)) {
      return ty;
    }
    Ty known = normalized.get(ty);
    if (known == null) {
      known = EraseRegions.of(types, ty);
      if (known.has(Ty.HAS_ALIAS)) {
        InferCtxt infcx = new InferCtxt(tcx);
        TraitSolver solver = TraitSolver.of(infcx);
        List<Obligation> nested = new ArrayList<>();
        Ty result = solver.normalize(ParamEnv.REVEAL_ALL, known, Cause.NONE, nested);
        if (result.has(Ty.HAS_INFER)) {
          FulfillmentCtxt fulfillment = new FulfillmentCtxt(infcx);
          fulfillment.register(nested);
          fulfillment.selectWherePossible();
        }
        known = EraseRegions.of(types, infcx.resolve(result));
      }
      normalized.put(ty, known);
    }
    return known;
  }

  public GenericArg normalize(GenericArg arg) {
    return switch (arg) {
      case Ty t -> normalize(t);
      case org.asrlang.types.Region r -> org.asrlang.types.Region.ERASED;
      case Const c -> tcx.evaluate(c);
    };
  }

  private List<GenericArg> normalizeArgs(List<GenericArg> args) {
    for (int i = 0; i < args.size(); i++) {
      if (normalize(args.get(i)) != args.get(i)) {
        List<GenericArg> out = new ArrayList<>(args.size());
        args.forEach(a -> out.add(normalize(a)));
        return out;
      }
    }
    return args;
  }

  /** Puts the instance's arguments into a generic type and normalizes it. */
  public Ty instantiate(Ty generic, List<GenericArg> args) {
    return normalize(Subst.apply(types, generic, args));
  }

  public List<GenericArg> instantiate(List<GenericArg> generic, List<GenericArg> args) {
    return normalizeArgs(Subst.apply(types, generic, args));
  }

  public Const instantiate(Const generic, List<GenericArg> args) {
    return tcx.evaluate(Subst.apply(types, generic, args));
  }

  /** Whether a concrete type implements a lang trait ({@code copy}, {@code sized}, …). */
  public boolean implementsLang(Ty ty, String langTrait) {
    Def trait = tcx.lang().get(langTrait);
    if (trait == null) {
      return false;
    }
    InferCtxt infcx = new InferCtxt(tcx);
    return TraitSolver.of(infcx)
        .holds(
            ParamEnv.REVEAL_ALL, new Predicate.Trait(new TraitRef(trait, List.of(normalize(ty)))));
  }

  /** Whether dropping a value of the type does anything. */
  public boolean needsDrop(Ty type) {
    Ty ty = normalize(type);
    Boolean known = needsDrop.get(ty);
    if (known != null) {
      return known;
    }
    // A type that contains itself needs what its other parts need.
    needsDrop.put(ty, false);
    boolean answer = computeNeedsDrop(ty);
    needsDrop.put(ty, answer);
    return answer;
  }

  private boolean computeNeedsDrop(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> {
        AdtDef adt = tcx.adt(a.def);
        if (tcx.lang().is(a.def, "manually_drop") || tcx.lang().is(a.def, "phantom_data")) {
          yield false;
        }
        if (adt.isBox() || tcx.dropImpl(a.def) != null) {
          yield true;
        }
        for (AdtDef.Variant v : adt.variants()) {
          for (AdtDef.Field f : v.fields()) {
            if (needsDrop(instantiate(f.ty(), a.args))) {
              yield true;
            }
          }
        }
        yield false;
      }
      case Ty.Tuple t -> t.elements.stream().anyMatch(this::needsDrop);
      case Ty.Array a ->
          !(a.length instanceof Const.Value v && Long.valueOf(0).equals(v.value()))
              && needsDrop(a.element);
      case Ty.Slice s -> needsDrop(s.element);
      case Ty.Closure c ->
          c.upvarsTy() instanceof Ty.Tuple t && t.elements.stream().anyMatch(this::needsDrop);
      case Ty.Dynamic d -> true;
      case Ty.Param p -> true;
      case Ty.Projection p -> true;
      case Ty.Opaque o -> true;
      case Ty.Infer i -> true;
      case Ty.Bool t -> false;
      case Ty.Char t -> false;
      case Ty.Int t -> false;
      case Ty.Uint t -> false;
      case Ty.Float t -> false;
      case Ty.Str t -> false;
      case Ty.Never t -> false;
      case Ty.Ref t -> false;
      case Ty.FnDef t -> false;
      case Ty.FnPtr t -> false;
      case Ty.Error t -> false;
    };
  }

  /** The methods of a vtable of {@code dyn Trait}, supertraits' first: the slots. */
  public List<Def> vtableMethods(Def trait) {
    return vtables.computeIfAbsent(
        trait,
        t -> {
          List<Def> slots = new ArrayList<>();
          for (Def of : tcx.supertraits(t).reversed()) {
            for (Def item : tcx.assocItems(of)) {
              if (item.kind() == Def.Kind.ASSOC_FN && tcx.isDispatchable(item)) {
                slots.add(item);
              }
            }
          }
          return slots;
        });
  }
}
