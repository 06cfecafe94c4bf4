package org.asrlang.thir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.Const;
import org.asrlang.types.EraseRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.infer.InferCtxt;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentCtxt;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.traits.ParamEnv;
import org.asrlang.types.traits.TraitSolver;

/** What a generic body may know about its types: Copy, drop, interior mutability, fields. */
final class BodyTypes {
  final TyCtxt tcx;
  final TyInterner types;
  private final Def owner;
  private final ParamEnv env;
  private final InferCtxt infcx;
  private final TraitSolver solver;
  private final Map<Ty, Boolean> copy = new HashMap<>();
  private final Map<Ty, Boolean> drop = new HashMap<>();
  private final Map<Ty, Boolean> freeze = new HashMap<>();

  BodyTypes(TyCtxt tcx, Def owner) {
    this.tcx = tcx;
    this.types = tcx.types();
    this.owner = owner;
    this.env = tcx.paramEnv(owner);
    this.infcx = new InferCtxt(tcx);
    this.solver = TraitSolver.of(infcx);
  }

  Def owner() {
    return owner;
  }

  /** Without regions, and projections replaced by their types where those are known. */
  Ty normalize(Ty ty) {
    Ty erased = EraseRegions.of(types, ty);
    if (!erased.has(Ty.HAS_ALIAS)) {
      return erased;
    }
    List<Obligation> nested = new ArrayList<>();
    Ty done = solver.normalize(env, erased, Cause.NONE, nested);
    if (done.has(Ty.HAS_INFER)) {
      FulfillmentCtxt fulfill = new FulfillmentCtxt(infcx);
      fulfill.register(nested);
      fulfill.selectWherePossible();
      done = infcx.resolve(done);
    }
    return EraseRegions.of(types, done);
  }

  /** A move out of a generic type that is not known to be Copy is a move. */
  boolean isCopy(Ty ty) {
    return switch (ty) {
      case Ty.Bool t -> true;
      case Ty.Char t -> true;
      case Ty.Int t -> true;
      case Ty.Uint t -> true;
      case Ty.Float t -> true;
      case Ty.Never t -> true;
      case Ty.FnDef t -> true;
      case Ty.FnPtr t -> true;
      case Ty.Error t -> true;
      case Ty.Ref t -> !t.mutable;
      case Ty.Str t -> false;
      case Ty.Slice t -> false;
      case Ty.Dynamic t -> false;
      case Ty.Infer t -> false;
      case Ty.Tuple t -> t.elements.stream().allMatch(this::isCopy);
      case Ty.Array t -> isCopy(t.element);
      case Ty.Adt t -> asked(t);
      case Ty.Closure t -> asked(t);
      case Ty.Param t -> asked(t);
      case Ty.Projection t -> asked(t);
      case Ty.Opaque t -> asked(t);
    };
  }

  private boolean asked(Ty ty) {
    Boolean known = copy.get(ty);
    if (known == null) {
      known = solver.implementsLang(env, ty, "copy");
      copy.put(ty, known);
    }
    return known;
  }

  /** Whether dropping a value of the type may do something; true where a parameter decides. */
  boolean needsDrop(Ty ty) {
    return switch (ty) {
      case Ty.Bool t -> false;
      case Ty.Char t -> false;
      case Ty.Int t -> false;
      case Ty.Uint t -> false;
      case Ty.Float t -> false;
      case Ty.Never t -> false;
      case Ty.FnDef t -> false;
      case Ty.FnPtr t -> false;
      case Ty.Error t -> false;
      case Ty.Ref t -> false;
      case Ty.Str t -> false;
      case Ty.Infer t -> false;
      case Ty.Slice t -> needsDrop(t.element);
      case Ty.Dynamic t -> true;
      case Ty.Tuple t -> t.elements.stream().anyMatch(this::needsDrop);
      case Ty.Array t -> !isEmpty(t) && needsDrop(t.element);
      case Ty.Closure t ->
          !(t.upvarsTy() instanceof Ty.Tuple u) || u.elements.stream().anyMatch(this::needsDrop);
      case Ty.Adt t -> {
        Boolean known = drop.get(t);
        if (known == null) {
          drop.put(t, false); // a recursive type needs what its other parts need
          known = adtNeedsDrop(t);
          drop.put(t, known);
        }
        yield known;
      }
      case Ty.Param t -> !isCopy(t);
      case Ty.Projection t -> !isCopy(t);
      case Ty.Opaque t -> !isCopy(t);
    };
  }

