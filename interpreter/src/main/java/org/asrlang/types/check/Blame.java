package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.syntax.GenericArgs;
import org.asrlang.syntax.Path;
import org.asrlang.types.AdtDef;
import org.asrlang.types.GenericArg;
import org.asrlang.types.GenericsOf;
import org.asrlang.types.Predicate;
import org.asrlang.types.Ty;
import org.asrlang.types.TyWalk;
import org.asrlang.types.traits.Cause;

/**
 * Finds what in a call is to blame for a where clause of the called that does not hold: the one
 * argument whose type mentions the clause's parameter, or else the generic argument that was
 * written for it. The order of the attempts is that of rustc's {@code adjust_fulfillment_errors}.
 */
final class Blame {
  /**
   * @param span what is to blame
   * @param call the callee, if that is one of its arguments; or null
   */
  record Place(Span span, Span call) {
    /** Names the call beside an argument. */
    void nameCall(Diagnostic.Builder d) {
      if (call != null) {
        d.label(call, "required by a bound introduced by this call");
      }
    }
  }

  private final FnCtxt fcx;

  Blame(FnCtxt fcx) {
    this.fcx = fcx;
  }

  Place of(Cause cause) {
    Place found =
        cause.bound() == null
            ? null
            : switch (cause.expr()) {
              case Expr.PathExpr p -> path(cause, p);
              case Expr.MethodCall m -> method(cause, m);
              case Expr.StructLit l -> literal(cause, l);
              case null, default -> null;
            };
    return found == null ? new Place(cause.span(), null) : found;
  }

  private Place path(Cause cause, Expr.PathExpr e) {
    List<Ty.Param> params = candidates(cause);
    Expr.Call call = fcx.callOf(e);
    if (call != null) {
      List<Ty> inputs = inputs(cause.item(), e);
      for (Ty.Param p : params) {
        int only = only(inputs, p);
        if (only >= 0 && only < call.args().size()) {
          return new Place(call.args().get(only).span(), e.span());
        }
      }
    }
    List<Path.Segment> segments = e.path().segments();
    for (Ty.Param p : params) {
      for (int i = segments.size() - 1; i >= Math.max(0, segments.size() - 2); i--) {
        boolean named = i == segments.size() - 1 || !cause.item().isFnLike();
        Span written = named ? written(cause.item(), p, segments.get(i)) : null;
        if (written != null) {
          return new Place(written, null);
        }
      }
    }
    if (e.path().qself() != null && params.stream().anyMatch(p -> p.name.equals("Self"))) {
      return new Place(e.path().qself().span(), null);
    }
    return null;
  }

  private Place method(Cause cause, Expr.MethodCall e) {
    List<Ty.Param> params = candidates(cause);
    List<Ty> inputs = fcx.tcx.fnSig(cause.item()).inputs();
    for (Ty.Param p : params) {
      int only = only(inputs, p);
      if (only == 0) {
        return null; // the method's name stands for the receiver
      }
      if (only > 0 && only <= e.args().size()) {
        return new Place(e.args().get(only - 1).span(), cause.span());
      }
      Span written = written(cause.item(), p, e.method());
      if (written != null) {
        return new Place(written, null);
      }
    }
    return null;
  }

  private Place literal(Cause cause, Expr.StructLit e) {
    Def variant = fcx.results.variants.get(e);
    if (variant == null) {
      return null;
    }
    AdtDef.Variant v = fcx.tcx.adt(cause.item()).variant(variant);
    List<Ty> fields = v.fields().stream().map(AdtDef.Field::ty).toList();
    for (Ty.Param p : candidates(cause)) {
      int only = only(fields, p);
      for (Expr.FieldInit f : e.fields()) {
        if (only >= 0 && v.fieldIndex(f.name().name()) == only) {
          return new Place(f.value().span(), null);
        }
      }
    }
    return null;
  }

  /** What the called takes, with its parameters. */
  private List<Ty> inputs(Def item, Expr.PathExpr e) {
    if (item.isFnLike()) {
      return fcx.tcx.fnSig(item).inputs();
    }
    return fcx.tcx.adt(item).variant(fcx.results.pathTargets.get(e.path()).def()).fields().stream()
        .map(AdtDef.Field::ty)
        .toList();
  }

  /**
   * The parameters in the clause: first one of the item's own, then one of what is around it, then
   * {@code Self}; but {@code Self} first where the clause is about it, and alone if the clause is
   * that the trait is implemented at all.
   */
  private List<Ty.Param> candidates(Cause cause) {
    GenericsOf generics = fcx.tcx.generics(cause.item());
    List<Ty.Param> all = new ArrayList<>();
    switch (cause.bound()) {
      case Predicate.Trait t -> t.traitRef().args().forEach(a -> collect(a, all));
      case Predicate.Projection j -> j.alias().args.forEach(a -> collect(a, all));
      case Predicate.TypeOutlives o -> {}
      case Predicate.RegionOutlives o -> {}
      case Predicate.Subtype s -> {}
    }
    List<Ty.Param> out = new ArrayList<>();
    if (cause.bound() instanceof Predicate.Trait t
        && t.traitRef().self() instanceof Ty.Param p
        && p.name.equals("Self")) {
      out.add(p);
      if (t.traitRef().trait() == cause.item().parent()) {
        return out;
      }
    }
    all.stream().filter(p -> p.index >= generics.parentCount()).findFirst().ifPresent(out::add);
    all.stream()
        .filter(p -> p.index < generics.parentCount() && !p.name.equals("Self"))
        .findFirst()
        .ifPresent(out::add);
    all.stream().filter(p -> p.name.equals("Self")).findFirst().ifPresent(out::add);
    return out.stream().distinct().toList();
  }

  private static void collect(GenericArg in, List<Ty.Param> to) {
    TyWalk.each(
        in,
        t -> {
          if (t instanceof Ty.Param p) {
            to.add(p);
          }
        });
  }

  /** The place of the only one that mentions the parameter; negative if there is no such one. */
  private static int only(List<Ty> types, Ty.Param param) {
    int found = -1;
    for (int i = 0; i < types.size(); i++) {
      if (constrains(types.get(i), param)) {
        if (found >= 0) {
          return -1;
        }
        found = i;
      }
    }
    return found;
  }

  /** Whether a value of the type says what the parameter is: that of a projection does not. */
  private static boolean constrains(Ty type, Ty.Param param) {
    return TyWalk.any(type, t -> t == param, t -> t instanceof Ty.Projection);
  }

  /** The type written for a parameter of the item in {@code item::<T>}; null if none was. */
  private Span written(Def item, Ty.Param param, Path.Segment segment) {
    if (!(segment.args() instanceof GenericArgs.AngleBracketed a)) {
      return null;
    }
    int at = 0;
    for (GenericsOf.Param p : fcx.tcx.generics(item).own()) {
      if (p.kind() != GenericsOf.Kind.LIFETIME) {
        if (p.def() == param.def) {
          List<GenericArgs.GenericArg> written =
              a.args().stream().filter(g -> !(g instanceof GenericArgs.LifetimeArg)).toList();
          return at < written.size() ? written.get(at).span() : null;
        }
        at++;
      }
    }
    return null;
  }
}
