package org.asrlang.types.collect;

import java.util.List;
import org.asrlang.diagnostic.Ice;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Predicate;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;

/**
 * Of a crate without errors: what its items are holds no error type. rustc has a proof of the error
 * in each error type ({@code ErrorGuaranteed}); here it is looked for in the end.
 */
public final class Guaranteed {
  private final GlobalCtxt tcx;

  private Guaranteed(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  /** Delays a bug for each item that holds an error type. */
  public static void check(GlobalCtxt tcx, Def crate) {
    Guaranteed g = new Guaranteed(tcx);
    for (Def d : tcx.defs().allDefs(crate)) {
      if (g.hasError(d)) {
        Ice.delay(tcx.diagnostics(), d.span(), "this item has an error that was not reported");
      }
    }
  }

  private boolean hasError(Def d) {
    return switch (d.kind()) {
      case STRUCT, ENUM -> ofPredicates(d) || ofFields(tcx.adt(d));
      case TRAIT -> ofPredicates(d) || tcx.superPredicates(d).stream().anyMatch(this::of);
      case TYPE_ALIAS, CONST, STATIC, ASSOC_CONST, TYPE_PARAM, CONST_PARAM -> of(tcx.typeOf(d));
      case ASSOC_TYPE -> ofPredicates(d) || tcx.itemBounds(d).stream().anyMatch(this::of);
      case FN, ASSOC_FN -> ofPredicates(d) || of(tcx.fnSig(d));
      case IMPL -> ofPredicates(d) || of(tcx.typeOf(d)) || ofTrait(d);
      case CRATE, MODULE, VARIANT, FIELD, LIFETIME_PARAM, CLOSURE, OPAQUE, ANON_CONST, MACRO ->
          false;
    };
  }

  private boolean ofPredicates(Def d) {
    return tcx.predicates(d).stream().anyMatch(this::of);
  }

  private boolean ofFields(AdtDef adt) {
    return adt.variants().stream().anyMatch(v -> v.fields().stream().anyMatch(f -> of(f.ty())));
  }

  private boolean ofTrait(Def impl) {
    return tcx.implTraitRef(impl) != null && of(tcx.implTraitRef(impl).args());
  }

  private boolean of(FnSig sig) {
    return of(sig.output()) || sig.inputs().stream().anyMatch(this::of);
  }

  private boolean of(Predicate p) {
    return switch (p) {
      case Predicate.Trait t -> of(t.traitRef().args());
      case Predicate.Projection j -> of(j.alias()) || of(j.ty());
      case Predicate.TypeOutlives o -> of(o.ty());
      case Predicate.RegionOutlives o -> false;
      case Predicate.Subtype s -> of(s.ty());
    };
  }

  private boolean of(List<GenericArg> args) {
    return args.stream()
        .anyMatch(a ->
            switch (a) {
              case Ty t -> of(t);
              case Const c -> c instanceof Const.Error;
              case Region r -> false;
            });
  }

  private boolean of(Ty ty) {
    return ty != null && ty.has(Ty.HAS_ERROR);
  }
}
