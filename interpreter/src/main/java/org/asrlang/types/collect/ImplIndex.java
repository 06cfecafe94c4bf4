package org.asrlang.types.collect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.asrlang.resolve.Def;
import org.asrlang.resolve.Res;
import org.asrlang.syntax.Item;
import org.asrlang.syntax.TypeExpr;
import org.asrlang.types.SimplifiedType;
import org.asrlang.types.TraitRef;
import org.asrlang.types.Ty;

/**
 * Finds impls by trait and by the head of the self type. Headers are first sorted by the names that
 * stand in them, and lowered only when something of that name is asked for: std has many.
 */
final class ImplIndex {
  private final GlobalCtxt tcx;
  private Map<String, List<Def>> byTraitName;
  private Map<String, List<Def>> inherentByName;
  private final Map<Def, OfTrait> traits = new IdentityHashMap<>();
  private final Map<Object, List<Def>> inherent = new HashMap<>();
  private int known = -1;

  /** The impls of one trait. */
  private record OfTrait(List<Def> all, Map<Object, List<Def>> byHead, List<Def> blanket) {}

  ImplIndex(GlobalCtxt tcx) {
    this.tcx = tcx;
  }

  private void read() {
    int count = 0;
    for (Def crate : tcx.defs().crates()) {
      count += tcx.defs().impls(crate).size();
    }
    if (count == known) {
      return;
    }
    // Impls inside bodies appear when the bodies are looked at.
    known = count;
    byTraitName = new HashMap<>();
    inherentByName = new HashMap<>();
    traits.clear();
    inherent.clear();
    for (Def crate : tcx.defs().crates()) {
      for (Def impl : tcx.defs().impls(crate)) {
        if (!(impl.node() instanceof Item.Impl i)) {
          continue;
        }
        if (i.trait() != null) {
          add(byTraitName, traitName(impl, i), impl);
        } else {
          add(inherentByName, headName(impl, i.self()), impl);
        }
      }
    }
  }

  private static void add(Map<String, List<Def>> map, String key, Def impl) {
    map.computeIfAbsent(key, k -> new ArrayList<>()).add(impl);
  }

  private boolean isStd(Def impl) {
    String crate = impl.crate().name();
    return crate.equals("std") || crate.equals("asr");
  }

  /** Std names traits by their own names; elsewhere a {@code use … as …} may stand between. */
  private String traitName(Def impl, Item.Impl i) {
    if (isStd(impl)) {
      return i.trait().last().name();
    }
    return tcx.defs().signature(impl).path(i.trait()).base() instanceof Res.Item t
        ? t.def().name()
        : "";
  }

  private String headName(Def impl, TypeExpr self) {
    TypeExpr t = Syntax.strip(self);
    if (!isStd(impl)) {
      return name(tcx.typeOf(impl));
    }
    return switch (t) {
      case TypeExpr.PathType p -> p.path().last().name();
      case TypeExpr.RefType r -> "&";
      case TypeExpr.SliceType s -> "[]";
      case TypeExpr.ArrayType a -> "[;]";
      case TypeExpr.TupleType u -> "()";
      case TypeExpr.DynType d ->
          d.bounds().get(0) instanceof org.asrlang.syntax.Generics.TraitBound b
              ? "dyn " + b.path().last().name()
              : "dyn";
      default -> "";
    };
  }

  private static String name(Ty ty) {
    return switch (ty) {
      case Ty.Adt a -> a.def.name();
      case Ty.Ref r -> "&";
      case Ty.Slice s -> "[]";
      case Ty.Array a -> "[;]";
      case Ty.Tuple t -> "()";
      case Ty.Dynamic d -> d.principal == null ? "dyn" : "dyn " + d.principal.trait().name();
      case Ty other -> other.toString();
    };
  }

  List<Def> traitImpls(Def trait, Object head) {
    read();
    OfTrait of = traits.get(trait);
    if (of == null) {
      of = new OfTrait(new ArrayList<>(), new HashMap<>(), new ArrayList<>());
      traits.put(trait, of);
      for (Def impl : byTraitName.getOrDefault(trait.name(), List.of())) {
        TraitRef ref = tcx.implTraitRef(impl);
        if (ref == null || ref.trait() != trait) {
          continue;
        }
        of.all.add(impl);
        Object key = SimplifiedType.ofImpl(ref.self());
        if (key == null) {
          of.blanket.add(impl);
        } else {
          of.byHead.computeIfAbsent(key, k -> new ArrayList<>(2)).add(impl);
        }
      }
    }
    if (head == null) {
      return of.all;
    }
    List<Def> exact = of.byHead.get(head);
    if (exact == null) {
      return of.blanket;
    }
    if (of.blanket.isEmpty()) {
      return exact;
    }
    List<Def> both = new ArrayList<>(exact);
    both.addAll(of.blanket);
    return both;
  }

  List<Def> inherentImpls(Ty self) {
    read();
    Object head = SimplifiedType.ofGoal(self);
    if (head == null || head == SimplifiedType.RIGID) {
      return List.of();
    }
    List<Def> found = inherent.get(head);
    if (found == null) {
      found = new ArrayList<>();
      for (Def impl : inherentByName.getOrDefault(name(self), List.of())) {
        if (head.equals(SimplifiedType.ofImpl(tcx.typeOf(impl)))) {
          found.add(impl);
        }
      }
      inherent.put(head, found);
    }
    return found;
  }
}
