package org.asrlang.types.wf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.asrlang.diagnostic.Diagnostic;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Repr;
import org.asrlang.source.Span;
import org.asrlang.syntax.Item;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.Subst;
import org.asrlang.types.Ty;
import org.asrlang.types.TyCtxt;

/**
 * What {@code #[repr]} asks of the types of fields: nothing aligned within what is packed (E0588),
 * one field with a size in what is transparent (E0690).
 */
final class ReprLayout {
  private final TyCtxt tcx;

  ReprLayout(TyCtxt tcx) {
    this.tcx = tcx;
  }

  void check(Def def) {
    Repr repr = Repr.of(def);
    if (repr.packed()) {
      Def aligned = aligned(def, new HashSet<>());
      if (aligned != null && aligned != def) {
        Diagnostic.error(
                "E0588",
                def.span(),
                "packed type cannot transitively contain a `#[repr(align)]` type")
            .note(aligned.span(), "`" + aligned.name() + "` has a `#[repr(align)]` attribute")
            .to(tcx.diagnostics());
      }
    }
    if (repr.transparent() && tcx.adt(def).variants().size() == 1) {
      transparent(def);
    }
  }

  private Def aligned(Def def, Set<Def> seen) {
    if (!seen.add(def)) {
      return null;
    }
    if (Repr.of(def).align() > 1) {
      return def;
    }
    for (AdtDef.Variant v : tcx.adt(def).variants()) {
      for (AdtDef.Field f : v.fields()) {
        Def found = f.ty() instanceof Ty.Adt a ? aligned(a.def, seen) : null;
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private void transparent(Def def) {
    AdtDef adt = tcx.adt(def);
    List<AdtDef.Field> sized = new ArrayList<>();
    for (AdtDef.Field f : adt.struct().fields()) {
      if (!isTrivial(f.ty(), 0)) {
        sized.add(f);
      }
    }
    if (sized.size() < 2) {
      return;
    }
    String what = adt.isEnum() ? "the variant of a transparent enum" : "transparent struct";
    Diagnostic.Builder d =
        Diagnostic.error(
                "E0690",
                def.span(),
                what
                    + " needs at most one field with non-trivial size or alignment, but has "
                    + sized.size())
            .label(
                "needs at most one field with non-trivial size or alignment, but has "
                    + sized.size());
    for (AdtDef.Field f : sized) {
      Span at = f.def().node() instanceof Item.FieldDef n ? n.span() : f.def().span();
      d.label(at, "this field has non-zero size or requires alignment");
    }
    d.to(tcx.diagnostics());
  }

  /** Of no size, and to be put anywhere. A type parameter may be anything. */
  private boolean isTrivial(Ty ty, int depth) {
    return switch (ty) {
      case Ty.Tuple t -> t.elements.stream().allMatch(e -> isTrivial(e, depth));
      case Ty.Array a ->
          isTrivial(a.element, depth)
              || tcx.evaluate(a.length) instanceof Const.Value v
                  && v.toString().equals("0")
                  && (a.element == tcx.types().u8 || a.element instanceof Ty.Bool);
      case Ty.Adt a -> {
        AdtDef adt = tcx.adt(a.def);
        if (tcx.lang().is(a.def, "phantom_data")) {
          yield true;
        }
        yield !adt.isBox()
            && depth < 64
            && adt.variants().size() == 1
            && Repr.of(a.def).align() == 1
            && adt.struct().fields().stream()
                .allMatch(f -> isTrivial(Subst.apply(tcx.types(), f.ty(), a.args), depth + 1));
      }
      case Ty.Never t -> true;
      case Ty.Error t -> true;
      case Ty other -> false;
    };
  }
}
