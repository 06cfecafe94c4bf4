package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.types.AdtDef;
import org.asrlang.types.Const;
import org.asrlang.types.FnSig;
import org.asrlang.types.GenericArg;
import org.asrlang.types.Region;
import org.asrlang.types.Ty;
import org.asrlang.types.infer.Variance;

/** How ADTs depend on their parameters: the least fixed point over their fields. */
final class VarianceInference {
  private final GlobalCtxt tcx;
  private final Map<Def, Variance[]> done = new IdentityHashMap<>();
  private Map<Def, Variance[]> current;
  private boolean changed;

  VarianceInference(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  List<Variance> variances(Def def) {
    if (def.kind() == Def.Kind.OPAQUE) {
      return opaque(def);
    }
    if (!def.isAdt()) {
      Variance[] all = new Variance[tcx.generics(def).count()];
      Arrays.fill(all, Variance.INVARIANT);
      return List.of(all);
    }
    return List.of(raw(def)).stream()
        .map(v -> v == Variance.BIVARIANT ? Variance.COVARIANT : v)
        .toList();
  }

  /** With BIVARIANT where a parameter is not used at all (E0392). */
  Variance[] raw(Def adt) {
    Variance[] known = done.get(adt);
    if (known != null) {
      return known;
    }
    if (stored(adt)) {
      return done.get(adt);
    }
    Map<Def, Variance[]> group = new IdentityHashMap<>();
    reach(adt, group);
    Map<Def, Variance[]> before = current;
    current = group;
    do {
      changed = false;
      for (Def d : List.copyOf(group.keySet())) {
        for (AdtDef.Variant v : tcx.adt(d).variants()) {
          for (AdtDef.Field f : v.fields()) {
            visit(f.ty(), Variance.COVARIANT, group.get(d));
          }
        }
      }
    } while (changed);
    current = before;
    done.putAll(group);
    return done.get(adt);
  }

  private boolean stored(Def adt) {
    byte[] note = tcx.defs().note(adt);
    if (note == null) {
      return false;
    }
    Variance[] known = new Variance[note.length];
    for (int i = 0; i < note.length; i++) {
      known[i] = Variance.values()[note[i]];
    }
    done.put(adt, known);
    return true;
  }

  private void reach(Def adt, Map<Def, Variance[]> group) {
    if (done.containsKey(adt) || group.containsKey(adt)) {
      return;
    }
    Variance[] start = new Variance[tcx.generics(adt).count()];
    if (start.length == 0) {
      // nothing depends on its fields
      done.put(adt, start);
      return;
    }
    if (stored(adt)) {
      return;
    }
    if (tcx.defs().hasAttr(adt, "covariant")) {
      // gives out what it may give out by its methods, whatever it is made of
      Arrays.fill(start, Variance.COVARIANT);
      done.put(adt, start);
      return;
    }
    Variance initial =
        tcx.lang().is(adt, "phantom_data") || tcx.lang().is(adt, "owned_box")
            ? Variance.COVARIANT
            : tcx.lang().is(adt, "unsafe_cell") || tcx.defs().hasAttr(adt, "invariant")
                ? Variance.INVARIANT
                : Variance.BIVARIANT;
    Arrays.fill(start, initial);
    group.put(adt, start);
    for (AdtDef.Variant v : tcx.adt(adt).variants()) {
      for (AdtDef.Field f : v.fields()) {
        for (Def inner : adts(f.ty())) {
          reach(inner, group);
        }
      }
    }
  }

  private static List<Def> adts(Ty ty) {
    List<Def> found = new ArrayList<>();
    new org.asrlang.types.TypeFolder(null) {
      @Override
      public Ty ty(Ty t) {
        if (t instanceof Ty.Adt a) {
          found.add(a.def);
        }
        return superTy(t);
      }
    }.ty(ty);
    return found;
  }

  private void visit(Ty ty, Variance at, Variance[] out) {
    switch (ty) {
      case Ty.Param p -> mark(p.index, at, out);
      case Ty.Ref r -> {
        region(r.region, at, out);
        visit(r.target, r.mutable ? at.xform(Variance.INVARIANT) : at, out);
      }
      case Ty.Tuple t -> t.elements.forEach(e -> visit(e, at, out));
      case Ty.Slice s -> visit(s.element, at, out);
      case Ty.Array a -> {
        visit(a.element, at, out);
        constant(a.length, out);
      }
      case Ty.Adt a -> {
        Variance[] of = of(a.def);
        for (int i = 0; i < a.args.size(); i++) {
          arg(a.args.get(i), at.xform(i < of.length ? of[i] : Variance.INVARIANT), out);
        }
      }
      case Ty.FnPtr f -> {
        FnSig sig = f.sig;
        sig.inputs().forEach(i -> visit(i, at.xform(Variance.CONTRAVARIANT), out));
        visit(sig.output(), at, out);
      }
      case Ty.Dynamic d -> {
        region(d.region, at, out);
        Variance inner = at.xform(Variance.INVARIANT);
        if (d.principal != null) {
          d.principal.args().forEach(a -> arg(a, inner, out));
        }
        for (Ty.ExistentialProjection p : d.projections) {
          p.args().forEach(a -> arg(a, inner, out));
          visit(p.ty(), inner, out);
        }
      }
      case Ty.Projection p -> p.args.forEach(a -> arg(a, at.xform(Variance.INVARIANT), out));
      case Ty.Opaque o -> o.args.forEach(a -> arg(a, at.xform(Variance.INVARIANT), out));
      case Ty.FnDef f -> f.args.forEach(a -> arg(a, at.xform(Variance.INVARIANT), out));
      case Ty.Closure c -> c.args.forEach(a -> arg(a, at.xform(Variance.INVARIANT), out));
      case Ty.Bool t -> {}
      case Ty.Char t -> {}
      case Ty.Int t -> {}
      case Ty.Uint t -> {}
      case Ty.Float t -> {}
      case Ty.Str t -> {}
      case Ty.Never t -> {}
      case Ty.Infer t -> {}
      case Ty.Error t -> {}
    }
  }

  private Variance[] of(Def adt) {
    Variance[] known = done.get(adt);
    if (known == null && current != null) {
      known = current.get(adt);
    }
    return known != null ? known : new Variance[0];
  }

  private void arg(GenericArg a, Variance at, Variance[] out) {
    switch (a) {
      case Ty t -> visit(t, at, out);
      case Region r -> region(r, at, out);
      case Const c -> constant(c, out);
    }
  }

  private void constant(Const c, Variance[] out) {
    switch (c) {
      case Const.Param p -> mark(p.index(), Variance.INVARIANT, out);
      case Const.Unevaluated u -> u.args().forEach(a -> arg(a, Variance.INVARIANT, out));
      case Const.Value v -> {}
      case Const.Infer i -> {}
      case Const.Error e -> {}
    }
  }

  private void region(Region r, Variance at, Variance[] out) {
    if (r instanceof Region.EarlyParam p) {
      mark(p.index(), at, out);
    }
  }

  private void mark(int index, Variance at, Variance[] out) {
    if (index < out.length) {
      Variance now = out[index].glb(at);
      if (now != out[index]) {
        out[index] = now;
        changed = true;
      }
    }
  }

  /** Type arguments are captured; of the lifetimes those that {@code use<…>} names, or all. */
  private List<Variance> opaque(Def def) {
    int parent = tcx.generics(def.parent()).count();
    int all = tcx.generics(def).count();
    List<Variance> out = new ArrayList<>();
    Captures captures = Captures.of(def);
    for (int i = 0; i < all; i++) {
      var p = tcx.generics(def).param(i);
      boolean lifetime = p.kind() == org.asrlang.types.GenericsOf.Kind.LIFETIME;
      boolean captured = !lifetime || captures.has(p.name());
      out.add(captured ? Variance.INVARIANT : Variance.BIVARIANT);
    }
    assert parent <= all;
    return out;
  }
}
