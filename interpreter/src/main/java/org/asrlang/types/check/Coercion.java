package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.source.Span;
import org.asrlang.syntax.Expr;
import org.asrlang.types.Adjustment;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Subst;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.InferCtxt;

/**
 * Implicit conversions at coercion sites: reborrowing, deref coercion, unsizing, function items and
 * closures to pointers, never to any. After rustc's {@code coercion.rs} (RFC 401, RFC 982).
 */
final class Coercion {
  private final FnCtxt fcx;

  Coercion(FnCtxt fcx) {
    this.fcx = fcx;
  }

  /** Coerces and records the adjustments; false (and nothing recorded) if it is not possible. */
  boolean coerce(Expr expr, Ty source, Ty target) {
    List<Adjustment> steps = coercion(fcx.blame(expr), expr, source, target);
    if (steps == null) {
      return false;
    }
    fcx.results.adjust(expr, steps);
    return true;
  }

  /** As {@link #coerce}; what is reborrowed is active from the call on: {@code f(v, v.len())}. */
  boolean coerceArgument(Expr expr, Ty source, Ty target) {
    List<Adjustment> steps = coercion(fcx.blame(expr), expr, source, target);
    if (steps == null) {
      return false;
    }
    if (!steps.isEmpty() && steps.getLast() instanceof Adjustment.Borrow b && b.mutable()) {
      steps = new ArrayList<>(steps);
      steps.set(steps.size() - 1, new Adjustment.Borrow(true, true, b.target()));
    }
    fcx.results.adjust(expr, steps);
    return true;
  }

  /** Whether the coercion would do, without leaving a trace. */
  boolean can(Expr expr, Ty source, Ty target) {
    return fcx.probe(() -> coercion(fcx.blame(expr), expr, source, target) != null);
  }

  private List<Adjustment> coercion(Span span, Expr expr, Ty source, Ty target) {
    return resolved(span, expr, fcx.structurally(source), fcx.resolve(target));
  }

  private List<Adjustment> resolved(Span span, Expr expr, Ty source, Ty target) {
    if (source == target) {
      return source instanceof Ty.Ref r && (r.mutable || namesCapture(expr))
          ? reborrow(r, target)
          : List.of();
    }
    if (source instanceof Ty.Never) {
      if (target instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
        fcx.divergingDefault(target);
      }
      return target instanceof Ty.Never ? List.of() : List.of(new Adjustment.NeverToAny(target));
    }
    if (source instanceof Ty.Infer i && i.kind == Ty.InferKind.GENERAL) {
      return fcx.unify(source, target) ? List.of() : null;
    }
    if (source instanceof Ty.Error || target instanceof Ty.Error) {
      fcx.unify(source, target); // what is inferred from it is in error too
      return List.of();
    }
    List<Adjustment> unsized = unsize(span, source, target);
    if (unsized != null) {
      return unsized;
    }
    return switch (target) {
      case Ty.Ref t when source instanceof Ty.Ref s -> borrowed(span, expr, s, t);
      case Ty.FnPtr p -> toFnPtr(expr, source, p);
      case Ty t -> {
        // `let v: &mut T = r` and friends reborrow; a mere variable takes the reference itself
        yield fcx.sub(span, source, target) ? List.of() : null;
      }
    };
  }

  /**
   * Shared references are reborrowed too, which only shows in closures: they then capture what the
   * reference refers to, and not the variable that holds it.
   */
  private boolean namesCapture(Expr expr) {
    if (!fcx.closures.inside()) {
      return false;
    }
    Expr root = expr;
    while (root instanceof Expr.Field f) {
      root = f.object();
    }
    return root instanceof Expr.PathExpr p
        && fcx.resolutions.path(p.path()).base() instanceof Res.Var;
  }

  private List<Adjustment> reborrow(Ty.Ref source, Ty target) {
    Adjustment deref = new Adjustment.Deref(null, source.target);
    Adjustment borrow = new Adjustment.Borrow(source.mutable, false, target);
    return forgets(source.target, source.mutable)
        ? List.of(deref, borrow, new Adjustment.Unsize(target))
        : List.of(deref, borrow);
  }

  /**
   * Whether a coercion to the same type is one all the same: a {@code &mut dyn Trait}, invariant in
   * how long the object lives, may forget it where it meets a type that is known.
   */
  private static boolean forgets(Ty pointee, boolean mutable) {
    return mutable && pointee instanceof Ty.Dynamic;
  }

