package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.traits.Cause;
import org.asrlang.types.traits.FulfillmentError;
import org.asrlang.types.traits.Obligation;
import org.asrlang.types.wf.WellFormed;

/**
 * The types that are given to generic items must make sense, also where they are inferred: rustc's
 * {@code add_wf_bounds}. Types that are written are looked at where they stand, and what an item
 * asks of its arguments is demanded when it is named; what remains is that parts without a size
 * stand where such may stand.
 */
final class InferredArgs {
  private record Instance(Span span, List<GenericArg> args) {}

  private record Assigned(Span span, Ty ty) {}

  private final FnCtxt fcx;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Assigned> assigned = new ArrayList<>();

  InferredArgs(FnCtxt fcx) {
    this.fcx = fcx;
  }

  void add(Span span, List<GenericArg> args) {
    if (!args.isEmpty()) {
      instances.add(new Instance(span, args));
    }
  }

  /** The left side of an assignment needs a size. */
  void assign(Span span, Ty ty) {
    assigned.add(new Assigned(span, ty));
  }

  /**
   * When the types are known that the body says itself: at every place, also where the same is
   * missing at another.
   */
  void check() {
    List<FulfillmentError> errors = new ArrayList<>();
    for (Instance i : instances) {
      for (GenericArg arg : i.args) {
        if (arg instanceof Ty ty && hasUnsized(ty, false)) {
          Cause cause = Cause.of(i.span, Cause.What.WELL_FORMED, fcx.owner);
          WellFormed.obligations(fcx.tcx, fcx.env, fcx.resolve(ty), cause)
              .forEach(o -> require(o, errors));
        }
      }
    }
    Def sized = fcx.tcx.lang().get("sized");
    for (Assigned a : assigned) {
      if (sized != null && hasUnsized(a.ty, true)) {
        TraitRef ref = new TraitRef(sized, List.of(fcx.resolve(a.ty)));
        Cause cause = Cause.of(a.span, Cause.What.MISC, fcx.owner);
        require(Obligation.of(ref, fcx.env, cause), errors);
      }
    }
    fcx.report(errors);
  }

  private void require(Obligation o, List<FulfillmentError> errors) {
    if (o.predicate() instanceof Predicate.Trait t
        && fcx.tcx.lang().is(t.traitRef().trait(), "sized")
        && !fcx.mayHold(o.predicate())) {
      errors.add(new FulfillmentError(o, FulfillmentError.Kind.UNIMPLEMENTED, null, null));
    }
  }

  /**
   * @param part of something that may ask for a size
   */
  private boolean hasUnsized(Ty unresolved, boolean part) {
    return switch (fcx.infcx.shallow(unresolved)) {
      case Ty.Str s -> part;
      case Ty.Dynamic d -> part;
      case Ty.Slice s -> part || hasUnsized(s.element, true);
      case Ty.Array a -> hasUnsized(a.element, true);
      case Ty.Tuple t -> t.elements.stream().anyMatch(e -> hasUnsized(e, true));
      case Ty.Ref r -> hasUnsized(r.target, false);
      case Ty.Adt a -> a.args.stream().anyMatch(x -> x instanceof Ty e && hasUnsized(e, true));
      case Ty t -> false;
    };
  }
}
