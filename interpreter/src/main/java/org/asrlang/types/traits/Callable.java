package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.types.BoundRegions;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TyInterner;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/** Closures, function items and function pointers as {@code Fn}, {@code FnMut}, {@code FnOnce}. */
public final class Callable {
  private Callable() {}

  /** Which of the three traits it is; null if none. */
  public static ClosureKind fnTrait(TyCtxt tcx, Def trait) {
    if (trait == tcx.lang().get("fn")) {
      return ClosureKind.FN;
    }
    if (trait == tcx.lang().get("fn_mut")) {
      return ClosureKind.FN_MUT;
    }
    return trait != null && trait == tcx.lang().get("fn_once") ? ClosureKind.FN_ONCE : null;
  }

  /** The kind of a closure type; null while it is a variable. */
  public static ClosureKind kind(InferCtxt infcx, Ty.Closure closure) {
    Ty k = infcx.shallow(closure.kindTy());
    TyInterner types = infcx.types();
    return k == types.i8
        ? ClosureKind.FN
        : k == types.i16 ? ClosureKind.FN_MUT : k == types.i32 ? ClosureKind.FN_ONCE : null;
  }

  /** The type that stands for a closure kind in a closure type's arguments. */
  public static Ty kindTy(TyInterner types, ClosureKind kind) {
    return switch (kind) {
      case FN -> types.i8;
      case FN_MUT -> types.i16;
      case FN_ONCE -> types.i32;
    };
  }

  /** The signature as a binder; null if the type is not callable or not known yet. */
  public static FnSig sig(InferCtxt infcx, Ty ty) {
    return switch (infcx.shallow(ty)) {
      case Ty.FnPtr f -> f.sig;
      case Ty.FnDef f -> Subst.apply(infcx.types(), infcx.tcx().fnSig(f.def), f.args);
      case Ty.Closure c -> infcx.shallow(c.sigTy()) instanceof Ty.FnPtr f ? f.sig : null;
      case Ty other -> null;
    };
  }

  /** The signature with its bound regions free to be chosen. */
  static FnSig opened(InferCtxt infcx, Ty ty) {
    FnSig sig = sig(infcx, ty);
    return sig == null
        ? null
        : BoundRegions.instantiate(infcx.types(), sig, b -> infcx.existentialRegion());
  }

  /** The {@code Args} tuple of an {@code Fn…<Args>} reference's arguments. */
  static Ty argsTuple(List<GenericArg> traitArgs) {
    return (Ty) traitArgs.get(1);
  }
}