  /** {@code &'a T} to {@code &'b U}, looking through {@code Deref} until the types agree. */
  private List<Adjustment> borrowed(Span span, Expr expr, Ty.Ref source, Ty.Ref target) {
    if (target.mutable && !source.mutable) {
      return null;
    }
    List<Autoderef.Step> steps = Autoderef.steps(fcx, span, source);
    for (int i = 1; i < steps.size(); i++) {
      Ty at = steps.get(i).ty();
      if (!(target.mutable ? fcx.unify(at, target.target) : fcx.sub(span, at, target.target))) {
        continue;
      }
      if (i == 1 && !source.mutable && !namesCapture(expr)) {
        return List.of();
      }
      Ty result = fcx.types.ref(Region.ERASED, at, target.mutable);
      List<Adjustment> out = new ArrayList<>(Autoderef.adjustments(fcx, steps, i));
      if (target.mutable) {
        fcx.places.makeAdjustmentsMutable(span, out);
      }
      out.add(new Adjustment.Borrow(target.mutable, false, result));
      if (i == 1 && forgets(fcx.structurally(at), target.mutable)) {
        out.add(new Adjustment.Unsize(result));
      }
      return out;
    }
    return null;
  }

  private List<Adjustment> toFnPtr(Expr expr, Ty source, Ty.FnPtr target) {
    return switch (source) {
      case Ty.FnDef f -> {
        Ty ptr = fnPointer(f);
        yield fcx.unify(ptr, target) ? List.of(new Adjustment.ReifyFn(target)) : null;
      }
      case Ty.Closure c when !fcx.closures.mayCapture(c.def) ->
          fcx.unify(c.sigTy(), target) ? List.of(new Adjustment.ClosureFn(target)) : null;
      case Ty t -> fcx.unify(source, target) ? List.of() : null;
    };
  }

  /** The pointer type of a function item or of a closure without captures; else null. */
  Ty fnPointer(Ty ty) {
    return switch (ty) {
      case Ty.FnDef f ->
          fcx.types.fnPtr(normalized(Subst.apply(fcx.types, fcx.tcx.fnSig(f.def), f.args)));
      case Ty.Closure c when !fcx.closures.mayCapture(c.def) -> fcx.resolve(c.sigTy());
      case Ty t -> null;
    };
  }

  private FnSig normalized(FnSig sig) {
    List<Ty> inputs = sig.inputs().stream().map(i -> fcx.normalize(Span.NONE, i)).toList();
    return new FnSig(inputs, fcx.normalize(Span.NONE, sig.output()), sig.boundRegions());
  }

  void reify(Expr expr, Ty from, Ty ptr) {
    fcx.results.adjust(
        expr,
        List.of(
            from instanceof Ty.Closure
                ? new Adjustment.ClosureFn(ptr)
                : new Adjustment.ReifyFn(ptr)));
  }

  /** Unsizing of what references and smart pointers point to; null where it does not apply. */
  private List<Adjustment> unsize(Span span, Ty source, Ty target) {
    if (source instanceof Ty.Ref s && target instanceof Ty.Ref t) {
      if (t.mutable && !s.mutable) {
        return null;
      }
      Ty from = fcx.structurally(s.target);
      Ty to = fcx.structurally(t.target);
      if (!unsizes(span, from, to)) {
        return null;
      }
      Ty mid = fcx.types.ref(Region.ERASED, from, t.mutable);
      return List.of(
          new Adjustment.Deref(null, from),
          new Adjustment.Borrow(t.mutable, false, mid),
          new Adjustment.Unsize(target));
    }
    if (source instanceof Ty.Adt s && target instanceof Ty.Adt t && s.def == t.def) {
      Ty from = pointee(s);
      Ty to = pointee(t);
      if (from == null || to == null || !implementsCoerceUnsized(s.def)) {
        return null;
      }
      from = fcx.structurally(from);
      to = fcx.structurally(to);
      if (unsizes(span, from, to)) {
        return List.of(new Adjustment.Unsize(target));
      }
    }
    return null;
  }

  private Ty pointee(Ty.Adt ty) {
    for (GenericArg arg : ty.args) {
      if (arg instanceof Ty t) {
        return t;
      }
    }
    return null;
  }

  private boolean implementsCoerceUnsized(Def adt) {
    Def trait = fcx.tcx.lang().get("coerce_unsized");
    return trait != null
        && (fcx.tcx.lang().is(adt, "owned_box")
            || !fcx.tcx.traitImpls(trait, null).stream()
                .filter(i -> fcx.tcx.implTraitRef(i).self() instanceof Ty.Adt a && a.def == adt)
                .toList()
                .isEmpty());
  }