  private boolean adtNeedsDrop(Ty.Adt t) {
    if (tcx.lang().is(t.def, "manually_drop")) {
      return false;
    }
    AdtDef adt = tcx.adt(t.def);
    if (adt.isBox() || tcx.dropImpl(t.def) != null) {
      return true;
    }
    for (AdtDef.Variant v : adt.variants()) {
      for (Ty f : fields(t, v.index())) {
        if (needsDrop(f)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isEmpty(Ty.Array t) {
    return t.length instanceof Const.Value v && v.value() instanceof Long n && n == 0;
  }

  /** Whether the type certainly has no {@code UnsafeCell} outside of references and boxes. */
  boolean isFreeze(Ty ty) {
    return switch (ty) {
      case Ty.Bool t -> true;
      case Ty.Char t -> true;
      case Ty.Int t -> true;
      case Ty.Uint t -> true;
      case Ty.Float t -> true;
      case Ty.Never t -> true;
      case Ty.FnDef t -> true;
      case Ty.FnPtr t -> true;
      case Ty.Error t -> true;
      case Ty.Ref t -> true;
      case Ty.Str t -> true;
      case Ty.Infer t -> false;
      case Ty.Dynamic t -> false;
      case Ty.Param t -> false;
      case Ty.Projection t -> false;
      case Ty.Opaque t -> false;
      case Ty.Slice t -> isFreeze(t.element);
      case Ty.Array t -> isFreeze(t.element);
      case Ty.Tuple t -> t.elements.stream().allMatch(this::isFreeze);
      case Ty.Closure t ->
          t.upvarsTy() instanceof Ty.Tuple u && u.elements.stream().allMatch(this::isFreeze);
      case Ty.Adt t -> {
        Boolean known = freeze.get(t);
        if (known == null) {
          freeze.put(t, true);
          known = adtIsFreeze(t);
          freeze.put(t, known);
        }
        yield known;
      }
    };
  }

  private boolean adtIsFreeze(Ty.Adt t) {
    if (tcx.lang().is(t.def, "unsafe_cell") || tcx.lang().is(t.def, "native")) {
      return false;
    }
    for (AdtDef.Variant v : tcx.adt(t.def).variants()) {
      for (Ty f : fields(t, v.index())) {
        if (!isFreeze(f)) {
          return false;
        }
      }
    }
    return true;
  }

  /** The types of a variant's (or struct's) fields. */
  List<Ty> fields(Ty.Adt ty, int variant) {
    List<Ty> out = new ArrayList<>();
    for (AdtDef.Field f : tcx.adt(ty.def).variants().get(variant).fields()) {
      out.add(normalize(Subst.apply(types, f.ty(), ty.args)));
    }
    return out;
  }

  /** The type of a field of a struct, tuple or variant; the error type where there is none. */
  Ty field(Ty base, int variant, int field) {
    List<Ty> all =
        switch (base) {
          case Ty.Tuple t -> t.elements;
          case Ty.Adt a -> fields(a, variant);
          case Ty t -> List.of();
        };
    return field < all.size() ? all.get(field) : types.error;
  }

  /** The signature of a function with its arguments, opened and without regions. */
  FnSig sig(Def fn, List<GenericArg> args) {
    FnSig sig = BoundRegions.instantiate(types, tcx.fnSig(fn), b -> Region.ERASED);
    sig = Subst.apply(types, sig, args);
    List<Ty> inputs = sig.inputs().stream().map(this::normalize).toList();
    return new FnSig(inputs, normalize(sig.output()), List.of());
  }

  Ty ref(Ty target, boolean mutable) {
    return types.ref(Region.ERASED, target, mutable);
  }

  /** What a reference or box points to. */
  Ty pointee(Ty ty) {
    return switch (ty) {
      case Ty.Ref r -> r.target;
      case Ty.Adt a when tcx.adt(a.def).isBox() -> (Ty) a.args.get(0);
      case Ty t -> types.error;
    };
  }
}
