package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.Adjustment;
import org.asrlang.types.Callee;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/**
 * The types that a value leads to by dereferencing again and again: built-in for references and
 * boxes, else through {@code Deref}. As rustc's {@code autoderef}, with its recursion limit.
 */
final class Autoderef {

  /**
   * One type on the way.
   *
   * @param overloaded whether the dereference <em>to</em> this step went through {@code Deref}
   */
  record Step(Ty ty, boolean overloaded) {}

  private Autoderef() {}

  /** The start itself first. Ends where nothing can be dereferenced or a variable is met. */
  static List<Step> steps(FnCtxt fcx, Span span, Ty start) {
    List<Step> steps = new ArrayList<>();
    Ty ty = fcx.structurally(start);
    steps.add(new Step(ty, false));
    int limit = fcx.tcx.defs().recursionLimit();
    while (true) {
      if (steps.size() - 1 > limit) {
        overflow(fcx, span, ty, limit);
        break;
      }
      Ty builtin = builtin(fcx, ty);
      boolean overloaded = builtin == null;
      Ty next = overloaded ? overloaded(fcx, span, ty) : builtin;
      if (next == null) {
        break;
      }
      ty = fcx.structurally(next);
      steps.add(new Step(ty, overloaded));
    }
    return steps;
  }

  private static void overflow(FnCtxt fcx, Span span, Ty ty, int limit) {
    if (!fcx.endless.add(fcx.resolve(ty))) {
      return;
    }
    Diagnostic.error(
            "E0055",
            span,
            "reached the recursion limit while auto-dereferencing `" + fcx.resolve(ty) + "`")
        .label("deref recursion limit reached")
        .help(
            "consider increasing the recursion limit by adding a `#![recursion_limit = \""
                + Math.max(1, limit * 2)
                + "\"]` attribute to your crate")
        .to(fcx.errors());
  }

  /** What a reference or box points to, or null. */
  static Ty builtin(FnCtxt fcx, Ty ty) {
    return switch (ty) {
      case Ty.Ref r -> r.target;
      case Ty.Adt a when fcx.tcx.lang().is(a.def, "owned_box") -> (Ty) a.args.get(0);
      case Ty t -> null;
    };
  }

  /** {@code <T as Deref>::Target} where the type implements it, or null. */
  static Ty overloaded(FnCtxt fcx, Span span, Ty ty) {
    switch (ty) {
      case Ty.Adt a -> {}
      case Ty.Param p -> {}
      case Ty.Projection p -> {}
      case Ty.Opaque o -> {}
      case Ty t -> {
        return null;
      }
    }
    Def deref = fcx.tcx.lang().get("deref");
    Def target = fcx.tcx.lang().get("deref_target");
    if (deref == null
        || target == null
        || !fcx.mayHold(new Predicate.Trait(new TraitRef(deref, List.of(ty))))) {
      return null;
    }
    return fcx.normalize(span, fcx.types.projection(target, List.of(ty)));
  }

  /** The adjustments that lead along the first {@code count} dereferences of the steps. */
  static List<Adjustment> adjustments(FnCtxt fcx, List<Step> steps, int count) {
    List<Adjustment> out = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      Callee callee = null;
      if (steps.get(i).overloaded) {
        callee = new Callee(fcx.langMethod("deref"), List.of(steps.get(i - 1).ty));
        fcx.register(Span.NONE, new TraitRef(fcx.tcx.lang().get("deref"), callee.args()));
      }
      out.add(new Adjustment.Deref(callee, steps.get(i).ty));
    }
    return out;
  }
}
