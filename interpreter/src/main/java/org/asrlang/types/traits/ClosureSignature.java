package org.asrlang.types.traits;

import java.util.List;
import org.asrlang.source.Span;
import org.asrlang.types.FnSig;
import org.asrlang.types.Predicate;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;
import org.asrlang.types.TypeckResults.ClosureKind;
import org.asrlang.types.infer.InferCtxt;

/** What is expected of a closure, rustc's {@code deduce_closure_signature}. */
public final class ClosureSignature {
  private ClosureSignature() {}

  /**
   * @param sig with its bound regions, inputs not as a tuple; null if nothing is known. The output
   *     is a fresh variable where only the inputs are known
   * @param kind null if nothing is known
   * @param cause what demands it; null if the expected type does
   */
  public record Deduced(FnSig sig, ClosureKind kind, Cause cause) {}

  /**
   * @param expected the type expected of the closure expression: a variable (then the pending
   *     obligations tell), an opaque type, {@code dyn Fn…}, a function pointer or anything
   */
  public static Deduced deduce(InferCtxt infcx, FulfillmentCtxt fulfillment, Ty expected) {
    TyCtxt tcx = infcx.tcx();
    Ty ty = infcx.shallow(expected);
    return switch (ty) {
      case Ty.Infer v -> {
        List<Obligation> pending = fulfillment.pendingFor(v);
        List<Predicate> predicates = pending.stream().map(Obligation::predicate).toList();
        Cause cause = pending.isEmpty() ? null : pending.getFirst().root().cause();
        yield fromPredicates(infcx, Elaborator.elaborate(tcx, predicates), cause);
      }
      case Ty.Opaque o -> fromPredicates(infcx, TraitSolver.of(infcx).boundsOf(o), null);
      case Ty.Dynamic d ->
          fromPredicates(
              infcx,
              Elaborator.elaborate(
                  tcx, Unsizing.existentialPredicates(tcx, d, infcx.freshTy(Span.NONE))),
              null);
      case Ty.FnPtr f -> new Deduced(f.sig, null, null);
      case Ty other -> new Deduced(null, null, null);
    };
  }

  private static Deduced fromPredicates(InferCtxt infcx, List<Predicate> predicates, Cause cause) {
    TyCtxt tcx = infcx.tcx();
    ClosureKind kind = null;
    FnSig sig = null;
    FnSig inputsOnly = null;
    for (Predicate p : predicates) {
      switch (p) {
        case Predicate.Projection j -> {
          if (sig == null
              && Projector.isFnOutput(tcx, j.alias())
              && infcx.shallow((Ty) j.alias().args.get(1)) instanceof Ty.Tuple inputs) {
            sig = new FnSig(inputs.elements, infcx.resolve(j.ty()), j.bound());
          }
        }
        case Predicate.Trait t -> {
          TraitRef ref = t.traitRef();
          ClosureKind k = Callable.fnTrait(tcx, ref.trait());
          if (k != null) {
            if (kind == null || k.ordinal() < kind.ordinal()) {
              kind = k;
            }
            if (inputsOnly == null
                && infcx.shallow((Ty) ref.args().get(1)) instanceof Ty.Tuple inputs) {
              inputsOnly = new FnSig(inputs.elements, infcx.freshTy(Span.NONE), t.bound());
            }
          }
        }
        case Predicate.TypeOutlives o -> {}
        case Predicate.RegionOutlives o -> {}
        case Predicate.Subtype s -> {}
      }
    }
    return new Deduced(sig != null ? sig : inputsOnly, kind, cause);
  }
}