  private boolean unsizes(Span span, Ty from, Ty to) {
    return switch (to) {
      case Ty.Slice slice when from instanceof Ty.Array array -> {
        yield fcx.unify(array.element, slice.element);
      }
      case Ty.Dynamic dyn -> toDyn(span, from, dyn);
      case Ty.Adt toAdt
          when from instanceof Ty.Adt fromAdt
              && fromAdt.def == toAdt.def
              && fromAdt != toAdt
              && !fromAdt.args.isEmpty()
              && fromAdt.args.getLast() instanceof Ty fromTail
              && toAdt.args.getLast() instanceof Ty toTail
              && fcx.structurally(toTail) instanceof Ty tail
              && isUnsizedTail(tail)
              && !fcx.isSized(toAdt) ->
          fcx.structurally(fromTail) != tail && unsizes(span, fcx.structurally(fromTail), tail);
      case Ty t -> false;
    };
  }

  /** A slice or trait object, or a struct that ends in one. */
  private boolean isUnsizedTail(Ty ty) {
    return switch (ty) {
      case Ty.Dynamic d -> true;
      case Ty.Slice s -> true;
      case Ty.Adt a
          when !a.args.isEmpty() && a.args.getLast() instanceof Ty last && !fcx.isSized(a) ->
          isUnsizedTail(fcx.structurally(last));
      case Ty t -> false;
    };
  }

  /**
   * A type to be inferred is unsized if it is known that it has a size: then it is no trait object
   * itself (rustc's {@code coerce_unsized} asks the same).
   */
  private boolean toDyn(Span span, Ty from, Ty.Dynamic to) {
    switch (from) {
      case Ty.Infer i when i.kind == Ty.InferKind.GENERAL && !fcx.isPendingSized(i) -> {
        return false;
      }
      case Ty.Dynamic d -> {
        return upcasts(span, d, to);
      }
      case Ty.Slice s -> {
        return false;
      }
      case Ty.Str s -> {
        return false;
      }
      case Ty.Param p when !fcx.isSized(p) -> {
        return false;
      }
      case Ty t -> {}
    }
    for (Predicate p : dynPredicates(from, to)) {
      fcx.register(span, p);
    }
    return true;
  }

  private List<Predicate> dynPredicates(Ty self, Ty.Dynamic dyn) {
    List<Predicate> out = new ArrayList<>();
    if (dyn.principal != null) {
      out.add(
          new Predicate.Trait(
              new TraitRef(dyn.principal.trait(), prepend(self, dyn.principal.args()))));
      for (Ty.ExistentialProjection p : dyn.projections) {
        Ty.Projection alias =
            (Ty.Projection) fcx.types.projection(p.assocType(), prepend(self, p.args()));
        out.add(new Predicate.Projection(alias, p.ty(), List.of()));
      }
    }
    for (Def auto : dyn.autoTraits) {
      out.add(new Predicate.Trait(new TraitRef(auto, List.of(self))));
    }
    return out;
  }

  /** {@code dyn A} to {@code dyn B} for a supertrait B, or with fewer auto traits. */
  private boolean upcasts(Span span, Ty.Dynamic from, Ty.Dynamic to) {
    boolean samePrincipal =
        from.principal == null
            ? to.principal == null
            : to.principal != null && from.principal.trait() == to.principal.trait();
    if (samePrincipal && from.autoTraits.equals(to.autoTraits)) {
      return false;
    }
    if (!from.autoTraits.containsAll(to.autoTraits)) {
      return false;
    }
    InferCtxt.Snapshot snapshot = fcx.infcx.snapshot();
    for (Predicate p : dynPredicates(from, to)) {
      boolean isAuto =
          p instanceof Predicate.Trait t && to.autoTraits.contains(t.traitRef().trait());
      if (!isAuto && !fcx.mayHold(p)) {
        fcx.infcx.rollback(snapshot);
        return false;
      }
    }
    fcx.infcx.commit(snapshot);
    for (Predicate p : dynPredicates(from, to)) {
      if (!(p instanceof Predicate.Trait t && to.autoTraits.contains(t.traitRef().trait()))) {
        fcx.register(span, p);
      }
    }
    return true;
  }

  private static List<GenericArg> prepend(Ty self, List<GenericArg> args) {
    List<GenericArg> out = new ArrayList<>(args.size() + 1);
    out.add(self);
    out.addAll(args);
    return out;
  }

  /** The signature that a function pointer, item or closure type is called with, or null. */
  FnSig sigOf(Ty ty) {
    return switch (ty) {
      case Ty.FnDef f -> fcx.instantiateSig(f);
      case Ty.FnPtr p -> fcx.liberate(p.sig);
      case Ty.Closure c ->
          fcx.resolve(c.sigTy()) instanceof Ty.FnPtr p ? fcx.liberate(p.sig) : null;
      case Ty t -> null;
    };
  }
}
