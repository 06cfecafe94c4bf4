package org.asrlang.types.check;

import java.util.ArrayList;
import java.util.List;
import org.asrlang.resolve.Def;
import org.asrlang.source.Span;
import org.asrlang.syntax.Pat;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Capture;
import org.asrlang.types.Ty;
import org.asrlang.types.TypeckResults.BindingMode;

/** How patterns use the place that they are held against. */
final class UsePatterns {
  private final FnCtxt fcx;
  private final UseVisitor uses;

  UsePatterns(FnCtxt fcx, UseVisitor uses) {
    this.fcx = fcx;
    this.uses = uses;
  }

  /**
   * @param place null for a value, in which no pattern finds anything to capture
   * @param guarded a guard sees what is bound by reference
   */
  void pattern(PlaceUse place, Pat pat, Span at, boolean guarded) {
    if (place == null) {
      return;
    }
    for (Ty ref : fcx.results.patAdjustments.getOrDefault(pat, List.of())) {
      Ty target = ((Ty.Ref) fcx.resolve(ref)).target;
      place = place.step(new Capture.DerefStep(target));
    }
    PlaceUse here = place;
    switch (pat) {
      case Pat.WildPat p -> {}
      case Pat.RestPat p -> {}
      case Pat.ErrorPat p -> {}
      case Pat.MacroPat p -> {}
      case Pat.ParenPat p -> pattern(here, p.inner(), at, guarded);
      case Pat.OrPat p -> p.alternatives().forEach(a -> pattern(here, a, at, guarded));
      case Pat.LiteralPat p -> uses.borrow(here, false, at);
      case Pat.RangePat p -> uses.borrow(here, false, at);
      case Pat.PathPat p -> readTag(here, at);
      case Pat.RefPat p -> {
        if (fcx.resolve(here.ty()) instanceof Ty.Ref r) {
          pattern(here.step(new Capture.DerefStep(fcx.resolve(r.target))), p.inner(), at, guarded);
        }
      }
      case Pat.IdentPat p -> {
        BindingMode mode = fcx.results.bindingModes.get(p);
        if (mode == null) {
          readTag(here, at);
        } else {
          if (guarded) {
            uses.borrow(here, false, at);
          }
          switch (mode) {
            case MOVE -> uses.take(here, at);
            case REF -> uses.borrow(here, false, at);
            case REF_MUT -> uses.borrow(here, true, at);
          }
          if (p.sub() != null) {
            pattern(here, p.sub(), at, guarded);
          }
        }
      }
      case Pat.TuplePat p -> {
        if (fcx.resolve(here.ty()) instanceof Ty.Tuple t) {
          sequence(here, 0, p.elements(), t.elements, at, guarded);
        }
      }
      case Pat.TupleStructPat p -> {
        variant(
            here,
            fcx.results.variants.get(p),
            at,
            (index, types) -> sequence(here, index, p.elements(), types, at, guarded));
      }
      case Pat.StructPat p -> {
        Def def = fcx.results.variants.get(p);
        variant(
            here,
            def,
            at,
            (index, types) -> {
              var fields = fieldsOf(def);
              for (Pat.FieldPat f : p.fields()) {
                for (int i = 0; i < fields.size(); i++) {
                  if (fields.get(i).name().equals(f.name().name())) {
                    pattern(
                        here.step(new Capture.FieldStep(index, i, fcx.resolve(types.get(i)))),
                        f.pat(),
                        at,
                        guarded);
                  }
                }
              }
            });
      }
      case Pat.SlicePat p when readsNothing(p, here) -> {}
      case Pat.SlicePat p -> {
        // elements of slices and arrays are not captured one by one
        boolean mutable =
            Patterns.any(p, b -> fcx.results.bindingModes.get(b) == BindingMode.REF_MUT);
        boolean moves =
            Patterns.any(
                p,
                b ->
                    fcx.results.bindingModes.get(b) == BindingMode.MOVE
                        && !uses.isCopy(fcx.results.patTypes.get(b)));
        if (moves) {
          uses.take(here, at);
        } else {
          uses.borrow(here, mutable, at);
        }
      }
    }
  }

  /** {@code [..]}, and of an array also {@code [_, ..]}: not even the length matters. */
  private boolean readsNothing(Pat.SlicePat p, PlaceUse here) {
    boolean array = fcx.resolve(here.ty()) instanceof Ty.Array;
    return (array || !p.elements().isEmpty())
        && p.elements().stream()
            .allMatch(e -> e instanceof Pat.RestPat || array && e instanceof Pat.WildPat);
  }

  private void readTag(PlaceUse place, Span at) {
    if (fcx.resolve(place.ty()) instanceof Ty.Adt a && fcx.tcx.adt(a.def).variants().size() == 1) {
      return;
    }
    uses.borrow(place, false, at);
  }

  private interface Parts {
    void each(int variant, List<Ty> types);
  }

  private List<AdtDef.Field> fieldsOf(Def def) {
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    return fcx.tcx.adt(adt).variant(def).fields();
  }

  private void variant(PlaceUse place, Def def, Span at, Parts parts) {
    if (def == null || !(fcx.resolve(place.ty()) instanceof Ty.Adt a)) {
      return;
    }
    readTag(place, at);
    Def adt = def.kind() == Def.Kind.VARIANT ? def.parent() : def;
    var v = fcx.tcx.adt(adt).variant(def);
    List<Ty> types = new ArrayList<>();
    for (var f : v.fields()) {
      types.add(fcx.resolve(fcx.normalize(at, fcx.subst(f.ty(), a.args))));
    }
    parts.each(v.index(), types);
  }

  private void sequence(
      PlaceUse place, int variant, List<Pat> pats, List<Ty> types, Span at, boolean guarded) {
    int rest = -1;
    for (int i = 0; i < pats.size(); i++) {
      if (pats.get(i) instanceof Pat.RestPat) {
        rest = i;
      }
    }
    for (int i = 0; i < pats.size(); i++) {
      if (i == rest) {
        continue;
      }
      int index = rest < 0 || i < rest ? i : types.size() - (pats.size() - i);
      if (index >= 0 && index < types.size()) {
        Ty ty = fcx.resolve(types.get(index));
        pattern(place.step(new Capture.FieldStep(variant, index, ty)), pats.get(i), at, guarded);
      }
    }
  }
}
