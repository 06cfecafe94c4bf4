package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.types.Const;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.InferCtxt;

/**
 * A cheap look whether an impl's header, or a method's receiver, could match what is asked for at
 * all, without making variables. Never says no where the answer is yes.
 */
public final class FastReject {
  private FastReject() {}

  static boolean mayMatch(InferCtxt infcx, List<GenericArg> impl, List<GenericArg> goal) {
    if (impl.size() != goal.size()) {
      return false;
    }
    for (int i = 0; i < impl.size(); i++) {
      if (!mayMatch(infcx, impl.get(i), goal.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean mayMatch(InferCtxt infcx, GenericArg impl, GenericArg goal) {
    return switch (impl) {
      case Ty t -> goal instanceof Ty u && mayMatch(infcx, t, u);
      case Region r -> true;
      case Const.Value v ->
          !(goal instanceof Const c && infcx.shallow(c) instanceof Const.Value w)
              || v.value().equals(w.value());
      case Const c -> true;
    };
  }

  /** The same for one type: of something generic, and of what it is to be. */
  public static boolean mayMatch(InferCtxt infcx, Ty impl, Ty goal) {
    if (impl instanceof Ty.Param
        || impl instanceof Ty.Projection
        || impl instanceof Ty.Opaque
        || impl instanceof Ty.Infer
        || impl instanceof Ty.Error) {
      return true;
    }
    goal = infcx.shallow(goal);
    if (goal instanceof Ty.Infer v) {
      return switch (v.kind) {
        case GENERAL -> true;
        case INTEGER -> impl instanceof Ty.Int || impl instanceof Ty.Uint;
        case FLOAT -> impl instanceof Ty.Float;
      };
    }
    if (goal instanceof Ty.Error) {
      return true;
    }
    return switch (impl) {
      case Ty.Tuple t -> goal instanceof Ty.Tuple u && all(infcx, t.elements, u.elements);
      case Ty.Adt t ->
          goal instanceof Ty.Adt u && t.def == u.def && mayMatch(infcx, t.args, u.args);
      case Ty.Ref t ->
          goal instanceof Ty.Ref u && t.mutable == u.mutable && mayMatch(infcx, t.target, u.target);
      case Ty.Slice t -> goal instanceof Ty.Slice u && mayMatch(infcx, t.element, u.element);
      case Ty.Array t ->
          goal instanceof Ty.Array u
              && mayMatch(infcx, t.element, u.element)
              && mayMatch(infcx, (GenericArg) t.length, (GenericArg) u.length);
      case Ty.FnPtr t ->
          goal instanceof Ty.FnPtr u && t.sig.inputs().size() == u.sig.inputs().size();
      case Ty.FnDef t -> goal instanceof Ty.FnDef u && t.def == u.def;
      case Ty.Closure t -> goal instanceof Ty.Closure u && t.def == u.def;
      case Ty.Dynamic t ->
          goal instanceof Ty.Dynamic u
              && (t.principal == null) == (u.principal == null)
              && (t.principal == null || t.principal.trait() == u.principal.trait());
      case Ty.Bool t -> impl == goal;
      case Ty.Char t -> impl == goal;
      case Ty.Int t -> impl == goal;
      case Ty.Uint t -> impl == goal;
      case Ty.Float t -> impl == goal;
      case Ty.Str t -> impl == goal;
      case Ty.Never t -> impl == goal;
      case Ty.Param t -> true;
      case Ty.Projection t -> true;
      case Ty.Opaque t -> true;
      case Ty.Infer t -> true;
      case Ty.Error t -> true;
    };
  }

  private static boolean all(InferCtxt infcx, List<Ty> impl, List<Ty> goal) {
    if (impl.size() != goal.size()) {
      return false;
    }
    for (int i = 0; i < impl.size(); i++) {
      if (!mayMatch(infcx, impl.get(i), goal.get(i))) {
        return false;
      }
    }
    return true;
  }
}
